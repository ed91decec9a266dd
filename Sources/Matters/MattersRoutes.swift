import Core
import Crypto
import Desk
import Files
import FoundationEssentials
import Hummingbird
import Markup
import Web

/// The pages of the loop and what they need.
struct MattersRoutes: Sendable {
    let desk: Desk
    let shelf: FileShelf
    let names: @Sendable ([Int64]) async throws -> [Int64: LocalText]
    let panels: MatterPanels
    let randomBytes: @Sendable (Int) -> [UInt8]
    let now: @Sendable () -> Moment
    let post: LivePost
    var pace = LiveStream.Pace()

    var city: City { desk.city }

    func add(to site: Site) {
        addPublic(to: site)
        addDesk(to: site)
        addMatter(to: site)
    }

    // MARK: What several routes need

    func telling(_ context: some WebContext) -> Telling { Telling(visit: context.visit, city: city) }

    /// A key under which one form is taken in once.
    func newKey() -> String { Base64URL.encode(randomBytes(16)) }

    /// The key of a form that was sent, bound to what stands in it; nil when the form carries none.
    func key(_ context: some WebContext, of form: String) -> RequestKey? {
        guard let once = context.answers.given("once"), once.utf8.count <= 64 else { return nil }
        var hash = SHA256()
        // Sent once more without a script, the same file has another id.
        for name in context.answers.names where name != "csrf" && name != "files" {
            for value in context.answers.all(name) {
                hash.update(data: Data("\(name)\u{0}\(value)\u{0}".utf8))
            }
        }
        return RequestKey(
            owner: "\(form):\(context.visit.sender)", key: once, content: Array(hash.finalize()))
    }

    /// The inputs among the answers; any other field is nobody's business and changes nothing.
    func inputs(_ answers: FormAnswers) -> [InputWord: String] {
        var inputs: [InputWord: String] = [:]
        for word in InputWord.allCases {
            if let value = answers.given(word.rawValue) { inputs[word] = value }
        }
        let checks = answers.names.filter { $0.hasPrefix("checks-") }.compactMap { name in
            answers.given(name).map { "\(name.dropFirst(7)):\($0)" }
        }
        if !checks.isEmpty { inputs[.checks] = checks.joined(separator: " ") }
        let files = fileIDs(answers)
        if !files.isEmpty { inputs[.files] = files.joined(separator: " ") }
        return inputs
    }

    /// The files that the form names, in their order: for `Filing.attachments` and `Order.attachments`.
    ///
    /// - Throws: `FileNotTaken`; `Refusal` at the field `files` for what this sender has not sent whole.
    func attached(_ answers: FormAnswers, _ context: some WebContext) async throws -> [Attachment] {
        if let refusal = answers.notTaken { throw refusal }
        return try await taken(answers, context)
    }

    /// The files of the form that are here, whatever became of the others.
    func taken(_ answers: FormAnswers, _ context: some WebContext) async throws -> [Attachment] {
        do {
            return try await shelf.attachments(
                fileIDs(answers), owner: context.visit.sender, now: context.now)
        } catch FileRefusal.tooMany {
            throw Refusal.invalid(.files, .tooMany)
        } catch is FileRefusal {
            throw Refusal.invalid(.files, .unknown)
        }
    }

    private func fileIDs(_ answers: FormAnswers) -> [String] {
        answers.all("files").flatMap { $0.split(whereSeparator: \.isWhitespace).map(String.init) }
    }

    /// What was refused, as errors at the fields of the form.
    func errors(_ refusal: any Refusable, _ words: Words) -> [FieldError] {
        let problems = refusal.fieldProblems(words).map { FieldError(field: $0.field, message: $0.detail) }
        return problems.isEmpty ? [FieldError(field: "", message: refusal.sentence(words))] : problems
    }

    /// Everything that is missing at once, not one by one: the fields a move asks for that are empty.
    func missing(_ move: Move, _ answers: FormAnswers, _ words: Words) -> [FieldError] {
        move.asks.filter { $0.required && answers.given($0.word.rawValue) == nil }.map { ask in
            FieldError(field: ask.word.rawValue, message: Refusal.missing(ask.word).sentence(words))
        }
    }

    /// Does the work; once more where the same form was sent twice at the same moment, which then gets the
    /// same answer.
    func once<Answer>(_ key: RequestKey?, _ work: () async throws -> Answer) async throws -> Answer {
        do {
            return try await work()
        } catch let fault as Fault where fault.code == .constraint && key != nil {
            return try await work()
        }
    }
}
