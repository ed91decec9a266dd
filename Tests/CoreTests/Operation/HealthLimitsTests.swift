import Testing

@testable import Core

@Suite("How the program stands")
struct HealthLimitsTests {
    private let now = Moment(milliseconds: 1_795_311_000_000)

    private func follower(
        _ name: String = "tallies", behind: Int, next: Int64?, stands: Int64?
    ) -> FollowerStanding {
        FollowerStanding(
            name: name, behind: behind, next: next.map { now + -$0 * 1000 },
            standsSince: stands.map { now + -$0 * 1000 })
    }

    @Test("is broken where the database is silent, and worth a look where it is slow")
    func database() {
        #expect(HealthLimits.database(milliseconds: nil).state == .fail)
        #expect(HealthLimits.database(milliseconds: 251).state == .warn)
        #expect(HealthLimits.database(milliseconds: 250).state == .ok)
    }

    @Test("is no reason to take a server away while a follower catches up, but is where it stands still")
    func followers() {
        let year: Int64 = 365 * 86_400
        let catching = follower(behind: 10_000, next: year, stands: 2)
        #expect(HealthLimits.followers([catching], now: now).state == .warn)
        let stuck = follower("topics", behind: 1, next: 400, stands: 300)
        let line = HealthLimits.followers([catching, stuck], now: now)
        #expect(line.state == .fail && line.values["name"] == "topics")
        #expect(HealthLimits.followers([follower(behind: 3, next: 59, stands: 1)], now: now).state == .ok)
        #expect(HealthLimits.followers([], now: now).state == .ok)
    }

    @Test("forgives work that failed a moment ago, not work that fails for minutes")
    func beats() {
        var beat = Beat(name: "timekeeper")
        beat.note(succeeded: false, at: now + -299_000)
        #expect(HealthLimits.beats([beat], now: now).state == .warn)
        beat.note(succeeded: false, at: now)
        #expect(HealthLimits.beats([beat], now: now + 1_000).state == .fail)
        beat.note(succeeded: true, at: now + 2_000)
        #expect(HealthLimits.beats([beat], now: now + 3_000).state == .ok)
    }

    @Test("says what is late and what is full")
    func late() {
        #expect(HealthLimits.timers(due: 9, oldest: now + -119_000, now: now).state == .ok)
        #expect(HealthLimits.timers(due: 1, oldest: now + -120_000, now: now).state == .warn)
        #expect(
            HealthLimits.sendings(waiting: 1, failed: 0, oldest: now + -900_000, now: now).state == .warn)
        // A clock that went back makes nothing late.
        #expect(HealthLimits.timers(due: 1, oldest: now + 9_000_000, now: now).state == .ok)
        #expect(HealthLimits.disk("disk", free: nil).state == .warn)
        #expect(HealthLimits.disk("disk", free: (100 << 20) - 1).state == .fail)
        #expect(HealthLimits.disk("disk", free: 100 << 20).state == .warn)
        #expect(HealthLimits.disk("disk", free: 1 << 30).state == .ok)
    }

    @Test("misses a backup that is a day and some old, and never breaks for one")
    func backup() {
        let day: Int64 = 86_400_000
        #expect(HealthLimits.backup(good: now + -day, failed: false, now: now).state == .ok)
        #expect(HealthLimits.backup(good: now + -2 * day, failed: false, now: now).state == .warn)
        #expect(HealthLimits.backup(good: now, failed: true, now: now).state == .warn)
        #expect(HealthLimits.backup(good: nil, failed: true, now: now).state == .warn)
    }

    @Test("is as bad as its worst part")
    func worst() {
        #expect([HealthLine]().state == .ok)
        #expect([HealthLine("a", .ok, "x"), HealthLine("b", .warn, "y")].state == .warn)
        #expect([HealthLine("a", .fail, "x"), HealthLine("b", .warn, "y")].state == .fail)
    }

    @Test("tells bytes as people do")
    func bytes() {
        #expect(HealthLimits.bytes(0) == "0 B" && HealthLimits.bytes(1023) == "1023 B")
        #expect(HealthLimits.bytes(1536) == "1.5 kB" && HealthLimits.bytes(312 << 20) == "312 MB")
        #expect(HealthLimits.bytes(5 << 40) == "5.0 TB")
    }

    @Test("finds the word that was meant, and none where none is near")
    func spelling() {
        let known = ["trust-proxy", "port", "host", "metrics"]
        #expect(Spelling.nearest(to: "trust-proxi", among: known) == "trust-proxy")
        #expect(Spelling.nearest(to: "prot", among: known) == nil)
        #expect(Spelling.nearest(to: "porte", among: known) == "port")
        #expect(Spelling.nearest(to: "wholly-else", among: known) == nil)
        #expect(Spelling.nearest(to: "", among: known) == nil)
    }
}
