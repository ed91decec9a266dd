import Core
import Storage

/// How each matter first came to a unit, and the sums of a month.
struct DispatchStore {
    let connection: any Connection

    /// By what figures are told apart.
    enum Dimension: String, CaseIterable, Sendable {
        case all, channel, category, unit, way
    }

    /// The sums of one line.
    struct Sum: Hashable, Sendable {
        /// Matters that were given to a unit.
        var dispatched = 0
        var right = 0
        var wrong = 0
        /// Those that a unit answered.
        var owned = 0
        /// To how many units these went, all together.
        var hops = 0
        /// From raising until the unit that answered had them, in milliseconds, all together.
        var waited: Int64 = 0

        /// The open ones are in neither.
        var known: Int { right + wrong }

        static func + (left: Sum, right: Sum) -> Sum {
            Sum(
                dispatched: left.dispatched + right.dispatched, right: left.right + right.right,
                wrong: left.wrong + right.wrong, owned: left.owned + right.owned,
                hops: left.hops + right.hops, waited: left.waited + right.waited)
        }
    }

    /// One matter as it is counted.
    struct Line: SQLRow, Hashable, Sendable {
        let matter: Int64
        let number: String
        /// `202611`.
        let month: Int
        let area: AreaCode
        let channel: String
        let category: String
        let unit: UnitCode
        let isAutomatic: Bool
        let state: FirstDispatch.State
        let hops: Int
        let refused: [UnitCode]
        let owner: UnitCode?
        let at: Moment
        let waited: Int64?

        init(_ first: FirstDispatch, of matter: Int64, number: String, month: Int) {
            self.matter = matter
            self.number = number
            self.month = month
            area = first.area
            channel = first.channel.rawValue
            category = first.category ?? ""
            unit = first.unit
            isAutomatic = first.isAutomatic
            state = first.state
            hops = first.hops
            refused = first.refused
            owner = first.owner
            at = first.at
            waited = first.millisecondsToOwner
        }

        init(row: Row) throws {
            matter = try row.get("matter_id")
            number = try row.get("number")
            month = try row.get("month")
            area = try row.get("area")
            channel = try row.get("channel")
            category = try row.get("category")
            unit = try row.get("unit")
            isAutomatic = try row.get("way", as: String.self) == Line.automatic
            state = FirstDispatch.State(rawValue: try row.get("state")) ?? .open
            hops = try row.get("hops")
            refused = try row.get("refused", as: String.self).split(separator: " ")
                .map { UnitCode(String($0)) }
            owner = try row.get("owner")
            at = try row.get("at")
            waited = try row.get("waited")
        }

        static let automatic = "automatic"
        static let people = "people"

        var way: String { isAutomatic ? Self.automatic : Self.people }

        var sum: Sum {
            Sum(
                dispatched: 1, right: state == .right ? 1 : 0, wrong: state == .wrong ? 1 : 0,
                owned: waited == nil ? 0 : 1, hops: waited == nil ? 0 : hops, waited: waited ?? 0)
        }

        func name(_ dimension: Dimension) -> String {
            switch dimension {
            case .all: ""
            case .channel: channel
            case .category: category
            case .unit: unit.text
            case .way: way
            }
        }

        /// The areas in whose sums it counts: the city's own first.
        var areas: [AreaCode] { [.city, .county, .town].compactMap { area.ancestor(at: $0) } }
    }

    func empty() throws {
        try connection.run("DELETE FROM triage_matters")
        try connection.run("DELETE FROM triage_months")
    }

    // MARK: Writing

    func lines(of matters: [Int64]) throws -> [Int64: Line] {
        var lines: [Int64: Line] = [:]
        for start in stride(from: 0, to: matters.count, by: 200) {
            let some = Array(matters[start..<min(start + 200, matters.count)])
            let found: [Line] = try connection.all(
                Self.select + " WHERE matter_id IN (\(list: some))")
            for line in found { lines[line.matter] = line }
        }
        return lines
    }

    func put(_ line: Line) throws {
        try connection.run(
            """
            INSERT INTO triage_matters (matter_id, number, month, area, channel, category, unit, way, state,
                hops, refused, owner, at, waited)
            VALUES (\(line.matter), \(line.number), \(line.month), \(line.area), \(line.channel),
                \(line.category), \(line.unit), \(line.way), \(line.state.rawValue), \(line.hops),
                \(line.refused.map(\.text).joined(separator: " ")), \(line.owner), \(line.at),
                \(line.waited))
            ON CONFLICT (matter_id) DO UPDATE SET month = excluded.month, category = excluded.category,
                unit = excluded.unit, way = excluded.way, state = excluded.state, hops = excluded.hops,
                refused = excluded.refused, owner = excluded.owner, at = excluded.at,
                waited = excluded.waited
            """)
    }

