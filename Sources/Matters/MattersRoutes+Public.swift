import Core
import Desk
import HTTPTypes
import Hummingbird
import Markup
import Web

/// What a resident does first: raise.
extension MattersRoutes {
    func addPublic(to site: Site) {
        site.visitors.get("/", use: home)
        site.visitors.get("/raise", use: home)
        site.visitors.post("/raise", use: raise)
        site.visitors.get("/raised/:token", use: raised)
        site.visitors.get("/offline/:language", use: offline)
        addTrack(to: site)
        addMine(to: site)
    }

    @Sendable
    func home(_ request: Request, _ context: VisitorContext) -> Page {
        var answers = FormAnswers()
        // The code on a building or a stop names its place.
        if let area = AreaCode(context.query["area"]), city.areas[area] != nil {
            answers = FormAnswers(["area": area.text])
        }
        return RaisePage(telling: telling(context), once: newLongKey(), answers: answers).page
    }

    /// The form as browsers keep it for times without a network: nobody's, and in either language.
    @Sendable
    func offline(_ request: Request, _ context: VisitorContext) throws -> Response {
        guard let language = Language(rawValue: try context.parameter("language")) else {
            throw WebRefusal.notFound
        }
        let shell = context.visit.shell(in: language)
        return RaisePage(telling: Telling(visit: shell, city: city), once: "", isKept: true).page
            .answer(shell)
    }

    @Sendable
    func raise(_ request: Request, _ context: VisitorContext) async throws -> Response {
        let answers = context.answers
        do {
            try context.spend(1, from: RateLimit("raise", burst: 20, perMinute: 10))
            if answers.has("finer") {
                return RaisePage(
                    telling: telling(context), once: answers.given("once") ?? newLongKey(),
                    answers: answers, files: await chosen(answers, context)
                ).page.answer(context.visit)
            }
            let key = residentKey(context, of: "raise")
            var filing = try filing(answers, context)
            filing.attachments = try await attached(answers, context)
            let receipt = try await once(key) { [filing] in
                try await desk.file(filing, by: .resident, at: context.now, once: key)
            }
            if let named = answers.given("same"), named.utf8.count <= 64 {
                try await panels.resident.named(named, receipt.id, context.now)
            }
            return Redirect(to: MattersPath.raised(receipt.token)).answer(context.visit)
        } catch let refusal as any Refusable {
            return RaisePage(
                telling: telling(context), once: newLongKey(), answers: answers,
                errors: raiseErrors(refusal, context.words), status: refusal.status,
                files: await chosen(answers, context)
            ).page.answer(context.visit)
        }
    }

    /// The files that came with a form that goes back: they need not be sent again.
    private func chosen(_ answers: FormAnswers, _ context: VisitorContext) async -> [FileField.Chosen] {
        let files = (try? await taken(answers, context)) ?? []
        return files.map { .init(id: $0.id, name: $0.name) }
    }

    /// What was refused, at the fields of the form: a wrong position at the first of its two fields.
    private func raiseErrors(_ refusal: any Refusable, _ words: Words) -> [FieldError] {
        errors(refusal, words).map { error in
            error.field == "position" ? FieldError(field: "latitude", message: error.message) : error
        }
    }

    /// What stands in the form: text, place and contact; a resident's words come without anything else (M05).
    private func filing(_ answers: FormAnswers, _ context: VisitorContext) throws -> Filing {
        var filing = Filing(text: answers["text"], channel: .web)
        try fill(&filing, from: answers, language: context.visit.language)
        filing.position = try Position(
            latitude: answers.given("latitude"), longitude: answers.given("longitude"))
        return filing
    }

    /// The fields that residents and officers fill alike.
    func fill(_ filing: inout Filing, from answers: FormAnswers, language: Language) throws {
        filing.place = answers.given("place")
        if let area = answers.given("area") {
            guard let code = AreaCode(area) else { throw FilingRefusal.invalid(.area) }
            filing.area = code
        }
        filing.contact = Filing.Contact(
            name: answers.given("name"), phone: answers.given("phone"), email: answers.given("email"),
            language: language)
    }

    @Sendable
    func raised(_ request: Request, _ context: VisitorContext) async throws -> Response {
        let (token, file) = try await ownMatter(context)
        let page = RaisedPage(
            telling: telling(context), file: file, token: token, link: desk.link(of: file.matter.number),
            beside: try await panels.resident.receipt(file.matter, token, context.visit)
        ).page
        return unlisted(page, context)
    }

    // MARK: Sent once, also much later

    /// A key that nobody guesses: a form that waited for the network is known by it after the browser has
    /// forgotten everything else.
    func newLongKey() -> String { Base64URL.encode(randomBytes(24)) }

    /// The key of a resident's form. A long one counts whoever sends it; a short one could be guessed, and
    /// counts for its sender alone.
    func residentKey(_ context: VisitorContext, of form: String) -> RequestKey? {
        guard let key = key(context, of: form) else { return nil }
        return key.key.utf8.count < 32 ? key : RequestKey(owner: form, key: key.key, content: key.content)
    }

    // MARK: The matter behind a private link

    /// A page behind a private link: no search engine lists it, should a link ever be left lying about.
    func unlisted(_ page: Page, _ context: VisitorContext) -> Response {
        var response = page.answer(context.visit)
        if let robots = HTTPField.Name("X-Robots-Tag") { response.headers[robots] = "noindex, nofollow" }
        return response
    }

    /// The matter whose private link this is. A wrong link and one of a matter that is not there look the
    /// same.
    func ownMatter(_ context: VisitorContext) async throws -> (token: String, file: MatterFile) {
        let token = try context.parameter("token")
        guard let number = desk.number(ofLink: token),
            let dossier = try await desk.dossier(.number(number), for: .resident)
        else { throw WebRefusal.notFound }
        var file = MatterFile(dossier)
        file.attachments += try await desk.sharedFiles(with: dossier)
        return (token, file)
    }
}
