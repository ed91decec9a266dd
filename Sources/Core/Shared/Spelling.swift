/// What somebody may have meant by a word that is not known.
public enum Spelling {
    /// The known word that differs by the fewest letters, when they are few: one for every three of it.
    public static func nearest(to word: String, among known: some Sequence<String>) -> String? {
        let ranked = known.map { (word: $0, distance: distance(word, $0)) }
            .min { ($0.distance, $0.word) < ($1.distance, $1.word) }
        guard let ranked, ranked.distance <= max(1, word.count / 3) else { return nil }
        return ranked.word
    }

    /// How many letters must be changed (Levenshtein), of the first 64 of each.
    public static func distance(_ left: String, _ right: String) -> Int {
        let (left, right) = (Array(left.lowercased().prefix(64)), Array(right.lowercased().prefix(64)))
        var row = Array(0...right.count)
        for (index, letter) in left.enumerated() {
            var diagonal = row[0]
            row[0] = index + 1
            for (place, other) in right.enumerated() {
                let above = row[place + 1]
                row[place + 1] = min(above + 1, row[place] + 1, diagonal + (letter == other ? 0 : 1))
                diagonal = above
            }
        }
        return row[right.count]
    }
}
