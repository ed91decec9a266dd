/// More or fewer hands in a unit, or in all of them: `WATER=+1`, `all=0.8`.
public struct StaffChange: Hashable, Sendable {
    /// Nil for all units that no other change names.
    public let unit: UnitCode?
    public let amount: Amount

    public enum Amount: Hashable, Sendable {
        /// So many people more, or fewer.
        case people(Int)
        /// So many times as much.
        case factor(Double)
    }

    public init(unit: UnitCode?, amount: Amount) {
        self.unit = unit
        self.amount = amount
    }

    /// The most that staff can be multiplied by.
    public static let largestFactor = 100.0

    /// Reads `UNIT=+1,UNIT2=-2,all=0.8`. A number with a sign is people, one without is a factor.
    ///
    /// - Parameter units: Those that there are.
    public static func read(_ text: String, units: Set<UnitCode>) throws(StaffProblem) -> [StaffChange] {
        var changes: [StaffChange] = []
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            let sides = part.split(separator: "=", omittingEmptySubsequences: false).map {
                String($0.trimmed)
            }
            guard sides.count == 2, !sides[0].isEmpty else { throw .unreadable(String(part)) }
            let unit = sides[0] == "all" ? nil : UnitCode(sides[0])
            if let unit, !units.contains(unit) { throw .unknownUnit(unit) }
            if changes.contains(where: { $0.unit == unit }) { throw .twice(sides[0]) }
            changes.append(StaffChange(unit: unit, amount: try amount(sides[1], String(part))))
        }
        return changes
    }

    private static func amount(_ text: String, _ part: String) throws(StaffProblem) -> Amount {
        if let sign = text.first, sign == "+" || sign == "-" {
            guard let people = Int(text), abs(people) <= 1_000_000 else { throw .unreadable(part) }
            return .people(people)
        }
        guard let factor = Double(text), factor.isFinite else { throw .unreadable(part) }
        guard factor > 0, factor <= largestFactor else { throw .factor(part) }
        return .factor(factor)
    }
}

/// Why a change of staff is none.
public enum StaffProblem: Error, Hashable, Sendable {
    case unreadable(String)
    case unknownUnit(UnitCode)
    /// The factor is not above 0, or above `StaffChange.largestFactor`.
    case factor(String)
    /// The unit is named twice.
    case twice(String)
    /// Nobody would be left.
    case nobodyLeft(UnitCode, people: Int)
}

/// How many people work in each unit, and how many would after some changes.
public struct Staff: Sendable {
    private let people: [UnitCode: Int]
    private let changes: [UnitCode?: StaffChange.Amount]

    /// - Throws: `StaffProblem.nobodyLeft` where a unit would lose everybody.
    public init(people: [UnitCode: Int], changes: [StaffChange]) throws(StaffProblem) {
        self.people = people
        self.changes = Dictionary(changes.map { ($0.unit, $0.amount) }, uniquingKeysWith: { _, last in last })
        for unit in people.keys.sorted() {
            if case .people(let more)? = amount(for: unit), self.people(in: unit) + more <= 0 {
                throw .nobodyLeft(unit, people: self.people(in: unit))
            }
        }
        for change in changes {
            guard let unit = change.unit, case .people(let more) = change.amount else { continue }
            if self.people(in: unit) + more <= 0 { throw .nobodyLeft(unit, people: self.people(in: unit)) }
        }
    }

    private func amount(for unit: UnitCode) -> StaffChange.Amount? {
        // Two levels of nil: no entry, and the entry for all.
        changes[unit] ?? changes[UnitCode?.none]
    }

    /// A unit in which nobody holds a post counts as one person.
    public func people(in unit: UnitCode) -> Int { max(1, people[unit] ?? 0) }

    public func changes(_ unit: UnitCode) -> Bool { factor(for: unit) != 1 }

    /// By how much a unit's hands are multiplied.
    public func factor(for unit: UnitCode) -> Double {
        switch amount(for: unit) {
        case .people(let more)?: Double(people(in: unit) + more) / Double(people(in: unit))
        case .factor(let factor)?: factor
        case nil: 1
        }
    }
}
