import Core
import Storage

/// The messages of the groups, and the matters that were made of them.
struct MessageStore {
    let connection: any Connection

    private static let columns: SQL = """
        c.id, c.group_code, c.message, c.author, c.name, c.phone, c.at, c.text, c.media, c.reply_to, c.state,
        c.matter_id, c.due_at, m.number
        """
    private static let tables: SQL = "chats_messages c LEFT JOIN chats_matters m ON m.matter_id = c.matter_id"

    /// The newest of a group first.
    func messages(of group: String, before id: Int64?, limit: Int) throws -> [ChatMessage] {
        let rest: SQL = id.map { " AND c.id < \($0)" } ?? .none
        return try connection.all(
            """
            SELECT \(Self.columns) FROM \(Self.tables) WHERE c.group_code = \(group)\(rest)
            ORDER BY c.id DESC LIMIT \(literal: limit)
            """)
    }

    /// Some messages of a group in the order in which they were written.
    ///
    /// - Parameter locked: Whether others wait until this transaction is over.
    func messages(_ ids: [Int64], of group: String, locked: Bool = false) throws -> [ChatMessage] {
        if locked, connection.dialect == .postgres {
            _ = try connection.rows(
                """
                SELECT id FROM chats_messages WHERE group_code = \(group) AND id IN (\(list: ids))
                ORDER BY id\(connection.dialect.forUpdate)
                """)
        }
        return try connection.all(
            """
            SELECT \(Self.columns) FROM \(Self.tables)
            WHERE c.group_code = \(group) AND c.id IN (\(list: ids)) ORDER BY c.at, c.id
            """)
    }

    func message(_ name: String, of group: String) throws -> ChatMessage? {
        try connection.first(
            ChatMessage.self,
            """
            SELECT \(Self.columns) FROM \(Self.tables)
            WHERE c.group_code = \(group) AND c.message = \(name)
            """)
    }

    /// Messages that nobody reacted to in time, the longest waiting first.
    func late(of groups: [String], at now: Moment, limit: Int) throws -> [ChatMessage] {
        try connection.all(
            """
            SELECT \(Self.columns) FROM \(Self.tables)
            WHERE c.state = 'new' AND c.due_at <= \(now) AND c.group_code IN (\(list: groups))
            ORDER BY c.due_at, c.id LIMIT \(literal: limit)
            """)
    }

    /// How many wait in a group, at most so many, and when the first is due.
    func waiting(in group: String, most: Int) throws -> (count: Int, due: Moment?) {
        let row = try connection.first(
            """
            SELECT count(*) AS count, MIN(due_at) AS due FROM (
                SELECT due_at FROM chats_messages WHERE group_code = \(group) AND state = 'new'
                ORDER BY due_at LIMIT \(literal: most)) AS waiting
            """)
        return (try row?.get("count") ?? 0, try row?.get("due") ?? nil)
    }

    // MARK: Writing

    /// - Returns: False where the message is here already, or was recalled.
    func add(
        _ new: NewMessage, of group: ChatGroup, state: ChatMessage.State, now: Moment
    ) throws -> Bool {
        let isRecalled: Int? = try connection.value(
            "SELECT 1 FROM chats_recalled WHERE group_code = \(group.code) AND message = \(new.id)")
        if isRecalled != nil { return false }
        let due = new.at + Int64(group.answerMinutes) * 60_000
        let forget = now + Int64(group.keepDays) * 86_400_000
        return try connection.run(
            """
            INSERT INTO chats_messages
                (group_code, message, author, name, phone, at, text, media, reply_to, state, due_at,
                forget_at, received_at)
            VALUES (\(group.code), \(new.id), \(new.author), \(new.name), \(new.phone), \(new.at),
                \(new.text), \(try StoredJSON.text(new.media)), \(new.replyTo), \(state.rawValue), \(due),
                \(forget), \(now))
            ON CONFLICT (group_code, message) DO NOTHING
            """) == 1
    }

    func edit(_ id: Int64, text: String) throws {
        try connection.run(
            "UPDATE chats_messages SET text = \(text) WHERE id = \(id) AND state <> 'recalled'")
    }

    /// Takes the words and the name away. A message that comes only after its recall is not kept.
    func recall(_ name: String, of group: String, now: Moment) throws {
        try connection.run(
            """
            UPDATE chats_messages SET text = '', media = '[]', name = '', phone = NULL,
                state = CASE WHEN state = 'matter' THEN 'matter' ELSE 'recalled' END
            WHERE group_code = \(group) AND message = \(name)
            """)
        try connection.run(
            """
            INSERT INTO chats_recalled (group_code, message, at) VALUES (\(group), \(name), \(now))
            ON CONFLICT (group_code, message) DO NOTHING
            """)
    }

    /// - Returns: How many of them nobody had reacted to.
    func settle(
        _ ids: [Int64], as state: ChatMessage.State, matter: Int64? = nil
    ) throws -> Int {
        let from: SQL = matter == nil ? "state = 'new'" : "state IN ('new', 'answered', 'aside')"
        return try connection.run(
            """
            UPDATE chats_messages SET state = \(state.rawValue), matter_id = \(matter)
            WHERE id IN (\(list: ids)) AND \(from)
            """)
    }

    func add(_ origin: NewChatMatter, by person: Int64, now: Moment) throws {
        try connection.run(
            """
            INSERT INTO chats_matters
                (matter_id, number, kind, group_code, message, author, made_by, made_at)
            VALUES (\(origin.id), \(origin.number), \(origin.kind), \(origin.group), \(origin.message),
                \(origin.author), \(person), \(now))
            """)
    }

    func origins(of matters: [Int64]) throws -> [Int64: ChatOrigin] {
        var origins: [Int64: ChatOrigin] = [:]
        for origin in try connection.all(
            ChatOrigin.self,
            """
            SELECT matter_id, number, kind, group_code, message, author FROM chats_matters
            WHERE matter_id IN (\(list: matters))
            """)
        {
            origins[origin.matterID] = origin
        }
        return origins
    }

    func messages(ofMatter id: Int64) throws -> [ChatMessage] {
        try connection.all(
            """
            SELECT \(Self.columns) FROM \(Self.tables) WHERE c.matter_id = \(id)
            ORDER BY c.at, c.id LIMIT 50
            """)
    }

    /// Takes back what waits to be told of a step that was undone.
    func withdraw(_ telling: String, to group: String, _ now: Moment) throws {
        try connection.run(
            """
            UPDATE sendings SET state = 'stopped', settled_at = \(now), reason = 'undone'
            WHERE topic = \(ChatsDesk.topic) AND reference = \(group) AND message = \(telling)
                AND state = 'waiting'
            """)
    }

    /// Forgets what was kept long enough and became no matter.
    ///
    /// - Returns: How many, at most so many.
    func forget(at now: Moment, limit: Int) throws -> Int {
        try connection.run(
            """
            DELETE FROM chats_messages WHERE id IN (
                SELECT id FROM chats_messages WHERE forget_at <= \(now) AND state <> 'matter'
                ORDER BY forget_at LIMIT \(literal: limit))
            """)
    }

    func forgetRecalled(before moment: Moment) throws {
        try connection.run("DELETE FROM chats_recalled WHERE at < \(moment)")
    }
}
