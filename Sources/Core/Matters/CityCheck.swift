/// The rows of a city before they become a `City`: still with what is doubled, missing or circular.
public struct CityRows: Sendable {
    public var area: AreaCode?
    public var desk: UnitCode?
    public var firstKind = ""
    public var areas: [Area] = []
    public var units: [Unit] = []
    public var roles: [Role] = []
    public var posts: [Post] = []
    public var categories: [Catalogue.Category] = []
    public var rules: [DispatchCatalogue.Rule] = []
    public var procedures: [Procedure] = []
    public var limits: [LimitRule] = []

    public init() {}
}

/// Something in a city's rows that would leave a matter without an owner, or a reader without an answer.
public struct CityComplaint: Hashable, Sendable {
    public let subject: Subject
    public let problem: String
    public let remedy: String

    /// Which row, counted from 0 in its list.
    public enum Subject: Hashable, Sendable {
        case area(Int)
        case unit(Int)
        case role(Int)
        case post(Int)
        case category(Int)
        case rule(Int)
        case limit(Int)
        /// A setting of the city itself: `area`, `desk`, `firstKind`.
        case setting(String)
        /// A move of a kind.
        case move(kind: String, String)
        /// What is missing from a whole list.
        case areas, units, posts, categories, rules
    }
}

/// What is wrong with a city's rows; empty for one that may be used. Procedures are checked by themselves.
public func complaints(about rows: CityRows) -> [CityComplaint] {
    var check = CityCheck(rows: rows)
    check.checkAreas()
    check.checkUnits()
    check.checkPosts()
    check.checkCategories()
    check.checkRules()
    check.checkOwners()
    check.checkSettings()
    check.checkLimits()
    return check.found
}

/// Collects the complaints about a city's rows.
struct CityCheck {
    let rows: CityRows
    var found: [CityComplaint] = []

    let areaCodes: Set<AreaCode>
    let unitCodes: Set<UnitCode>

    init(rows: CityRows) {
        self.rows = rows
        areaCodes = Set(rows.areas.map(\.code))
        unitCodes = Set(rows.units.map(\.code))
    }

    mutating func complain(_ subject: CityComplaint.Subject, _ problem: String, _ remedy: String) {
        found.append(CityComplaint(subject: subject, problem: problem, remedy: remedy))
    }

    /// Calls `body` for each value that stood before, with the index of both.
    func eachDoubled<Value: Hashable>(_ values: [Value], _ body: (_ index: Int, _ first: Int) -> Void) {
        var first: [Value: Int] = [:]
        for (index, value) in values.enumerated() {
            if let earlier = first[value] { body(index, earlier) } else { first[value] = index }
        }
    }

    // MARK: Areas

    mutating func checkAreas() {
        if rows.areas.isEmpty { complain(.areas, "the city has no areas", "Write one row for each") }
        var doubles: [Int] = []
        eachDoubled(rows.areas.map(\.code)) { index, _ in doubles.append(index) }
        for index in doubles {
            complain(
                .area(index), "the area \(rows.areas[index].code) stands twice", "Remove one of the two rows")
        }
        guard let top = rows.area else { return }
        for (index, area) in rows.areas.enumerated() where area.code != top {
            if !top.contains(area.code) {
                complain(
                    .area(index), "the area \(area.code) does not lie in the city, whose code is \(top)",
                    "Begin its code with \(top), or change `area` in city.yaml")
            } else if let parent = area.code.parent, !areaCodes.contains(parent) {
                complain(
                    .area(index), "the area \(area.code) lies in \(parent), which has no row",
                    "Add a row for \(parent), or correct the code")
            }
        }
    }

    // MARK: Units

