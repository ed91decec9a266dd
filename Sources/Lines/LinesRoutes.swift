import Core
import Desk
import Hummingbird
import Markup
import Storage
import Web

/// The pages of lines, and what other lines send.
struct LinesRoutes: Sendable {
    let desk: LinesDesk
    let names: @Sendable ([Int64]) async throws -> [Int64: LocalText]
    static let pageSize = 50

    func add(to site: Site) {
        addRegister(to: site)
        addTransfers(to: site)
        addWindow(to: site)
        addMessages(to: site)
        addMachines(to: site)
    }

    func telling(_ context: some WebContext) -> LinesTelling {
        LinesTelling(visit: context.visit, city: desk.city)
    }

    func day(_ text: String?) throws -> CivilDate? {
        guard let text else { return nil }
        guard let day = CivilDate(text) else { throw LinesRefusal.invalid("day") }
        return day
    }

    // MARK: The register

    private func addRegister(to site: Site) {
        site.visitors.get("/lines/numbers") { _, context in
            let today = desk.day(of: context.now)
            return NumbersPage(
                telling: telling(context), lines: try await desk.register().lines(on: today),
                search: context.query["q"]
            ).page
        }
        site.officers.get("/lines") { _, context in try await register(context) }
        site.officers.post("/lines") { _, context in try await write(context) }
        site.officers.post("/lines/import") { _, context in try await take(context) }
        site.officers.get("/lines/register.csv") { _, context in try await sheet(context) }
        site.officers.get("/lines/register/:code") { _, context in
            try await line(context).answer(context.visit)
        }
        site.officers.post("/lines/register/:code") { _, context in try await connect(context) }
    }

    private func register(_ context: OfficerContext, _ tried: RegisterPage.Tried? = nil) async throws
        -> Response
    {
        let today = desk.day(of: context.now)
        let day = CivilDate(context.query["on"]) ?? today
        return RegisterPage(
            telling: telling(context), register: try await desk.register(), day: day, today: today,
            mode: LineMode(rawValue: context.query["mode"]), tried: tried,
            mayEdit: context.officer.may(.manageChannels)
        ).page.answer(context.visit)
    }

    private func write(_ context: OfficerContext) async throws -> Response {
        try context.require(.manageChannels)
        var fields: [String: String] = [:]
        for name in LineSheet.columns { fields[name] = context.answers[name] }
        do {
            switch LineSheet.entry(fields, in: desk.city) {
            case .failure(let wrong): throw LinesRefusal.invalid(wrong.column)
            case .success(let entry):
                try await desk.add(
                    [entry], reason: context.answers["reason"], by: context.officer.personID, at: context.now)
                return Redirect(to: LinesPath.line(entry.code), notice: "lines.notice.kept")
                    .answer(context.visit)
            }
        } catch let refusal as LinesRefusal {
            let error = FieldError(
                field: refusal.field ?? "reason", message: refusal.sentence(context.words))
            return try await register(context, .init(answers: context.answers, errors: [error]))
        }
    }

    /// A whole sheet: all of it, or nothing with every row that is wrong.
    private func take(_ context: OfficerContext) async throws -> Response {
        try context.require(.manageChannels)
        let (entries, problems) = LineSheet.read(context.answers["sheet"], in: desk.city)
        var errors = problems.prefix(100).map { problem in
            FieldError(
                field: "sheet",
                message: context.words(
                    "lines.sheet.problem", ["line": problem.line, "column": problem.column]))
        }
        if errors.isEmpty {
            do {
                try await desk.add(
                    entries, reason: context.answers["sheetReason"], by: context.officer.personID,
                    at: context.now)
                return Redirect(to: LinesPath.home, notice: "lines.notice.kept").answer(context.visit)
            } catch let refusal as LinesRefusal {
                errors = [FieldError(field: "sheetReason", message: refusal.sentence(context.words))]
            }
        }
        return try await register(context, .init(answers: context.answers, errors: errors))
    }

    private func sheet(_ context: OfficerContext) async throws -> Response {
        let text = LineSheet.text(try await desk.register().entries)
        return Response(
            status: .ok,
            headers: [
                .contentType: "text/csv; charset=utf-8", .cacheControl: "no-store",
                .contentDisposition: #"attachment; filename="lines.csv""#,
            ], body: .init(byteBuffer: ByteBuffer(string: text)))
    }

    private func line(
        _ context: OfficerContext, secret: String? = nil, error: String? = nil
    ) async throws -> Page {
        let code = try context.parameter("code")
        let all = try await desk.written().filter { $0.entry.code == code }
        guard !all.isEmpty else { throw WebRefusal.notFound }
        return LinePage(
            telling: telling(context), written: all, names: try await names(all.compactMap(\.person)),
            today: desk.day(of: context.now), endpoint: try await desk.endpoint(of: code), secret: secret,
            mayEdit: context.officer.may(.manageChannels), url: context.answers["url"], error: error
        ).page
    }

    private func connect(_ context: OfficerContext) async throws -> Response {
        try context.require(.manageChannels)
        let code = try context.parameter("code")
        guard let line = try await desk.register().history(of: code).last else { throw WebRefusal.notFound }
        if context.answers.has("disconnect") {
            try await desk.disconnect(code, at: context.now)
            return Redirect(to: LinesPath.line(code), notice: "lines.notice.kept").answer(context.visit)
        }
        do {
            let secret = try await desk.connect(line, to: context.answers["url"], at: context.now)
            return try await self.line(context, secret: secret).answer(context.visit)
        } catch let refusal as LinesRefusal {
            return try await self.line(context, error: refusal.sentence(context.words)).answer(context.visit)
        }
    }
}
