import Core
import Hummingbird
import Markup
import Web

/// The people of the city, for whoever manages accounts.
struct PeopleRoutes {
    let directory: Directory
    let elsewhere: HeldWork

    func add(to site: Site) {
        addList(to: site)
        addPerson(to: site)
        addPosts(to: site)
        addAccess(to: site)
        addHandOver(to: site)
        addImport(to: site)
        addCityTokens(to: site)
    }

    private func addList(to site: Site) {
        let directory = directory
        site.officers.get("/directory") { _, context in
            try context.require(.manageAccounts)
            let request = try context.page(of: "people")
            let unit = context.query["unit"]
            let found = try await directory.people(
                matching: context.query["q"], unit: unit.isEmpty ? nil : UnitCode(unit),
                after: request.after?.first, limit: request.size + 1)
            let shown = Array(found.prefix(request.size))
            var older: String?
            if found.count > shown.count, let last = shown.last {
                let cursor = context.cursor(after: [last.login], of: "people")
                older = "/directory" + context.query.asQuery(setting: ["after": cursor])
            }
            return PeoplePage(
                visit: context.visit, people: shown, organisation: directory.organisation,
                text: context.query["q"], unit: unit, older: older
            ).page
        }
    }

    private func addPerson(to site: Site) {
        let directory = directory
        site.officers.get("/directory/add") { _, context in
            try context.require(.manageAccounts)
            return PersonFormPage(visit: context.visit, organisation: directory.organisation).page
        }
        site.officers.post("/directory/add") { _, context in
            try context.require(.manageAccounts)
            let answers = context.answers
            func again(_ errors: [FieldError]) -> Response {
                PersonFormPage(
                    visit: context.visit, organisation: directory.organisation, login: answers["login"],
                    nameZh: answers["name_zh"], nameEn: answers["name_en"], role: answers["role"],
                    unit: answers["unit"], area: answers["area"], errors: errors
                ).page.answer(context.visit)
            }
            do {
                let asked = AskedPost(answers, directory.organisation)
                guard let post = asked.post else { return again(asked.errors(context.words)) }
                let login = answers["login"]
                let id = try await directory.addPerson(
                    login: login, name: LocalText(zh: answers["name_zh"], en: answers["name_en"]),
                    posts: [post], by: context.officer.actor, now: context.now)
                return try await PeopleRoutes.handOver(directory, id, context)
            } catch let refusal as DirectoryRefusal {
                return again([refusal.fieldError(context.words)])
            }
        }
        site.officers.get("/directory/:id") { _, context in
            try context.require(.manageAccounts)
            return try await PeopleRoutes.page(directory, context).page
        }
    }

    private func addPosts(to site: Site) {
        let directory = directory
        site.officers.post("/directory/:id/posts") { _, context in
            try context.require(.manageAccounts)
            let id = try context.number("id")
            let asked = AskedPost(context.answers, directory.organisation)
            guard let post = asked.post else {
                return try await PeopleRoutes.again(directory, context, asked.errors(context.words))
            }
            return try await PeopleRoutes.act(directory, context, done: "directory.post.given") {
                try await directory.give(
                    post, to: id, reason: try PeopleRoutes.reason(context.answers), by: context.officer.actor,
                    now: context.now)
            }
        }
        site.officers.post("/directory/:id/posts/end") { _, context in
            try context.require(.manageAccounts)
            let id = try context.number("id")
            guard let post = context.answers.number("post") else { throw WebRefusal.malformed }
            return try await PeopleRoutes.act(directory, context, done: "directory.post.endedNow") {
                try await directory.endPost(
                    post, of: id, reason: try PeopleRoutes.reason(context.answers), by: context.officer.actor,
                    now: context.now)
            }
        }
        site.officers.post("/directory/:id/tokens/revoke") { _, context in
            try context.require(.manageAccounts)
            let id = try context.number("id")
            guard let token = context.answers.number("token") else { throw WebRefusal.malformed }
            return try await PeopleRoutes.act(directory, context, done: "directory.tokens.ended") {
                try await directory.revoke(
                    token: token, of: id, reason: try PeopleRoutes.reason(context.answers),
                    by: context.officer.actor,
                    now: context.now)
            }
        }
    }

