import Core
import Desk
import Logging
import Storage
import Testing

/// Whole stories of the office in the demo city, as time passes.
@Suite("In the office", .serialized)
struct OfficeStoryTests {
    private static let sanitation = DeskTown.person("handler", in: "SANITATION")
    private static let yunshan = DeskTown.person("handler", in: "YS-GOV")

    private func pass(to now: Moment, in town: DeskTown) async throws {
        try await Timekeeper(desk: town.desk, logger: Logger(label: "office")).tick(at: now)
    }

    private func matter(_ number: String, in town: DeskTown) async throws -> Matter {
        try #require(try await town.desk.dossier(.number(number), for: .system("test"))).matter
    }

    private func owed(_ what: Duty.What, in town: DeskTown) async throws -> [DutyRow] {
        try await town.desk.duties(DutyFilter(what: [what]), in: .city, limit: 50).rows
    }

    @Test(
        "a suspended matter stands still with approval, and is taken up again on its review day",
        arguments: TestEngine.present)
    func suspension(engine: TestEngine) async throws {
        try await DeskTown.with(engine) { town in
            let number = try await town.dispatched().number
            var now = DeskTown.start + DeskTown.hour
            try await town.move("accept", on: number, by: DeskTown.handler, at: now)
            now = now + DeskTown.hour
            try await town.move(
                "proposeSuspension", [.reason: "入冬后不能铺沥青。", .reviewOn: "2026-05-06"], on: number,
                by: DeskTown.handler,
                at: now)
            #expect(try await owed(.suspension, in: town).map(\.matter.number) == [number])
            await #expect(throws: Refusal.self) {
                try await town.move("grantSuspension", on: number, by: DeskTown.handler, at: now)
            }
            let left = try #require(try await matter(number, in: town).clock("whole")).due - now
            try await town.move("grantSuspension", on: number, by: DeskTown.supervisor, at: now)
            #expect(try await owed(.suspended, in: town).map(\.matter.number) == [number])
            #expect(try await owed(.suspension, in: town).isEmpty)
            let review = DeskTown.city.calendar.start(of: try #require(CivilDate("2026-05-06")))
            try await pass(to: review + -1, in: town)
            #expect(try await matter(number, in: town).stage == "suspended")
            #expect(try await !matter(number, in: town).overdue, "what stands still is not late")
            try await pass(to: review, in: town)
            let revived = try await matter(number, in: town)
            #expect(revived.stage == "handling" && revived.clock("whole")?.due == review + left)
            #expect(try await owed(.suspended, in: town).isEmpty)
        }
    }

    @Test("a late matter goes under supervision by itself, and on to a notice", arguments: TestEngine.present)
    func supervision(engine: TestEngine) async throws {
        try await DeskTown.with(engine) { town in
            let number = try await town.dispatched().number
            let due = try #require(try await matter(number, in: town).clock("whole")).due
            try await town.move(
                "accept", on: number, by: DeskTown.handler, at: DeskTown.start + DeskTown.hour)
            try await pass(to: due + -1, in: town)
            #expect(try await matter(number, in: town).side.supervision == nil)
            try await pass(to: due, in: town)
            let late = try await matter(number, in: town)
            #expect(late.overdue && late.side.supervision?.level == .order)
            #expect(try await owed(.supervision, in: town).map(\.matter.number) == [number])
            let pressed = try #require(
                late.clocks.first {
                    DeskTown.city.procedures["request"]?.limit($0.limit)?.subject == .supervision
                })
            try await pass(to: pressed.due, in: town)
            let noticed = try await matter(number, in: town)
            #expect(noticed.side.supervision?.level == .notice)
            let record = try #require(
                try await town.desk.records([noticed.id], seenBy: DeskTown.supervisor.posts).first)
            #expect(record.supervision == .notice)
            try await town.move(
                "answerSupervision", [.answer: "今天办结。"], on: number, by: DeskTown.handler,
                at: pressed.due + DeskTown.hour)
            #expect(try await owed(.supervisionCheck, in: town).map(\.matter.number) == [number])
            try await town.move(
                "liftSupervision", [.reason: "已办。"], on: number, by: DeskTown.supervisor,
                at: pressed.due + DeskTown.hour)
            #expect(try await matter(number, in: town).side.supervision == nil)
            #expect(try await owed(.supervision, in: town).isEmpty)
        }
    }

    @Test(
        "an assistant's part is seen by the assistant until it is done, and late only for the assistant",
        arguments: TestEngine.present)
    func part(engine: TestEngine) async throws {
        try await DeskTown.with(engine) { town in
            let number = try await town.dispatched().number
            let start = DeskTown.start + DeskTown.hour
            try await town.move("accept", on: number, by: DeskTown.handler, at: start)
            #expect(try await town.desk.dossier(.number(number), for: Self.sanitation) == nil)
            try await town.move(
                "givePart", [.part: "SANITATION", .task: "加派一趟清运车。"], on: number, by: DeskTown.handler,
                at: start)
            #expect(try await town.desk.dossier(.number(number), for: Self.sanitation) != nil)
            let mine = try await town.desk.duties(
                of: try #require(Self.sanitation.officerID), posts: Self.sanitation.posts, at: start,
                limit: 20)
            #expect(mine.map(\.duty.what) == [.part])
            let due = try #require(mine.first?.duty.due)
            try await pass(to: due, in: town)
            let late = try await matter(number, in: town)
            #expect(late.clock("whole").map { $0.due <= due } ?? false == late.overdue)
            try await town.move("answerPart", [.answer: "已加派。"], on: number, by: Self.sanitation, at: due)
            #expect(try await owed(.part, in: town).isEmpty)
            #expect(try await town.desk.dossier(.number(number), for: Self.sanitation) != nil)
        }
    }

    @Test(
        "two approvers of one extension: one decides, the other finds it decided",
        arguments: TestEngine.present)
    func approvers(engine: TestEngine) async throws {
        try await DeskTown.with(engine) { town in
            let number = try await town.dispatched().number
            let now = DeskTown.start + DeskTown.hour
            try await town.move(
                "proposeExtension", [.until: "2026-03-27", .reason: "等材料。"], on: number, by: DeskTown.handler,
                at: now)
            let one = DeskTown.person("supervisor", in: "SUPERVISION")
            let other = DeskTown.person("supervisor", in: "SUPERVISION", 1)
            let granted = await withTaskGroup(of: Bool.self) { group in
                for actor in [one, other] {
                    group.addTask {
                        (try? await town.move("grantExtension", on: number, by: actor, at: now)) != nil
                    }
                }
                return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
            }
            #expect(granted == 1)
            #expect(try await matter(number, in: town).side.extensions.count == 1)
        }
    }

    @Test("a matter that was raised is seen on every level it went through", arguments: TestEngine.present)
    func levels(engine: TestEngine) async throws {
        try await DeskTown.with(engine) { town in
            let number = try await town.dispatched().number
            let now = DeskTown.start + DeskTown.hour
            #expect(try await town.desk.dossier(.number(number), for: Self.yunshan) == nil)
            try await town.move("escalate", [.reason: "要区里协调。"], on: number, by: DeskTown.handler, at: now)
            #expect(try await town.desk.dossier(.number(number), for: Self.yunshan) != nil)
            try await town.move("takeRaise", on: number, by: Self.yunshan, at: now)
            try await town.move("handDown", [.answer: "区里已协调，照此办理。"], on: number, by: Self.yunshan, at: now)
            let matter = try await matter(number, in: town)
            #expect(matter.raisedTo == nil && matter.lead == DeskTown.unit)
            #expect(try await owed(.handDown, in: town).isEmpty)
        }
    }
}
