import Core
import Desk
import Storage
import Web

/// A thing that a path names, and where it belongs.
struct Thing: Sendable {
    /// What stands in the path, in order.
    let values: [String]
    var area: AreaCode?
    /// The units that have to do with it.
    var units: [UnitCode] = []
    /// The unit that answers for it.
    var leads: [UnitCode] = []
    /// Those that had, and have no more.
    var formerUnits: [UnitCode] = []
    var persons: [Int64] = []
    /// Put together of two things that do not belong together: nobody's.
    var isSwapped = false

    /// The same with other values in its path.
    func named(_ values: [String]) -> Thing {
        var thing = Thing(values: values, area: area, units: units, leads: leads)
        (thing.formerUnits, thing.persons, thing.isSwapped) = (formerUnits, persons, isSwapped)
        return thing
    }
}

/// Things of one sort: those the demo has, one that nobody has, and who may know of each.
struct ObjectSort: Sendable {
    typealias Sight = @Sendable (Caller, Thing) -> Bool

    let name: String
    var things: [Thing]
    /// Well formed, and there is none.
    let absent: [String]
    /// Nothing that could ever be one.
    let malformed: [String]
    let seenBy: Sight

    func own(_ caller: Caller) -> Thing? { things.first { !$0.isSwapped && seenBy(caller, $0) } }

    /// One that is another's; what was theirs once before what never was.
    func foreign(_ caller: Caller) -> Thing? {
        let others = things.filter { $0.isSwapped || !seenBy(caller, $0) }
        return others.first { thing in caller.posts.contains { thing.formerUnits.contains($0.unit) } }
            ?? others.first
    }
}

/// Every sort of thing that paths name.
struct ObjectBook: Sendable {
    private(set) var sorts: [String: ObjectSort] = [:]
    let whole: WholeTown

    init(_ whole: WholeTown) { self.whole = whole }

    subscript(name: String) -> ObjectSort? { sorts[name] }

    mutating func add(
        _ names: [String], _ things: [Thing], absent: [String], malformed: [String] = ["%-1'"],
        seenBy: @escaping ObjectSort.Sight = { _, _ in true }
    ) {
        for name in names {
            sorts[name] = ObjectSort(
                name: name, things: things, absent: absent, malformed: malformed, seenBy: seenBy)
        }
    }

    /// Things that stand in a table: the columns that go into the path, then where each belongs.
    func things(
        _ sql: SQL, _ columns: String..., area: String = "area", unit: String = "unit",
        person: String = "person"
    ) async throws -> [Thing] {
        try await whole.rows(sql).map { row in
            var thing = Thing(values: columns.map { row[$0] ?? "" })
            thing.area = row[area].flatMap { AreaCode($0) }
            thing.units = row[unit].map { [UnitCode($0)] } ?? []
            thing.leads = thing.units
            thing.persons = row[person].flatMap { Int64($0) }.map { [$0] } ?? []
            return thing
        }
    }
}

/// Who may know of what, said once more and apart from the program.
struct Sights: Sendable {
    let roles: [String: Role]

    /// Posts with a sight over areas see what lies there; the others what their unit works on.
    func matter(_ caller: Caller, _ thing: Thing) -> Bool {
        caller.posts.contains { post in
            switch roles[post.role]?.sight {
            case .area: thing.area.map { post.area.contains($0) } ?? false
            case .unit: thing.units.contains(post.unit)
            case nil: false
            }
        }
    }

    /// In the area of a post whose role has the power.
    func area(_ power: Role.Power, _ caller: Caller, _ thing: Thing) -> Bool {
        caller.posts.contains { post in
            roles[post.role]?.powers.contains(power) == true
                && thing.area.map { post.area.contains($0) } ?? false
        }
    }

    /// In the area of a post that takes what residents bring, or around the place where somebody of a town,
    /// village or grid works.
    func near(_ caller: Caller, _ thing: Thing) -> Bool {
        area(.takeCalls, caller, thing)
            || caller.posts.contains { post in
                post.area.level >= .town && thing.area.map { post.area.contains($0) } ?? false
            }
    }

    func worksIn(_ caller: Caller, _ thing: Thing) -> Bool {
        caller.posts.contains { thing.units.contains($0.unit) }
    }
}
