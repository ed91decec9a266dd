import Core
import Synchronization
import Testing
import Web

@testable import Directory

@Suite("A password")
struct PasswordTests {
    @Test(
        "is refused when others would try it first, is short, endless, or the login",
        arguments: [
            ("short", PasswordFlaw.tooShort), ("elevenchars", .tooShort), ("十一个字是不够长的密码", .tooShort),
            ("            ", .tooShort), (String(repeating: "长句", count: 43), .tooLong),
            ("password1234", .common), ("Password!2026", .common), ("aaaaaaaaaaaaaaaa", .common),
            ("123456789012", .common), ("210987654321", .common), ("abcdefghijkl", .common),
            ("qwertyuiopas", .common), ("1qaz2wsx3edc", .common), ("woaini20262026", .common),
            ("zhang.sanfeng", .login), ("ZHANG.SANFENG1", .login),
        ])
    func refused(text: String, flaw: PasswordFlaw) {
        #expect(Password(text).flaw(for: "zhang.sanfeng") == flaw)
    }

    @Test(
        "of any script and composition will do when it is long enough",
        arguments: [
            "four clouds over a mill", "今天下午三点去河边钓鱼吧", "tr0ub4dor&3xyz", "nocapitalsnodigits",
            String(repeating: "ab cde ", count: 36),
        ])
    func accepted(text: String) {
        #expect(Password(text).flaw(for: "zhang.sanfeng") == nil)
    }

    @Test("is the same however its accents were composed")
    func composed() {
        #expect(Password("cafe\u{301} au lait à midi").bytes == Password("café au lait à midi").bytes)
    }

    @Test("is hashed with its parameters and a salt of its own, and verified by nothing else")
    func hashed() async throws {
        let work = PasswordWork(cost: Town.cheap)
        let password = Password("four clouds over a mill")
        let one = try await work.hash(password, salt: Array(0..<16))
        let other = try await work.hash(password, salt: Array(1..<17))
        #expect(one != other && one.hasPrefix("$argon2id$v=19$m=64,t=1,p=1$"))
        #expect(try await work.verify(password, against: one))
        #expect(try await work.verify(Password("four clouds over a Mill"), against: one) == false)
        #expect(try await work.verify(password, against: nil) == false)
        #expect(try await work.verify(password, against: work.cost.decoy) == false)
        #expect(try await work.verify(password, against: "nonsense") == false)
    }

    @Test("longer than is ever hashed matches nothing, at the price of one hash")
    func tooLong() async throws {
        let work = PasswordWork(cost: Town.cheap)
        let longest = String(repeating: "a1b2", count: 64)
        let encoded = try await work.hash(Password(longest), salt: Array(0..<16))
        #expect(try await work.verify(Password(longest), against: encoded))
        let before = work.hashesMade
        #expect(try await work.verify(Password(longest + "x"), against: encoded) == false)
        #expect(work.hashesMade == before + 1)
    }

    @Test("costs at least what is asked for today")
    func cost() {
        #expect(PasswordCost.standard == PasswordCost(memory: 19_456, passes: 2, lanes: 1))
        #expect(PasswordCost.standard.prefix == "$argon2id$v=19$m=19456,t=2,p=1$")
    }
}

@Suite("The throttle")
struct ThrottleTests {
    private let now = Moment(milliseconds: 1_000_000)

    @Test("waits longer after each failure, up to five minutes for a login")
    func grows() {
        let waits = (1...16).map { Throttle.wait(after: $0, Throttle.login) }
        #expect(waits.prefix(4).allSatisfy { $0 == nil })
        #expect(waits.dropFirst(4).prefix(4) == [2, 4, 8, 16])
        #expect(waits.last == 300)
        #expect(Throttle.wait(after: 100_000, Throttle.peer) == 900)
    }

    @Test("counts attempts side by side, not only those that have failed")
    func sideBySide() async {
        let throttle = Throttle()
        let admitted = await withTaskGroup(of: Bool.self) { group in
            for number in 0..<50 {
                group.addTask {
                    (try? throttle.admit(login: "li.lei", peer: "10.0.0.\(number)", now: now)) != nil
                }
            }
            return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
        }
        #expect(admitted == Throttle.login.free)
    }

    @Test("takes an IPv6 customer's addresses for one, and a mapped address for what it is")
    func networks() {
        #expect(Throttle.network(of: "2001:db8::1") == Throttle.network(of: "2001:db8::ffff:1"))
        #expect(Throttle.network(of: "2001:db8::1") != Throttle.network(of: "2001:db8:0:1::1"))
        #expect(Throttle.network(of: "::ffff:10.0.0.1") == "10.0.0.1")
        #expect(Throttle.network(of: "10.0.0.1") == "10.0.0.1")
    }

    @Test("keeps a bounded memory whatever is tried")
    func bounded() throws {
        let throttle = Throttle(capacity: 100)
        for number in 0..<1_000 {
            try throttle.admit(
                login: "user\(number)", peer: "10.1.\(number / 250).\(number % 250)",
                now: now + Int64(number))
        }
        #expect(throttle.count <= 100)
    }
}

@Suite("What the gate remembers")
struct GateCacheTests {
    private let now = Moment(milliseconds: 1_000_000)

    @Test("is gone after its time, and nothing read before a change is kept after it")
    func forgets() {
        let cache = GateCache<Int>(lifetimeMilliseconds: 100)
        let generation = cache.generation
        cache.keep(1, for: [1], now: now, generation: generation)
        #expect(cache.value([1], now: now + 99) == 1)
        #expect(cache.value([1], now: now + 100) == nil)
        cache.forget()
        cache.keep(2, for: [2], now: now, generation: generation)
        #expect(cache.value([2], now: now) == nil)
    }

    @Test("is bounded")
    func bounded() {
        let cache = GateCache<Int>(capacity: 10)
        for number in 0..<100 {
            cache.keep(number, for: [UInt8(number)], now: now, generation: cache.generation)
        }
        #expect((0..<100).count { cache.value([UInt8($0)], now: now) != nil } <= 10)
    }
}
