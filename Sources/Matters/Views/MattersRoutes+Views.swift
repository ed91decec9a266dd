import Core
import Desk
import Hummingbird
import Markup
import Storage
import Web

/// Saved lists: kept, shared with a unit, renamed, deleted, begun with.
extension MattersRoutes {
    func addViews(to site: Site) {
        site.officers.get("/matters/views", use: viewsPage)
        site.officers.post("/matters/views", use: keepView)
        site.officers.post("/matters/views/:id", use: changeView)
    }

    /// The views above a list show how much they hold, counted no further than this.
    private static let countedTo = 1000
    /// Only so many are counted.
    private static let counted = 8

    /// The views that somebody may open.
    func views(of officer: Officer, counted: Bool) async throws -> ViewTabs.Views {
        let units = Array(Set(officer.posts.map(\.unit))).sorted()
        let (all, first) = try await desk.database.read { connection in
            let store = ViewStore(connection: connection)
            return (
                try store.views(of: officer.personID, in: units), try store.first(of: officer.personID)
            )
        }
        var views = ViewTabs.Views(all: all, first: first)
        if counted {
            for view in all.prefix(Self.counted) { views.counts[view.id] = try await count(view, officer) }
        }
        return views
    }

    /// How many matters a view holds; nil where an index does not tell, or the view is of another scope.
    private func count(_ view: SavedView, _ officer: Officer) async throws -> MatterCount? {
        guard let answers = try? FormAnswers(urlencoded: view.question.dropFirst().utf8),
            let scope = city.scopes(of: officer.posts).first(where: { $0.text == answers["scope"] })
        else { return nil }
        let filters = Set(answers.names).subtracting(["scope", "sort", "size"])
        guard filters.isSubset(of: ["state", "stage", "overdue", "kind", "unit", "category"]) else {
            return nil
        }
        if filters == ["state"], answers["state"] == "open" {
            let open = try await desk.tallies(of: scope)["open"] ?? 0
            return MatterCount(count: open, isMore: false)
        }
        let filter = ListQuestion.filter(answers, in: city)
        return try await desk.count(filter, in: scope, most: Self.countedTo)
    }

    @Sendable
    func viewsPage(_ request: Request, _ context: OfficerContext) async throws -> Page {
        ViewsPage(
            telling: telling(context), views: try await views(of: context.officer, counted: false)
        ).page
    }

    @Sendable
    func keepView(_ request: Request, _ context: OfficerContext) async throws -> Response {
        let (answers, officer) = (context.answers, context.officer)
        let question = answers["question"]
        guard let asked = try? FormAnswers(urlencoded: question.dropFirst().utf8),
            question.isEmpty || question.hasPrefix("?")
        else { throw WebRefusal.malformed }
        // As the list itself would write it, so that a view never carries anything else.
        let plain = asked.asQuery(without: ["after", "open", "in"])
        let unit = answers.given("for").map { UnitCode($0) }
        if let unit, !officer.posts.contains(where: { $0.unit == unit }) { throw WebRefusal.forbidden }
        var wrong = wrongName(answers["name"], context.words)
        if plain.utf8.count > SavedView.questionLimit { wrong = context.words("matters.views.tooLong") }
        if wrong == nil {
            let (name, now) = (answers["name"], context.now)
            let isKept = try await desk.database.write { connection in
                try ViewStore(connection: connection).add(
                    name, plain.isEmpty ? "?scope=" : plain, unit: unit, of: officer.personID, at: now)
            }
            if !isKept { wrong = context.words("matters.views.tooMany", ["limit": ViewStore.most]) }
        }
        if let wrong {
            return ViewsPage(
                telling: telling(context), views: try await views(of: officer, counted: false),
                wrong: .init(question: plain, name: answers["name"], message: wrong)
            ).page.answer(context.visit)
        }
        return Redirect(to: MattersPath.list + plain, notice: "matters.notice.viewKept")
            .answer(context.visit)
    }

    @Sendable
    func changeView(_ request: Request, _ context: OfficerContext) async throws -> Response {
        let (answers, officer) = (context.answers, context.officer)
        let id = try context.number("id")
        // What is somebody else's and what does not exist look the same.
        guard try await views(of: officer, counted: false).all.contains(where: { $0.id == id }) else {
            throw WebRefusal.notFound
        }
        let (name, person) = (answers["name"], officer.personID)
        if answers["do"] == "rename", let wrong = wrongName(name, context.words) {
            let views = try await views(of: officer, counted: false)
            let question = views.all.first { $0.id == id }?.question ?? ""
            return ViewsPage(
                telling: telling(context), views: views,
                wrong: .init(question: question, name: name, message: wrong)
            ).page.answer(context.visit)
        }
        let what = answers["do"]
        let isDone = try await desk.database.write { connection in
            let store = ViewStore(connection: connection)
            switch what {
            case "rename": return try store.rename(id, to: name, of: person)
            case "delete": return try store.delete(id, of: person)
            case "first": try store.setFirst(id, of: person)
            case "notFirst": try store.setFirst(nil, of: person)
            default: return false
            }
            return true
        }
        guard isDone else { throw WebRefusal.forbidden }
        return Redirect(to: MattersPath.views, notice: "matters.notice.viewChanged").answer(context.visit)
    }

    private func wrongName(_ name: String, _ words: Words) -> String? {
        let isGood = !name.isEmpty && name.count <= SavedView.nameLimit && !name.contains("\n")
        return isGood ? nil : words("matters.views.noName", ["limit": SavedView.nameLimit])
    }
}
