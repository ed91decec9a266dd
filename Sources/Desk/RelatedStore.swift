import Core
import Storage

/// Looks for what is near a matter, along indexes and never further than a fixed number of rows.
struct RelatedStore {
    let connection: any Connection
    /// Rows that are looked at before sight is checked.
    static let most = 50

    /// Others of the same phone or mail address, newest first.
    func ofSameContact(_ id: Int64) throws -> [MatterRecord] {
        let row = try connection.first("SELECT phone, email FROM contacts WHERE matter_id = \(id)")
        let phone: String? = try row?.get("phone")
        let email: String? = try row?.get("email")
        var ids: Set<Int64> = []
        if let phone { ids.formUnion(try keys(of: "phone = \(phone)")) }
        if let email { ids.formUnion(try keys(of: "lower(email) = \(email.lowercased())")) }
        ids.remove(id)
        return try records(ids)
    }

    private func keys(of contact: SQL) throws -> [Int64] {
        try connection.rows(
            "SELECT matter_id FROM contacts WHERE " + contact + " LIMIT \(literal: Self.most)"
        ).map { try $0.get(at: 0) }
    }

    /// Others of the same village and category, open or closed, raised since a moment, newest first.
    func nearby(_ matter: Matter, since: Moment) throws -> [MatterRecord] {
        guard let category = matter.category, let village = matter.area.ancestor(at: .village) else {
            return []
        }
        var ids: Set<Int64> = []
        for status in ["open", "closed"] {
            ids.formUnion(
                try connection.rows(Self.nearbyKeys(village: village.text, category, status)).map {
                    try $0.get(at: 0)
                })
        }
        ids.remove(matter.id)
        return try records(ids).filter { $0.raisedAt >= since }
    }

    /// The newest keys of a village, category and status: one range of one index.
    static func nearbyKeys(village: String, _ category: String, _ status: String) -> SQL {
        """
        SELECT id FROM matters WHERE village = \(village) AND category = \(category) AND status = \(status)
        ORDER BY id DESC LIMIT \(literal: most)
        """
    }

    /// Open ones of a village and category, raised since a moment, newest first.
    func open(village: String, _ category: String, since: Moment) throws -> [MatterRecord] {
        let keys: [Int64] = try connection.rows(Self.nearbyKeys(village: village, category, "open")).map {
            try $0.get(at: 0)
        }
        if keys.isEmpty { return [] }
        return try connection.all(
            MatterRecord.self,
            "SELECT \(MatterRecord.columns) FROM matters WHERE id IN (\(list: keys)) ORDER BY id DESC"
        ).filter { $0.raisedAt >= since }
    }

    func named(_ numbers: [String]) throws -> [MatterRecord] {
        if numbers.isEmpty { return [] }
        return try connection.all(
            "SELECT \(MatterRecord.columns) FROM matters WHERE number IN (\(list: numbers)) ORDER BY id DESC")
    }

    private func records(_ ids: Set<Int64>) throws -> [MatterRecord] {
        if ids.isEmpty { return [] }
        return try connection.all(
            "SELECT \(MatterRecord.columns) FROM matters WHERE id IN (\(list: ids.sorted())) ORDER BY id DESC"
        )
    }
}
