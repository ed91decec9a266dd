import Core
import Storage
import Testing

@testable import Courier

@Suite("A signature") struct SignatureTests {
    /// The example that the specification's own libraries are tested with.
    private let secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
    private let id = "msg_p5jXN8AQM9LWM0D4loKWxJek"
    private let body = Array(#"{"test": 2432232314}"#.utf8)
    private let at = Moment(milliseconds: 1_614_265_330_000)
    private let known = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="

    private func message(
        _ changes: [String: String?] = [:], body: [UInt8]? = nil
    ) throws(SignatureRefusal) -> SignedMessage {
        var headers: [String: String] = [
            "webhook-id": id, "webhook-timestamp": "1614265330", "webhook-signature": known,
        ]
        for (name, value) in changes { headers[name] = value }
        return try SignedMessage(body: body ?? self.body) { headers[$0] }
    }

    @Test("is that of the specification's example")
    func example() throws {
        #expect(Signature.header(id: id, at: at, body: body, secrets: [secret]) == known)
        #expect(try message().isSigned(withOneOf: [secret]))
    }

    @Test("does not hold for other bytes, another name, another time or another version")
    func altered() throws {
        #expect(try !message(body: Array(#"{"test": 2432232315}"#.utf8)).isSigned(withOneOf: [secret]))
        #expect(try !message(["webhook-id": "msg_other"]).isSigned(withOneOf: [secret]))
        #expect(try !message(["webhook-timestamp": "1614265331"]).isSigned(withOneOf: [secret]))
        for other in ["v2", "v1a", "V1", ""] {
            let changed = other + known.dropFirst(2)
            #expect(try !message(["webhook-signature": changed]).isSigned(withOneOf: [secret]))
        }
        for wrong in ["v1,", "v1,x", "v1,AAAA", String(known.dropLast(4)), "g0hM", ",", "v1"] {
            #expect(try !message(["webhook-signature": wrong]).isSigned(withOneOf: [secret]))
        }
    }

    @Test("holds among others, as while secrets are changed")
    func several() throws {
        let both = try message(["webhook-signature": "v1,AAAA v2,zzz \(known)"])
        #expect(both.isSigned(withOneOf: [secret]))
        #expect(both.isSigned(withOneOf: ["whsec_" + String(repeating: "A", count: 44), secret]))
        #expect(!both.isSigned(withOneOf: []))
        #expect(!both.isSigned(withOneOf: ["MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "whsec_", "whsec_AAAA"]))
    }

    @Test(
        "needs its three headers",
        arguments: ["webhook-id", "webhook-timestamp", "webhook-signature"])
    func missing(_ name: String) {
        #expect(throws: SignatureRefusal.missing(name)) { try message([name: nil]) }
        #expect(throws: SignatureRefusal.missing(name)) { try message([name: ""]) }
    }

    @Test("needs headers that can be read")
    func unreadable() {
        for stamp in ["x", "-1", "0", "1614265330.5", " 1", "99999999999999999999", "253402300800"] {
            #expect(throws: SignatureRefusal.missing("webhook-timestamp")) {
                try message(["webhook-timestamp": stamp])
            }
        }
        for name in ["a b", "a.b", "\u{7F}", String(repeating: "x", count: 201), "é"] {
            #expect(throws: SignatureRefusal.missing("webhook-id")) { try message(["webhook-id": name]) }
        }
    }

    @Test("is taken five minutes before and after, and not ten", arguments: [-600, -301, 301, 600])
    func skew(_ seconds: Int64) throws {
        let signed = try message()
        try signed.check(at: at + 300_000)
        try signed.check(at: at + -300_000)
        #expect(throws: SignatureRefusal.outOfTime) { try signed.check(at: at + seconds * 1000) }
    }
}

@Suite("The key ring") struct KeyRingTests {
    private let start = Moment(milliseconds: 1_790_000_000_000)

    private func ring(_ database: any Database) async throws -> KeyRing {
        try await Migrator(CourierSchema.migrations).migrate(database, now: start)
        return KeyRing(database: database) { count in (0..<count).map { _ in UInt8.random(in: 0...255) } }
    }

