import Core
import Hummingbird
import Language
import Markup
import Web

extension PeopleRoutes {
    func addHandOver(to site: Site) {
        let directory = directory
        let elsewhere = elsewhere
        site.officers.get("/directory/:id/hand-over") { _, context in
            try context.require(.manageAccounts)
            return try await PeopleRoutes.handOverPage(directory, elsewhere, context).page
        }
        site.officers.post("/directory/:id/hand-over") { _, context in
            try context.require(.manageAccounts)
            let answers = context.answers
            do {
                let order = HandOver(
                    posts: Set(answers.all("posts").compactMap { Int64($0) }),
                    successor: answers.given("successor"),
                    from: try PeopleRoutes.start(of: answers["day"], now: context.now),
                    reason: answers["reason"], deactivates: answers.has("deactivate"))
                try await directory.handOver(
                    try context.number("id"), order, by: context.officer.actor, now: context.now)
                return Redirect(
                    to: "/directory/\(try context.number("id"))", notice: "directory.handOverWork.done"
                ).answer(context.visit)
            } catch let refusal as DirectoryRefusal where refusal != .unknownPerson {
                var page = try await PeopleRoutes.handOverPage(directory, elsewhere, context)
                page.errors = [refusal.fieldError(context.words)]
                page.status = refusal.status
                page.successor = answers["successor"]
                page.day = answers["day"]
                page.reason = answers["reason"]
                page.chosen = Set(answers.all("posts"))
                page.deactivates = answers.has("deactivate")
                return page.page.answer(context.visit)
            }
        }
    }

    private static func handOverPage(
        _ directory: Directory, _ elsewhere: HeldWork, _ context: OfficerContext
    ) async throws -> HandOverWorkPage {
        let id = try context.number("id")
        guard let person = try await directory.person(id) else { throw DirectoryRefusal.unknownPerson }
        return HandOverWorkPage(
            visit: context.visit, person: person, organisation: directory.organisation,
            holdings: try await directory.holdings(of: id, now: context.now),
            elsewhere: try await elsewhere(id, person.posts(at: context.now)))
    }

    /// The beginning of a day in the city's own time; an empty answer and today are now.
    private static func start(of day: String, now: Moment) throws -> Moment {
        if day.isEmpty { return now }
        guard let date = CivilDate(day) else { throw DirectoryRefusal.badDay }
        let start = Moment(milliseconds: Int64(date.daysSince1970) * 86_400_000 - Words.zoneOffset)
        if start <= now, now - start < 86_400_000 { return now }
        return start
    }
}

// MARK: - Lists

extension PeopleRoutes {
    func addImport(to site: Site) {
        let directory = directory
        site.officers.get("/directory/import") { _, context in
            try context.require(.manageAccounts)
            return PeopleImportPage(visit: context.visit).page
        }
        site.officers.post("/directory/import") { _, context in
            try context.require(.manageAccounts)
            var page = PeopleImportPage(visit: context.visit, reason: context.answers["reason"])
            try PeopleRoutes.read(context.answers, into: &page)
            guard page.errors.isEmpty else { return page.page }
            let list = try await directory.check(list: page.text)
            page.list = list
            guard context.answers["step"] == "import", list.missing.isEmpty else { return page.page }
            guard !page.reason.isEmpty, page.reason.count <= Trace.longest else {
                page.errors = [DirectoryRefusal.noReason.fieldError(context.words)]
                return page.page
            }
            page.done = try await directory.importPeople(
                list.good, by: context.officer.actor, reason: page.reason, now: context.now)
            page.list = nil
            page.text = ""
            return page.page
        }
    }

    /// The list, from the file if one was given.
    private static func read(_ answers: FormAnswers, into page: inout PeopleImportPage) throws {
        func refuse(_ key: String) {
            page.errors = [FieldError(field: "list", message: page.visit.words(key))]
        }
        page.text = answers["list"]
        if let file = answers.given("inline-list").flatMap({ Base64URL.decode($0) }), !file.isEmpty {
            guard file.count <= PeopleFile.largest else { return refuse("directory.import.tooLarge") }
            guard let read = TextCoding.text(of: file) else { return refuse("directory.import.encoding") }
            page.text = read.text
            page.encoding = read.coding
        }
        if page.text.isEmpty { return refuse("directory.import.empty") }
        if page.text.utf8.count > PeopleFile.largest { refuse("directory.import.tooLarge") }
    }

    func addCityTokens(to site: Site) {
        let directory = directory
        @Sendable func page(_ context: OfficerContext) async throws -> CityTokensPage {
            let request = try context.page(of: "tokens")
            let found = try await directory.allTokens(
                before: request.after?.first.flatMap { Int64($0) }, limit: request.size + 1)
            let shown = Array(found.prefix(request.size))
            var older: String?
            if found.count > shown.count, let last = shown.last {
                older =
                    "/directory/tokens"
                    + context.query.asQuery(setting: [
                        "after": context.cursor(after: [String(last.id)], of: "tokens")
                    ])
            }
            return CityTokensPage(
                visit: context.visit, tokens: shown,
                owners: try await directory.names(of: shown.map(\.personID)), older: older)
        }
        site.officers.get("/directory/tokens") { _, context in
            try context.require(.manageAccounts)
            return try await page(context).page
        }
        site.officers.post("/directory/tokens/revoke") { _, context in
            try context.require(.manageAccounts)
            guard let token = context.answers.number("token"), let person = context.answers.number("person")
            else { throw WebRefusal.malformed }
            do {
                try await directory.revoke(
                    token: token, of: person, reason: try PeopleRoutes.reason(context.answers),
                    by: context.officer.actor, now: context.now)
                return Redirect(to: "/directory/tokens", notice: "directory.tokens.ended")
                    .answer(context.visit)
            } catch let refusal as DirectoryRefusal {
                var page = try await page(context)
                page.errors = [FieldError(field: "reason-\(token)", message: refusal.sentence(context.words))]
                page.status = refusal.status
                return page.page.answer(context.visit)
            }
        }
    }

    /// Why power is given or taken: always said.
    static func reason(_ answers: FormAnswers) throws(DirectoryRefusal) -> String {
        let reason = answers["reason"]
        guard !reason.isEmpty, reason.count <= Trace.longest else { throw .noReason }
        return reason
    }
}
