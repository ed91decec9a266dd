import Core
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import NIOEmbedded
import Storage
import Synchronization
import Testing
import Web

@testable import Operation

@Suite("The operator's port")
struct OperatorRoutesTests {
    private func ask(
        _ path: String, of desk: OperationDesk, token: String? = nil, from address: String,
        _ headers: HTTPFields = [:]
    ) async throws -> Response {
        let channel = NIOAsyncTestingChannel()
        try await channel.connect(to: SocketAddress(ipAddress: address, port: 4000))
        // The testing channel calls the peer it was connected to its remote address.
        let site = OperatorRoutes(desk, host: "127.0.0.1", port: 9311, token: token) { TownCity.start }
        let request = Request(
            head: HTTPRequest(
                method: .get, scheme: "http", authority: "127.0.0.1", path: path, headerFields: headers),
            body: RequestBody(buffer: ByteBuffer()))
        let context = OperatorContext(source: .init(channel: channel, logger: Logger(label: "test")))
        return try await site.router().buildResponder().respond(to: request, context: context)
    }

    @Test("answers this machine, or whoever shows the token, and nobody else")
    func guarded() async throws {
        try await TestEngine.sqlite.withDatabase { database in
            let desk = try await OperationTown(database).operation
            for path in ["/metrics", "/readyz", "/healthz"] {
                #expect(try await ask(path, of: desk, from: "127.0.0.1").status == .ok)
                #expect(try await ask(path, of: desk, from: "::1").status == .ok)
                #expect(try await ask(path, of: desk, from: "192.0.2.7").status == .forbidden)
            }
            let nowhere = try await ask("/nowhere", of: desk, from: "127.0.0.1")
            #expect(nowhere.status == .notFound && (nowhere.body.contentLength ?? 0) > 0)
            let token = "0123456789abcdef"
            let wrong: [HTTPFields] = [
                [:], [.authorization: "Bearer 0123456789abcdee"], [.authorization: "Basic \(token)"],
                [.authorization: "Bearer"], [.authorization: token],
            ]
            for headers in wrong {
                let answer = try await ask("/metrics", of: desk, token: token, from: "127.0.0.1", headers)
                #expect(answer.status == .unauthorized)
            }
            let right = try await ask(
                "/metrics", of: desk, token: token, from: "192.0.2.7", [.authorization: "bearer \(token)"])
            #expect(right.status == .ok)
            #expect(right.headers[.contentType] == "text/plain; version=0.0.4; charset=utf-8")
        }
    }
}
