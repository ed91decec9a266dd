import Core
import HTTPTypes
import Hummingbird
import NIOCore
import NIOHTTP1

/// What an error comes to, once, for page and JSON alike.
struct Verdict {
    let code: String
    let status: Int
    let sentence: String
    var errors: [FieldProblem] = []
    var details: [String: String] = [:]
    var retryAfterSeconds: Int?
    var headers: HTTPFields = [:]
    /// The story that only the log is told, when it is our failure.
    var story: String?

    init(of error: any Error, words: Words, incident: String) {
        switch error {
        case let refusal as any Refusable: self.init(refusal, words: words)
        case let fault as Fault: self.init(fault, words: words, incident: incident)
        case is NIOTooManyBytesError:
            self.init(WebRefusal.tooLarge(limitBytes: 1_048_576), words: words)
        // A body that turned out to be none while it was read: the other side's mistake, not ours.
        case is HTTPParserError: self.init(WebRefusal.malformed, words: words)
        case let error as HTTPError where error.status.code < 500:
            self.init(status: error.status.code, words: words)
            headers = error.headers
        case let error as any HTTPResponseError where error.status.code < 500:
            self.init(status: error.status.code, words: words)
        default:
            self.init(
                code: "incident", status: 500,
                sentence: words("web.error.incident", ["incident": incident]))
            story = String(reflecting: error)
        }
    }

    private init(code: String, status: Int, sentence: String) {
        self.code = code
        self.status = status
        self.sentence = sentence
    }

    private init(_ refusal: some Refusable, words: Words) {
        code = refusal.code
        status = (400..<500).contains(refusal.status) ? refusal.status : 422
        sentence = refusal.sentence(words)
        errors = refusal.fieldProblems(words)
        details = refusal.details
        retryAfterSeconds = refusal.retryAfterSeconds
        if let refusal = refusal as? WebRefusal {
            switch refusal {
            case .methodNotAllowed(let allowed): headers[.allow] = allowed.joined(separator: ", ")
            case .tokenNeeded, .signInNeeded: headers[.wwwAuthenticate] = "Bearer"
            case .scopeMissing(let scope):
                headers[.wwwAuthenticate] = #"Bearer error="insufficient_scope", scope="\#(scope)""#
            case .notFound, .malformed, .tooLarge, .addressTooLong, .wrongType, .forged, .tooMany, .forbidden,
                .badCursor,
                .badVersion, .badIdempotencyKey, .badField, .unknownFields:
                break
            }
        }
    }

    private init(_ fault: Fault, words: Words, incident: String) {
        if fault.code == .constraint {
            code = "conflict"
            status = 409
            sentence = words("web.error.conflict")
        } else {
            code = "fault.\(fault.code.rawValue)"
            status = 503
            sentence = words("web.error.fault", ["incident": incident])
            retryAfterSeconds = fault.code == .busy || fault.code == .timeout ? 2 : 30
        }
        story = fault.description
    }

    private init(status: Int, words: Words) {
        self.status = status
        switch status {
        case 404:
            code = WebRefusal.notFound.code
            sentence = WebRefusal.notFound.sentence(words)
        case 413:
            code = "tooLarge"
            sentence = WebRefusal.tooLarge(limitBytes: 1_048_576).sentence(words)
        default:
            code = status == 400 ? "malformed" : "http.\(status)"
            sentence = words("web.error.malformed")
        }
    }
}
