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
