import Core
import Desk
import Hummingbird
import Markup
import Web

/// The number-one window (M113), and what is heard beside the main way (M20).
extension LinesRoutes {
    func addWindow(to site: Site) {
        site.officers.get("/lines/window") { _, context in
            try await window(context).answer(context.visit)
        }
        site.officers.post("/lines/window/roster") { _, context in try await addDuty(context) }
        site.officers.post("/lines/window/roster/:id/remove") { _, context in
            try context.require(.manageChannels)
            try await desk.removeDuty(try context.number("id"), at: context.now)
            return Redirect(to: LinesPath.window, notice: "lines.notice.kept")
        }
        site.officers.get("/lines/window/:number") { _, context in
            try await hard(context).answer(context.visit)
        }
        site.officers.post("/lines/window/:number") { _, context in try await move(context) }
        site.officers.post("/lines/window/:number/ask") { _, context in
            try await contact(context) { matter in
                try await desk.ask(
                    context.answers["city"], context.answers["request"], of: matter,
                    by: context.officer.personID, at: context.now)
            }
        }
        site.officers.post("/lines/window/:number/answer/:id") { _, context in
            let id = try context.number("id")
            return try await contact(context) { matter in
                try await desk.answer(
                    id, context.answers["answer"], of: matter, by: context.officer.personID, at: context.now)
            }
        }
    }

    private func window(_ context: OfficerContext, errors: [FieldError] = []) async throws -> Page {
        let asked = try context.page(of: "window", size: Self.pageSize)
        var after: (at: Moment, id: Int64)?
        if let values = asked.after, values.count == 2, let at = Int64(values[0]), let id = Int64(values[1]) {
            after = (Moment(milliseconds: at), id)
        }
        let window = try await desk.window(after: after, limit: asked.size, at: context.now)
        let next = window.next.map {
            context.cursor(after: [String($0.at.milliseconds), String($0.id)], of: "window")
        }
        return WindowPage(
            telling: telling(context), window: window, today: desk.day(of: context.now), next: next,
            mayEdit: context.officer.may(.manageChannels), answers: context.answers, errors: errors
        ).page
    }

    private func addDuty(_ context: OfficerContext) async throws -> Response {
        try context.require(.manageChannels)
        do {
            guard let from = CivilDate(context.answers["from"]) else { throw LinesRefusal.invalid("from") }
            guard let through = CivilDate(context.answers["through"]) else {
                throw LinesRefusal.invalid("through")
            }
            try await desk.addDuty(
                login: context.answers["login"], from: from, through: through,
                by: context.officer.personID, at: context.now)
            return Redirect(to: LinesPath.window, notice: "lines.notice.kept").answer(context.visit)
        } catch let refusal as LinesRefusal {
            let field = refusal == .invalid("leader") ? "login" : refusal.field ?? "login"
            let error = FieldError(field: field, message: refusal.sentence(context.words))
            return try await window(context, errors: [error]).answer(context.visit)
        }
    }

    private func dossier(_ context: OfficerContext) async throws -> Desk.Dossier {
        let number = try context.parameter("number")
        guard let dossier = try await desk.desk.dossier(.number(number), for: context.officer.actor) else {
            throw WebRefusal.notFound
        }
        return dossier
    }

    private func hard(_ context: OfficerContext, errors: [FieldError] = []) async throws -> Page {
        let dossier = try await dossier(context)
        let kept = try await desk.hard(dossier.matter.id)
        let today = desk.day(of: context.now)
        return HardMatterPage(
            telling: telling(context), number: dossier.matter.number, title: dossier.record.title,
            hard: kept?.0, contacts: kept?.1 ?? [],
            onDuty: try await desk.onDuty(today), answers: context.answers, errors: errors
        ).page
    }

    private func mayMove(_ officer: Officer) -> Bool { officer.may(.takeCalls) || officer.may(.figures) }

