/// A request to another server.
public struct WebRequest: Hashable, Sendable {
    public var method: String
    public var url: String
    public var headers: [String: String]
    public var body: [UInt8]

    public init(method: String = "GET", url: String, headers: [String: String] = [:], body: [UInt8] = []) {
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
    }

    public init(_ asked: Payload.Asked) {
        self.init(
            method: asked.method, url: asked.url, headers: asked.headers, body: Array(asked.body.utf8))
    }

    /// Whether nothing in it can become something else on the wire.
    var isSound: Bool {
        (1...20).contains(method.utf8.count) && method.utf8.allSatisfy { (65...90).contains($0) }
            && WebTarget(url) != nil
            && headers.allSatisfy { name, value in
                !name.isEmpty && name.utf8.count <= 100
                    && name.utf8.allSatisfy { byte in
                        (97...122).contains(byte) || (65...90).contains(byte) || (48...57).contains(byte)
                            || byte == 45
                    } && !Self.ownHeaders.contains(name.lowercased())
                    && value.utf8.count <= 8000
                    && value.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F || $0 == 9 }
            }
    }

    /// Headers that say how the message itself is written: ours alone.
    private static let ownHeaders: Set<String> = [
        "host", "content-length", "transfer-encoding", "connection", "expect", "upgrade", "te", "trailer",
    ]
}

/// What a server answered.
public struct WebReply: Hashable, Sendable {
    public let status: Int
    /// By lower-case names; of several of one name the last.
    public let headers: [String: String]
    public let body: [UInt8]
    /// Whether the body is longer than what was kept.
    public let isCut: Bool

    public init(status: Int, headers: [String: String] = [:], body: [UInt8] = [], isCut: Bool = false) {
        self.status = status
        self.headers = headers
        self.body = body
        self.isCut = isCut
    }

    /// The body as text; bytes that are none are replaced.
    public var text: String { String(decoding: body, as: UTF8.self) }
}
