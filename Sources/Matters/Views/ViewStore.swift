import Core
import Storage

/// A list that somebody gave a name (保存的视图).
struct SavedView: SQLRow, Hashable {
    let id: Int64
    /// Who made it; they alone rename and delete it.
    let personID: Int64
    /// The unit whose people see it too; nil for its maker alone.
    let unit: UnitCode?
    let name: String
    /// The list's question, as it stands in the address: beginning with `?`.
    let question: String

    init(id: Int64, personID: Int64, unit: UnitCode?, name: String, question: String) {
        self.id = id
        self.personID = personID
        self.unit = unit
        self.name = name
        self.question = question
    }

    init(row: Row) throws {
        id = try row.get("id")
        personID = try row.get("person_id")
        unit = try row.get("unit")
        name = try row.get("name")
        question = try row.get("question")
    }

    static let nameLimit = 40
    static let questionLimit = 1500
}

/// Views by who may see them.
struct ViewStore {
    let connection: any Connection

    /// How many views somebody may keep, and how many of a unit are shown.
    static let most = 30

    private static let columns: SQL = "id, person_id, unit, name, question"

    /// Those of a person and of their units, their own first.
    func views(of person: Int64, in units: [UnitCode]) throws -> [SavedView] {
        let own: [SavedView] = try connection.all(
            """
            SELECT \(Self.columns) FROM views WHERE person_id = \(person)
            ORDER BY id LIMIT \(literal: Self.most)
            """)
        let shared: [SavedView] = try connection.all(
            """
            SELECT \(Self.columns) FROM views WHERE unit IN (\(list: units)) AND person_id <> \(person)
            ORDER BY id LIMIT \(literal: Self.most)
            """)
        return own + shared
    }

    /// - Returns: False when the person keeps as many as they may.
    func add(
        _ name: String, _ question: String, unit: UnitCode?, of person: Int64, at now: Moment
    ) throws -> Bool {
        let kept: Int =
            try connection.value("SELECT count(*) FROM views WHERE person_id = \(person)") ?? 0
        guard kept < Self.most else { return false }
        try connection.run(
            """
            INSERT INTO views (person_id, unit, name, question, made_at)
            VALUES (\(person), \(unit), \(name), \(question), \(now))
            """)
        return true
    }

    /// - Returns: False when the person made no such view.
    func rename(_ id: Int64, to name: String, of person: Int64) throws -> Bool {
        try connection.run(
            "UPDATE views SET name = \(name) WHERE id = \(id) AND person_id = \(person)") == 1
    }

    /// Deletes a view; whoever began with it begins with the plain list again.
    /// - Returns: False when the person made no such view.
    func delete(_ id: Int64, of person: Int64) throws -> Bool {
        let deleted = try connection.run("DELETE FROM views WHERE id = \(id) AND person_id = \(person)")
        if deleted == 1 { try connection.run("DELETE FROM first_views WHERE view_id = \(id)") }
        return deleted == 1
    }

    /// The view with which a person's list begins.
    func first(of person: Int64) throws -> Int64? {
        try connection.value("SELECT view_id FROM first_views WHERE person_id = \(person)")
    }

    /// - Parameter id: Nil to begin with the plain list.
    func setFirst(_ id: Int64?, of person: Int64) throws {
        try connection.run("DELETE FROM first_views WHERE person_id = \(person)")
        if let id {
            try connection.run("INSERT INTO first_views (person_id, view_id) VALUES (\(person), \(id))")
        }
    }
}
