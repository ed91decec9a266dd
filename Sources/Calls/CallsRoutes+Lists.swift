import Core
import Desk
import Hummingbird
import Markup
import Storage
import Web

/// The calls of some days, and whom somebody has to call back.
extension CallsRoutes {
    func addLists(to site: Site) {
        site.officers.get("/calls/list") { _, context in try await list(context) }
        site.officers.get("/calls/backs") { _, context in try await backs(context).page }
        site.officers.post("/calls/backs/:id") { _, context in try await settle(context) }
    }

    static let listCursor = "calls-list"
    static let backsCursor = "calls-backs"

    /// The days a page is about; the last week where none are given, and never more than a quarter of a year.
    func days(_ context: OfficerContext) -> (first: CivilDate, last: CivilDate) {
        let today = city.calendar.date(of: context.now)
        let last = context.query.given("to").flatMap { CivilDate($0) } ?? today
        let first = context.query.given("from").flatMap { CivilDate($0) } ?? last.adding(days: -6)
        return (min(max(first, last.adding(days: -92)), last), last)
    }

    private func list(_ context: OfficerContext) async throws -> Page {
        let officer = context.officer
        guard officer.may(.takeCalls) || officer.may(.figures) else { throw WebRefusal.forbidden }
        let (first, last) = days(context)
        let query = context.query
        var question = CallQuestion(
            from: city.calendar.start(of: first), until: city.calendar.start(of: last.adding(days: 1)))
        if let hour = query.number("hour"), (0...23).contains(hour), first == last {
            question.from = city.calendar.start(of: first) + hour * 3_600_000
            question.until = question.from + 3_600_000
        }
        question.grade = query.given("grade").flatMap { CallGrade(rawValue: $0) }
        question.result = query.given("result").flatMap { CallResult(rawValue: $0) }
        question.taker = query.given("taker").map { String($0.prefix(120)) }
        if let cursor = query.given("after") {
            let values = try context.values(of: cursor, in: Self.listCursor).compactMap { Int64($0) }
            guard values.count == 2 else { throw WebRefusal.badCursor }
            question.after = (Moment(milliseconds: values[0]), values[1])
        }
        let size = 50
        let asked = question
        let found = try await desk.database.read { try calls.store($0).page(asked, limit: size + 1) }
        let shown = Array(found.prefix(size))
        let older = found.count > size ? shown.last : nil
        let people = shown.compactMap { $0.taker.flatMap(CallsDesk.person) }
        return CallListPage(
            telling: try await telling(context, people: people), records: shown, first: first, last: last,
            question: asked, hour: query.given("hour"),
            newest: asked.after == nil ? nil : "/calls/list" + query.asQuery(without: ["after"]),
            older: older.map { record in
                let cursor = context.cursor(
                    after: [String(record.arrivedAt.milliseconds), String(record.id)], of: Self.listCursor)
                return "/calls/list" + query.asQuery(setting: ["after": cursor])
            }
        ).page
    }

    // MARK: Call-backs

    func backs(_ context: OfficerContext, errors: [FieldError] = []) async throws -> CallBacksPage {
        let officer = context.officer
        let held = try await seats(context).map(\.code)
        guard officer.may(.takeCalls) || officer.may(.figures) || !held.isEmpty else {
            throw WebRefusal.forbidden
        }
        var after: (due: Moment, id: Int64)?
        if let cursor = context.query.given("after") {
            let values = try context.values(of: cursor, in: Self.backsCursor).compactMap { Int64($0) }
            guard values.count == 2 else { throw WebRefusal.badCursor }
            after = (Moment(milliseconds: values[0]), values[1])
        }
        let size = 50
        let place = after
        let (open, done, seats) = try await desk.database.read { connection in
            let store = SeatStore(connection: connection)
            return (
                try store.open(after: place, limit: size + 1), try store.done(limit: 10), try store.seats()
            )
        }
        let shown = Array(open.prefix(size))
        let next = open.count > size ? shown.last : nil
        let people = (shown + done).flatMap { [$0.madeBy, $0.doneBy].compactMap(\.self) }
        return CallBacksPage(
            telling: try await telling(context, people: people), open: shown, done: done,
            seats: Dictionary(seats.map { ($0.seat.code, $0.seat) }, uniquingKeysWith: { $1 }),
            mine: Set(held), mayTake: officer.may(.takeCalls), answers: context.answers, errors: errors,
            more: next.map { back in
                let cursor = context.cursor(
                    after: [String(back.dueAt.milliseconds), String(back.id)], of: Self.backsCursor)
                return "/calls/backs?after=\(cursor)"
            })
    }

    /// Keeps what came of a call-back, or that nobody was reached.
    private func settle(_ context: OfficerContext) async throws -> Response {
        let officer = context.officer
        let id = try context.number("id")
        let held = try await seats(context).map(\.code)
        guard let back = try await desk.database.read({ try SeatStore(connection: $0).back(id) }),
            officer.may(.takeCalls) || back.seat.map(held.contains) == true
        else { throw WebRefusal.notFound }
        let now = context.now
        if context.answers["do"] == "tried" {
            try await desk.database.write { try SeatStore(connection: $0).tried(id) }
            return Redirect(to: "/calls/backs", notice: "calls.notice.tried").answer(context.visit)
        }
        guard let result = context.answers.given("result"), result.count <= 1000 else {
            let refusal =
                context.answers.given("result") == nil
                ? CallRefusal.missing("result") : CallRefusal.invalid("result", "long")
            let error = FieldError(field: "result-\(id)", message: refusal.sentence(context.words))
            return try await backs(context, errors: [error]).page.answer(context.visit)
        }
        try await desk.database.write { connection in
            try SeatStore(connection: connection).finish(
                id, result: result, by: officer.personID, at: now)
        }
        return Redirect(to: "/calls/backs", notice: "calls.notice.backDone").answer(context.visit)
    }
}
