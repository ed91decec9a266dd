import Core
import Storage

/// The rows of a filing as large as usual, but with no meaning.
struct BareStore {
    let connection: any Connection

    private static let zeros = [UInt8](repeating: 7, count: 32)
    private static let state = String(repeating: "s", count: 700)
    private static let text = "小区门口路灯坏了三天，晚上出行不安全，请尽快维修。"
    private static let words = "路灯 灯坏 坏了 三天 晚上 上出 出行 不安 安全 请尽 尽快 快维 维修"

    func insert(_ id: Int64, at now: Moment) throws {
        try connection.run(
            """
            INSERT INTO matters (id, number, kind, stage, status, holder, rank, title, text, channel, caller,
                area, county, town, village, urgency, raised_at, changed_at, due_at, overdue, version,
                head_hash, state)
            VALUES (\(id), \("BARE\(id)"), 'bare', 'bare', 'open', 'desk', 2, \(Self.text), \(Self.text),
                'hotline', 'resident', '9801', '980101', '980101001', '980101001001', 'ordinary',
                \(now), \(now), \(now), 0, 1, \(Self.zeros), \(Self.state))
            """)
        try connection.run(
            """
            INSERT INTO contacts (matter_id, name, phone, language, link_version)
            VALUES (\(id), 'x', '13900000000', 'zh', 1)
            """)
        try connection.run(
            """
            INSERT INTO events (matter_id, seq, at, actor, name, payload, hash)
            VALUES (\(id), 1, \(now), 'system:bare', 'recorded', \(Self.state), \(Self.zeros))
            """)
        try connection.run(
            """
            INSERT INTO timers (matter_id, time_limit, mark, due_at)
            VALUES (\(id), 'bare', 'warning', \(Int64.max))
            """)
        try connection.run(
            """
            INSERT INTO outbox (matter_id, sequence, audience, address, template, body, created_at, due_at)
            VALUES (\(id), 1, 'resident', '13900000000', 'bare', \(Self.text), \(now), \(now))
            """)
        try SearchStore(connection).bare(Self.words, of: id)
    }
}
