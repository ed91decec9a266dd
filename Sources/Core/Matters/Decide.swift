/// What somebody wants to do with a matter.
public struct Order: Sendable {
    public var move: String
    public var inputs: [InputWord: String]
    /// The version the asker saw; nil where they do not care.
    public var expectedVersion: Int?
    /// The other matter of a merge, looked up before.
    public var target: Target?
    /// What the ids in `files` stand for, looked up before.
    public var attachments: [Attachment] = []

    public init(
        _ move: String, _ inputs: [InputWord: String] = [:], expecting version: Int? = nil,
        target: Target? = nil
    ) {
        self.move = move
        self.inputs = inputs
        expectedVersion = version
        self.target = target
    }
}

/// Decides a move, and those that follow from it by themselves. Pure: the same arguments, the same events.
///
/// The law of the loop is checked here for every event, whatever a procedure's guards say: nothing ends as
/// solved unless the resident said so and was satisfied; the other exits have their own proofs (`LoopLaw`).
public func decide(
    _ order: Order, on matter: Matter, by actor: Actor, in city: City, at now: Moment
) throws(Refusal) -> [Event] {
    guard let procedure = city.procedures[matter.kind], let move = procedure.move(order.move) else {
        throw .unknownMove(order.move)
    }
    if let expected = order.expectedVersion, expected != matter.version {
        throw .outOfDate(current: matter.version)
    }
    guard let doer = doer(of: move, on: matter, by: actor, in: city) else { throw .notYours(move: move.name) }
    guard move.from.contains(matter.stage) else { throw .notNow(move: move.name, stage: matter.stage) }
    let now = max(now, matter.changedAt)
    var inputs = try checked(order, for: move, on: matter, in: city, at: now)
    inputs.takeCategory(of: order.target, for: move, on: matter)
    try checkAttachments(order, inputs)
    for need in move.needs where !holds(need, for: move, on: matter, by: actor, in: city, at: now) {
        throw .gateShut(need.word)
    }
    for effect in move.does {
        if let gate = lacks(effect, on: matter, by: actor, in: city) { throw .gateShut(gate) }
    }
    if move.speaksForResident, !isOutside(actor, of: matter) { throw .gateShut(.outsideLead) }
    var matter = matter
    let scene = Scene(city: city, procedure: procedure, now: now)
    var events = [
        try scene.event(
            of: move, on: matter, by: doer, inputs: inputs, attachments: order.named(by: doer))
    ]
    matter.apply(events[0])
    scene.follow(&matter, &events)
    return events
}

/// The first event of a new matter, and those that follow from it by themselves.
///
/// - Parameter attachments: The files that came with it, at most `Attachment.perMove`.
public func raise(
    _ raised: Fact.Raised, with attachments: [Attachment] = [], by doer: Doer, in city: City, at now: Moment
) throws(Refusal) -> [Event] {
    guard let procedure = city.procedures[raised.kind], let first = procedure.first else {
        throw .unknownMove(raised.kind)
    }
    try check(raised, in: city)
    try check(attachments)
    let files: [Fact] = attachments.map { .attached($0.shown(as: .raised)) }
    let scene = Scene(city: city, procedure: procedure, now: now)
    if raised.endedAt != nil {
        // Only what another system ended: nobody files a matter of their own as done.
        guard raised.source != nil, doer != .resident,
            let stage = procedure.stages.first(where: { $0.closes == .elsewhere })
        else { throw .againstTheLoop(.elsewhere) }
        let facts: [Fact] = [.raised(raised)] + files + [.closed(outcome: .elsewhere)]
        return [Event(sequence: 1, at: now, by: doer, move: nil, from: nil, to: stage.name, facts: facts)]
    }
    if let outcome = first.closes { throw .againstTheLoop(outcome) }
    if first.holder == .lead { throw .gateShut(.dispatched) }
    let terms = LimitTerms(
        category: raised.category, urgency: raised.urgency, grade: nil, area: raised.area)
    let clocks = scene.clockFacts(entering: first.name, terms: terms, target: raised.targetAt)
    let event = Event(
        sequence: 1, at: now, by: doer, move: nil, from: nil, to: first.name,
        facts: [.raised(raised)] + files + clocks)
    var events = [event]
    guard var matter = Matter(from: event) else { return events }
    scene.follow(&matter, &events)
    return events
}

/// What the guards of every procedure rely on.
private func check(_ raised: Fact.Raised, in city: City) throws(Refusal) {
    if raised.text.unicodeScalars.contains("\0") { throw .invalid(.text, .control) }
    if let category = raised.category {
        guard let known = city.catalogue[category] else { throw .invalid(.category, .unknown) }
        guard known.isLeaf else { throw .invalid(.category, .notALeaf) }
    }
}

/// The moves this actor could make now, guards included; automatic ones are nobody's.
public func possibleMoves(on matter: Matter, by actor: Actor, in city: City, at now: Moment) -> [Move] {
    guard let procedure = city.procedures[matter.kind] else { return [] }
    let now = max(now, matter.changedAt)
    return procedure.moves(from: matter.stage).filter { move in
        doer(of: move, on: matter, by: actor, in: city) != nil
            && (!move.speaksForResident || isOutside(actor, of: matter))
            && move.needs.allSatisfy { holds($0, for: move, on: matter, by: actor, in: city, at: now) }
            && move.does.allSatisfy { lacks($0, on: matter, by: actor, in: city) == nil }
    }
}

/// As whom the actor would make the move; nil if it is not theirs. One that follows by itself is nobody's,
/// no program speaks for the resident, and only people are shown who raised it.
func doer(of move: Move, on matter: Matter, by actor: Actor, in city: City) -> Doer? {
    if move.automatic { return nil }
    switch actor {
    case .resident: return move.by.contains(.resident) && !move.reveals ? .resident : nil
    case .system(let name):
        let isItsOwn = move.by.contains(.system) && !move.speaksForResident && !move.reveals
        return isItsOwn ? .system(name) : nil
    case .officer(let id, let posts):
        let post = posts.first { post in
            move.by.contains(.role(post.role)) && mayAct(post, move, on: matter, in: city)
        }
        return post.map { .officer(id: id, unit: $0.unit) }
    }
}

/// Whether a post sees a matter: its area, or the matters its unit leads, assists or was asked to see to.
public func reaches(_ post: Post, _ matter: Matter, in city: City) -> Bool {
    guard let role = city.roles[post.role] else { return false }
    switch role.sight {
    case .area: return post.area.contains(matter.area)
    case .unit: return post.unit == matter.lead || matter.sharers.contains(post.unit)
    }
}
