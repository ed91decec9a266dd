public import Core
public import Desk
import Language
public import Storage

/// Finds what may be the same problem (M17, M56): by index keys of the words within a county, and by village
/// and class. No matter is ever compared with all others: the cost is the same at a thousand and at a
/// million.
public struct SimilarDesk: Sendable {
    let desk: Desk

    public init(desk: Desk) { self.desk = desk }

    var city: City { desk.city }

    /// Follows the log: the index keys of every open matter.
    public var follower: Follower {
        Follower(
            name: "similar", batch: 200, reset: { try SimilarStore(connection: $0).empty() },
            follow: { events, connection in
                let store = SimilarStore(connection: connection)
                var background = try store.background()
                let raised = Set(events.filter { $0.sequence == 1 }.map(\.matterID))
                var learned = false
                for some in Array(Set(events.map(\.matterID))).sorted().inChunks(of: 100) {
                    for candidate in try store.candidates(some).sorted(by: { $0.id < $1.id }) {
                        let text = SignatureText(title: candidate.title, text: candidate.text)
                        if raised.contains(candidate.id), background.show(text) { learned = true }
                        if candidate.isOpen {
                            let keys = Self.keys(of: text, in: candidate.area, against: background)
                            try store.sign(candidate.id, keys)
                        } else {
                            try store.unsign(candidate.id)
                            try NoticeStore(connection: connection).hide(candidate.id)
                        }
                    }
                }
                if learned { try store.keep(background) }
            })
    }

    /// Where a text stands: under the terms it drew within its county, and under all of it everywhere.
    static func keys(
        of text: SignatureText, in area: AreaCode, against background: SignatureBackground
    ) -> [Int64] {
        let place = (area.ancestor(at: .county) ?? area).text
        let salt = place.utf8.reduce(UInt64(0x5EED)) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
        var keys = Signature(of: text, against: background).keys.map { Int64(bitPattern: $0 ^ salt) }
        if let exact = text.exact { keys.append(Int64(bitPattern: exact)) }
        return Array(Set(keys)).sorted()
    }

    /// What may be the same as a matter, the surest first, as far as somebody sees it.
    ///
    /// - Parameter limit: At most so many.
    public func similar(
        to matter: Matter, for actor: Actor, at now: Moment, limit: Int = 8
    ) async throws -> [Similar] {
        guard let question = try await question(of: matter.id) else { return [] }
        return try await similar(to: question, for: actor, at: now, limit: limit)
    }

    /// What a stored matter asks.
    func question(of id: Int64) async throws -> SimilarQuestion? {
        try await desk.database.read { connection in
            try SimilarStore(connection: connection).candidates([id]).first.map { own in
                SimilarQuestion(
                    title: own.title, text: own.text, area: own.area, category: own.category,
                    position: own.position, at: own.raisedAt, id: own.id)
            }
        }
    }

    /// What may be the same as what somebody tells, the surest first, as far as the asker sees it.
    public func similar(
        to question: SimilarQuestion, for actor: Actor, at now: Moment, limit: Int = 8
    ) async throws -> [Similar] {
        guard case .officer(_, let posts) = actor else { return [] }
        let city = desk.city
        return try await scored(question).filter { city.sees(posts, $0.candidate) }.prefix(limit)
            .map(\.similar)
    }

    /// What may be the same, the surest first, whoever may see it.
    func scored(_ question: SimilarQuestion) async throws -> [Scored] {
        try await desk.database.read { connection in
            let store = SimilarStore(connection: connection)
            let background = try store.background()
            let text = SignatureText(title: question.title, text: question.text)
            var keys = Set(Self.keys(of: text, in: question.area, against: background))
            if question.area.level >= .county {
                // Those that only say the city may mean this place too.
                keys.formUnion(Self.keys(of: text, in: city.area, against: background))
            } else {
                // Who only says the city may mean any place in it.
                for county in counties(in: question.area) {
                    keys.formUnion(Self.keys(of: text, in: county, against: background))
                }
            }
            var ids = try store.sharing(keys.sorted(), except: question.id)
            if let village = question.area.ancestor(at: .village), let category = question.category {
                ids += try store.neighbours(village: village.text, category, except: question.id)
            }
            let scored = try store.candidates(Array(Set(ids)).sorted()).filter(\.isOpen).map { candidate in
                let other = SignatureText(title: candidate.title, text: candidate.text)
                let score = SimilarScore(
                    question: question, candidate: candidate,
                    text: text.likeness(to: other, against: background).score,
                    isSameText: text.exact != nil && text.exact == other.exact)
                return Scored(candidate: candidate, value: score.value, reasons: score.reasons)
            }.filter { $0.value >= SimilarScore.least }
            return try Self.standing(for: scored, except: question.id, in: store).sorted {
                ($0.value, $0.candidate.id) > ($1.value, $1.candidate.id)
            }
        }
    }

    /// The counties that somebody may mean who only names what lies above them; a fixed number at most.
    private func counties(in area: AreaCode) -> [AreaCode] {
        let all = city.areas.codes.filter { $0.level == .county && area.contains($0) }
        return Array(all.sorted().prefix(Self.mostCounties))
    }

    /// A city has about ten, the widest thirty-eight.
    private static let mostCounties = 40

    /// In the place of what waits for another matter stands that other one, once, as sure as the surest.
    private static func standing(
        for scored: [Scored], except own: Int64, in store: SimilarStore
    ) throws -> [Scored] {
        let mains = try store.mains(of: scored.map(\.candidate.id))
        if mains.isEmpty { return scored }
        let others = Dictionary(
            try store.candidates(Array(Set(mains.values)).sorted()).map { ($0.id, $0) },
            uniquingKeysWith: { first, _ in first })
        var best: [Int64: Scored] = [:]
        for found in scored {
            let id = mains[found.candidate.id] ?? found.candidate.id
            guard id != own, let candidate = id == found.candidate.id ? found.candidate : others[id] else {
                continue
            }
            if let known = best[id], known.value >= found.value { continue }
            best[id] = Scored(candidate: candidate, value: found.value, reasons: found.reasons)
        }
        return Array(best.values)
    }

    struct Scored: Sendable {
        let candidate: SimilarCandidate
        let value: Double
        let reasons: [Similar.Reason]

        var similar: Similar {
            Similar(
                id: candidate.id, number: candidate.number, kind: candidate.kind, stage: candidate.stage,
                title: candidate.title, area: candidate.area, category: candidate.category,
                raisedAt: candidate.raisedAt, score: Int((value * 100).rounded()), reasons: reasons)
        }
    }
}

extension Array {
    /// Its elements in order, so many at a time.
    func inChunks(of size: Int) -> [[Element]] {
        stride(from: 0, to: count, by: size).map { Array(self[$0..<Swift.min($0 + size, count)]) }
    }
}
