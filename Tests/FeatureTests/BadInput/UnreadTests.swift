import Core
import FoundationEssentials
import HTTPTypes
import Logging
import NIOCore
import NIOEmbedded
import NIOHTTPTypes
import Testing

@testable import Web

@Suite("What is no request")
struct UnreadTests {
    private func sent(_ parts: [HTTPResponsePart]) throws -> [HTTPResponsePart] {
        let answer = UnreadAnswer(words: WordBook([.web]).words(.zh), logger: Logger(label: "test"))
        let channel = EmbeddedChannel(handler: Unread(answer))
        for part in parts { try channel.writeOutbound(part) }
        var sent: [HTTPResponsePart] = []
        while let part = try channel.readOutbound(as: HTTPResponsePart.self) { sent.append(part) }
        return sent
    }

    /// What the library says of bytes that it cannot read, before it closes the connection.
    private let bare = HTTPResponse(
        status: .badRequest, headerFields: [.connection: "close", .contentLength: "0"])

    @Test("is refused by a problem with words, each with an instance of its own")
    func told() throws {
        var instances: Set<String> = []
        for _ in 0..<2 {
            let parts = try sent([.head(bare), .end(nil)])
            try #require(parts.count == 3)
            guard case .head(let head) = parts[0], case .body(let body) = parts[1] else {
                Issue.record("\(parts)")
                continue
            }
            #expect(head.status == .badRequest)
            #expect(head.headerFields[.connection] == "close")
            #expect(head.headerFields[.contentType] == "application/problem+json")
            #expect(head.headerFields[.contentLength] == "\(body.readableBytes)")
            let problem = try JSONDecoder().decode(Problem.self, from: Data(body.readableBytesView))
            #expect(problem.code == "malformed" && problem.status == 400 && !problem.detail.isEmpty)
            instances.insert(problem.instance)
        }
        #expect(instances.count == 2)
    }

    @Test("is not what we answered ourselves: that goes out as it is")
    func others() throws {
        var ours = bare
        ours.headerFields[.xContentTypeOptions] = "nosniff"
        var busy = bare
        busy.status = .serviceUnavailable
        for head in [ours, busy] {
            let parts = try sent([.head(head), .end(nil)])
            #expect(parts == [.head(head), .end(nil)])
        }
    }
}
