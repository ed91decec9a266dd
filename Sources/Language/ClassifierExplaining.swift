extension TextClassifier {
    /// A word or phrase of a text that spoke for a label.
    public struct WeightedWord: Hashable, Sendable {
        /// Where it stands.
        public enum Place: Hashable, Sendable { case title, text }
        public let place: Place
        /// Bytes of the title's or text's UTF-8; ends between characters.
        public let bytes: Range<Int>
        /// As it is written.
        public let word: String
        /// How much of the decision it carried: all that speaks for the label adds up to 1 at most.
        public let weight: Double
    }

    /// The words of a text that spoke most for a label, against the label nearest to it; in order of their
    /// weight. Empty where the label is unknown or nothing spoke for it.
    public func explain(title: String, text: String, label: String, limit: Int) -> [WeightedWord] {
        guard let wanted = labels.firstIndex(of: label), labels.count > 1, limit > 0 else { return [] }
        var reader = Reader(self)
        let row = reader.features(title: title, text: text)
        let scores = reader.scores(title: title, text: text)
        let rival = scores.indices.filter { $0 != wanted }.max { scores[$0] < scores[$1] } ?? 0
        var gains: [Int32: Float] = [:]
        for entry in row.dropFirst() {
            let gain = weight(entry.feature, wanted) - weight(entry.feature, rival)
            gains[entry.feature] = gain * entry.value
        }
        let titled = spoken(title, [Self.wholeSalt, Self.titleSalt], gains)
        let written = spoken(text, [Self.wholeSalt], gains)
        let parts = words(title, .title, titled) + words(text, .text, written)
        // A lone ideograph tells a reader little, so it is shown only where nothing longer speaks.
        let longer = parts.filter { $0.word.count > 1 }
        let words = longer.isEmpty ? parts : longer
        let sum = words.reduce(0) { $0 + $1.weight }
        guard sum > 0 else { return [] }
        return words.sorted { ($1.weight, $0.bytes.lowerBound) < ($0.weight, $1.bytes.lowerBound) }
            .prefix(limit)
            .map {
                WeightedWord(place: $0.place, bytes: $0.bytes, word: $0.word, weight: $0.weight / sum)
            }
    }

    private func weight(_ feature: Int32, _ label: Int) -> Float {
        weights[label / 8][Int(feature)][label % 8]
    }

    /// For each byte of a text, how much the runs over it spoke for the label.
    private func spoken(_ text: String, _ salts: [UInt64], _ gains: [Int32: Float]) -> [Float] {
        var text = text
        return text.withUTF8 { bytes in
            var sums = [Float](repeating: 0, count: bytes.count)
            for salt in salts {
                SymbolRuns(limit: letters).walk(bytes, salt: salt) { hash, start, end in
                    guard let number = vocabulary.number(of: hash), let gain = gains[Int32(number)] else {
                        return
                    }
                    for byte in start..<end { sums[byte] += gain / Float(end - start) }
                }
            }
            return sums
        }
    }

    /// Neighbours that spoke for the label, joined to words.
    private func words(_ text: String, _ place: WeightedWord.Place, _ sums: [Float]) -> [WeightedWord] {
        var words: [WeightedWord] = []
        var (from, sum): (String.Index?, Float) = (nil, 0)
        let floor = max(0, (sums.max() ?? 0) * 0.12)
        func close(_ end: String.Index) {
            guard let start = from else { return }
            let bytes =
                text.utf8.distance(
                    from: text.startIndex, to: start)..<text.utf8.distance(from: text.startIndex, to: end)
            words.append(
                WeightedWord(
                    place: place, bytes: bytes, word: String(text[start..<end]), weight: Double(sum)))
            (from, sum) = (nil, 0)
        }
        var byte = 0
        for index in text.indices where byte < sums.count {
            let character = text[index]
            let size = character.utf8.count
            let part = sums[byte..<byte + size].reduce(0, +)
            byte += size
            let isWord = character.isLetter || character.isNumber
            if isWord, part / Float(size) > floor {
                from = from ?? index
                sum += part
            } else {
                close(index)
            }
        }
        close(text.endIndex)
        return words
    }
}
