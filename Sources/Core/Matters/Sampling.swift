/// Which share of the matters of a class is looked at again by somebody else once it is closed.
public struct Sampling: Hashable, Sendable {
    /// In percent, by category; the closest category counts.
    public let shares: [String: Int]
    /// For every other category.
    public let share: Int

    /// - Parameters: Shares from 0 to 100.
    public init(share: Int = 0, shares: [String: Int] = [:]) {
        self.share = min(max(share, 0), 100)
        self.shares = shares.mapValues { min(max($0, 0), 100) }
    }

    /// The share of a category in percent.
    public func share(of category: String?, in catalogue: Catalogue) -> Int {
        guard let category else { return share }
        return catalogue.lineage(of: category).lazy.compactMap { shares[$0.code] }.first ?? share
    }

    /// Whether a matter is drawn. Its number alone decides: nobody can choose, and everybody can check.
    public func draws(_ number: String, category: String?, in catalogue: Catalogue) -> Bool {
        let hash = FNV1a(number.utf8).value
        // Neighbouring numbers differ in their last bytes only: mix before the remainder is taken.
        let mixed = (hash ^ (hash >> 33)) &* 0xff51_afd7_ed55_8ccd
        return Int((mixed ^ (mixed >> 33)) % 100) < share(of: category, in: catalogue)
    }
}