    /// One line of the sums.
    struct Cell: Hashable, Sendable {
        let month: Int
        let area: AreaCode
        let dimension: Dimension
        let name: String
    }

    func add(_ sum: Sum, to cell: Cell) throws {
        try connection.run(
            """
            INSERT INTO triage_months (month, area, dimension, name, dispatched, was_right, was_wrong, owned,
                hops, waited)
            VALUES (\(cell.month), \(cell.area), \(cell.dimension.rawValue), \(cell.name),
                \(sum.dispatched), \(sum.right), \(sum.wrong), \(sum.owned), \(sum.hops), \(sum.waited))
            ON CONFLICT (area, dimension, month, name) DO UPDATE SET
                dispatched = triage_months.dispatched + excluded.dispatched,
                was_right = triage_months.was_right + excluded.was_right,
                was_wrong = triage_months.was_wrong + excluded.was_wrong,
                owned = triage_months.owned + excluded.owned,
                hops = triage_months.hops + excluded.hops,
                waited = triage_months.waited + excluded.waited
            """)
    }

    // MARK: Reading

    private static let select: SQL = """
        SELECT matter_id, number, month, area, channel, category, unit, way, state, hops, refused, owner, at,
            waited
        FROM triage_matters
        """

    /// The sums of some months of an area, by what tells them apart.
    func sums(
        _ dimension: Dimension, in area: AreaCode, from first: Int, through last: Int
    ) throws -> [(month: Int, name: String, sum: Sum)] {
        try connection.rows(
            """
            SELECT month, name, dispatched, was_right, was_wrong, owned, hops, waited FROM triage_months
            WHERE area = \(area) AND dimension = \(dimension.rawValue) AND month >= \(first)
                AND month <= \(last)
            ORDER BY month, name
            """
        ).map { row in
            let sum = Sum(
                dispatched: try row.get("dispatched"), right: try row.get("was_right"),
                wrong: try row.get("was_wrong"), owned: try row.get("owned"), hops: try row.get("hops"),
                waited: try row.get("waited"))
            return (try row.get("month"), try row.get("name"), sum)
        }
    }

    /// The matters of a month that a figure counts, the newest first: a state at a time, so that each is a
    /// range of one key; of a county, what its month holds is walked at most.
    ///
    /// - Parameter area: A county or a town, or one above them for the whole city.
    func matters(
        _ dimension: Dimension, _ name: String, month: Int, state: FirstDispatch.State?, in area: AreaCode,
        before id: Int64?, limit: Int
    ) throws -> [Line] {
        let found = try (state.map { [$0] } ?? FirstDispatch.State.allCases).flatMap { state in
            try matters(dimension, name, month: month, state, in: area, before: id, limit: limit)
        }
        return Array(found.sorted { $0.matter > $1.matter }.prefix(limit))
    }

    private func matters(
        _ dimension: Dimension, _ name: String, month: Int, _ state: FirstDispatch.State, in area: AreaCode,
        before id: Int64?, limit: Int
    ) throws -> [Line] {
        var conditions: [SQL] = ["month = \(month)", "state = \(state.rawValue)"]
        // Within a county the key is that of the place; what is written as a term leads to no other.
        let rest: SQL = area.level < .county ? .none : " || ''"
        switch dimension {
        case .all: break
        case .channel: conditions.append("channel\(rest) = \(name)")
        case .category: conditions.append("category\(rest) = \(name)")
        case .unit: conditions.append("unit\(rest) = \(name)")
        case .way: conditions.append("way\(rest) = \(name)")
        }
        switch area.level {
        case .province, .city: break
        case .county: conditions.append("substr(area, 1, 6) = \(area)")
        case .town, .village, .grid, .building:
            conditions.append("substr(area, 1, 9) = \(area.ancestor(at: .town) ?? area)")
        }
        if let id { conditions.append("matter_id < \(id)") }
        return try connection.all(
            Self.select + " WHERE " + SQL.join(conditions, by: " AND ")
                + " ORDER BY matter_id DESC LIMIT \(literal: limit)")
    }
}
