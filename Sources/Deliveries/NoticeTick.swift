public import Core
import Courier
import Desk
import Storage

extension DeliveriesDesk {
    /// Which ways there are beside the endpoints.
    public struct Ways: Sendable {
        /// Whether letters can be sent.
        public let mail: Bool
        /// The file that takes what has no other way, one JSON object a line; nil for none.
        public let file: String?

        public init(mail: Bool, file: String?) {
            self.mail = mail
            self.file = file
        }
    }

    private static let batch = 200

    /// Hands what waits in the outbox to the best way its reader has. Any number of servers may run it.
    ///
    /// - Throws: `Fault`; `CocoaError` where the file cannot be written: its messages come again.
    public func tick(at now: Moment, ways: Ways) async throws {
        while true {
            let round = try await desk.database.write { connection in
                try NoticeRound(connection: connection, deliveries: self, ways: ways, now: now)
                    .run(Self.batch)
            }
            try await write(round.forFile, to: ways.file, now: now)
            if round.seen < Self.batch { return }
        }
    }

    /// Tells the messages of sendings that were stopped without an attempt: an endpoint was deleted.
    public func reconcile(at now: Moment) async throws {
        try await desk.database.write { connection in
            let store = NoticeStore(connection: connection)
            for id in try store.unsettled(500) { try store.settle(sending: id, now: now) }
        }
    }

    private func write(_ messages: [Message], to path: String?, now: Moment) async throws {
        guard let path, !messages.isEmpty else { return }
        do {
            try MessageFile(path: path).append(messages)
        } catch {
            try await desk.database.write { connection in
                for message in messages {
                    try Outbox.failed(
                        message.id, reason: "\(error)",
                        retryAt: Outbox.retry(after: message.attempts + 1, now: now), in: connection)
                }
            }
            throw error
        }
        let ids = messages.map(\.id)
        try await desk.database.write { try Outbox.sent(ids, now: now, in: $0) }
    }
}

/// One look at what waits, in one transaction: a message is handed over and noted as that, or neither.
private struct NoticeRound {
    let connection: any Connection
    let deliveries: DeliveriesDesk
    let ways: DeliveriesDesk.Ways
    let now: Moment
    private let store: NoticeStore
    private let gateways: [NoticeTopic: [Endpoint]]
    private var done: Set<Int64> = []
    private var forFile: [Message] = []

    /// Messages that leave as one at most.
    private static let together = 50
    /// How long a message without a way is kept, and when it is looked at again.
    private static let patience: Int64 = 3 * 86_400_000
    private static let pause: Int64 = 3_600_000

    /// What a round did.
    struct Result: Sendable {
        let seen: Int
        let forFile: [Message]
    }

    /// By which way a message leaves.
    private enum Way {
        case letter(to: String)
        case gateway(NoticeTopic, Endpoint, to: String)
        case file
        /// The unit sees it among its work.
        case workbench

        var isWorkbench: Bool { if case .workbench = self { true } else { false } }
    }

    init(connection: any Connection, deliveries: DeliveriesDesk, ways: DeliveriesDesk.Ways, now: Moment)
        throws
    {
        self.connection = connection
        self.deliveries = deliveries
        self.ways = ways
        self.now = now
        store = NoticeStore(connection: connection)
        var gateways: [NoticeTopic: [Endpoint]] = [:]
        for topic in [NoticeTopic.sms, .chat] {
            gateways[topic] = try EndpointStore(connection).all(topic.rawValue)
                .filter { $0.state == .active || $0.state == .paused }
        }
        self.gateways = gateways
    }

    consuming func run(_ limit: Int) throws -> Result {
        let due = try store.due(limit, now: now)
        for message in due where !done.contains(message.id) { try take(message) }
        return Result(seen: due.count, forFile: forFile)
    }

    private mutating func take(_ message: Message) throws {
        done.insert(message.id)
        // Its sending decides, should it come again.
        if try store.isHandedOver(message.id) { return try store.hold(message.id, until: now + 3_600_000) }
        if try isStopped(message) { return try store.fail(message.id, reason: NoticeStore.stopped) }
        guard let way = try way(of: message) else { return try wait(message) }
        // What was written long before there was a way is no news any more.
        if message.attempts == 0, now - message.createdAt >= Self.patience, !way.isWorkbench {
            return try store.fail(message.id, reason: NoticeStore.tooOld)
        }
        switch way {
        case .workbench: try Outbox.sent([message.id], now: now, in: connection)
        case .file:
            if message.attempts >= Outbox.attemptLimit {
                return try store.fail(message.id, reason: "no answer from the file")
            }
            try store.lease(message.id, now: now)
            forFile.append(message)
        case .letter(let to): try leave(message, .mail, to: to, by: nil)
        case .gateway(let topic, let endpoint, let to):
            try leave(message, topic, to: to, by: endpoint)
        }
    }

