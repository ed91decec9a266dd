import Core
import Crypto
import Desk
import FoundationEssentials
import Hummingbird
import Markup
import Web

/// The pages of the loop and what they need.
struct MattersRoutes: Sendable {
    let desk: Desk
    let personNames: @Sendable ([Int64]) async throws -> [Int64: String]
    let randomBytes: @Sendable (Int) -> [UInt8]

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
        for name in context.answers.names where name != "csrf" {
            for value in context.answers.all(name) {
                hash.update(data: Data("\(name)\u{0}\(value)\u{0}".utf8))
            }
        }
        return RequestKey(
            owner: "\(form):\(context.visit.csrf)", key: once, content: Array(hash.finalize()))
    }

    /// The inputs among the answers; any other field is nobody's business and changes nothing.
    func inputs(_ answers: FormAnswers) -> [InputWord: String] {
        var inputs: [InputWord: String] = [:]
        for word in InputWord.allCases {
            if let value = answers.given(word.rawValue) { inputs[word] = value }
        }
        return inputs
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
