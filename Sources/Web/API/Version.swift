import Core
public import Hummingbird
import HTTPTypes

/// The version of a thing as HTTP shows it: `"v7"`.
public enum Version {
    /// The value of an `ETag` field.
    public static func tag(_ version: Int64) -> String { "\"v\(version)\"" }

    /// What a caller demands by `If-Match`.
    public enum Demand: Hashable, Sendable {
        /// Any version, as long as there is one.
        case any
        /// One of these versions.
        case versions(Set<Int64>)

        /// Whether this version will do.
        public func accepts(_ version: Int64) -> Bool {
            switch self {
            case .any: true
            case .versions(let versions): versions.contains(version)
            }
        }

        /// The version, when exactly one was named.
        public var single: Int64? {
            if case .versions(let versions) = self, versions.count == 1 { versions.first } else { nil }
        }
    }

    /// Reads an `If-Match` field. A weak tag never matches (RFC 9110 §13.1.1), so it is refused by name.
    /// - Throws: `WebRefusal.badVersion`.
    static func demand(_ field: String) throws(WebRefusal) -> Demand {
        if field.trimmed == "*" { return .any }
        var versions: Set<Int64> = []
        for part in field.split(separator: ",", omittingEmptySubsequences: false) {
            let tag = part.trimmed
            guard tag.hasPrefix("\"v"), tag.hasSuffix("\""), tag.utf8.count > 3 else { throw .badVersion }
            let digits = tag.dropFirst(2).dropLast()
            guard digits.utf8.allSatisfy({ (48...57).contains($0) }), let version = Int64(digits)
            else { throw .badVersion }
            versions.insert(version)
        }
        return .versions(versions)
    }
}

extension Request {
    /// What `If-Match` demands; nil without the field.
    /// - Throws: `WebRefusal.badVersion`.
    public func ifMatch() throws -> Version.Demand? {
        try headers[.ifMatch].map { field throws(WebRefusal) in try Version.demand(field) }
    }

    /// The `Idempotency-Key`: 1 … 255 visible ASCII characters; nil without the field.
    /// - Throws: `WebRefusal.badIdempotencyKey`.
    public func idempotencyKey() throws -> String? {
        guard let key = headers[.idempotencyKey] else { return nil }
        guard (1...255).contains(key.utf8.count), key.utf8.allSatisfy({ (0x21...0x7E).contains($0) })
        else { throw WebRefusal.badIdempotencyKey }
        return key
    }
}
