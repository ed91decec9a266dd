import Core
import Testing

@Suite("A call")
struct CallTests {
    static func at(_ seconds: Int64) -> Moment { Moment(milliseconds: 1_772_400_000_000 + seconds * 1000) }

    static let story = [
        CallEvent(.queued, at: at(0), caller: "13800000001", called: "12319", queue: "12345"),
        CallEvent(.ringing, at: at(4), caller: "13800000001", called: "12319", agent: "seat-3"),
        CallEvent(.ringing, at: at(9), agent: "seat-7"),
        CallEvent(.answered, at: at(12), agent: "seat-7"),
        CallEvent(.ended, at: at(100), reason: "caller"),
        CallEvent(.recorded, at: at(110), recording: "https://recordings.example.org/1.ogg"),
    ]

    @Test("tells how long its caller waited, how long they spoke, and who spoke last")
    func story() {
        let call = Call(Self.story)
        #expect(call.state == .over)
        #expect(call.waited == 12_000)
        #expect(call.talked == 88_000)
        #expect(call.agent == "seat-7")
        #expect(call.called == "12319" && call.caller == "13800000001" && call.queue == "12345")
        #expect(call.recording == "https://recordings.example.org/1.ogg" && call.reason == "caller")
    }

    @Test("is on its way until somebody answers, and missed when nobody did")
    func states() {
        #expect(Call(Self.story.prefix(1)).state == .ringing)
        #expect(Call(Self.story.prefix(4)).state == .talking)
        let missed = Call(Self.story.prefix(3) + [CallEvent(.abandoned, at: Self.at(30))])
        #expect(missed.state == .abandoned && missed.waited == nil && missed.talked == nil)
        #expect(missed.endedAt == Self.at(30))
        // Hung up without a word counts the same as given up.
        #expect(Call([Self.story[0], Self.story[4]]).state == .abandoned)
    }

    @Test("is the same in whatever order its events come")
    func anyOrder() {
        let whole = Call(Self.story)
        var orders = 0
        Self.permutations(Self.story) { order in
            orders += 1
            #expect(Call(order) == whole)
        }
        #expect(orders == 720)
    }

    @Test("is the same however often its events come, and after every one of them again")
    func repeated() {
        var dice = Chance(seed: 7)
        let whole = Call(Self.story)
        for _ in 0..<500 {
            var events = Self.story
            for _ in 0..<Int.random(in: 0...12, using: &dice) { events.append(dice.pick(Self.story)) }
            events.shuffle(using: &dice)
            #expect(Call(events) == whole)
        }
    }

    @Test("never waits or speaks for less than nothing, whatever the clocks of two switches say")
    func clocks() {
        let call = Call([
            CallEvent(.ringing, at: Self.at(20)), CallEvent(.answered, at: Self.at(5)),
            CallEvent(.ended, at: Self.at(1)),
        ])
        #expect(call.waited == 0)
        #expect(call.talked == 0)
        #expect(call.state == .over)
    }

    @Test("that was answered late turns out not to have been missed")
    func lateNews() {
        var call = Call([Self.story[0], Self.story[4]])
        #expect(call.state == .abandoned)
        call.apply(Self.story[3])
        #expect(call.state == .over && call.waited == 12_000)
    }

    private static func permutations(_ events: [CallEvent], _ body: ([CallEvent]) -> Void) {
        func walk(_ taken: [CallEvent], _ left: [CallEvent]) {
            if left.isEmpty { return body(taken) }
            for index in left.indices {
                var rest = left
                walk(taken + [rest.remove(at: index)], rest)
            }
        }
        walk([], events)
    }
}
