/// One visit of a station to a matter: when it was reported, received and reached, and what of the standard
/// of a visit was kept. A matter that comes back has several.
public struct StationOrder: Hashable, Sendable {
    /// Counted from 1 within the matter.
    public let round: Int
    /// The nearest that could go when it was sent.
    public var station: String
    public let unit: UnitCode
    public let category: String
    public let area: AreaCode
    /// From the place or the middle of its area.
    public let meters: Int?
    public internal(set) var isEmergency: Bool
    public let reportedAt: Moment
    public let sentAt: Moment
    /// Somebody of the unit first did something with it.
    public internal(set) var receivedAt: Moment?
    public internal(set) var arrivedAt: Moment?
    /// It was answered, or taken from the unit.
    public internal(set) var endedAt: Moment?
    /// Who answered, by their key.
    public internal(set) var repairer: Int64?
    public internal(set) var kept: [String] = []
    public internal(set) var missed: [String] = []

    /// Whether it was answered by the station, not taken away.
    public internal(set) var isDone = false

    public var isOpen: Bool { endedAt == nil }

    /// Milliseconds from the report to somebody at the door.
    public var untilArrival: Int64? { arrivedAt.map { $0 - reportedAt } }
}

extension StationBook {
    /// The visits of a matter, folded from its story. Steps that were taken back do not count.
    ///
    /// What nobody of a station could do is passed over, and so are kinds without a station.
    public func orders(_ story: [Event], in city: City) -> [StationOrder] {
        guard let first = story.first, case .raised(let raised)? = first.facts.first else { return [] }
        var fold = StationFold(book: self, city: city, raised: raised, reportedAt: first.at)
        for event in story.standing { fold.take(event) }
        return fold.orders
    }
}

/// A story on its way into visits.
private struct StationFold {
    let book: StationBook
    let city: City
    let raised: Fact.Raised
    let reportedAt: Moment
    var orders: [StationOrder] = []
    private var category: String?
    private var urgency: Urgency
    /// The unit that leads, though no visit of it is open.
    private var lead: UnitCode?
    /// Where somebody is at the door: a move that keeps the checklist begins there.
    private let atTheDoor: Set<String>
    /// When the report counts from: anew when a resident said no.
    private var since: Moment

    init(book: StationBook, city: City, raised: Fact.Raised, reportedAt: Moment) {
        self.book = book
        self.city = city
        self.raised = raised
        self.reportedAt = reportedAt
        since = reportedAt
        category = raised.category
        urgency = raised.urgency
        let moves = city.procedures[raised.kind]?.moves.filter { $0.does.contains(.keepChecks) } ?? []
        atTheDoor = Set(moves.flatMap(\.from))
    }

    mutating func take(_ event: Event) {
        // What is said of the matter counts before it is sent.
        for fact in event.facts {
            switch fact {
            case .categorised(let code): category = code
            case .classified(_, _, let urgency?): self.urgency = urgency
            default: break
            }
        }
        for fact in event.facts { take(fact, of: event) }
        if orders.last?.isOpen == true { note(event) }
    }

    private mutating func take(_ fact: Fact, of event: Event) {
        switch fact {
        case .dispatched(let unit):
            end(at: event.at)
            lead = unit
            // Who is given the answer of another matter needs no visit of their own.
            let isAnswered = event.facts.contains { if case .answered = $0 { true } else { false } }
            if !isAnswered { send(to: unit, at: event.at) }
        case .takenBack, .joinedTo:
            end(at: event.at)
            lead = nil
        case .rated(let solved, let satisfied, _) where !(solved && satisfied):
            since = event.at
        case .checked(let kept, let missed):
            change { ($0.kept, $0.missed) = (kept, missed) }
        case .answered where orders.last?.isOpen == true:
            change { order in
                order.endedAt = event.at
                order.isDone = true
                if order.arrivedAt == nil, !order.kept.isEmpty { order.arrivedAt = event.at }
                if case .officer(let id, _) = event.by { order.repairer = id }
            }
        case .closed: end(at: event.at)
        default: break
        }
    }

    /// Received, reached, back with the station.
    private mutating func note(_ event: Event) {
        if case .officer(_, let unit) = event.by, unit == orders.last?.unit,
            orders.last?.receivedAt == nil, event.at >= orders.last?.sentAt ?? event.at
        {
            change { $0.receivedAt = event.at }
        }
        let isReached = atTheDoor.contains(event.to) && event.from != event.to
        if isReached, orders.last?.arrivedAt == nil { change { $0.arrivedAt = event.at } }
        let isEmergency = urgency == .emergency
        change { $0.isEmergency = isEmergency }
    }

    private mutating func send(to unit: UnitCode, at moment: Moment) {
        guard let category, !atTheDoor.isEmpty else { return }
        let call = StationBook.Call(
            category: category, area: raised.area, position: raised.position,
            isEmergency: urgency == .emergency)
        let choices = book.choices(for: call, in: city, at: moment).filter { $0.station.unit == unit }
        // Better one of the unit that is not meant for emergencies than none.
        let plain = StationBook.Call(
            category: category, area: raised.area, position: raised.position, isEmergency: false)
        let more = choices.isEmpty ? book.choices(for: plain, in: city, at: moment) : []
        guard let choice = choices.first ?? more.first(where: { $0.station.unit == unit }) else { return }
        orders.append(
            StationOrder(
                round: orders.count + 1, station: choice.station.code, unit: unit, category: category,
                area: raised.area, meters: choice.meters, isEmergency: urgency == .emergency,
                reportedAt: since, sentAt: moment))
    }

    private mutating func end(at moment: Moment) {
        if orders.last?.isOpen == true { change { $0.endedAt = moment } }
    }

    private mutating func change(_ work: (inout StationOrder) -> Void) {
        guard var last = orders.popLast() else { return }
        work(&last)
        orders.append(last)
    }
}
