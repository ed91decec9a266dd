import Core
import Foundation
import Testing

@testable import Courier

@Suite("A request", .timeLimit(.minutes(2))) struct TransportTests {
    private let local = Transport(openTo: .including(Reach.loopback), threads: 4)

    @Test("does not reach this machine, however it is written")
    func inner() async throws {
        let calls = Notebook<String>()
        let server = try Listener { wire in
            calls.add(wire.request()?.line ?? "")
            wire.answer(200)
        }
        let transport = Transport(threads: 2)
        for host in [
            "127.0.0.1", "localhost", "2130706433", "0x7f.1", "0177.0.0.1", "127.1", "0",
            "[::ffff:127.0.0.1]",
        ] {
            await #expect(throws: TransportRefusal.innerAddress, "\(host)") {
                try await transport.perform(WebRequest(url: "http://\(host):\(server.port)/"))
            }
        }
        await #expect(throws: TransportRefusal.innerAddress) {
            try await transport.perform(WebRequest(url: "http://169.254.169.254/latest/meta-data/"))
        }
        #expect(calls.all.isEmpty)
    }

    @Test("arrives as it was written, and brings back the answer")
    func whole() async throws {
        let asked = Notebook<Asked>()
        let server = try Listener { wire in
            if let request = wire.request() { asked.add(request) }
            wire.answer(201, headers: ["X-Number": " 7 ", "X-Empty": ""], "收到")
        }
        let reply = try await local.perform(
            WebRequest(
                method: "POST", url: server.url + "/in?a=b", headers: ["Content-Type": "text/plain"],
                body: Array("路灯\0不亮".utf8)))
        #expect(reply.status == 201 && reply.text == "收到" && !reply.isCut)
        #expect(reply.headers["x-number"] == "7" && reply.headers["x-empty"] == "")
        let request = try #require(asked.all.first)
        #expect(request.line == "POST /in?a=b HTTP/1.1")
        #expect(request.body == Array("路灯\0不亮".utf8))
        #expect(request.headers["user-agent"] == "lianxin" && request.headers["expect"] == nil)
        #expect(request.headers["content-type"] == "text/plain")
    }

    @Test("uses the method it was given", arguments: ["GET", "HEAD", "DELETE", "PUT", "PATCH", "POST"])
    func methods(_ method: String) async throws {
        let server = try Listener { wire in
            let line = wire.request()?.line ?? ""
            method == "HEAD" ? wire.answer(200) : wire.answer(200, line)
        }
        let reply = try await local.perform(WebRequest(method: method, url: server.url + "/x"))
        #expect(reply.text == (method == "HEAD" ? "" : "\(method) /x HTTP/1.1"))
    }

    @Test("follows nobody elsewhere")
    func redirect() async throws {
        let calls = Notebook<String>()
        let server = try Listener { wire in
            calls.add(wire.request()?.line ?? "")
            wire.answer(302, headers: ["Location": "http://169.254.169.254/"])
        }
        let reply = try await local.perform(WebRequest(url: server.url))
        #expect(reply.status == 302 && calls.all.count == 1)
    }

    @Test("ends when the answer keeps it waiting, drop by drop too")
    func slow() async throws {
        let silent = try Listener { wire in
            _ = wire.request()
            Thread.sleep(forTimeInterval: 5)
        }
        await #expect(throws: TransportRefusal.timeout) {
            try await local.perform(WebRequest(url: silent.url), within: 1)
        }
        let dripping = try Listener { wire in
            _ = wire.request()
            wire.say("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
            while wire.say("x") { Thread.sleep(forTimeInterval: 0.1) }
        }
        await #expect(throws: TransportRefusal.timeout) {
            try await local.perform(WebRequest(url: dripping.url), within: 1)
        }
    }

    @Test("takes no more of an answer than it wants")
    func huge() async throws {
        let endless = try Listener { wire in
            _ = wire.request()
            wire.say("HTTP/1.1 200 OK\r\n\r\n")
            let flood = [UInt8](repeating: 120, count: 65536)
            while wire.say(flood) {}
        }
        let reply = try await local.perform(WebRequest(url: endless.url))
        #expect(reply.status == 200 && reply.isCut && reply.body.count == 256 << 10)
        await #expect(throws: TransportRefusal.tooLarge) {
            try await local.perform(WebRequest(url: endless.url), keeping: .whole(1000))
        }
        let headers = try Listener { wire in
            _ = wire.request()
            wire.say("HTTP/1.1 200 OK\r\n")
            while wire.say("X-A: \(String(repeating: "y", count: 1000))\r\n") {}
        }
        await #expect(throws: TransportRefusal.tooLarge) {
            try await local.perform(WebRequest(url: headers.url))
        }
        let exact = try Listener { wire in
            _ = wire.request()
            wire.answer(200, String(repeating: "z", count: 1000))
        }
        #expect(try await local.perform(WebRequest(url: exact.url), keeping: .whole(1000)).body.count == 1000)
    }

    @Test("says what went wrong")
    func failures() async throws {
        await #expect(throws: TransportRefusal.unknownHost) {
            try await local.perform(WebRequest(url: "http://nowhere.invalid/"))
        }
        let dead = try DeadPort()
        var refusal: TransportRefusal?
        do throws(TransportRefusal) {
            _ = try await local.perform(WebRequest(url: dead.url))
        } catch { refusal = error }
        #expect(refusal?.code == "unreachable")
        let plain = try Listener { wire in wire.say("HTTP/1.1 200 OK\r\n\r\n") }
        await #expect(throws: TransportRefusal.insecure) {
            try await local.perform(WebRequest(url: "https://127.0.0.1:\(plain.port)/"))
        }
    }

    @Test("is not sent where its parts would become something else")
    func unsound() async throws {
        for request in [
            WebRequest(url: "file:///etc/passwd"), WebRequest(url: "smtp://127.0.0.1/"),
            WebRequest(method: "GET /x", url: "http://127.0.0.1"),
            WebRequest(method: "", url: "http://127.0.0.1"),
            WebRequest(url: "http://127.0.0.1", headers: ["X": "a\r\nY: b"]),
            WebRequest(url: "http://127.0.0.1", headers: ["X: a\r\nY": "b"]),
            WebRequest(url: "http://127.0.0.1", headers: ["Host": "b"]),
            WebRequest(url: "http://127.0.0.1", headers: ["Content-Length": "0"]),
        ] {
            await #expect(throws: TransportRefusal.badRequest) { try await local.perform(request) }
        }
    }
}
