import Core
import Storage

/// The contacts that asked for their matters, and the matters of a contact.
struct MineStore {
    let connection: any Connection

    /// What a private link is made from.
    struct Key: SQLRow {
        let id: Int64
        let contact: String
        let version: Int64

        init(row: Row) throws {
            id = try row.get("id")
            contact = try row.get("contact")
            version = try row.get("version")
        }
    }

    func key(_ id: Int64) throws -> Key? {
        try connection.first(Key.self, "SELECT id, contact, version FROM mine WHERE id = \(id)")
    }

    /// Keeps the hash of a new code.
    ///
    /// - Returns: False when too many were asked for in the window; then nothing changes.
    func setCode(_ hash: [UInt8], of contact: String, at now: Moment) throws -> Bool {
        try connection.run(
            """
            INSERT INTO mine (contact, version, code, code_until, tries, asked, asked_since)
            VALUES (\(contact), 1, NULL, 0, 0, 0, \(now)) ON CONFLICT (contact) DO NOTHING
            """)
        try connection.run(
            """
            UPDATE mine SET asked = 0, asked_since = \(now)
            WHERE contact = \(contact) AND asked_since <= \(now + -Mine.window)
            """)
        let changed = try connection.run(
            """
            UPDATE mine SET code = \(hash), code_until = \(now + Mine.codeLife),
                tries = \(Mine.triesPerCode), asked = asked + 1
            WHERE contact = \(contact) AND asked < \(Mine.codesPerWindow)
            """)
        return changed > 0
    }

    /// Writes what stands there already.
    func keepCode(of contact: String) throws {
        try connection.run("UPDATE mine SET code_until = code_until WHERE contact = \(contact)")
    }

    /// Takes a code: right, it is used up; wrong, one try less.
    func take(_ hash: [UInt8], of contact: String, at now: Moment) throws -> Key? {
        let tried = try connection.run(
            """
            UPDATE mine SET tries = tries - 1
            WHERE contact = \(contact) AND code IS NOT NULL AND tries > 0 AND code_until > \(now)
            """)
        guard tried > 0 else { return nil }
        let right = try connection.run(
            "UPDATE mine SET code = NULL, tries = 0 WHERE contact = \(contact) AND code = \(hash)")
        guard right > 0 else { return nil }
        return try connection.first(
            Key.self, "SELECT id, contact, version FROM mine WHERE contact = \(contact)")
    }

    func renew(_ id: Int64) throws {
        try connection.run("UPDATE mine SET version = version + 1 WHERE id = \(id)")
    }

    func isKnown(_ contact: MineContact) throws -> Bool {
        try connection.first(
            "SELECT matter_id FROM contacts WHERE " + condition(contact) + " LIMIT 1") != nil
    }

    func matters(of contact: MineContact, after last: Int64?, limit: Int) throws -> MatterPage {
        let before: SQL = last.map { " AND matter_id < \($0)" } ?? .none
        let matters: [MatterRecord] = try connection.all(
            "SELECT \(MatterRecord.columns) FROM matters WHERE id IN (SELECT matter_id FROM contacts WHERE "
                + condition(contact) + before
                + ") ORDER BY id DESC LIMIT \(literal: limit + 1)")
        return MatterPage(
            matters: Array(matters.prefix(limit)), next: matters.count > limit ? matters[limit - 1].id : nil)
    }

    func waiting(of contact: MineContact) throws -> Int {
        try connection.value(
            "SELECT count(*) FROM matters WHERE status = 'open'"
                + " AND holder = \(Stage.Holder.resident.rawValue)"
                + " AND id IN (SELECT matter_id FROM contacts WHERE " + condition(contact) + ")") ?? 0
    }

    private func condition(_ contact: MineContact) -> SQL {
        contact.isMail ? "lower(email) = \(contact.text)" : "phone = \(contact.text)"
    }
}