    private func move(_ context: OfficerContext) async throws -> Response {
        guard mayMove(context.officer) else { throw WebRefusal.forbidden }
        let number = try await dossier(context).matter.number
        do {
            try await desk.moveToWindow(
                number, reason: context.answers["reason"], by: context.officer.actor, at: context.now)
            return Redirect(to: LinesPath.window(number), notice: "lines.notice.moved").answer(context.visit)
        } catch let refusal as LinesRefusal {
            let error = FieldError(
                field: refusal.field ?? "reason", message: refusal.sentence(context.words))
            return try await hard(context, errors: [error]).answer(context.visit)
        }
    }

    private func contact(
        _ context: OfficerContext, _ work: (Int64) async throws -> Void
    ) async throws -> Response {
        let dossier = try await dossier(context)
        let leader = try await desk.hard(dossier.matter.id)?.0.leader
        guard mayMove(context.officer) || leader == context.officer.personID else {
            throw WebRefusal.forbidden
        }
        do {
            try await work(dossier.matter.id)
            return Redirect(to: LinesPath.window(dossier.matter.number), notice: "lines.notice.kept")
                .answer(context.visit)
        } catch let refusal as LinesRefusal {
            let error = FieldError(
                field: refusal.field ?? "request", message: refusal.sentence(context.words))
            return try await hard(context, errors: [error]).answer(context.visit)
        }
    }

    // MARK: What is heard

    func addMessages(to site: Site) {
        site.officers.get("/lines/messages") { _, context in
            try await messages(context).answer(context.visit)
        }
        site.officers.post("/lines/messages") { _, context in try await hear(context) }
        site.officers.get("/lines/messages/:unit") { _, context in try await unit(context) }
    }

    private func messages(_ context: OfficerContext, errors: [FieldError] = []) async throws -> Page {
        let (counts, latest) = try await desk.heard(at: context.now)
        return MessagesPage(
            telling: telling(context), counts: counts, latest: latest, today: desk.day(of: context.now),
            once: newKey(), mayWrite: context.officer.may(.takeCalls), answers: context.answers,
            errors: errors
        ).page
    }

    private func newKey() -> String { desk.newCode() }

    private func hear(_ context: OfficerContext) async throws -> Response {
        try context.require(.takeCalls)
        let answers = context.answers
        do {
            guard let kind = Heard.Kind(rawValue: answers["kind"]) else { throw LinesRefusal.missing("kind") }
            guard let channel = Heard.Way(rawValue: answers["channel"]) else {
                throw LinesRefusal.missing("channel")
            }
            guard let day = CivilDate(answers["day"]) else { throw LinesRefusal.invalid("day") }
            let once = answers.given("once").flatMap { $0.utf8.count <= 64 ? $0 : nil }
            let number = try await desk.hear(
                kind, channel, of: UnitCode(answers["unit"]), text: answers["text"], day: day,
                by: context.officer.actor, once: once, at: context.now)
            return Redirect(
                to: LinesPath.messages, notice: number == nil ? "lines.notice.heard" : "lines.notice.filed"
            ).answer(context.visit)
        } catch let refusal as LinesRefusal {
            let error = FieldError(
                field: refusal.field ?? "text", message: refusal.sentence(context.words))
            return try await messages(context, errors: [error]).answer(context.visit)
        } catch is FilingRefusal {
            let message = context.words("lines.refusal.invalid")
            return try await messages(context, errors: [FieldError(field: "text", message: message)])
                .answer(context.visit)
        }
    }

    private func unit(_ context: OfficerContext) async throws -> Page {
        let code = UnitCode(try context.parameter("unit"))
        guard desk.city.units[code] != nil else { throw WebRefusal.notFound }
        let kind = Heard.Kind(rawValue: context.query["kind"]) ?? .praise
        let asked = try context.page(of: "heard", size: Self.pageSize)
        let found = try await desk.heard(
            of: code, kind, before: asked.after?.first.flatMap { Int64($0) }, limit: asked.size + 1)
        let shown = Array(found.prefix(asked.size))
        let counts = try await desk.heard(at: context.now).counts.filter { $0.unit == code }
        let next = found.count > asked.size ? shown.last.map { String($0.id) } : nil
        return UnitHeardPage(
            telling: telling(context), unit: code, kind: kind, counts: counts, heard: shown,
            next: next.map { context.cursor(after: [$0], of: "heard") }
        ).page
    }
}
