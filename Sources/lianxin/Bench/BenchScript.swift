import Foundation

/// What one connection asks in turn, again and again; all steps together count as one.
struct BenchScript: Sendable {
    let steps: [Step]

    /// One request and the answer it must have.
    struct Step: Sendable {
        let name: String
        let status: Int
        /// The whole request as it goes over the wire.
        let request: @Sendable (Memory) -> [UInt8]
        /// Takes from the answer what later steps need; false where it says something wrong.
        let learn: @Sendable (inout Memory, ArraySlice<UInt8>) -> Bool

        init(
            _ name: String, status: Int = 200,
            learn: @escaping @Sendable (inout Memory, ArraySlice<UInt8>) -> Bool = { _, _ in true },
            request: @escaping @Sendable (Memory) -> [UInt8]
        ) {
            self.name = name
            self.status = status
            self.request = request
            self.learn = learn
        }
    }

    /// What a connection knows between its steps.
    struct Memory: Sendable {
        /// Counts what is asked: different on every connection.
        var turn: Int
        /// The matter that the first step filed.
        var number = ""
    }

    init(_ steps: [Step]) { self.steps = steps }

    /// The same few requests in turn, written once.
    init(_ name: String, _ requests: [[UInt8]]) {
        let step = Step(name) { requests[$0.turn % requests.count] }
        steps = [step]
    }
}

/// Requests as they go over the wire.
struct BenchRequests: Sendable {
    /// Whose they are; nil where nobody is asked who it is.
    var token: String?

    func get(_ path: String) -> [UInt8] { Array((head("GET", path) + "\r\n").utf8) }

    func post(_ path: String, _ body: String) -> [UInt8] {
        Array(
            (head("POST", path)
                + "Content-Type: application/json\r\nContent-Length: \(body.utf8.count)\r\n\r\n" + body).utf8)
    }

    private func head(_ method: String, _ path: String) -> String {
        let bearer = token.map { "Authorization: Bearer \($0)\r\n" } ?? ""
        return "\(method) \(path) HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: application/json\r\n\(bearer)"
    }

    /// A JSON object of texts; what it holds is made up here and needs no escape but of quotes.
    static func object(_ fields: KeyValuePairs<String, String>) -> String {
        "{" + fields.map { "\"\($0.key)\":\"\($0.value)\"" }.joined(separator: ",") + "}"
    }

    static func coded(_ text: String) -> String {
        text.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
    }
}
