import Core
import Testing

@testable import Courier

@Suite("The schedule of attempts") struct ScheduleTests {
    private let now = Moment(milliseconds: 1_790_000_000_000)

    @Test("waits longer each time, and three days in all")
    func pauses() {
        let pauses = (1...11).map { SendingSchedule.pause(after: $0, jitter: 0.5) }
        #expect(pauses.first == 5_000 && pauses.last == 86_400_000)
        #expect(zip(pauses, pauses.dropFirst()).allSatisfy { $0 < $1 })
        let days = Double(pauses.reduce(0, +)) / 86_400_000
        #expect((3.0...3.5).contains(days))
        #expect(SendingSchedule.pause(after: 1, jitter: 0) == 4_000)
        #expect(SendingSchedule.pause(after: 1, jitter: 1) == 6_000)
        #expect(SendingSchedule.pause(after: 500, jitter: 0.5) == 86_400_000)
        #expect(SendingSchedule.pause(after: 0, jitter: 9) == 6_000)
    }

    private func verdict(
        _ status: Int, _ headers: [String: String] = [:], attempt: Int = 1
    ) -> SendingSchedule.Verdict {
        SendingSchedule.verdict(
            on: WebReply(status: status, headers: headers), attempt: attempt, limit: 12, now: now, jitter: 0.5
        )
    }

    @Test("takes 2xx as arrived, 410 as the end, all else as a reason to come again")
    func statuses() {
        for status in [200, 201, 204, 299] { #expect(verdict(status) == .sent) }
        #expect(verdict(410) == .gone)
        for status in [301, 302, 308] { #expect(verdict(status) == .later(now + 5_000, reason: "redirect")) }
        for status in [100, 400, 401, 404, 429, 500, 503, 599] {
            #expect(verdict(status) == .later(now + 5_000, reason: "status"))
        }
        #expect(verdict(500, attempt: 12) == .failed(reason: "status"))
        #expect(verdict(410, attempt: 12) == .gone)
        #expect(verdict(200, attempt: 12) == .sent)
    }

    @Test("is as patient as the receiver asks, for a day at most")
    func retryAfter() {
        #expect(verdict(429, ["retry-after": "120"]) == .later(now + 120_000, reason: "status"))
        #expect(verdict(503, ["retry-after": "999999"]) == .later(now + 86_400_000, reason: "status"))
        #expect(
            verdict(503, ["retry-after": "99999999999999999999"])
                == .later(now + 86_400_000, reason: "status"))
        // Soon is not sooner than our own pause: a day of "try again in a second" would use up all attempts.
        #expect(verdict(503, ["retry-after": "1"]) == .later(now + 5_000, reason: "status"))
        #expect(verdict(500, ["retry-after": "120"]) == .later(now + 5_000, reason: "status"))
        for odd in ["-5", "soon", "", "1.5", "Mon, 99 Foo 2026 00:00:00 GMT"] {
            #expect(verdict(503, ["retry-after": odd]) == .later(now + 5_000, reason: "status"))
        }
        let date = "Mon, 21 Sep 2026 14:13:20 GMT"
        #expect(HTTPDate.moment(date) == Moment(milliseconds: 1_790_000_000_000))
        #expect(SendingSchedule.wish("Mon, 21 Sep 2026 14:23:20 GMT", now: now) == 600_000)
        #expect(SendingSchedule.wish("Sun, 20 Sep 2026 14:13:20 GMT", now: now) == 0)
    }

    @Test("gives up at once only what can never arrive")
    func failures() {
        func verdict(_ refusal: TransportRefusal, _ attempt: Int = 1) -> SendingSchedule.Verdict {
            SendingSchedule.verdict(on: refusal, attempt: attempt, limit: 12, now: now, jitter: 0.5)
        }
        #expect(verdict(.refusedLetter(550)) == .failed(reason: "letter-refused"))
        #expect(verdict(.badRequest) == .failed(reason: "bad-request"))
        for refusal: TransportRefusal in [
            .timeout, .innerAddress, .unknownHost, .unreachable("x"), .insecure, .tooLarge, .busy,
            .postponedLetter(451),
        ] {
            #expect(verdict(refusal) == .later(now + 5_000, reason: refusal.code))
            #expect(verdict(refusal, 12) == .failed(reason: refusal.code))
        }
    }
}
