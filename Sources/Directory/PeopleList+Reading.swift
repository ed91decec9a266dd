import Core
import Storage

extension Directory {
    /// Reads a list and holds each row against the people there are. Stores nothing.
    public func check(list text: String) async throws -> PeopleList {
        var records = CSVReader.records(in: text.utf8)[...]
        guard case .success(let head)? = records.popFirst() else {
            return PeopleList(rows: [], missing: PeopleList.Column.allCases.filter(\.isNeeded))
        }
        var places: [PeopleList.Column: Int] = [:]
        for (index, field) in head.fields.enumerated() {
            let name = field.trimmed.lowercased()
            for column in PeopleList.Column.allCases where column.heads.contains(name) {
                places[column] = places[column] ?? index
            }
        }
        let missing = PeopleList.Column.allCases.filter { $0.isNeeded && places[$0] == nil }
        guard missing.isEmpty else { return PeopleList(rows: [], missing: missing) }
        let found = Array(records)
        let columns = places
        return try await database.read { connection in
            var reader = PeopleListReader(organisation, columns, PeopleStore(connection))
            return PeopleList(rows: try found.map { try reader.row($0) }, missing: [])
        }
    }
}

/// Goes through the rows of a list.
struct PeopleListReader {
    private let organisation: Organisation
    private let places: [PeopleList.Column: Int]
    private let people: PeopleStore
    private let roles: [String: String]
    private let units: [String: UnitCode]
    private var seen: Set<String> = []
    private var newcomers: Set<String> = []
    private var count = 0

    init(_ organisation: Organisation, _ places: [PeopleList.Column: Int], _ people: PeopleStore) {
        self.organisation = organisation
        self.places = places
        self.people = people
        roles = Self.byName(
            organisation.roleNames.map { ($0, $0) }
                + organisation.roles.values.flatMap { [($0.text.zh, $0.name), ($0.text.en, $0.name)] })
        units = Self.byName(
            organisation.units.values.flatMap {
                [($0.code.text, $0.code), ($0.name.zh, $0.code), ($0.name.en, $0.code)]
            })
    }

    /// A name that two of them share is none.
    private static func byName<T: Equatable>(_ pairs: [(String, T)]) -> [String: T] {
        var found: [String: T?] = [:]
        for (name, value) in pairs {
            let key = name.lowercased()
            if let known = found[key], known != value { found[key] = .some(nil) } else { found[key] = value }
        }
        return found.compactMapValues(\.self)
    }

    mutating func row(_ found: Result<CSVRecord, CSVProblem>) throws -> PeopleList.Row {
        count += 1
        let record: CSVRecord
        switch found {
        case .success(let read): record = read
        case .failure(let problem):
            return PeopleList.Row(
                line: problem.line, login: "", name: "", outcome: .refused([.unreadable]), post: nil)
        }
        func cell(_ column: PeopleList.Column) -> String {
            guard let place = places[column], record.fields.indices.contains(place) else { return "" }
            return record.fields[place].trimmed
        }
        let (typed, name) = (cell(.login), cell(.nameZh))
        func answer(_ outcome: PeopleList.Outcome, _ post: PostRow? = nil) -> PeopleList.Row {
            PeopleList.Row(line: record.line, login: typed, name: name, outcome: outcome, post: post)
        }
        if count > PeopleList.mostRows { return answer(.refused([.tooMany])) }
        let login = PersonRules.login(typed)
        let named = PersonRules.name(LocalText(zh: name, en: cell(.nameEn)))
        let role = roles[cell(.role).lowercased()]
        let unit = units[cell(.unit).lowercased()].flatMap { organisation.units[$0] }
        let area = cell(.area).isEmpty ? unit?.area : organisation.area(called: cell(.area))
        var flaws: [PeopleList.Flaw] = []
        if login == nil { flaws.append(.login) }
        if named == nil { flaws.append(.name) }
        if role == nil { flaws.append(.role) }
        if unit == nil { flaws.append(.unit) } else if area == nil { flaws.append(.area) }
        guard let login, let named, let role, let unit, let area, flaws.isEmpty else {
            return answer(.refused(flaws))
        }
        let post = Post(role: role, unit: unit.code, area: area)
        guard seen.insert("\(login) \(role) \(unit.code) \(area)").inserted else {
            return answer(.refused([.twice]))
        }
        return answer(
            try outcome(login, named, post), PostRow(login: login, name: named, post: post))
    }

    private mutating func outcome(_ login: String, _ name: LocalText, _ post: Post) throws
        -> PeopleList.Outcome
    {
        guard let known = try people.person(login: login) else {
            return newcomers.insert(login).inserted ? .newPerson : .newPost
        }
        if try !people.everHeld(post, by: known.id) { return known.active ? .newPost : .inactive }
        return known.name == name ? .nothing : .renamed
    }
}
