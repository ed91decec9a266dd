/// A few index keys of a text, so that texts which speak of the same thing share some of them.
///
/// Each key is one of the text's terms, drawn by lot in proportion to how telling it is: two texts draw the
/// same term with the share of their weights that they have in common (weighted minimum hashing). The lots
/// are always the same, so nothing has to be compared with anything else to make them.
public struct Signature: Sendable, Hashable {
    /// Lots for the whole text, and for its title alone.
    public static let wholeKeys = 16
    public static let titleKeys = 8

    /// Different from each other, at most `wholeKeys + titleKeys` of them.
    public let keys: [UInt64]

    public init(of text: SignatureText, against background: SignatureBackground) {
        let weighted = text.terms.map { ($0, background.weight(of: $0)) }
        var keys: [UInt64] = []
        for lot in 0..<Self.wholeKeys { Self.draw(lot, from: weighted, into: &keys) }
        let title = weighted.filter(\.0.inTitle)
        for lot in Self.wholeKeys..<(Self.wholeKeys + Self.titleKeys) {
            Self.draw(lot, from: title, into: &keys)
        }
        self.keys = keys
    }

    /// The least of exponentially distributed numbers wins, each with the weight as its rate.
    private static func draw(
        _ lot: Int, from weighted: [(SignatureText.Term, Double)], into keys: inout [UInt64]
    ) {
        var best: (number: Double, hash: UInt64)?
        let salt = SignatureScan.Hash.mix(UInt64(lot) &+ 0x5151)
        for (term, weight) in weighted {
            let chance = SignatureScan.Hash.mix(term.hash ^ salt)
            let unit = (Double(chance >> 11) + 0.5) * 0x1p-53
            let number = -Logarithm.two(unit) / weight
            if best.map({ number < $0.number }) ?? true { best = (number, term.hash) }
        }
        guard let best else { return }
        // The term alone is the key: whichever lot drew it, it is found by any other.
        if !keys.contains(best.hash) { keys.append(best.hash) }
    }
}

extension SignatureText {
    /// How much of what they say two texts have in common.
    public struct Likeness: Sendable, Hashable {
        /// Of both texts together, 0 … 1.
        public let common: Double
        /// Of the shorter text, 0 … 1.
        public let contained: Double
        /// Of both titles together, 0 … 1.
        public let titles: Double
        /// The weight of what they share: little, where two short texts share what everybody writes.
        public let evidence: Double

        /// One number, 0 … 1, that grows with each of them.
        public var score: Double {
            0.45 * common + 0.2 * contained + 0.35 * titles
        }
    }

    public func likeness(to other: SignatureText, against background: SignatureBackground) -> Likeness {
        var sums = Sums()
        var (left, right) = (terms[...], other.terms[...])
        while let a = left.first ?? right.first {
            let b = right.first
            if left.isEmpty || (b.map { $0.hash < a.hash } ?? false), let b {
                sums.take(nil, b, background)
                right.removeFirst()
            } else if let b, b.hash == a.hash {
                sums.take(a, b, background)
                left.removeFirst()
                right.removeFirst()
            } else {
                sums.take(a, nil, background)
                left.removeFirst()
            }
        }
        return sums.likeness
    }

    private struct Sums {
        var (shared, mine, theirs) = (0.0, 0.0, 0.0)
        var (sharedTitles, allTitles) = (0.0, 0.0)

        mutating func take(_ a: Term?, _ b: Term?, _ background: SignatureBackground) {
            guard let term = a ?? b else { return }
            let weight = background.weight(of: Term(hash: term.hash, inTitle: false))
            if a != nil { mine += weight }
            if b != nil { theirs += weight }
            if a != nil, b != nil { shared += weight }
            let (inA, inB) = (a?.inTitle ?? false, b?.inTitle ?? false)
            if inA || inB { allTitles += weight }
            if inA || inB, a != nil, b != nil { sharedTitles += weight }
        }

        var likeness: Likeness {
            let all = mine + theirs - shared
            let least = min(mine, theirs)
            return Likeness(
                common: all > 0 ? shared / all : 0, contained: least > 0 ? shared / least : 0,
                titles: allTitles > 0 ? sharedTitles / allTitles : 0, evidence: shared)
        }
    }
}
