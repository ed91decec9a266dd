import Core
public import Courier
public import Desk
import Language
public import Storage
import Web

/// Hands matters to other cities' Open311 servers and follows what becomes of them. A "closed" of theirs asks
/// our resident; it never closes anything here.
public struct Open311Client: Sendable {
    public let desk: Desk
    /// Fetches an address.
    let ask: Fetching
    /// The person in whose name their answers are kept: a post at the unit is lent for each move.
    let connector: @Sendable () async throws -> Int64
    /// Milliseconds between two times that a destination is asked.
    let pause: Int64
    private let book: WordBook

    /// An answer of another server.
    public struct Answer: Sendable {
        public let status: Int
        public let body: [UInt8]

        public init(status: Int, body: [UInt8]) {
            self.status = status
            self.body = body
        }
    }

    /// Why there is no answer.
    public enum NoAnswer: Error, Hashable, Sendable {
        /// More bytes than were allowed.
        case tooLarge
        /// Not reached, refused, or too slow; in words.
        case failed(String)
    }

    /// Gets an address, at most so many bytes. Throws `NoAnswer`.
    public typealias Fetching = @Sendable (_ url: String, _ limit: Int) async throws -> Answer

    /// The topic of its sendings.
    public static let topic = "open311"

    public init(
        desk: Desk, pauseSeconds: Int = 60, ask: @escaping Fetching,
        connector: @escaping @Sendable () async throws -> Int64
    ) {
        self.desk = desk
        self.ask = ask
        self.connector = connector
        pause = Int64(max(1, pauseSeconds)) * 1000
        book = WordBook([
            WordFiles(owner: "Open311", zh: PackageResources.zh_words, en: PackageResources.en_words)
        ])
    }

    var city: City { desk.city }

    func words(_ language: Core.Language) -> Words { book.words(language) }

    /// Follows the log: what goes to destinations, and what is said to them afterwards.
    public var follower: Follower {
        Follower(name: "open311-client", batch: 200) { events, connection in
            try Outgoing(connection: connection, client: self).follow(events)
        }
    }

    /// What is done with the answers to what was sent.
    public var sendingTopic: SendingTopic {
        SendingTopic(
            Self.topic, prepared: { sending, connection in try prepare(sending, in: connection) },
            settled: { sending, answer, connection, now in
                try Settling(connection: connection, client: self).settle(sending, answer, at: now)
            })
    }

    /// The payload as it goes out: to where the destination is now, with its key. Nil while it is paused.
    private func prepare(_ sending: Sending, in connection: any Connection) throws -> Payload? {
        guard case .request(var asked) = sending.payload,
            let sent = try sent(of: sending, in: connection)
        else { return sending.payload }
        let store = DestinationStore(connection: connection)
        guard let destination = try store.destination(sent.destinationID), destination.state == .active else {
            return nil
        }
        let path = sending.reference.hasPrefix("back:") ? "servicerequestupdates" : "requests"
        asked.url = destination.address(path)
        if let key = try store.key(destination.id) {
            asked.body = FormBody.text([("api_key", key)]) + "&" + asked.body
        }
        return .request(asked)
    }

    func sent(of sending: Sending, in connection: any Connection) throws -> Sent? {
        let store = SentStore(connection: connection)
        let parts = sending.reference.split(separator: ":")
        guard parts.count == 2, let id = Int64(parts[1]) else { return nil }
        if parts[0] == "back" { return try store.back(id).flatMap { try store.sent($0.sentID) } }
        return try store.sent(id)
    }

    /// Lets the next word go after a matter that they have, one after the other.
    func release(_ id: Int64, at now: Moment, in connection: any Connection) throws {
        let store = SentStore(connection: connection)
        guard let sent = try store.sent(id), let their = sent.theirID,
            let destination = try DestinationStore(connection: connection).destination(sent.destinationID)
        else { return }
        if destination.comments == .no {
            let reason = words(destination.language)("open311.client.noComments")
            return try store.dropHeld(of: id, reason: reason)
        }
        guard let back = try store.next(of: id) else { return }
        // Their clock may be ahead of ours: what answers their last word is not older than it.
        let at = max(back.at, sent.theirAt ?? back.at)
        var fields = [
            ("service_request_id", their), ("update_id", back.message), ("status", back.status),
            ("updated_datetime", TheirTime.text(at)),
            ("description", back.text.shortened(to: Outgoing.descriptionLimit)), ("account_id", sent.number),
        ]
        if let solved = back.solved { fields.append(("attribute[solved]", solved)) }
        if let satisfied = back.satisfied { fields.append(("attribute[satisfied]", satisfied)) }
        try SendingStore(connection).add(
            topic: Self.topic, message: back.message, reference: "back:\(back.id)", matter: sent.matterID,
            payload: .request(destination.post("servicerequestupdates", fields, message: back.message)),
            now: now)
        try store.set(.sending, ofBack: back.id)
    }
}

extension Destination {
    /// A form for one of its addresses. The key is put in when it goes out.
    func post(_ path: String, _ fields: [(String, String)], message: String) -> Payload.Asked {
        Payload.Asked(
            method: "POST", url: address(path),
            headers: [
                "Content-Type": "application/x-www-form-urlencoded; charset=utf-8",
                "Accept": format == .json ? "application/json" : "text/xml", "Idempotency-Key": message,
            ], body: FormBody.text(fields))
    }
}
