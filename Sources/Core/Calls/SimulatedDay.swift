/// A day of a call centre, made up from a seed: the same seed, the same day. For trying out how much a city
/// can take (M10), and for the demo.
public struct SimulatedDay: Sendable {
    public struct Item: Sendable {
        /// The switch's own name of the call.
        public let id: String
        /// In the order in which a switch would send them.
        public let events: [CallEvent]
        /// What its taker will say came of it; nil where nobody answered.
        public let result: CallResult?
        /// Nil where nobody answered.
        public let taker: String?
        public let resultAt: Moment?
    }

    public let items: [Item]

    /// Calls of an hour out of a thousand, from midnight on: two peaks.
    private static let shape = [
        6, 4, 3, 3, 4, 8, 18, 42, 82, 104, 98, 78, 48, 46, 72, 88, 84, 62, 42, 34, 30, 22, 14, 8,
    ]
    /// What comes of a hundred calls.
    private static let results: [(CallResult, Int)] = [
        (.answered, 52), (.filed, 21), (.quick, 12), (.joined, 4), (.transferred, 4), (.callBack, 2),
        (.silent, 3), (.wrongNumber, 1), (.harassment, 1),
    ]

    /// - Parameters:
    ///   - start: Midnight of the day.
    ///   - takers: Logins or seats; each speaks with one caller at a time.
    public init(calls count: Int, from start: Moment, takers: [String], called: [String], seed: UInt64) {
        var dice = Dice(state: seed)
        var free = Dictionary(takers.map { ($0, start) }, uniquingKeysWith: { first, _ in first })
        let whole = Self.shape.reduce(0, +)
        var arrivals: [Moment] = []
        for index in 0..<max(0, count) {
            // Exactly so many calls: the hour by its place in the shape, the moment by chance.
            var place = (index * whole + whole / 2) / max(1, count)
            var hour = 0
            while hour < 23, place >= Self.shape[hour] {
                place -= Self.shape[hour]
                hour += 1
            }
            arrivals.append(start + Int64(hour) * 3_600_000 + Int64(dice.below(3_600_000)))
        }
        var items: [Item] = []
        for (index, arrived) in arrivals.sorted().enumerated() {
            let id = "sim-\(seed)-\(start.milliseconds / 86_400_000)-\(padded(index + 1, 6))"
            items.append(
                Self.item(id, at: arrived, free: &free, takers: takers, called: called, &dice))
        }
        self.items = items
    }

    private static func item(
        _ id: String, at arrived: Moment, free: inout [String: Moment], takers: [String], called: [String],
        _ dice: inout Dice
    ) -> Item {
        let caller = "199" + padded(dice.below(100_000_000), 8)
        let dialled = called.isEmpty ? nil : called[dice.below(called.count)]
        let queued = CallEvent(.queued, at: arrived, caller: caller, called: dialled, queue: "12345")
        let taker = takers.min { (free[$0] ?? arrived, $0) < (free[$1] ?? arrived, $1) }
        let patience = Int64(20_000 + dice.below(160_000))
        let reaction = Int64(2_000 + dice.below(9_000))
        let ready = max(arrived, taker.flatMap { free[$0] } ?? arrived) + reaction
        guard let taker, ready - arrived <= patience, dice.below(1000) >= 8 else {
            let gaveUp = CallEvent(.abandoned, at: arrived + patience, caller: caller)
            return Item(id: id, events: [queued, gaveUp], result: nil, taker: nil, resultAt: nil)
        }
        let result = pick(&dice)
        let talk = Int64(result.isConcern ? 45_000 + dice.below(240_000) : 4_000 + dice.below(20_000))
        let wrap = Int64(3_000 + dice.below(25_000))
        let rang = CallEvent(
            .ringing, at: ready + -min(reaction, 4_000), caller: caller, called: dialled, agent: taker)
        let answered = CallEvent(.answered, at: ready, agent: taker)
        let ended = CallEvent(
            .ended, at: ready + talk, agent: taker,
            recording: "https://recordings.example.org/\(id).ogg")
        free[taker] = ready + (talk + wrap)
        return Item(
            id: id, events: [queued, rang, answered, ended], result: result, taker: taker,
            resultAt: ready + (talk + wrap))
    }

    private static func pick(_ dice: inout Dice) -> CallResult {
        var place = dice.below(results.reduce(0) { $0 + $1.1 })
        for (result, weight) in results {
            if place < weight { return result }
            place -= weight
        }
        return .answered
    }

    /// SplitMix64.
    private struct Dice {
        var state: UInt64

        mutating func below(_ count: Int) -> Int {
            state &+= 0x9E37_79B9_7F4A_7C15
            var mixed = state
            mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
            mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
            return Int((mixed ^ (mixed >> 31)) % UInt64(max(1, count)))
        }
    }
}
