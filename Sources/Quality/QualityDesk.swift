public import Core
public import Desk
public import Storage

/// Looks at how matters were answered, and keeps what somebody made of it (M17).
public struct QualityDesk: Sendable {
    let desk: Desk
    let judge: QualityJudge
    private let shelf = BackgroundShelf()

    public init(desk: Desk, rules: QualityRules) {
        self.desk = desk
        judge = QualityJudge(rules)
    }

    var city: City { desk.city }
    var rules: QualityRules { judge.rules }

    /// The bookmark of the checks.
    static let bookmark = "quality"

    /// Follows the log: looks at every answer, once. Made anew, it finds the same, and what somebody decided
    /// stays.
    public var follower: Follower {
        let (city, judge) = (desk.city, judge)
        return Follower(
            name: Self.bookmark,
            reset: { connection in
                try FindingStore(connection: connection).empty()
                try AnswerStore(connection: connection).empty()
            },
            follow: { events, connection in
                var batch = try QualityBatch(city, judge, connection)
                try batch.take(events)
            })
    }

    /// Finds promises whose day went by, and begins anew where the city changed its words.
    public func tick(at now: Moment) async throws {
        try await lookAgainAfterChange()
        for _ in 0..<20 {
            if try await breakPromises(at: now) == 0 { return }
        }
    }

    private func breakPromises(at now: Moment) async throws -> Int {
        try await desk.database.write { connection in
            let broken = try AnswerStore(connection: connection).takeBroken(before: now, limit: 200)
            for finding in broken { try FindingStore(connection: connection).keep(finding) }
            return broken.count
        }
    }

    /// - Returns: Whether everything is looked at anew.
    @discardableResult
    public func lookAgainAfterChange() async throws -> Bool {
        let print = Array(try StoredJSON.text(rules.fingerprint).utf8)
        let known = try await desk.database.read { try AnswerStore(connection: $0).state("rules") }
        if known == print { return false }
        try await desk.database.write { try AnswerStore(connection: $0).keep(print, as: "rules") }
        // The first words of a city change nothing.
        if known != nil { try await lookAgain() }
        return known != nil
    }

    /// Looks at every answer of the log again, by the words of now.
    public func lookAgain() async throws {
        try await FollowerRunner(database: desk.database, followers: [follower]).rebuild(Self.bookmark)
    }

    // MARK: Reading

    func list(_ question: FindingStore.Question) async throws -> [FindingRow] {
        try await desk.database.read { try FindingStore(connection: $0).list(question) }
    }

    func finding(_ id: Int64) async throws -> FindingRow? {
        try await desk.database.read { try FindingStore(connection: $0).finding(id) }
    }

    func findings(of matter: Int64) async throws -> [FindingRow] {
        try await desk.database.read { try FindingStore(connection: $0).findings(of: matter) }
    }

    /// Nobody counts further on a page.
    static let mostCounted = 1000

    func sizes(_ place: QualityPlace, _ state: QualityState) async throws -> [QualityCheck?: Int] {
        try await desk.database.read { connection in
            let store = FindingStore(connection: connection)
            var sizes: [QualityCheck?: Int] = [:]
            for check in [nil] + QualityCheck.allCases.map(Optional.some) {
                sizes[check] = try store.size(place, state, check, most: Self.mostCounted)
            }
            return sizes
        }
    }

    func counts(from first: CivilDate, through last: CivilDate) async throws -> [UnitCode: [String: Int]] {
        try await desk.database.read { connection in
            try FindingStore(connection: connection).counts(
                from: first.daysSince1970, through: last.daysSince1970)
        }
    }

    func words() async throws -> [FindingStore.Word] {
        try await desk.database.read { connection in
            try QualityCheck.allCases.flatMap {
                try FindingStore(connection: connection).words(of: $0, limit: 100)
            }
        }
    }

