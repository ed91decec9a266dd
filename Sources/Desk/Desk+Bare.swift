public import Core
import Storage

extension Desk {
    /// Writes the rows of so many filings in one commit, with nothing decided, encoded or analysed: what the engine
    /// alone can do with the same tables. For measuring only, in a database of its own: the rows are no matters.
    public func bare(rows count: Int, at now: Moment) async throws {
        var ids: [Int64] = []
        for _ in 0..<count { ids.append(try await numbers.next("matter")) }
        let keys = ids
        let zeros = [UInt8](repeating: 7, count: 32)
        let state = String(repeating: "s", count: 700)
        let text = "小区门口路灯坏了三天，晚上出行不安全，请尽快维修。"
        let words = "路灯 灯坏 坏了 三天 晚上 上出 出行 不安 安全 请尽 尽快 快维 维修"
        try await database.write { connection in
            for id in keys {
                let number = "BARE\(id)"
                try connection.run(
                    """
                    INSERT INTO matters (id, number, kind, stage, status, holder, rank, title, text, channel, caller,
                        area, county, town, village, urgency, raised_at, changed_at, due_at, overdue, version,
                        head_hash, state)
                    VALUES (\(id), \(number), 'bare', 'bare', 'open', 'desk', 2, \(text), \(text), 'hotline', 'resident',
                        '9801', '980101', '980101001', '980101001001', 'ordinary', \(now), \(now), \(now), 0, 1,
                        \(zeros), \(state))
                    """)
                try connection.run(
                    """
                    INSERT INTO contacts (matter_id, name, phone, language, link_version)
                    VALUES (\(id), 'x', '13900000000', 'zh', 1)
                    """)
                try connection.run(
                    """
                    INSERT INTO events (matter_id, seq, at, actor, name, payload, hash)
                    VALUES (\(id), 1, \(now), 'system:bare', 'recorded', \(state), \(zeros))
                    """)
                try connection.run(
                    """
                    INSERT INTO timers (matter_id, time_limit, mark, due_at)
                    VALUES (\(id), 'bare', 'warning', \(Int64.max)), (\(id), 'bare', 'expiry', \(Int64.max))
                    """)
                try SearchStore(connection).bare(words, of: id)
            }
        }
    }
}
