import Core
import Storage

/// The groups.
struct GroupStore {
    let connection: any Connection

    func group(_ code: String) throws -> GroupRecord? {
        try connection.first(
            GroupRecord.self, "SELECT content, is_active FROM chats_groups WHERE code = \(code)")
    }

    /// The groups of some areas and those of a steward, in the order of their areas.
    func groups(in areas: [AreaCode], of steward: String?, limit: Int) throws -> [GroupRecord] {
        var conditions = areas.map { area -> SQL in
            "(area >= \(area) AND area <= \(area.last))"
        }
        if let steward { conditions.append("steward = \(steward)") }
        if conditions.isEmpty { return [] }
        return try connection.all(
            GroupRecord.self,
            """
            SELECT content, is_active FROM chats_groups WHERE (\(SQL.join(conditions, by: " OR ")))
            ORDER BY area, code LIMIT \(literal: limit)
            """)
    }

    /// Every group that is in use: the net of stewards.
    func all(limit: Int) throws -> [GroupRecord] {
        try connection.all(
            GroupRecord.self,
            """
            SELECT content, is_active FROM chats_groups WHERE is_active = 1
            ORDER BY area, code LIMIT \(literal: limit)
            """)
    }

    /// The groups of some areas alone.
    func groups(at areas: [AreaCode]) throws -> [GroupRecord] {
        try connection.all(
            GroupRecord.self,
            """
            SELECT content, is_active FROM chats_groups
            WHERE is_active = 1 AND area IN (\(list: areas)) ORDER BY area, code LIMIT 100
            """)
    }

    func add(_ group: ChatGroup, packed: String? = nil, now: Moment) throws -> Bool {
        try connection.run(
            """
            INSERT INTO chats_groups (code, area, steward, is_active, content, packed, changed_at)
            VALUES (\(group.code), \(group.area), \(group.steward), 1, \(try StoredJSON.text(group)),
                \(packed), \(now))
            ON CONFLICT (code) DO NOTHING
            """) == 1
    }

    func change(_ group: ChatGroup, isActive: Bool, now: Moment) throws -> Bool {
        try connection.run(
            """
            UPDATE chats_groups SET area = \(group.area), steward = \(group.steward),
                is_active = \(isActive), content = \(try StoredJSON.text(group)), changed_at = \(now)
            WHERE code = \(group.code)
            """) == 1
    }

    /// Takes over what the pack says now, where nobody wrote anything else here since.
    func bringUpToDate(_ group: ChatGroup, now: Moment) throws {
        let text = try StoredJSON.text(group)
        if try add(group, packed: text, now: now) { return }
        try connection.run(
            """
            UPDATE chats_groups SET area = \(group.area), steward = \(group.steward), content = \(text),
                packed = \(text), changed_at = \(now)
            WHERE code = \(group.code) AND content = packed AND packed <> \(text)
            """)
    }

    // MARK: Figures

    func count(_ figure: ChatFigure, of group: String, in month: String, by more: Int64 = 1) throws {
        try connection.run(
            """
            INSERT INTO chats_counts (month, group_code, figure, count)
            VALUES (\(month), \(group), \(figure.rawValue), \(more))
            ON CONFLICT (month, group_code, figure)
                DO UPDATE SET count = chats_counts.count + excluded.count
            """)
    }

    func figures(of groups: [String], in month: String) throws -> [String: [ChatFigure: Int64]] {
        var figures: [String: [ChatFigure: Int64]] = [:]
        for row in try connection.rows(
            """
            SELECT group_code, figure, count FROM chats_counts
            WHERE month = \(month) AND group_code IN (\(list: groups))
            """)
        {
            guard let figure = ChatFigure(rawValue: try row.get("figure")) else { continue }
            figures[try row.get("group_code"), default: [:]][figure] = try row.get("count")
        }
        return figures
    }
}
