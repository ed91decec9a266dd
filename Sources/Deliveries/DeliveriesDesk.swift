public import Core
public import Courier
public import Desk
import Storage

/// What is told outside: notices, webhooks, calendars, and what became of each.
public struct DeliveriesDesk: Sendable {
    public let desk: Desk
    public let rules: NoticeRules
    /// The public address of the site, without a slash at its end.
    public let address: String
    /// Everything that sends, for the filter of the log.
    private(set) var topics = DeliveriesDesk.topics.map(\.name)
    let randomBytes: @Sendable (Int) -> [UInt8]

    public init(
        desk: Desk, rules: NoticeRules, address: String,
        randomBytes: @escaping @Sendable (Int) -> [UInt8]
    ) {
        self.desk = desk
        self.rules = rules
        self.address = address
        self.randomBytes = randomBytes
    }

    var city: City { desk.city }

    /// The same with a log of all that sends, in the order of its filter.
    public func showing(_ topics: [SendingTopic]) -> DeliveriesDesk {
        var shown = self
        shown.topics = topics.map(\.name)
        return shown
    }

    /// What this slice sends, for the courier.
    public static let topics: [SendingTopic] =
        [NoticeTopic.mail, NoticeTopic.sms, NoticeTopic.chat].map { topic in
            SendingTopic(
                topic.rawValue,
                settled: { sending, _, connection, now in
                    try NoticeStore(connection: connection).settle(sending: sending.id, now: now)
                })
        } + [SendingTopic(Self.webhooks)]

    /// The topic of what integrators are told.
    public static let webhooks = "webhooks"
}

/// By which way a notice leaves through the courier.
enum NoticeTopic: String, CaseIterable, Sendable {
    case mail, sms, chat
}
