import Core
import Testing

@Suite("What is counted of a matter")
struct MatterCourseTests {
    private let roads = UnitCode("ROADS")
    private let desk = Town.city.desk
    private static let late = Town.start + 30 * day

    /// The whole limit of the town's request, running.
    private static let promised = Fact.clockStarted(
        limit: "whole", from: Town.start, due: Town.start + 10 * day, warn: nil)

    private func event(
        _ sequence: Int, _ at: Moment, by doer: Doer = .system("test"), from: String? = "received",
        to: String = "handling", _ facts: [Fact]
    ) -> Event {
        Event(
            sequence: sequence, at: at, by: doer, move: sequence == 1 ? nil : "x",
            from: sequence == 1 ? nil : from, to: to, facts: facts)
    }

    private var clerk: Doer { .officer(id: 1, unit: desk) }
    private var handler: Doer { .officer(id: 6, unit: roads) }

    private var raised: Event {
        event(1, Town.start, by: .resident, to: "received", [.raised(Town.raised()), Self.promised])
    }

    private func given(at moment: Moment = Town.start + hour, acceptBy: Moment? = nil) -> Event {
        var facts: [Fact] = [.dispatched(unit: roads)]
        if let acceptBy {
            facts.append(.clockStarted(limit: "signing", from: moment, due: acceptBy, warn: nil))
        }
        return event(2, moment, by: clerk, facts)
    }

    private func total(_ story: [Event], _ figure: Figure, of unit: UnitCode) -> Int {
        MatterCourse.fold(story, in: Town.city).note.counts
            .filter { $0.key.figure == figure && $0.key.unit == unit }.values.reduce(0, +)
    }

    @Test("goes from the desk to the unit that is given it, and is open with one of them")
    func owner() {
        let story = [raised, given()]
        #expect(total([raised], .openChange, of: desk) == 1)
        #expect(total(story, .openChange, of: desk) == 0 && total(story, .openChange, of: roads) == 1)
        #expect(total(story, .received, of: desk) == 1 && total(story, .dispatched, of: roads) == 1)
        let ended = story + [event(3, Town.start + day, to: "closed", [.closed(outcome: .solved)])]
        #expect(total(ended, .openChange, of: roads) == 0 && total(ended, .endedSolved, of: roads) == 1)
    }

    @Test("is accepted in time until the moment the time to accept ran out")
    func acceptance() {
        let due = Town.start + 5 * hour
        let accepted = { (at: Moment) in
            [self.raised, self.given(acceptBy: due), self.event(3, at, by: self.handler, from: "x", [])]
        }
        #expect(total(accepted(due), .acceptedInTime, of: roads) == 1)
        #expect(total(accepted(due + 1), .acceptedLate, of: roads) == 1)
        let byOthers = [raised, given(acceptBy: due), event(3, due, by: clerk, from: "x", [])]
        #expect(total(byOthers, .acceptedInTime, of: roads) == 0, "only its own people accept")
        let noted = [raised, given(acceptBy: due), event(3, due, by: handler, from: "handling", [.urged])]
        #expect(total(noted, .acceptedInTime, of: roads) == 0, "a note is no acceptance")
    }