    /// Stays where people see it, for a few days.
    private func wait(_ message: Message) throws {
        if now - message.createdAt >= Self.patience {
            return try store.fail(message.id, reason: NoticeStore.noChannel)
        }
        try store.hold(message.id, until: now + Self.pause, reason: NoticeStore.noChannel)
    }

    private func isStopped(_ message: Message) throws -> Bool {
        guard message.audience == "resident", message.matterID != 0, message.sequence != 0,
            !deliveries.rules.needed.contains(message.template)
        else { return false }
        return try store.isStopped(message.matterID)
    }

    /// The address that was given; where no way leads there, the other one of the matter's resident.
    private func way(of message: Message) throws -> Way? {
        if message.audience.hasPrefix("unit:") {
            let unit = String(message.audience.dropFirst("unit:".count))
            let chats = gateways[.chat] ?? []
            let own = chats.first { $0.filter == unit } ?? chats.first { $0.filter.isEmpty }
            if let own { return .gateway(.chat, own, to: unit) }
            return ways.file == nil ? .workbench : .file
        }
        guard let address = message.address else { return ways.file == nil ? nil : .file }
        if let way = way(to: address) { return way }
        if message.matterID != 0, message.sequence != 0,
            let contact = try store.contact(ofMatter: message.matterID),
            [contact.phone, contact.mail].contains(address)
        {
            for other in [contact.mail, contact.phone].compactMap(\.self) where other != address {
                if let way = way(to: other) { return way }
            }
        }
        return ways.file == nil ? nil : .file
    }

    private func way(to address: String) -> Way? {
        if address.contains("@") { return ways.mail ? .letter(to: address) : nil }
        return gateways[.sms]?.first.map { .gateway(.sms, $0, to: address) }
    }

    /// Hands it to the courier with all that waits for the same reader, or waits for its time.
    private mutating func leave(
        _ message: Message, _ topic: NoticeTopic, to: String, by endpoint: Endpoint?
    ) throws {
        let rules = deliveries.rules
        let leaving = rules.leaving(
            message.template, written: message.createdAt, now: now, calendar: deliveries.city.calendar)
        if leaving > now { return try store.hold(message.id, until: leaving) }
        var together = [message]
        if !rules.urgent.contains(message.template), rules.window > 0 {
            for other in try store.companions(of: message, limit: Self.together - 1)
            where !done.contains(other.id) && !rules.urgent.contains(other.template) {
                done.insert(other.id)
                if try isStopped(other) {
                    try store.fail(other.id, reason: NoticeStore.stopped)
                } else {
                    together.append(other)
                }
            }
            together.sort { $0.id < $1.id }
        }
        let name = "notice-\(together[0].id)"
        let payload = try payload(of: together, topic, to: to, message: name)
        let matters = Set(together.map(\.matterID))
        let added = try SendingStore(connection).add(
            topic: topic.rawValue, message: name, reference: "notice",
            matter: matters.count == 1 ? matters.first.flatMap { $0 == 0 ? nil : $0 } : nil,
            endpoint: endpoint?.id, payload: payload, now: now)
        guard let added else {
            throw Fault(
                .corrupt, "Message \(together[0].id) of the outbox was sent and waits again.",
                remedy: "Run `lianxin verify`, then restore a backup.")
        }
        try store.handOver(together.map(\.id), to: added)
    }

    private func payload(
        of messages: [Message], _ topic: NoticeTopic, to: String, message: String
    ) throws -> Payload {
        let text = NoticeText(
            rules: deliveries.rules, cityName: deliveries.city.name,
            language: NoticeText.language(of: messages[0].body), parts: try messages.map(part))
        switch topic {
        case .mail: return .mail(Payload.Letter(to: to, subject: text.subject, text: text.letter))
        case .sms, .chat:
            return try GatewayMessage(
                to: to, text: text.text, language: text.language.rawValue, message: message
            ).payload()
        }
    }

    private func part(_ message: Message) throws -> NoticeText.Part {
        // Of its own matter: what its neighbours are told of carries a matter too, and is not theirs to stop.
        guard message.matterID != 0, message.sequence != 0,
            let contact = try store.contact(ofMatter: message.matterID)
        else { return .init(template: message.template, number: nil, body: message.body, stop: nil) }
        let mayStop =
            message.audience == "resident" && !deliveries.rules.needed.contains(message.template)
        return .init(
            template: message.template, number: contact.number, body: message.body,
            stop: mayStop ? deliveries.stopAddress(of: contact.number) : nil)
    }
}
