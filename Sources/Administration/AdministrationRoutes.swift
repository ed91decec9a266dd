import CityPack
import Core
import Desk
import Hummingbird
import Markup
import Storage
import Web

/// The pages of the administration. All but the traces are for those who manage accounts.
struct AdministrationRoutes {
    let administration: Administration

    func addOverview(to site: Site) {
        let administration = administration
        site.officers.get("/administration") { _, context in
            try context.require(.manageAccounts)
            return OverviewPage(
                visit: context.visit, figures: try await administration.figures(at: context.now)
            ).page
        }
        site.officers.get("/administration/outbox") { _, context in
            try context.require(.manageAccounts)
            let asked = try context.page(of: "outbox")
            let found = try await administration.desk.database.read { connection in
                try OverviewStore(connection: connection).messages(
                    after: asked.after?.first.flatMap { Int64($0) }, limit: asked.size + 1)
            }
            return OutboxPage(
                visit: context.visit, messages: Array(found.prefix(asked.size)),
                older: context.older(found, asked, of: "outbox", at: "/administration/outbox") { "\($0.id)" }
            ).page
        }
        site.officers.get("/administration/timers") { _, context in
            try context.require(.manageAccounts)
            let now = context.now
            let due = try await administration.desk.database.read { connection in
                try OverviewStore(connection: connection).due(at: now, limit: 100)
            }
            var names: [String: LocalText] = [:]
            for procedure in administration.city.procedures.values {
                for limit in procedure.limits { names["\(procedure.kind)/\(limit.name)"] = limit.text }
            }
            return TimersPage(visit: context.visit, timers: due, names: names).page
        }
    }

    func addUnits(to site: Site) {
        let administration = administration
        site.officers.get("/administration/units") { _, context in
            try context.require(.manageAccounts)
            return try await administration.unitList(context).page
        }
        site.officers.get("/administration/units/:code") { _, context in
            try context.require(.manageAccounts)
            guard let unit = administration.city.units[UnitCode(try context.parameter("code"))] else {
                throw WebRefusal.notFound
            }
            let scope = "unit:\(unit.code.text)"
            let now = context.now
            let (positions, counts) = try await administration.desk.database.read { connection in
                (
                    try PostStore(connection: connection).positions(
                        .init(unit: unit.code), after: nil, limit: 100, at: now),
                    try OverviewStore(connection: connection).open(in: [scope])[scope]
                )
            }
            return UnitPage(
                visit: context.visit, unit: unit, city: administration.city, positions: positions,
                open: counts?.open ?? 0, overdue: counts?.overdue ?? 0,
                rules: administration.city.dispatch.rules.filter { $0.unit == unit.code }
            ).page
        }
        site.officers.get("/administration/posts") { _, context in
            try context.require(.manageAccounts)
            let asked = try context.page(of: "posts")
            let last = try asked.after.map { try Administration.post($0) }
            var filter = PostStore.Filter()
            filter.unit = context.query.given("unit").map { UnitCode($0) }
            filter.role = context.query.given("role")
            filter.onlyVacant = context.query.has("vacant")
            let (sought, now) = (filter, context.now)
            let found = try await administration.desk.database.read { connection in
                try PostStore(connection: connection).positions(
                    sought, after: last, limit: asked.size + 1, at: now)
            }
            let shown = Array(found.prefix(asked.size))
            var older: String?
            if found.count > shown.count, let post = shown.last?.post {
                let cursor = context.cursor(after: [post.unit.text, post.role, post.area.text], of: "posts")
                older = "/administration/posts" + context.query.asQuery(setting: ["after": cursor])
            }
            return PostListPage(
                visit: context.visit, positions: shown, city: administration.city, filter: filter,
                older: older
            ).page
        }
    }
}

extension Administration {
    static func post(_ parts: [String]) throws -> Post {
        guard parts.count == 3, let area = AreaCode(parts[2]) else { throw WebRefusal.badCursor }
        return Post(role: parts[1], unit: UnitCode(parts[0]), area: area)
    }

    func figures(at now: Moment) async throws -> OverviewPage.Figures {
        let names = followers
        var figures = OverviewPage.Figures(
            city: city.name, hash: content.fingerprint, version: content.version,
            database: desk.database.dialect == .sqlite ? "SQLite" : "PostgreSQL")
        let read = try await desk.database.read { connection in
            let store = OverviewStore(connection: connection)
            return (
                try store.bookmarks(of: names), try store.outbox(), try store.timersDue(at: now),
                try store.lastSeal(),
                try PackVersionStore(connection: connection).headings(before: nil, limit: 1)
            )
        }
        figures.bookmarks = read.0
        (figures.waiting, figures.failed) = read.1
        figures.due = read.2
        figures.seal = read.3
        if let heading = read.4.first(where: { $0.hash == content.fingerprint }) {
            figures.since = heading.since
            figures.by = heading.by
        }
        figures.areas = city.areas.count
        figures.units = city.units.count
        figures.attachmentBytes = try await attachments?()
        return figures
    }

    func unitList(_ context: OfficerContext) async throws -> UnitListPage {
        let asked = try context.page(of: "units")
        let text = context.query["q"].lowercased()
        let last = asked.after?.first.map { UnitCode($0) }
        let found = city.units.values.filter { unit in
            let isFound =
                text.isEmpty || unit.code.text.lowercased().contains(text)
                || unit.name.zh.contains(text) || unit.name.en.lowercased().contains(text)
            return isFound && (last.map { unit.code > $0 } ?? true)
        }.sorted { $0.code < $1.code }
        let shown = Array(found.prefix(asked.size))
        let scopes = shown.map { "unit:\($0.code.text)" }
        let counts = try await desk.database.read { try OverviewStore(connection: $0).open(in: scopes) }
        return UnitListPage(
            visit: context.visit,
            items: shown.map { unit in
                let count = counts["unit:\(unit.code.text)"]
                return .init(unit: unit, open: count?.open ?? 0, overdue: count?.overdue ?? 0)
            }, areas: city.areas, text: context.query["q"],
            older: context.older(found, asked, of: "units", at: "/administration/units") { $0.code.text })
    }
}

extension OfficerContext {
    /// The address of the next page, when more was found than is shown.
    func older<T>(
        _ found: [T], _ asked: PageRequest, of list: String, at path: String, key: (T) -> String
    ) -> String? {
        guard found.count > asked.size, asked.size > 0 else { return nil }
        let cursor = cursor(after: [key(found[asked.size - 1])], of: list)
        return path + query.asQuery(setting: ["after": cursor])
    }
}
