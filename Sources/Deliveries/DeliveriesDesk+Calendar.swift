import Core
import Crypto
import Desk
import FoundationEssentials
import Storage
import Web

/// A person's due dates under a secret address of their own.
extension DeliveriesDesk {
    static let calendarLimit = 200

    func calendarSince(_ person: Int64) async throws -> Moment? {
        try await desk.database.read { try CalendarStore(connection: $0).since(person) }
    }

    /// - Returns: The secret part of the address, which is never shown again.
    func makeCalendar(for person: Int64, at now: Moment) async throws -> String {
        let token = Base64URL.encode(randomBytes(24))
        let hash = Self.hash(token)
        try await desk.database.write {
            try CalendarStore(connection: $0).set(person, hash: hash, now: now)
        }
        return token
    }

    func endCalendar(of person: Int64) async throws {
        try await desk.database.write { try CalendarStore(connection: $0).end(person) }
    }

    /// Whose a secret address is.
    func person(ofCalendar token: String) async throws -> Int64? {
        guard token.utf8.count == 32 else { return nil }
        let hash = Self.hash(token)
        return try await desk.database.read { try CalendarStore(connection: $0).person(hash) }
    }

    /// What a person owes and when.
    func calendar(of person: Int64, posts: [Post], in words: Words, at now: Moment) async throws
        -> CalendarText
    {
        let duties = try await desk.duties(of: person, posts: posts, at: now, limit: Self.calendarLimit)
        let units = Set(posts.map(\.unit)).sorted()
        let matters = try await desk.lastHandled(by: person, in: units, limit: Self.calendarLimit)
        var entries = duties.compactMap { row -> CalendarText.Entry? in
            guard let due = row.duty.due else { return nil }
            let what = "\(row.duty.what.rawValue)-\(row.duty.unit.text)"
            return entry(row.matter, what, words("deliveries.calendar.duty"), due, words)
        }
        entries += matters.compactMap { record in
            record.dueAt.map { entry(record, "due", words("deliveries.calendar.due"), $0, words) }
        }
        return CalendarText(
            name: words("deliveries.calendar.name", ["city": city.name]),
            entries: entries.sorted { ($0.due, $0.uid) < ($1.due, $1.uid) })
    }

    private func entry(
        _ record: MatterRecord, _ what: String, _ text: String, _ due: Moment, _ words: Words
    ) -> CalendarText.Entry {
        let kind = city.procedures[record.kind].map { words($0.name) } ?? record.kind
        return CalendarText.Entry(
            uid: "\(record.number)-\(what)@\(host)", summary: "\(record.number) · \(kind) · \(text)",
            due: due,
            changed: record.changedAt, url: address + DeliveriesPath.matter(record.number))
    }

    private var host: String {
        let rest = address.firstRange(of: "://").map { address[$0.upperBound...] } ?? address[...]
        return String(rest.prefix { $0 != "/" && $0 != ":" })
    }

    private static func hash(_ token: String) -> [UInt8] { Array(SHA256.hash(data: Data(token.utf8))) }
}
