/// An expected no: whoever asked can understand it and do something about it.
public protocol Refusable: Error, Sendable {
    /// Stable, for programs: `matter.gateShut`.
    var code: String { get }
    /// The HTTP status, 400 … 499.
    var status: Int { get }
    /// The field of the form it concerns.
    var field: String? { get }
    /// What is wrong and what to do, in the reader's language.
    func sentence(_ words: Words) -> String
    /// What else a program may want to know.
    var details: [String: String] { get }
    /// What is wrong field by field, where it is more than one.
    func fieldProblems(_ words: Words) -> [FieldProblem]
    /// Seconds after which trying again makes sense.
    var retryAfterSeconds: Int? { get }
}

extension Refusable {
    public var field: String? { nil }
    public var details: [String: String] { [:] }
    public func fieldProblems(_ words: Words) -> [FieldProblem] {
        field.map { [FieldProblem(field: $0, code: code, detail: sentence(words))] } ?? []
    }
    public var retryAfterSeconds: Int? { nil }
}

/// What is wrong with one field.
public struct FieldProblem: Hashable, Sendable, Codable {
    /// The name of the field, or its path in a JSON body (`place.area`).
    public let field: String
    /// Stable, for programs.
    public let code: String
    /// A sentence in the reader's language.
    public let detail: String

    public init(field: String, code: String, detail: String) {
        self.field = field
        self.code = code
        self.detail = detail
    }
}

/// What the web itself refuses, whatever the slice.
public enum WebRefusal: Refusable, Hashable {
    case notFound
    case methodNotAllowed(allowed: [String])
    /// Percent signs, UTF-8, NUL or JSON that do not make sense.
    case malformed
    case tooLarge(limitBytes: Int)
    /// An address of more bytes than we read.
    case addressTooLong
    case wrongType(expected: String)
    /// A form without our token, or from another site.
    case forged
    case tooMany(retryAfterSeconds: Int)
    case signInNeeded
    case tokenNeeded
    case scopeMissing(String)
    case forbidden
    /// A cursor that we did not make.
    case badCursor
    /// An `If-Match` that cannot be read.
    case badVersion
    /// An `Idempotency-Key` that cannot be read.
    case badIdempotencyKey
    /// A JSON field that is missing, or of the wrong kind.
    case badField(path: String, reason: FieldReason)
    /// JSON fields that nothing here reads.
    case unknownFields([String])

    /// What is wrong with a JSON field.
    public enum FieldReason: String, Sendable {
        case missing, wrongKind
        /// The name stands twice in one object.
        case repeated
    }

    public var code: String {
        switch self {
        case .notFound: "notFound"
        case .methodNotAllowed: "methodNotAllowed"
        case .malformed: "malformed"
        case .tooLarge: "tooLarge"
        case .addressTooLong: "addressTooLong"
        case .wrongType: "wrongType"
        case .forged: "forged"
        case .tooMany: "tooMany"
        case .signInNeeded: "signInNeeded"
        case .tokenNeeded: "tokenNeeded"
        case .scopeMissing: "scopeMissing"
        case .forbidden: "forbidden"
        case .badCursor: "badCursor"
        case .badVersion: "badVersion"
        case .badIdempotencyKey: "badIdempotencyKey"
        case .badField(_, .missing): "fieldMissing"
        case .badField(_, .wrongKind): "fieldWrongKind"
        case .badField(_, .repeated): "fieldRepeated"
        case .unknownFields: "unknownFields"
        }
    }

    public var status: Int {
        switch self {
        case .malformed, .badCursor, .badVersion, .badIdempotencyKey: 400
        case .signInNeeded, .tokenNeeded: 401
        case .forged, .scopeMissing, .forbidden: 403
        case .notFound: 404
        case .methodNotAllowed: 405
        case .tooLarge: 413
        case .addressTooLong: 414
        case .wrongType: 415
        case .badField, .unknownFields: 422
        case .tooMany: 429
        }
    }

    public func sentence(_ words: Words) -> String {
        switch self {
        case .notFound, .malformed, .forged, .signInNeeded, .tokenNeeded, .forbidden, .badCursor, .badVersion,
            .badIdempotencyKey, .addressTooLong:
            words("web.error.\(code)")
        case .methodNotAllowed(let allowed):
            words("web.error.methodNotAllowed", ["methods": allowed.joined(separator: ", ")])
        case .tooLarge(let limit): words("web.error.tooLarge", ["limit": limit / 1024])
        case .wrongType(let expected): words("web.error.wrongType", ["type": expected])
        case .tooMany(let seconds): words("web.error.tooMany", ["seconds": seconds])
        case .scopeMissing(let scope): words("web.error.scopeMissing", ["scope": scope])
        case .badField(let path, _): words("web.error.\(code)", ["field": path])
        case .unknownFields(let fields):
            words("web.error.unknownFields", ["fields": fields.joined(separator: ", ")])
        }
    }

    public var field: String? {
        if case .badField(let path, _) = self { path } else { nil }
    }

    public func fieldProblems(_ words: Words) -> [FieldProblem] {
        switch self {
        case .badField(let path, _):
            [FieldProblem(field: path, code: code, detail: sentence(words))]
        case .unknownFields(let fields):
            fields.map {
                FieldProblem(field: $0, code: code, detail: words("web.error.unknownFields", ["fields": $0]))
            }
        case .notFound, .methodNotAllowed, .malformed, .tooLarge, .addressTooLong, .wrongType, .forged,
            .tooMany, .signInNeeded, .tokenNeeded, .scopeMissing, .forbidden, .badCursor, .badVersion,
            .badIdempotencyKey:
            []
        }
    }

    public var retryAfterSeconds: Int? {
        if case .tooMany(let seconds) = self { seconds } else { nil }
    }
}
