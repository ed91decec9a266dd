/// What of an answer no answer should hold: numbers of a person, and what the resident is called.
public struct WordingPrivacy: Sendable, Hashable {
    public enum Sort: String, Sendable, Hashable, CaseIterable {
        /// An identity card, a passport or a bank card.
        case card
        /// A mobile telephone that is not given as one to ring.
        case phone
        /// The resident's own name or number.
        case resident
    }

    public struct Find: Sendable, Hashable {
        public let sort: Sort
        /// In scalars of the original text.
        public let place: Range<Int>
    }

    public let finds: [Find]

    /// - Parameter resident: What is known of whoever raised the matter: name, telephone.
    public init(_ text: String, resident: [String]) {
        let scalars = Array(text.unicodeScalars)
        var finds = Masking.findings(in: text).compactMap { finding -> Find? in
            let start = text.unicodeScalars.distance(from: text.startIndex, to: finding.range.lowerBound)
            let length = text.unicodeScalars.distance(
                from: finding.range.lowerBound, to: finding.range.upperBound)
            return Self.find(finding.kind, start..<start + length, in: scalars)
        }
        let wording = Wording(text)
        for name in resident {
            let wanted = Wording(name).letters.filter { $0 != "," && $0 != "." }
            // A surname alone, as in a greeting, tells nobody who it is.
            guard wanted.count >= 2 else { continue }
            for start in wording.letters.indices where wording.letters[start...].starts(with: wanted) {
                finds.append(Find(sort: .resident, place: wording.place(of: start..<start + wanted.count)))
            }
        }
        self.finds = finds.sorted { $0.place.lowerBound < $1.place.lowerBound }
    }

    private static func find(
        _ kind: Masking.Kind, _ place: Range<Int>, in scalars: [Unicode.Scalar]
    ) -> Find? {
        switch kind {
        case .identity, .passport, .bankCard: return Find(sort: .card, place: place)
        case .phone:
            // The public copy hides a part; the number reaches to both sides of it.
            var (start, end) = (place.lowerBound, place.upperBound)
            while start > 0, isDigit(scalars[start - 1]) { start -= 1 }
            while end < scalars.count, isDigit(scalars[end]) { end += 1 }
            let digits = scalars[start..<end].map(Letters.digit).filter { $0 >= 0 }
            guard digits.count == 11, digits[0] == 1, !isGiven(scalars, before: start) else { return nil }
            return Find(sort: .phone, place: start..<end)
        // Plates and addresses belong to what was asked; officials are named, and stand for their word.
        case .plate, .address, .name, .account: return nil
        }
    }

    private static func isDigit(_ scalar: Unicode.Scalar) -> Bool {
        (48...57).contains(Letters.narrow(scalar).value)
    }

    /// Whether the words before it give it to be rung.
    private static func isGiven(_ scalars: [Unicode.Scalar], before start: Int) -> Bool {
        let before = Array(scalars[max(0, start - 24)..<start])
        return labels.contains { label in
            before.indices.contains { before[$0...].starts(with: label.unicodeScalars) }
        }
    }

    private static let labels = [
        "电话", "热线", "联系", "咨询", "手机", "微信", "科长", "主任", "负责", "书记", "站长", "队长", "所长", "经理",
    ]
}
