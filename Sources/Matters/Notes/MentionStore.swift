import Core
import Desk
import Storage

/// Who was called to which note, and whether they looked.
struct MentionStore {
    let connection: any Connection

    func keep(_ people: [Colleague], at event: Event, of matter: Int64, in city: City) throws {
        guard !people.isEmpty,
            let row = try connection.first(
                "SELECT area, lead, raised_to, sharers FROM matters WHERE id = \(matter)")
        else { return }
        for person in people where try sees(person.posts, row, in: city) {
            try connection.run(
                """
                INSERT INTO mentions (person_id, matter_id, sequence, at)
                VALUES (\(person.id), \(matter), \(event.sequence), \(event.at))
                ON CONFLICT (person_id, matter_id, sequence) DO NOTHING
                """)
        }
    }

    /// The note was taken back.
    func forget(_ matter: Int64, _ sequence: Int) throws {
        try connection.run("DELETE FROM mentions WHERE matter_id = \(matter) AND sequence = \(sequence)")
    }

    /// The notes that call a person and that they have not opened, newest first; only matters they still
    /// see.
    func mentions(of person: Int64, with posts: [Post], in city: City, limit: Int) throws -> [Mention] {
        try connection.rows(
            """
            SELECT n.matter_id, n.sequence, n.at, m.number, m.title, m.area, m.lead, m.raised_to, m.sharers
            FROM mentions n JOIN matters m ON m.id = n.matter_id
            WHERE n.person_id = \(person) AND n.seen_at IS NULL
            ORDER BY n.at DESC LIMIT \(literal: max(0, limit))
            """
        ).compactMap { row in
            try sees(posts, row, in: city) ? try Mention(row: row) : nil
        }
    }

    private func sees(_ posts: [Post], _ row: Row, in city: City) throws -> Bool {
        city.sees(
            posts, area: try row.get("area"), lead: try row.get("lead"), raisedTo: try row.get("raised_to"),
            sharers: MatterRecord.sharers(try row.get("sharers")))
    }

    func isCalled(_ person: Int64, to matter: Int64) throws -> Bool {
        try connection.first(
            """
            SELECT sequence FROM mentions
            WHERE person_id = \(person) AND matter_id = \(matter) AND seen_at IS NULL LIMIT 1
            """) != nil
    }

    /// The person opened the matter.
    func see(_ matter: Int64, by person: Int64, at now: Moment) throws {
        try connection.run(
            """
            UPDATE mentions SET seen_at = \(now)
            WHERE person_id = \(person) AND matter_id = \(matter) AND seen_at IS NULL
            """)
    }
}

/// A note that calls somebody.
struct Mention: SQLRow, Sendable, Hashable {
    let matterID: Int64
    let number: String
    let title: String
    /// Which event of the matter the note is.
    let sequence: Int
    let at: Moment

    init(row: Row) throws {
        matterID = try row.get("matter_id")
        number = try row.get("number")
        title = try row.get("title")
        sequence = try row.get("sequence")
        at = try row.get("at")
    }
}
