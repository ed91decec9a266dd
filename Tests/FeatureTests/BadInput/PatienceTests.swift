import HTTPTypes
import NIOCore
import NIOEmbedded
import NIOHTTPTypes
import Testing

@testable import Web

@Suite("The watch over slow requests")
struct PatienceTests {
    private let loop = EmbeddedEventLoop()
    private let channel: EmbeddedChannel

    init() throws {
        channel = EmbeddedChannel(handler: Patience(), loop: loop)
        try channel.connect(to: SocketAddress(unixDomainSocketPath: "/nowhere")).wait()
    }

    private let head = HTTPRequestPart.head(
        HTTPRequest(method: .post, scheme: "http", authority: "a", path: "/raise"))

    /// Some bytes came, which were not enough for anything.
    private func bytesCome() {
        channel.pipeline.fireChannelReadComplete()
        channel.read()
    }

    private func comes(_ part: HTTPRequestPart) throws {
        try channel.writeInbound(part)
        channel.read()
    }

    @Test("closes where a byte of the head comes every second, and its end never")
    func slowHead() {
        channel.read()
        for _ in 0..<20 {
            #expect(channel.isActive)
            bytesCome()
            loop.advanceTime(by: .seconds(1))
        }
        loop.advanceTime(by: .seconds(1))
        #expect(!channel.isActive)
    }

    @Test("leaves alone who says nothing at all, or everything in time")
    func idle() throws {
        channel.read()
        loop.advanceTime(by: .seconds(60))
        #expect(channel.isActive)
        bytesCome()
        loop.advanceTime(by: .seconds(19))
        try comes(head)
        try comes(.end(nil))
        loop.advanceTime(by: .seconds(600))
        #expect(channel.isActive)
    }

    @Test("closes where a body comes by a byte a second")
    func slowBody() throws {
        try comes(head)
        var seconds = 0
        while channel.isActive, seconds < 120 {
            try comes(.body(ByteBuffer(repeating: 1, count: 1)))
            loop.advanceTime(by: .seconds(1))
            seconds += 1
        }
        #expect((30...40).contains(seconds), "\(seconds)")
    }

    @Test("lets a slow telephone send a photo for minutes")
    func telephone() throws {
        try comes(head)
        for _ in 0..<600 {
            try comes(.body(ByteBuffer(repeating: 1, count: 2000)))
            loop.advanceTime(by: .seconds(1))
        }
        #expect(channel.isActive)
    }

    @Test("does not count the time in which we ourselves do not read")
    func ourFault() throws {
        try comes(head)
        try channel.writeInbound(HTTPRequestPart.body(ByteBuffer(repeating: 1, count: 10)))
        loop.advanceTime(by: .seconds(600))
        #expect(channel.isActive)
        channel.read()
        loop.advanceTime(by: .seconds(60))
        #expect(!channel.isActive)
    }

    @Test("gives the rest of a body ten seconds once it was refused")
    func rest() throws {
        try comes(head)
        try channel.writeOutbound(HTTPResponsePart.head(HTTPResponse(status: .contentTooLarge)))
        try channel.writeOutbound(HTTPResponsePart.end(nil))
        for _ in 0..<9 {
            try comes(.body(ByteBuffer(repeating: 1, count: 100_000)))
            loop.advanceTime(by: .seconds(1))
        }
        #expect(channel.isActive)
        loop.advanceTime(by: .seconds(6))
        #expect(!channel.isActive)
    }

    @Test("lets an answer take as long as it takes")
    func longAnswer() throws {
        try comes(head)
        try comes(.end(nil))
        try channel.writeOutbound(HTTPResponsePart.head(HTTPResponse(status: .ok)))
        loop.advanceTime(by: .hours(2))
        #expect(channel.isActive)
    }
}