    private func signed(
        _ id: String, _ secret: String, at now: Moment, _ body: String = "{}"
    ) throws -> SignedMessage {
        let bytes = Array(body.utf8)
        let headers = [
            "webhook-id": id, "webhook-timestamp": "\(now.milliseconds / 1000)",
            "webhook-signature": Signature.header(id: id, at: now, body: bytes, secrets: [secret]),
        ]
        return try SignedMessage(body: bytes) { headers[$0] }
    }

    @Test("knows whose a key is, for what it was made, until it is revoked", arguments: TestEngine.present)
    func holder(_ engine: TestEngine) async throws {
        try await engine.withDatabase { database in
            let ring = try await ring(database)
            let secret = try await ring.create("Fix My Street", scope: .open311, at: start)
            #expect(secret.hasPrefix("lxk_") && secret.count == 52)
            let key = try #require(try await ring.holder(of: secret, scope: .open311))
            #expect(key.name == "Fix My Street")
            #expect(try await ring.holder(of: secret, scope: .lines) == nil)
            #expect(try await ring.holder(of: secret + "0", scope: .open311) == nil)
            #expect(try await ring.holder(of: "", scope: .open311) == nil)
            #expect(try await ring.rotate(key.id, at: start) == nil)
            #expect(try await ring.revoke(key.id, at: start))
            #expect(try await !ring.revoke(key.id, at: start))
            #expect(try await ring.holder(of: secret, scope: .open311) == nil)
        }
    }

    @Test("keeps no secret that travels", arguments: TestEngine.present)
    func secrets(_ engine: TestEngine) async throws {
        try await engine.withDatabase { database in
            let ring = try await ring(database)
            _ = try await ring.create("a", scope: .open311, at: start)
            let kept: Int? = try await database.read {
                try $0.value("SELECT COUNT(*) FROM courier_keys WHERE secret IS NOT NULL")
            }
            #expect(kept == 0)
        }
    }

    @Test("takes an old secret for a day after the new one was made", arguments: TestEngine.present)
    func rotation(_ engine: TestEngine) async throws {
        try await engine.withDatabase { database in
            let ring = try await ring(database)
            let old = try await ring.create("Water", scope: .lines, at: start)
            let id = try #require(try await ring.keys(.lines).first?.id)
            let new = try #require(try await ring.rotate(id, at: start))
            #expect(old != new)
            let soon = start + 86_000_000
            #expect(try await ring.signer(of: signed("m1", old, at: soon), scope: .lines, at: soon).id == id)
            #expect(try await ring.signer(of: signed("m2", new, at: soon), scope: .lines, at: soon).id == id)
            let late = start + 86_500_000
            await #expect(throws: SignatureRefusal.unknownSigner) {
                try await ring.signer(of: signed("m3", old, at: late), scope: .lines, at: late)
            }
            #expect(try await ring.signer(of: signed("m4", new, at: late), scope: .lines, at: late).id == id)
            await #expect(throws: SignatureRefusal.unknownSigner) {
                try await ring.signer(of: signed("m5", new, at: late), scope: .calls, at: late)
            }
        }
    }

    @Test("notices a message that comes again", arguments: TestEngine.present)
    func replay(_ engine: TestEngine) async throws {
        try await engine.withDatabase { database in
            let ring = try await ring(database)
            _ = try await ring.create("a", scope: .calls, at: start)
            _ = try await ring.create("b", scope: .calls, at: start)
            let keys = try await ring.keys(.calls)
            let start = start
            func first(_ message: String, _ key: Key) async throws -> Bool {
                try await database.write { try KeyRing.isFirst(message, of: key, now: start, in: $0) }
            }
            #expect(try await first("m1", keys[0]))
            #expect(try await !first("m1", keys[0]))
            #expect(try await first("m1", keys[1]))
            try await ring.sweep(at: start + 6 * 86_400_000)
            #expect(try await !first("m1", keys[0]))
            try await ring.sweep(at: start + 8 * 86_400_000)
            #expect(try await first("m1", keys[0]))
        }
    }
}