    @Test("is answered late when the promised time ran out before, or by the same step")
    func answer() {
        let answer = Fact.answered(text: "a", unit: roads)
        let inTime = [raised, given(), event(3, Town.start + day, by: handler, to: "asking", [answer])]
        #expect(
            total(inTime, .answeredInTime, of: roads) == 1 && total(inTime, .answeredLate, of: roads) == 0)
        let same = [
            raised, given(),
            event(3, Self.late, by: handler, to: "asking", [answer, .clockExpired(limit: "whole")]),
        ]
        #expect(total(same, .answeredLate, of: roads) == 1)
        let rung = [
            raised, given(), event(3, Town.start + 10 * day, [.clockExpired(limit: "whole")]),
            event(4, Self.late, by: handler, to: "asking", [answer]),
        ]
        #expect(total(rung, .answeredLate, of: roads) == 1)
    }

    @Test("counts what a resident says of one answer once, with what was said last")
    func opinion() {
        let answered = event(
            3, Town.start + day, by: handler, to: "asking", [.answered(text: "a", unit: roads)])
        let no = event(
            4, Town.start + 2 * day, by: .resident, [.rated(solved: false, satisfied: false, why: nil)])
        let yes = event(
            5, Town.start + 3 * day, by: .resident, [.rated(solved: true, satisfied: true, why: nil)])
        let story = [raised, given(), answered, no, yes]
        #expect(total(story, .solvedNo, of: roads) == 0 && total(story, .solvedYes, of: roads) == 1)
        #expect(total(story, .sentBack, of: roads) == 1)
        let day = Town.calendar.date(of: no.at).daysSince1970
        let entry = MatterCourse.Note.Entry(day: day, unit: roads, figure: .solvedNo)
        #expect(MatterCourse.fold(story, in: Town.city).note.counts[entry] == 0, "taken off its own day")
    }

    @Test("is marked at the second no, at the second return, and at an end without a word")
    func marks() {
        var story = [raised]
        for round in 0..<2 {
            let at = Town.start + Int64(round + 1) * day
            story.append(event(story.count + 1, at, by: clerk, [.dispatched(unit: roads)]))
            story.append(
                event(story.count + 1, at + hour, by: handler, [.takenBack(unit: roads, reason: "r")]))
        }
        var sorts = MatterCourse.fold(story, in: Town.city).note.marks.map(\.sort)
        #expect(sorts == [.returnedTwice])
        story.append(event(6, Self.late, to: "closed", [.closed(outcome: .unreachable)]))
        sorts = MatterCourse.fold(story, in: Town.city).note.marks.map(\.sort)
        #expect(sorts == [.returnedTwice, .silentEnd])
        let withdrawn = [raised, event(2, Self.late, to: "closed", [.closed(outcome: .withdrawn)])]
        #expect(MatterCourse.fold(withdrawn, in: Town.city).note.marks.isEmpty)
    }

    @Test("counts for nothing when it was taken back")
    func undone() {
        let story = [raised, given(), event(3, Town.start + 2 * hour, by: clerk, [.undone(sequence: 2)])]
        #expect(total(story, .dispatched, of: roads) == 0 && total(story, .openChange, of: desk) == 1)
        #expect(MatterCourse.fold(story, in: Town.city).course.unit == desk)
    }

    @Test("is not assessed when it had ended in another system")
    func foreign() {
        var foreign = Town.raised()
        foreign.endedAt = Town.start
        let story = [
            event(1, Town.start, to: "closed", [.raised(foreign), .closed(outcome: .elsewhere)])
        ]
        let (course, note) = MatterCourse.fold(story, in: Town.city)
        #expect(course.isForeign && note.counts.isEmpty && note.marks.isEmpty)
    }

    @Test("is idle since the last step of somebody at work, not since the resident urged")
    func idle() {
        let urged = event(3, Self.late, by: .resident, from: "handling", [.urged])
        let course = MatterCourse.fold([raised, given(), urged], in: Town.city).course
        #expect(course.idleSince == Town.start + hour)
        #expect(course.promise?.due == Town.start + 10 * day && course.promise?.unit == roads)
        let asked = event(3, Self.late, by: handler, to: "asking", [.answered(text: "a", unit: roads)])
        let waiting = MatterCourse.fold([raised, given(), asked], in: Town.city).course
        #expect(waiting.idleSince == nil && waiting.promise == nil, "the resident has the next step")
        let back = event(4, Self.late + day, from: "asking", [])
        let again = MatterCourse.fold([raised, given(), asked, back], in: Town.city).course
        #expect(again.idleSince == Self.late + day, "it is theirs again from then on")
    }
}
