import Core
import Testing

@Suite("Triage")
struct TriageRulesTests {
    private static func event(_ sequence: Int, _ by: Doer, hours: Int64, _ facts: [Fact]) -> Event {
        Event(
            sequence: sequence, at: Moment(milliseconds: hours * 3_600_000), by: by, move: nil, from: nil,
            to: "a", facts: facts)
    }

    private static let person = Doer.officer(id: 2, unit: UnitCode("CENTRE"))
    private static let program = Doer.system("triage")
    private static let (first, second) = (UnitCode("A"), UnitCode("B"))

    private static func story(_ steps: [(Doer, [Fact])]) -> [Event] {
        guard let area = AreaCode("1101") else { return [] }
        let raised = Fact.Raised(
            number: "QS1", kind: "request", text: "灯", title: "灯", channel: .web, caller: .resident,
            area: area, reachable: true)
        return [event(1, .resident, hours: 0, [.raised(raised)])]
            + steps.enumerated().map { index, step in
                event(index + 2, step.0, hours: Int64(index + 1), step.1)
            }
    }

    private static func weight(_ steps: [(Doer, [Fact])], isChecked: Bool = false) -> Int? {
        TriageConfirmation(story(steps), program: "triage", isChecked: isChecked)?.weightPercent
    }

    private static let answered = Fact.answered(text: "好了", unit: first)
    private static let returned = Fact.takenBack(unit: first, reason: "不归我们")

    @Test("learns most from what a unit answered, and hardly anything from what it said itself")
    func weights() {
        let person: [(Doer, [Fact])] = [
            (Self.person, [.categorised(category: "lamp")]), (Self.person, [.dispatched(unit: Self.first)]),
        ]
        let alone: [(Doer, [Fact])] = [
            (Self.program, [.categorised(category: "lamp")]), (Self.program, [.dispatched(unit: Self.first)]),
        ]
        let done: [(Doer, [Fact])] = [(Self.person, [Self.answered])]
        let back: [(Doer, [Fact])] = [(Self.person, [Self.returned])]
        #expect(Self.weight([]) == nil)
        #expect(Self.weight(person) == 50 && Self.weight(person + done) == 100)
        #expect(Self.weight(person + back) == 30)
        #expect(Self.weight(alone) == 5 && Self.weight(alone + done) == 20)
        #expect(Self.weight(alone, isChecked: true) == 100)
        // A person who says the same confirms it; one who says otherwise begins anew.
        let again: [(Doer, [Fact])] = [(Self.person, [.categorised(category: "lamp")])]
        #expect(Self.weight(alone + again) == 50)
        let other: [(Doer, [Fact])] = [(Self.person, [.categorised(category: "water")])]
        #expect(
            TriageConfirmation(Self.story(alone + done + other), program: "triage")
                == TriageConfirmation(Self.story(other), program: "triage"))
        // One answer for all that are joined is no dispatch.
        let shared: [(Doer, [Fact])] = [(.system("joins"), [.dispatched(unit: Self.first), Self.answered])]
        #expect(FirstDispatch(Self.story(shared), program: "triage") == nil)
    }

    @Test("counts a matter as right at first only when nobody gave it back or on")
    func firstDispatch() {
        let sent: [(Doer, [Fact])] = [(Self.person, [.dispatched(unit: Self.first)])]
        let open = FirstDispatch(Self.story(sent), program: "triage")
        #expect(open?.state == .open && open?.hops == 1 && open?.millisecondsToOwner == nil)
        let right = FirstDispatch(
            Self.story(sent + [(Self.person, [Self.answered])]), program: "triage")
        #expect(right?.state == .right && right?.owner == Self.first)
        #expect(right?.millisecondsToOwner == 3_600_000)
        let wrong: [(Doer, [Fact])] =
            sent + [
                (Self.person, [Self.returned]), (Self.program, [.dispatched(unit: Self.second)]),
                (Self.person, [.answered(text: "好了", unit: Self.second)]), (Self.person, [Self.returned]),
            ]
        let late = FirstDispatch(Self.story(wrong), program: "triage")
        #expect(late?.state == .wrong && late?.hops == 2 && late?.refused == [Self.first])
        #expect(late?.owner == Self.second && late?.millisecondsToOwner == 3 * 3_600_000)
        #expect(late?.isAutomatic == false && late?.unit == Self.first)
        let moved = FirstDispatch(
            Self.story(sent + [(Self.person, [.dispatched(unit: Self.second)])]), program: "triage")
        #expect(moved?.state == .wrong && moved?.refused == [])
    }

    @Test("draws its share, the same whenever it is drawn again")
    func draw() throws {
        let day = try #require(CivilDate("2026-03-02"))
        let numbers = (0..<20_000).map { "QS20260302\($0)" }
        for share in [0, 5, 50, 100] {
            let drawn = numbers.filter { AuditDraw.isDrawn($0, on: day, sharePercent: share) }
            #expect(abs(drawn.count - 200 * share) < 250, "\(share): \(drawn.count)")
            #expect(drawn == numbers.filter { AuditDraw.isDrawn($0, on: day, sharePercent: share) })
        }
        #expect(!AuditDraw.isDrawn("QS1", on: day, sharePercent: -5))
    }

    @Test("stops below its floor, and not before enough was looked at")
    func floor() {
        let audit = TriageRules.Audit(sharePercent: 5, floorPercent: 90, atLeast: 20, days: 28)
        #expect(!audit.isTooLow(right: 0, of: 19) && audit.isTooLow(right: 17, of: 20))
        #expect(!audit.isTooLow(right: 18, of: 20))
        #expect(TriageCertainty(0.9) == .sure && TriageCertainty(0.8999) == .likely)
        #expect(TriageCertainty(0.59) == .guess)
    }

    @Test("measures how far probabilities can be trusted")
    func reliability() {
        let trials = (0..<100).map { index in
            Reliability.Trial(truth: "a", given: index < 90 ? "a" : "b", probability: 0.9)
        }
        let measured = Reliability(trials)
        #expect(measured.accuracy == 0.9 && measured.calibrationError < 0.000_1)
        #expect(measured.curve.last?.automatic == 100 && measured.curve.last?.right == 90)
        #expect(Reliability([]).accuracy == 0 && Reliability([]).widest(rightPercent: 95) == nil)
    }
}
