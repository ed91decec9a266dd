public import Core
import Language
import Storage

extension Desk {
    /// The matters that were raised under a telephone number, newest first, as far as somebody may see them.
    public func matters(
        ofPhone phone: String, seenBy posts: [Post], limit: Int = 5
    ) async throws -> [MatterRecord] {
        guard let contact = MineContact(phone) else { return [] }
        let found = try await database.read { connection in
            try MineStore(connection: connection).matters(of: contact, after: nil, limit: RelatedStore.most)
        }
        return Array(found.matters.filter { city.sees(posts, $0) }.prefix(limit))
    }

    /// Open matters of a village and class, raised in the last 90 days, newest first.
    public func openNearby(
        _ area: AreaCode, category: String, seenBy posts: [Post], at now: Moment, limit: Int = 5
    ) async throws -> [MatterRecord] {
        guard let village = area.ancestor(at: .village) else { return [] }
        let found = try await database.read { connection in
            try RelatedStore(connection: connection).open(
                village: village.text, category, since: now + -Self.nearbyWithinMilliseconds)
        }
        return Array(found.filter { city.sees(posts, $0) }.prefix(limit))
    }

    /// How many of a text's words are looked up, and how many matters for each.
    static let likenessWords = 12
    static let likenessHits = 20

    /// Matters whose words are most like a text's, those with most words in common first: open and closed
    /// ones, for who looks on while somebody speaks. A fixed number of look-ups, whatever is stored.
    public func alike(
        _ text: String, seenBy posts: [Post], limit: Int = 20
    ) async throws -> [MatterRecord] {
        let words = Self.words(of: text)
        if words.isEmpty { return [] }
        let found = try await database.read { connection in
            var counts: [Int64: Int] = [:]
            for word in words {
                let hits = try SearchStore(connection).hits(
                    Analyser.query(word), before: nil, limit: Self.likenessHits)
                for hit in hits.ids { counts[hit, default: 0] += 1 }
            }
            let best = counts.sorted { ($0.value, $0.key) > ($1.value, $1.key) }.prefix(limit * 2)
            let order = Dictionary(uniqueKeysWithValues: best.enumerated().map { ($1.key, $0) })
            return try ListStore(connection: connection).records(best.map(\.key))
                .sorted { (order[$0.id] ?? 0) < (order[$1.id] ?? 0) }
        }
        return Array(found.filter { city.sees(posts, $0) }.prefix(limit))
    }

    /// The longest of the first words, so that one pair of characters that stands everywhere counts little.
    private static func words(of text: String) -> [String] {
        var seen: Set<Substring> = []
        let terms = Analyser.indexText(String(text.prefix(400))).split(separator: " ")
            .filter { $0.count > 1 && seen.insert($0).inserted }
        return terms.prefix(40).sorted { $0.count > $1.count }.prefix(likenessWords).map(String.init)
    }
}
