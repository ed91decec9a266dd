public import Core
public import Desk
public import Web

extension Refusal: Refusable {
    /// 403 for somebody else's move, 409 for what does not go now, 422 for an answer that cannot be right.
    public var status: Int {
        switch self {
        case .notYours: 403
        case .notNow, .gateShut, .outOfDate, .againstTheLoop: 409
        case .unknownMove, .missing, .invalid: 422
        }
    }

    public func sentence(_ words: Words) -> String {
        switch self {
        case .unknownMove, .notYours, .notNow, .outOfDate: words("matters.refusal.\(code)")
        case .missing(let word):
            words(
                word.isChosen ? "matters.refusal.choose" : "matters.refusal.missing",
                ["field": words("matters.input.\(word.rawValue)")])
        case .invalid(let word, let wrong): Self.invalid(word, wrong, words)
        case .gateShut(let gate): words("matters.refusal.gate.\(gate.rawValue)")
        case .againstTheLoop(let outcome): words("matters.refusal.loop.\(outcome.rawValue)")
        }
    }

    /// The sentence of this very input where it has one of its own.
    private static func invalid(_ word: InputWord, _ wrong: Wrong, _ words: Words) -> String {
        let own = "matters.refusal.invalid.\(word.rawValue).\(wrong.rawValue)"
        let key = words.holds(own) ? own : "matters.refusal.invalid.\(wrong.rawValue)"
        return words(
            key, ["field": words("matters.input.\(word.rawValue)"), "limit": word.maximumLength])
    }

    public var details: [String: String] {
        switch self {
        case .notNow(_, let stage): ["stage": stage]
        case .gateShut(let gate): ["gate": gate.rawValue]
        case .outOfDate(let current): ["version": String(current)]
        case .invalid(_, let wrong): ["reason": wrong.rawValue]
        case .unknownMove, .notYours, .missing, .againstTheLoop: [:]
        }
    }
}

extension FilingRefusal: Refusable {
    /// 409 for what is here already, 422 for the rest.
    public var status: Int {
        switch self {
        case .known: 409
        case .missing, .tooLong, .invalid, .notAllowed: 422
        }
    }

    public func sentence(_ words: Words) -> String {
        switch self {
        case .missing(.text): words("matters.filing.missing.text")
        case .missing(let field): words("matters.filing.missing", ["field": name(of: field, words)])
        case .tooLong(let field, let limit):
            words("matters.filing.tooLong", ["field": name(of: field, words), "limit": limit])
        case .invalid(let field):
            words.holds("matters.filing.invalid.\(field.rawValue)")
                ? words("matters.filing.invalid.\(field.rawValue)")
                : words("matters.filing.invalid", ["field": name(of: field, words)])
        case .notAllowed(let field): words("matters.filing.notAllowed", ["field": name(of: field, words)])
        case .known(let number): words("matters.filing.known", ["number": number])
        }
    }

    public func fieldProblems(_ words: Words) -> [FieldProblem] {
        fieldName.map { [FieldProblem(field: $0, code: code, detail: sentence(words))] } ?? []
    }

    public var details: [String: String] {
        switch self {
        case .known(let number): ["number": number]
        case .missing, .tooLong, .invalid, .notAllowed: [:]
        }
    }

    /// The name of the field in forms and in JSON.
    var fieldName: String? { (field as FilingRefusal.Field?)?.rawValue }

    private func name(of field: FilingRefusal.Field, _ words: Words) -> String {
        words("matters.field.\(field.rawValue)")
    }
}

extension MatterNotFound: Refusable {
    public var code: String { "not_found" }
    public var status: Int { 404 }
    public func sentence(_ words: Words) -> String { words("matters.refusal.not_found") }
}

extension KeyUsedOtherwise: Refusable {
    public var code: String { "key_used_otherwise" }
    public var status: Int { 409 }
    public func sentence(_ words: Words) -> String { words("matters.refusal.key_used_otherwise") }
}

extension InputWord {
    /// Whether it is chosen from a list, and not written.
    fileprivate var isChosen: Bool {
        switch self {
        case .category, .unit, .solved, .satisfied, .attempt, .route, .grade, .urgency, .reviewOn, .part,
            .until,
            .sharpness, .partyKind, .session, .accepts, .way, .checks, .cause:
            true
        case .reason, .answer, .explanation, .why, .matter, .note, .text, .files, .task, .demand, .plan,
            .party,
            .position, .agreement:
            false
        }
    }
}
