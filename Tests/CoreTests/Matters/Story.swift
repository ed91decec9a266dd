import Core

/// Given what happened, when somebody does something, then …
struct Story {
    var city: City
    private(set) var matter: Matter
    private(set) var log: [Event]
    var now: Moment

    init(_ raised: Fact.Raised = Town.raised(), in city: City = Town.city, by doer: Doer = .resident) throws {
        self.city = city
        now = Town.start
        log = try raise(raised, by: doer, in: city, at: now)
        guard let first = log.first, var matter = Matter(from: first) else { throw NoMatter() }
        for event in log.dropFirst() { matter.apply(event) }
        self.matter = matter
    }

    struct NoMatter: Error {}

    var facts: [Fact] { log.flatMap(\.facts) }
    /// The facts of the last event.
    var last: [Fact] { log.last?.facts ?? [] }

    /// Makes a move an hour later, or throws its refusal.
    @discardableResult
    mutating func when(
        _ move: String, _ inputs: [InputWord: String] = [:], by actor: Actor, after: Int64 = hour,
        target: Order.Target? = nil
    ) throws(Refusal) -> [Event] {
        let events = try decide(
            Order(move, inputs, target: target), on: matter, by: actor, in: city, at: now + after)
        take(events)
        now = max(now + after, matter.changedAt)
        return events
    }

    /// Why the move is refused; nil if it is not.
    func refusal(
        _ move: String, _ inputs: [InputWord: String] = [:], by actor: Actor, after: Int64 = hour,
        expecting version: Int? = nil, target: Order.Target? = nil
    ) -> Refusal? {
        let order = Order(move, inputs, expecting: version, target: target)
        do throws(Refusal) {
            _ = try decide(order, on: matter, by: actor, in: city, at: now + after)
            return nil
        } catch {
            return error
        }
    }

    /// Rings a timer at a moment.
    @discardableResult
    mutating func ring(_ mark: TimerMark, _ limit: String, at moment: Moment) throws -> [Event] {
        let events = try decide(timer: mark, of: limit, on: matter, in: city, at: moment)
        take(events)
        if !events.isEmpty { now = max(now, moment) }
        return events
    }

    /// Takes the last step back.
    mutating func undo(by actor: Actor, after: Int64 = minute) throws(UndoRefusal) {
        let event = try Undo.event(of: log, matter, by: actor, at: now + after)
        guard let before = Matter(story: log + [event]) else { throw .nothingToUndo }
        log.append(event)
        matter = before
        now = max(now, event.at)
    }

    private mutating func take(_ events: [Event]) {
        for event in events { matter.apply(event) }
        log += events
    }
}

extension Story {
    static let yes: [InputWord: String] = [.solved: "yes", .satisfied: "yes"]
    static let no: [InputWord: String] = [.solved: "no", .satisfied: "no"]

    /// A request that the roads office has.
    static func handled(_ raised: Fact.Raised = Town.raised(), in city: City = Town.city) throws -> Story {
        var story = try Story(raised, in: city)
        if raised.kind == "request" { try story.when("categorise", [.category: "roads.lamp"], by: .clerk) }
        try story.when("dispatch", [.unit: "ROADS"], by: .dispatcher)
        return story
    }

    /// A request that the roads office answered; the resident is asked.
    static func answered(_ raised: Fact.Raised = Town.raised(), in city: City = Town.city) throws -> Story {
        var story = try handled(raised, in: city)
        try story.when("answer", [.answer: "灯已换。"], by: .roads)
        return story
    }

    /// A request that ended with the resident content.
    static func solved(in city: City = Town.city) throws -> Story {
        var story = try answered(in: city)
        try story.when("rate", yes, by: .resident)
        return story
    }
}
