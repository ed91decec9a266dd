import Core
import Storage

/// Receptions, and what is counted of everything here.
struct ReceptionStore {
    let connection: any Connection

    func receptions(
        of places: [String], before id: Int64? = nil, limit: Int
    ) throws -> [Reception] {
        let rest: SQL = id.map { " AND id < \($0)" } ?? .none
        return try connection.all(
            """
            SELECT id, place, at, delegate, person, mode, opinions FROM slips_receptions
            WHERE place IN (\(list: places))\(rest) ORDER BY id DESC LIMIT \(literal: limit)
            """)
    }

    /// - Returns: Its key; nil where the same form was kept already.
    func add(_ new: NewReception, day: CivilDate, by person: Int64) throws -> Int64? {
        try connection.first(
            """
            INSERT INTO slips_receptions
                (place, day, at, delegate, person, mode, opinions, once_key, taken_by)
            VALUES (\(new.place), \(day.daysSince1970), \(new.at), \(new.delegate), \(new.person),
                \(new.mode.rawValue), \(new.opinions.count), \(new.once), \(person))
            ON CONFLICT (once_key) DO NOTHING RETURNING id
            """)?.get("id")
    }

    /// The numbers of the matters of some receptions.
    func matters(of receptions: [Int64]) throws -> [Int64: [String]] {
        var numbers: [Int64: [String]] = [:]
        for row in try connection.rows(
            """
            SELECT f.reception_id, m.number FROM slips_followed f JOIN matters m ON m.id = f.matter_id
            WHERE f.reception_id IN (\(list: receptions)) ORDER BY f.matter_id
            """)
        {
            numbers[try row.get("reception_id"), default: []].append(try row.get("number"))
        }
        return numbers
    }

    // MARK: Counting

    func follow(_ matter: Int64, place: String, month: String, reception: Int64?) throws {
        try connection.run(
            """
            INSERT INTO slips_followed (matter_id, place, month, reception_id)
            VALUES (\(matter), \(place), \(month), \(reception))
            """)
    }

    func count(_ figure: SlipFigure, of place: String, in month: String, by more: Int = 1) throws {
        try connection.run(
            """
            INSERT INTO slips_counts (month, place, figure, count)
            VALUES (\(month), \(place), \(figure.rawValue), \(more))
            ON CONFLICT (month, place, figure) DO UPDATE SET count = slips_counts.count + excluded.count
            """)
    }

    /// What was counted in a month at some places.
    func figures(of places: [String], in month: String) throws -> [String: [SlipFigure: Int]] {
        var figures: [String: [SlipFigure: Int]] = [:]
        for row in try connection.rows(
            """
            SELECT place, figure, count FROM slips_counts
            WHERE month = \(month) AND place IN (\(list: places))
            """)
        {
            guard let figure = SlipFigure(rawValue: try row.get("figure")) else { continue }
            figures[try row.get("place"), default: [:]][figure] = try row.get("count")
        }
        return figures
    }

    // MARK: Following

    /// What became of a matter that came from a slip or a reception.
    struct Followed: SQLRow {
        let matterID: Int64
        let place: String
        let month: String
        var transferred: Bool
        var answered: Bool
        var solved: Bool

        init(row: Row) throws {
            matterID = try row.get("matter_id")
            place = try row.get("place")
            month = try row.get("month")
            transferred = try row.get("transferred")
            answered = try row.get("answered")
            solved = try row.get("solved")
        }
    }

    func followed(_ matters: [Int64]) throws -> [Followed] {
        try connection.all(
            """
            SELECT matter_id, place, month, transferred, answered, solved FROM slips_followed
            WHERE matter_id IN (\(list: matters))
            """)
    }

    func keep(_ followed: Followed) throws {
        try connection.run(
            """
            UPDATE slips_followed SET transferred = \(followed.transferred), answered = \(followed.answered),
                solved = \(followed.solved)
            WHERE matter_id = \(followed.matterID)
            """)
    }

    func resetFollowed() throws {
        try connection.run("UPDATE slips_followed SET transferred = 0, answered = 0, solved = 0")
        try connection.run(
            "DELETE FROM slips_counts WHERE figure IN ('transferred', 'answered', 'solved')")
    }
}
