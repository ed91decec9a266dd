/// Units side by side with those that can be compared with them: of the same level, and with about as much
/// to do. Nobody with three orders stands beside one with three thousand.
public struct Ranking: Sendable {
    /// Where a unit stands.
    public struct Place: Hashable, Sendable {
        public let unit: UnitCode
        public let figures: Figures
        public let score: Score
        /// How many orders it answered, accepted or had judged: what its rates rest on.
        public let volume: Int
        /// Counted from 1; units of the same score share a rank. Nil for too few orders to be ranked.
        public let rank: Int?
        /// With how many it is compared, itself among them.
        public let peers: Int
    }

    /// Whom a unit is compared with.
    public struct Peers: Hashable, Comparable, Sendable {
        public let level: AreaLevel
        /// 0 for the least orders that are ranked, 1 for ten times as many, and so on; −1 for too few.
        public let band: Int

        public static func < (left: Peers, right: Peers) -> Bool {
            (left.level, -left.band) < (right.level, -right.band)
        }
    }

    /// The groups, the widest areas and the most orders first; in each the best stands first.
    public let groups: [(peers: Peers, places: [Place])]
    private let byUnit: [UnitCode: (peers: Peers, place: Place)]

    /// - Parameter atLeast: with fewer orders than this a unit is shown and not ranked.
    public init(_ figures: [UnitCode: Figures], units: [UnitCode: Unit], formula: Formula, atLeast: Int) {
        var members: [Peers: [(unit: UnitCode, figures: Figures, score: Score, volume: Int)]] = [:]
        for (code, figures) in figures {
            guard let unit = units[code] else { continue }
            let volume = formula.weights.map { figures.share($0.measure).of }.max() ?? 0
            let peers = Peers(level: unit.area.level, band: Self.band(volume, atLeast: max(1, atLeast)))
            members[peers, default: []].append((code, figures, Score(of: figures, by: formula), volume))
        }
        var byUnit: [UnitCode: (peers: Peers, place: Place)] = [:]
        groups = members.keys.sorted().map { peers in
            let sorted = (members[peers] ?? []).sorted {
                ($1.score.hundredths ?? -1, $0.unit) < ($0.score.hundredths ?? -1, $1.unit)
            }
            var places: [Place] = []
            for (index, member) in sorted.enumerated() {
                var rank: Int?
                if peers.band >= 0, member.score.hundredths != nil {
                    let isLike = places.last?.score.hundredths == member.score.hundredths
                    rank = isLike ? places.last?.rank : index + 1
                }
                places.append(
                    Place(
                        unit: member.unit, figures: member.figures, score: member.score,
                        volume: member.volume, rank: rank, peers: sorted.count))
            }
            for place in places { byUnit[place.unit] = (peers, place) }
            return (peers, places)
        }
        self.byUnit = byUnit
    }

    public subscript(unit: UnitCode) -> Place? { byUnit[unit]?.place }

    /// From and below how many orders units of a band have; nil above for −1.
    public static func orders(of band: Int, atLeast: Int) -> (from: Int, below: Int) {
        if band < 0 { return (0, atLeast) }
        let from = (0..<min(band, 9)).reduce(atLeast) { from, _ in from * 10 }
        return (from, from * 10)
    }

    private static func band(_ volume: Int, atLeast: Int) -> Int {
        guard volume >= atLeast else { return -1 }
        var (band, rest) = (0, volume / atLeast)
        while rest >= 10 { (band, rest) = (band + 1, rest / 10) }
        return band
    }
}