    /// What the checks would find of an answer that is not given yet. Nothing is kept.
    func look(at draft: String, of dossier: Desk.Dossier, now: Moment) async throws -> [QualityFinding] {
        guard
            let scene = AnswerScene(
                draft: draft, by: dossier.matter.lead, after: dossier.events, at: now, in: city)
        else { return [] }
        return try await look(at: scene, of: dossier.matter.id)
    }

    /// What the checks find of the answer that stood when a matter had so many events. Nothing is kept: the
    /// follower looks at it by itself.
    func look(atAnswerOf number: String, through version: Int) async throws -> [QualityFinding] {
        guard let dossier = try await desk.dossier(.number(number), for: .system(Self.bookmark)),
            let event = dossier.events.last(where: { $0.sequence <= version && $0.holdsAnswer }),
            let scene = AnswerScene(story: dossier.events, sequence: event.sequence, in: city)
        else { return [] }
        return try await look(at: scene, of: dossier.matter.id)
    }

    private func look(at scene: AnswerScene, of id: Int64) async throws -> [QualityFinding] {
        let background = try await shelf.background(of: desk)
        let resident = try await desk.database.glance {
            try AnswerStore(connection: $0).resident(of: id)
        }
        // How it was filed is not for whoever answers to mend.
        return judge.findings(scene, resident: resident, against: background).filter { $0.check != .misfiled }
    }

    // MARK: Deciding

    /// Decides about some findings of each check, for a demo: two in three were a problem.
    public func rehearse(
        in area: AreaCode, by person: Int64, at now: Moment, dismissing reasons: [String]
    ) async throws {
        try await desk.database.write { connection in
            let store = FindingStore(connection: connection)
            for check in QualityCheck.allCases {
                var question = FindingStore.Question(place: .area(area), check: check)
                question.limit = 24
                for (index, row) in try store.list(question).enumerated() where index % 4 == 3 {
                    let isRight = index % 12 != 3
                    let reason = isRight || reasons.isEmpty ? nil : reasons[index % reasons.count]
                    _ = try store.decide(
                        row, isRight ? .confirmed : .dismissed, note: reason, by: person, at: now)
                }
            }
        }
    }

    /// What is done beside a confirmation.
    enum Also: Hashable, Sendable {
        case supervise(move: String, inputs: [InputWord: String])
        case note(move: String, text: String)
    }

    /// Decides, and moves the matter beside it: both or neither.
    ///
    /// - Returns: False where somebody else decided first.
    func decide(
        _ finding: FindingRow, _ state: QualityState, note: String?, also: Also?, by person: Int64,
        as actor: Actor, at now: Moment
    ) async throws -> Bool {
        try await desk.batch { transaction in
            let store = FindingStore(connection: transaction.connection)
            guard try store.decide(finding, state, note: note, by: person, at: now) else { return false }
            switch also {
            case .supervise(let move, let inputs):
                try transaction.perform(
                    Order(move, inputs), on: .id(finding.matterID), by: actor, at: now)
            case .note(let move, let text):
                try transaction.perform(
                    Order(move, [.note: text]), on: .id(finding.matterID), by: actor, at: now)
            case nil: break
            }
            return true
        }
    }
}

extension Event {
    fileprivate var holdsAnswer: Bool {
        facts.contains { if case .answered = $0 { true } else { false } }
    }
}

extension QualityRules {
    /// Changes with every word and measure.
    var fingerprint: [String] {
        [
            filing.inquiryKinds, filing.inquiryCategories, filing.complaintKinds, Set(stock), Set(elsewhere),
            Set(unsolved), Set(promises), Set(conditions),
        ].map { $0.sorted().joined(separator: "|") }
            + [filing.complaint, filing.inquiry].map { words in
                words.sorted { $0.key < $1.key }.map { "\($0.key):\($0.value)" }.joined(separator: "|")
            }
            + [
                filing.margin, filing.direct ? 1 : 0, ownLetters, ownPerHundred, repeats, repeatDays,
                touchPercent, quickMinutes, burstAnswers, burstMinutes, burstHours,
            ].map { String($0) }
    }
}