    private func addAccess(to site: Site) {
        let directory = directory
        site.officers.post("/directory/:id/activate") { _, context in
            try context.require(.manageAccounts)
            let id = try context.number("id")
            return try await PeopleRoutes.act(directory, context, done: "directory.activated") {
                try await directory.activate(
                    id, reason: try PeopleRoutes.reason(context.answers), by: context.officer.actor,
                    now: context.now)
            }
        }
        site.officers.post("/directory/:id/reset") { _, context in
            try context.require(.manageAccounts)
            return try await PeopleRoutes.handOver(directory, try context.number("id"), context)
        }
    }

    /// The page with a new one-time link, to be handed over.
    private static func handOver(
        _ directory: Directory, _ id: Int64, _ context: OfficerContext
    ) async throws -> Response {
        guard let person = try await directory.person(id) else { throw DirectoryRefusal.unknownPerson }
        let path = try await directory.reset(
            login: person.login, by: context.officer.actor, now: context.now)
        let link = context.visit.settings.baseURL + path
        return HandOverPage(visit: context.visit, person: person, link: link).page.answer(context.visit)
    }

    /// Does something to a person and leads back to their page, or shows the page with what was refused.
    private static func act(
        _ directory: Directory, _ context: OfficerContext, done: String, _ work: () async throws -> Void
    ) async throws -> Response {
        do {
            try await work()
            return Redirect(to: "/directory/\(try context.number("id"))", notice: done).answer(context.visit)
        } catch let refusal as DirectoryRefusal where refusal != .unknownPerson {
            return try await again(
                directory, context, [refusal.fieldError(context.words)], status: refusal.status)
        }
    }

    private static func again(
        _ directory: Directory, _ context: OfficerContext, _ errors: [FieldError], status: Int = 422
    ) async throws -> Response {
        var page = try await page(directory, context)
        page.errors = errors
        page.status = status
        page.role = context.answers["role"]
        page.unit = context.answers["unit"]
        page.area = context.answers["area"]
        return page.page.answer(context.visit)
    }

    private static func page(_ directory: Directory, _ context: OfficerContext) async throws -> PersonPage {
        let id = try context.number("id")
        guard let person = try await directory.person(id) else { throw DirectoryRefusal.unknownPerson }
        return PersonPage(
            visit: context.visit, person: person, organisation: directory.organisation,
            tokens: try await directory.tokens(of: id))
    }
}

/// The post that a form asks for.
struct AskedPost {
    /// Nil when something of it is missing or not of this city.
    let post: Post?
    private let wrong: [String]

    init(_ answers: FormAnswers, _ organisation: Organisation) {
        var wrong: [String] = []
        let role = answers["role"]
        if !organisation.roleNames.contains(role) { wrong.append("role") }
        let unit = organisation.units[UnitCode(answers["unit"])]
        if unit == nil { wrong.append("unit") }
        let area = answers.given("area").map(organisation.area(called:)) ?? unit?.area
        if area == nil, answers.given("area") != nil { wrong.append("area") }
        self.wrong = wrong
        if wrong.isEmpty, let unit, let area {
            post = Post(role: role, unit: unit.code, area: area)
        } else {
            post = nil
        }
    }

    func errors(_ words: Words) -> [FieldError] {
        wrong.map { FieldError(field: $0, message: words("directory.post.\($0)Wrong")) }
    }
}

extension Organisation {
    /// The area with this code, or the only one with this name.
    func area(called text: String) -> AreaCode? {
        if let code = AreaCode(text) { return areas[code] == nil ? nil : code }
        let named = areas.codes.filter { code in
            guard let name = areas[code]?.name else { return false }
            return name.zh == text || name.en.lowercased() == text.lowercased()
        }
        return named.count == 1 ? named[0] : nil
    }
}
