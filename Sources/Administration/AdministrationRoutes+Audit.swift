import Core
import Desk
import Hummingbird
import Markup
import Storage
import Web

extension AdministrationRoutes {
    /// A chain is short, but whoever asks for all of them shall use the command.
    private static let verifying = RateLimit("administration.verify", burst: 20, perMinute: 30)

    func addAudit(to site: Site) {
        let administration = administration
        site.officers.get("/administration/audit") { _, context in
            try administration.requireAudit(context)
            return try await administration.auditPage(context).page
        }
        site.officers.get("/administration/verification") { _, context in
            try administration.requireAudit(context)
            return VerificationPage(visit: context.visit, seal: try await administration.seal()).page
        }
        site.officers.post("/administration/verification") { _, context in
            try administration.requireAudit(context)
            try context.spend(from: Self.verifying)
            var page = VerificationPage(
                visit: context.visit, seal: try await administration.seal(),
                number: context.answers["number"])
            page.complaints = try await Verification.run(on: administration.desk, number: page.number)
            if page.complaints == nil {
                page.errors = [
                    FieldError(
                        field: "number", message: context.words("administration.verification.unknown"))
                ]
                return page.page
            }
            let (person, now, subject) = (context.officer.personID, context.now, "matter:\(page.number)")
            try await administration.desk.database.write { connection in
                try AuditStore(connection: connection).note(
                    "verifyMatter", by: person, subject: subject, reason: nil, at: now)
            }
            return page.page
        }
    }
}

extension Administration {
    /// The traces are for those who manage accounts, for those who may take all matters out of the program,
    /// and for those who see the figures of the whole city.
    func requireAudit(_ context: OfficerContext) throws {
        let officer = context.officer
        if officer.may(.manageAccounts) || officer.may(.exchange) { return }
        guard officer.may(.figures), city.scopes(of: officer.posts).contains(.city) else {
            throw WebRefusal.forbidden
        }
    }

    func seal() async throws -> Anchor? {
        try await desk.database.read { try OverviewStore(connection: $0).lastSeal() }
    }

    func auditPage(_ context: OfficerContext) async throws -> AuditPage {
        let asked = try context.page(of: "audit")
        let query = context.query
        let view = AuditPage.View(rawValue: query["view"]) ?? .access
        var page = AuditPage(visit: context.visit, view: view, names: [:], units: city.units)
        page.person = query["person"]
        page.group = query["group"]
        page.from = query["from"]
        page.until = query["until"]
        guard let filter = try await filter(&page, context) else { return page }
        let last = asked.after?.first.flatMap { AuditStore.Place($0) }
        switch view {
        case .access:
            let found = try await desk.database.read {
                try AuditStore(connection: $0).entries(filter, before: last, limit: asked.size + 1)
            }
            page.entries = Array(found.prefix(asked.size))
            page.older = context.older(found, asked, of: "audit", at: "/administration/audit") {
                AuditStore.Place(at: $0.at, id: $0.id).text
            }
        case .reveals:
            let found = try await desk.database.read {
                try AuditStore(connection: $0).reveals(filter, before: last, limit: asked.size + 1)
            }
            page.reveals = Array(found.prefix(asked.size))
            page.older = context.older(found, asked, of: "audit", at: "/administration/audit") {
                AuditStore.Place(at: $0.at, id: $0.event).text
            }
        }
        return try await named(page)
    }

    /// What the form asks for; nil with errors on the page where it cannot be looked for.
    private func filter(_ page: inout AuditPage, _ context: OfficerContext) async throws -> AuditStore.Filter?
    {
        let words = context.words
        var filter = AuditStore.Filter()
        func day(_ text: String, _ field: String, plus days: Int) -> Moment? {
            if text.isEmpty { return nil }
            guard let date = CivilDate(text) else {
                page.errors.append(FieldError(field: field, message: words("administration.audit.badDay")))
                return nil
            }
            return city.calendar.start(of: date.adding(days: days))
        }
        filter.from = day(page.from, "from", plus: 0)
        filter.before = day(page.until, "until", plus: 1)
        filter.actions = AuditPage.groups.first { $0.name == page.group }?.actions ?? []
        if !page.person.isEmpty {
            let login = page.person
            filter.person = try await desk.database.read {
                try AuditStore(connection: $0).person(login: login)
            }
            if filter.person == nil {
                page.errors.append(
                    FieldError(field: "person", message: words("administration.audit.noPerson")))
            }
        }
        return page.errors.isEmpty ? filter : nil
    }

    private func named(_ found: AuditPage) async throws -> AuditPage {
        let texts = found.entries.flatMap { [$0.actor, $0.subject] }.filter {
            $0.hasPrefix("officer:") || $0.hasPrefix("person:")
        }
        let ids = Set(texts.compactMap { $0.split(separator: ":").last.flatMap { Int64($0) } })
            .union(found.reveals.map(\.person)).sorted()
        let names = try await desk.database.read { try AuditStore(connection: $0).names(ids) }
        var page = AuditPage(
            visit: found.visit, view: found.view, entries: found.entries, reveals: found.reveals,
            names: names, units: found.units)
        page.person = found.person
        page.group = found.group
        page.from = found.from
        page.until = found.until
        page.older = found.older
        return page
    }
}
