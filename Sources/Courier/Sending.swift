public import Core
public import Storage

/// Something that goes to another system, and what became of it. It is kept until it arrived, was refused
/// for good, or was given up; none is lost when the receiver is down for a day.
public struct Sending: SQLRow, Hashable, Sendable {
    public let id: Int64
    /// Which part of the program sent it; `SendingTopic.name`.
    public let topic: String
    /// Names it towards the receiver (`webhook-id`): the same at every attempt.
    public let message: String
    /// What it is about in the topic's own words: an endpoint, a destination and a matter.
    public let reference: String
    public let matterID: Int64?
    /// The endpoint whose address and secret count at the moment of sending.
    public let endpointID: Int64?
    public let payload: Payload
    public let state: State
    public let createdAt: Moment
    /// When it is tried next, while it waits.
    public let dueAt: Moment
    /// How often it was tried.
    public let attempts: Int
    public let settledAt: Moment?
    /// What the receiver last answered: a status of HTTP, a code of SMTP.
    public let status: Int?
    /// Why it did not arrive.
    public let reason: String?

    public enum State: String, Sendable, Codable, CaseIterable {
        case waiting, sent
        /// Given up after the last attempt, or refused for good.
        case failed
        /// The receiver wants nothing more, or somebody here stopped it.
        case stopped
    }

    public init(row: Row) throws {
        id = try row.get("id")
        topic = try row.get("topic")
        message = try row.get("message")
        reference = try row.get("reference")
        matterID = try row.get("matter_id")
        endpointID = try row.get("endpoint_id")
        payload = try StoredJSON.value(Payload.self, row.get("payload"))
        state = State(rawValue: try row.get("state")) ?? .failed
        createdAt = try row.get("created_at")
        dueAt = try row.get("due_at")
        attempts = try row.get("attempts")
        settledAt = try row.get("settled_at")
        status = try row.get("status")
        reason = try row.get("reason")
    }
}

/// What is sent.
public enum Payload: Hashable, Sendable, Codable {
    /// A request to a server. With an endpoint its address is the endpoint's and the body is signed at each
    /// attempt (Standard Webhooks).
    case request(Asked)
    /// A letter by SMTP.
    case mail(Letter)

    public struct Asked: Hashable, Sendable, Codable {
        /// GET, POST …
        public var method: String
        /// Empty where an endpoint says it.
        public var url: String
        public var headers: [String: String]
        public var body: String

        public init(method: String = "POST", url: String = "", headers: [String: String] = [:], body: String)
        {
            self.method = method
            self.url = url
            self.headers = headers
            self.body = body
        }
    }

    public struct Letter: Hashable, Sendable, Codable {
        public var to: String
        public var name: String?
        public var subject: String
        public var text: String

        public init(to: String, name: String? = nil, subject: String, text: String) {
            self.to = to
            self.name = name
            self.subject = subject
            self.text = text
        }
    }
}

/// One attempt.
public struct SendingTry: SQLRow, Hashable, Sendable {
    /// Counted from 1.
    public let attempt: Int
    public let at: Moment
    /// How long it took.
    public let milliseconds: Int64
    public let status: Int?
    /// Why it failed; nil when it arrived.
    public let reason: String?

    public init(row: Row) throws {
        attempt = try row.get("attempt")
        at = try row.get("at")
        milliseconds = try row.get("milliseconds")
        status = try row.get("status")
        reason = try row.get("reason")
    }
}

/// A part of the program that sends, what it adds at the last moment, and what it does with the answer.
public struct SendingTopic: Sendable {
    public let name: String
    /// Called in the transaction that settles a sending, which it gets as it is then: it arrived (`answer`
    /// is what the receiver said, at most 256 KiB), failed (`answer` is its last one, if any), or was
    /// stopped because its receiver is gone. It may be called for two servers at once, never twice for one
    /// sending.
    public let settled: @Sendable (Sending, _ answer: String?, any Connection, Moment) throws -> Void
    /// Called in a transaction just before each attempt: the payload as it goes out, with what shall never
    /// be stored among the sendings. nil holds it back for a minute; that counts as no attempt.
    public let prepared: @Sendable (Sending, any Connection) throws -> Payload?
    /// After how many attempts it is given up, and how long all of them take, at most: 12 and about three
    /// days.
    public let attemptLimit: Int

    public init(
        _ name: String, attemptLimit: Int = 12,
        prepared: @escaping @Sendable (Sending, any Connection) throws -> Payload? = { sending, _ in
            sending.payload
        },
        settled: @escaping @Sendable (Sending, _ answer: String?, any Connection, Moment) throws -> Void = {
            _, _, _, _ in
        }
    ) {
        self.name = name
        self.attemptLimit = attemptLimit
        self.prepared = prepared
        self.settled = settled
    }
}
