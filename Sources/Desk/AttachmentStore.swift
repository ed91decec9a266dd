import Core
import Storage

/// The files that matters name.
struct AttachmentStore {
    let connection: any Connection

    /// The matter that names a file.
    func matter(naming id: String) throws -> Int64? {
        try connection.value("SELECT matter_id FROM attachments WHERE id = \(id)")
    }

    func named(_ hashes: [String]) throws -> Set<String> {
        let rows = try connection.rows(
            "SELECT DISTINCT hash FROM attachments WHERE hash IN (\(list: hashes))")
        return Set(try rows.map { try $0.get("hash", as: String.self) })
    }

    func insert(_ attachment: Attachment, with event: Event, of matter: Int64, told: Bool) throws {
        try connection.run(
            """
            INSERT INTO attachments (id, matter_id, sequence, hash, name, kind, bytes, part, at, doer, move,
                told)
            VALUES (\(attachment.id), \(matter), \(event.sequence), \(attachment.hash),
                \(attachment.name), \(attachment.kind.rawValue), \(attachment.bytes),
                \(attachment.part.rawValue), \(event.at), \(event.by.text), \(event.move), \(told))
            """)
    }

    func files(after id: String, limit: Int) throws -> [NamedFile] {
        try connection.rows(
            """
            SELECT a.id AS id, a.hash AS hash, a.name AS name, a.bytes AS bytes, m.number AS number
            FROM attachments a JOIN matters m ON m.id = a.matter_id
            WHERE a.id > \(id) ORDER BY a.id LIMIT \(literal: limit)
            """
        ).map { row in
            NamedFile(
                id: try row.get("id"), hash: try row.get("hash"), name: try row.get("name"),
                bytes: try row.get("bytes"), matter: try row.get("number"))
        }
    }
}

extension DeskTransaction {
    /// Keeps which matter names a file. A file is named once.
    ///
    /// - Throws: A refusal where a matter names it already.
    func name(_ events: [Event], of matter: Matter) throws {
        let files = AttachmentStore(connection: connection)
        let procedure = desk.city.procedures[matter.kind]
        for event in events {
            for case .attached(let attachment) in event.facts {
                if try files.matter(naming: attachment.id) != nil {
                    if event.move == nil { throw FilingRefusal.invalid(.files) }
                    throw Refusal.invalid(.files, .unknown)
                }
                try files.insert(
                    attachment, with: event, of: matter.id,
                    told: AttachmentRecord.isTold(event, by: procedure))
            }
        }
    }
}
