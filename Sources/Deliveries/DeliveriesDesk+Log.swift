import Core
import Courier
import Desk
import Storage

/// What was sent, read for pages and programs.
extension DeliveriesDesk {
    /// A page of the log.
    struct LogRows: Sendable {
        var sendings: [Sending] = []
        var counts: [Sending.State: Int] = [:]
        var endpoints: [Int64: String] = [:]
        var matters: [Int64: String] = [:]
        /// After which sending the next page begins; nil at the end.
        var next: Int64?
    }

    func log(_ asked: DeliveryLogStore.Asked, before: Int64?, limit: Int) async throws -> LogRows {
        let topics = topics
        return try await desk.database.read { connection in
            let store = DeliveryLogStore(connection: connection)
            let found = try store.page(asked, before: before, limit: limit + 1)
            var rows = LogRows(sendings: Array(found.prefix(limit)))
            rows.next = found.count > limit ? rows.sendings.last?.id : nil
            rows.counts = try store.counts(topics)
            (rows.endpoints, rows.matters) = try store.names(of: rows.sendings)
            return rows
        }
    }

    /// One sending with all that is known of it.
    struct LogEntry: Sendable {
        let sending: Sending
        var tries: [SendingTry] = []
        var again: [DeliveryLogStore.Again] = []
        var endpoint: String?
        var matter: String?
        /// Which messages it carried, for notices.
        var templates: [String] = []
    }

    func entry(_ id: Int64) async throws -> LogEntry? {
        try await desk.database.read { connection in
            let courier = SendingStore(connection)
            guard let sending = try courier.sending(id) else { return nil }
            let store = DeliveryLogStore(connection: connection)
            let names = try store.names(of: [sending])
            return LogEntry(
                sending: sending, tries: try courier.tries(of: id), again: try store.again(of: id),
                endpoint: sending.endpointID.flatMap { names.endpoints[$0] },
                matter: sending.matterID.flatMap { names.matters[$0] }, templates: try store.templates(of: id)
            )
        }
    }

    func matter(_ number: String) async throws -> Int64? {
        try await desk.database.read { try DeliveryLogStore(connection: $0).matter(number) }
    }

    /// What a matter's people and other systems were told.
    struct MatterLog: Sendable {
        var told: [DeliveryLogStore.Told] = []
        var sendings: [Sending] = []
        var endpoints: [Int64: String] = [:]
        var isStopped = false
        var isEmpty: Bool { told.isEmpty && sendings.isEmpty }
    }

    func log(ofMatter id: Int64) async throws -> MatterLog {
        try await desk.database.read { connection in
            let store = DeliveryLogStore(connection: connection)
            var log = MatterLog(told: try store.told(ofMatter: id, limit: 30))
            let notices = Set(NoticeTopic.allCases.map(\.rawValue))
            log.sendings = try SendingStore(connection).all(ofMatter: id, limit: 30)
                .filter { !notices.contains($0.topic) }
            log.endpoints = try store.names(of: log.sendings).endpoints
            log.isStopped = try NoticeStore(connection: connection).isStopped(id)
            return log
        }
    }
}
