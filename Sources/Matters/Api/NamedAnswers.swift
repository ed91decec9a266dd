import Core

/// A word of the city pack with its texts.
struct NamedAnswer: Encodable, Sendable {
    let name: String
    let text: LocalText?
}

/// A thing of the city pack with its code.
struct CodedAnswer: Encodable, Sendable {
    let code: String
    let name: LocalText?
}

struct PositionAnswer: Encodable, Sendable {
    let latitude: Double
    let longitude: Double

    init(_ position: Position) { (latitude, longitude) = (position.latitude, position.longitude) }
}

/// An input of a move.
struct AskAnswer: Encodable, Sendable {
    let name: String
    let required: Bool
    let maximumLength: Int
    /// What may be answered, where it is one of a few words.
    let choices: [String]?

    /// - Parameter now: When it is asked; nil for what was ever a word of the list.
    init(_ ask: Move.Ask, in city: City, at now: Moment?) {
        name = ask.word.rawValue
        required = ask.required
        maximumLength = ask.word.maximumLength
        choices =
            ask.word == .cause
            ? (now.map { city.returnReasons(at: $0) } ?? city.returnReasons).map(\.code)
            : Self.choices(of: ask.word)
    }

    private static func choices(of word: InputWord) -> [String]? {
        switch word {
        case .solved, .satisfied: ["yes", "no"]
        case .attempt: CallBackResult.allCases.map(\.rawValue)
        case .route: Route.allCases.map(\.rawValue)
        case .grade: Grade.allCases.map(\.rawValue)
        case .urgency: Urgency.allCases.map(\.rawValue)
        case .accepts: ["yes", "no"]
        case .way: ContactWay.allCases.map(\.rawValue)
        case .partyKind: PartyKind.allCases.map(\.rawValue)
        case .session: SessionKind.allCases.map(\.rawValue)
        case .sharpness: (1...5).map(String.init)
        case .part, .task, .until, .demand, .plan, .party, .position, .agreement, .category, .unit, .reason,
            .answer,
            .explanation, .why, .matter, .note, .text, .reviewOn, .checks, .files, .cause:
            nil
        }
    }
}

/// A move that the asker may make now.
struct MoveAnswer: Encodable, Sendable {
    let name: String
    let text: LocalText
    /// The stage it leads to; absent when the matter stays where it is.
    let to: String?
    let asks: [AskAnswer]

    init(_ move: Move, in city: City, at now: Moment) {
        (name, text, to) = (move.name, move.text, move.to)
        asks = move.asks.map { AskAnswer($0, in: city, at: now) }
    }
}

/// A limit that counts.
struct ClockAnswer: Encodable, Sendable {
    let limit: String
    let text: LocalText?
    let from: Timestamp
    let due: Timestamp
    let paused: Bool
    let expired: Bool

    init(_ clock: Matter.Clock, in city: City, kind: String) {
        limit = clock.limit
        text = city.procedures[kind]?.limit(clock.limit)?.text
        from = Timestamp(clock.from)
        due = Timestamp(clock.due)
        paused = clock.pausedAt != nil
        expired = clock.expired
    }
}

extension City {
    func kindAnswer(_ kind: String) -> NamedAnswer { NamedAnswer(name: kind, text: procedures[kind]?.name) }

    func stageAnswer(_ stage: String, of kind: String) -> NamedAnswer {
        NamedAnswer(name: stage, text: procedures[kind]?.stage(stage)?.text)
    }

    func unitAnswer(_ unit: UnitCode?) -> CodedAnswer? {
        unit.map { CodedAnswer(code: $0.text, name: units[$0]?.name) }
    }

    func areaAnswer(_ area: AreaCode) -> CodedAnswer { CodedAnswer(code: area.text, name: areas[area]?.name) }

    func categoryAnswer(_ category: String?) -> CodedAnswer? {
        category.map { CodedAnswer(code: $0, name: catalogue[$0]?.name) }
    }
}
