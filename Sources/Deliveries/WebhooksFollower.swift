import Core
import Courier
import Desk
public import Storage

extension DeliveriesDesk {
    /// Follows the log: one sending for each endpoint that wants an event, in the transaction that moves the
    /// bookmark. What happened before an endpoint was made is not for it.
    public var follower: Follower {
        let (city, source) = (city, address)
        return Follower(name: "deliveries") { events, connection in
            var batch = try WebhookBatch(connection: connection, city: city, source: source)
            for event in events { try batch.take(event) }
        }
    }
}

/// Some events on their way to integrators.
private struct WebhookBatch {
    private let connection: any Connection
    private let city: City
    private let source: String
    private let endpoints: [(endpoint: Endpoint, filter: WebhookFilter)]
    private let oldest: Moment
    /// The stories of the matters that were met, read once.
    private var stories: [Int64: [Event]] = [:]

    init(connection: any Connection, city: City, source: String) throws {
        self.connection = connection
        self.city = city
        self.source = source
        endpoints = try EndpointStore(connection).all(DeliveriesDesk.webhooks)
            .filter { $0.state == .active || $0.state == .paused }
            .map { ($0, WebhookFilter(stored: $0.filter)) }
        oldest = endpoints.map(\.endpoint.createdAt).min() ?? Moment(milliseconds: .max)
    }

    mutating func take(_ logged: LoggedEvent) throws {
        guard logged.at >= oldest else { return }
        let event = try Event(logged)
        let words = PublicWord.words(of: event)
        guard !words.isEmpty, let matter = try matter(logged.matterID, through: event.sequence) else {
            return
        }
        let takers = endpoints.filter {
            $0.endpoint.createdAt <= logged.at && $0.filter.takes(words, of: matter, in: city)
        }
        guard !takers.isEmpty else { return }
        let told = MatterCloudEvent(event, words, of: matter, id: logged.matterID, in: city, source: source)
        let payload = try told.payload()
        for taker in takers {
            try SendingStore(connection).add(
                topic: DeliveriesDesk.webhooks, message: told.id,
                reference: WebhookBatch.reference(taker.endpoint.id), matter: logged.matterID,
                endpoint: taker.endpoint.id, payload: payload, now: logged.at)
        }
    }

    /// The matter as it stood with this step.
    private mutating func matter(_ id: Int64, through sequence: Int) throws -> Matter? {
        if stories[id] == nil {
            if stories.count >= 200 { stories.removeAll() }
            stories[id] = try EventLog.events(of: id, in: connection).map { try Event($0) }
        }
        var matter = Matter(story: (stories[id] ?? []).filter { $0.sequence <= sequence })
        matter?.id = id
        return matter
    }

    static func reference(_ endpoint: Int64) -> String { "endpoint:\(endpoint)" }
}
