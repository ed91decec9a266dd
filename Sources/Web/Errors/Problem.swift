/// The body of a JSON error answer (RFC 9457).
public struct Problem: Hashable, Sendable, Codable {
    /// `urn:lianxin:problem:` and the code; the same for all problems of a sort.
    public let type: String
    /// What the status means, in the reader's language.
    public let title: String
    public let status: Int
    /// What is wrong and what to do, in the reader's language.
    public let detail: String
    /// Names this one answer in our log: `urn:lianxin:request:` and the request's id.
    public let instance: String
    /// Stable, for programs.
    public let code: String
    /// What is wrong field by field.
    public let errors: [FieldProblem]
    /// What else a program may want to know.
    public let details: [String: String]

    init(code: String, title: String, status: Int, detail: String, requestID: String) {
        self.init(
            code: code, title: title, status: status, detail: detail, requestID: requestID, errors: [],
            details: [:])
    }

    init(
        code: String, title: String, status: Int, detail: String, requestID: String, errors: [FieldProblem],
        details: [String: String]
    ) {
        type = "urn:lianxin:problem:\(code)"
        self.title = title
        self.status = status
        self.detail = detail
        instance = "urn:lianxin:request:\(requestID)"
        self.code = code
        self.errors = errors
        self.details = details
    }
}