    mutating func checkUnits() {
        if rows.units.isEmpty { complain(.units, "the city has no units", "Write one row for each") }
        var doubles: [Int] = []
        eachDoubled(rows.units.map(\.code)) { index, _ in doubles.append(index) }
        for index in doubles {
            complain(
                .unit(index), "the unit \(rows.units[index].code) stands twice", "Remove one of the two rows")
        }
        for (index, unit) in rows.units.enumerated() {
            if !areaCodes.contains(unit.area) {
                complain(
                    .unit(index), "the unit \(unit.code) serves the area \(unit.area), which does not exist",
                    "Write the code of an area in areas.csv")
            }
            if let parent = unit.parent, !unitCodes.contains(parent) {
                complain(
                    .unit(index), "the unit \(unit.code) stands under \(parent), which does not exist",
                    "Write the code of a unit in units.csv, or nothing")
            }
        }
        checkUnitCircles()
    }

    private mutating func checkUnitCircles() {
        let parents = Dictionary(
            rows.units.map { ($0.code, $0.parent) }, uniquingKeysWith: { first, _ in first })
        var told: Set<UnitCode> = []
        for (index, unit) in rows.units.enumerated() where !told.contains(unit.code) {
            var chain = [unit.code]
            var next = unit.parent
            while let code = next, code != unit.code, !chain.contains(code) {
                chain.append(code)
                next = parents[code] ?? nil
            }
            guard next == unit.code else { continue }
            told.formUnion(chain)
            let circle = (chain + [unit.code]).map(\.text).joined(separator: " → ")
            complain(
                .unit(index), "units stand above themselves: \(circle)",
                "Leave `parent` of the highest of them empty")
        }
    }

    // MARK: Posts

    mutating func checkPosts() {
        if rows.posts.isEmpty { complain(.posts, "nobody has a post", "Write one row for each post") }
        let roles = Set(rows.roles.map(\.name))
        var doubles: [Int] = []
        eachDoubled(rows.roles.map(\.name)) { index, _ in doubles.append(index) }
        for index in doubles {
            complain(
                .role(index), "the role \"\(rows.roles[index].name)\" stands twice", "Remove one of them")
        }
        for (index, post) in rows.posts.enumerated() {
            if !roles.contains(post.role) {
                complain(
                    .post(index), "the post has the role \"\(post.role)\", which does not exist",
                    "Write one of: \(roles.sorted().joined(separator: ", "))")
            }
            if !unitCodes.contains(post.unit) {
                complain(
                    .post(index), "the post is in the unit \(post.unit), which does not exist",
                    "Write the code of a unit in units.csv")
            }
            if !areaCodes.contains(post.area) {
                complain(
                    .post(index), "the post is for the area \(post.area), which does not exist",
                    "Write the code of an area in areas.csv")
            }
        }
        checkHeldRoles(known: roles)
    }

    /// A move that only a role without any holder could make is never made.
    private mutating func checkHeldRoles(known roles: Set<String>) {
        let held = Set(rows.posts.map(\.role))
        for procedure in rows.procedures {
            for move in procedure.moves {
                for case .role(let role) in move.by where roles.contains(role) && !held.contains(role) {
                    complain(
                        .move(kind: procedure.kind, move.name),
                        "the move \"\(move.name)\" is by \"\(role)\", a role that nobody holds",
                        "Give somebody this role in posts.csv, or the move to another role")
                }
            }
        }
    }

    // MARK: Settings

    mutating func checkSettings() {
        if let area = rows.area, !areaCodes.contains(area) {
            complain(.setting("area"), "the area \(area) of the city does not exist", "Add it to areas.csv")
        }
        if let desk = rows.desk, !unitCodes.contains(desk) {
            complain(.setting("desk"), "the desk \(desk) is no unit", "Write the code of a unit in units.csv")
        }
        guard !rows.firstKind.isEmpty else { return }
        guard let first = rows.procedures.first(where: { $0.kind == rows.firstKind }) else {
            let kinds = rows.procedures.map(\.kind).sorted().joined(separator: ", ")
            return complain(
                .setting("firstKind"), "the first kind \"\(rows.firstKind)\" does not exist",
                kinds.isEmpty ? "Add its file to the folder kinds" : "Write one of: \(kinds)")
        }
        if !first.stages.contains(where: { $0.closes == .solved }) {
            complain(
                .setting("firstKind"), "the first kind \"\(first.kind)\" has no stage that closes as solved",
                "Add a stage with `closes: solved`, or name another kind")
        }
    }
}
