extension Order {
    /// What must be known of another matter before one is joined to it.
    public struct Target: Sendable {
        public let number: String
        public let isOpen: Bool
        public let kind: String
        /// Whether the actor could see it.
        public let isInSight: Bool
        /// The number it lives on in, where it ended as the same.
        public let mergedInto: String?
        /// The number whose answer it waits for itself.
        public let joinedTo: String?
        /// Whether an answer stands that its resident has not said no to.
        public let isAnswered: Bool
        public let category: String?
        /// Whether the same person raised both, as far as what they left to be reached by tells.
        public let isSameResident: Bool

        public init(
            number: String, isOpen: Bool, kind: String, isInSight: Bool, mergedInto: String? = nil,
            joinedTo: String? = nil, isAnswered: Bool = false, category: String? = nil,
            isSameResident: Bool = false
        ) {
            self.number = number
            self.isOpen = isOpen
            self.kind = kind
            self.isInSight = isInSight
            self.mergedInto = mergedInto
            self.joinedTo = joinedTo
            self.isAnswered = isAnswered
            self.category = category
            self.isSameResident = isSameResident
        }

        /// A matter as others see it before they are joined to it.
        public init(_ matter: Matter, isInSight: Bool, isSameResident: Bool) {
            self.init(
                number: matter.number, isOpen: matter.isOpen, kind: matter.kind, isInSight: isInSight,
                mergedInto: matter.mergedInto, joinedTo: matter.joinedTo, isAnswered: matter.isAnswered,
                category: matter.category, isSameResident: isSameResident)
        }
    }
}

extension Matter {
    /// An answer stands that its resident has not said no to: whoever is joined to it now would be asked
    /// about work that was done before they spoke.
    public var isAnswered: Bool { answer != nil && opinion?.isContent != false }
}

extension Procedure {
    /// Whether matters of this kind can wait for another one about the same problem.
    public var knowsJoining: Bool { stages.contains { $0.holder == .main } }
}

/// Another matter is one that the desk can see, open, never itself and never a chain (M56).
///
/// Two matters of one person end as one. What different people raised is joined: each keeps their own.
func check(
    _ target: Order.Target?, named number: String, for move: Move, on matter: Matter, in city: City
) throws(Refusal) {
    if number == matter.number { throw .invalid(.matter, .itself) }
    guard let target, target.number == number, target.isInSight else { throw .invalid(.matter, .unknown) }
    if [target.mergedInto, target.joinedTo].contains(matter.number) { throw .invalid(.matter, .cycle) }
    if move.does.contains(.join) {
        try checkJoin(target, on: matter, in: city)
    } else {
        guard target.kind == matter.kind else { throw .invalid(.matter, .otherKind) }
        guard target.isOpen, target.mergedInto == nil else { throw .invalid(.matter, .closed) }
        guard target.joinedTo == nil else { throw .invalid(.matter, .joined) }
        guard target.isSameResident else { throw .invalid(.matter, .otherResident) }
    }
}

/// Of another kind only where that can be joined too, and where no more is published of it: nobody's matter
/// becomes part of one that more people may read.
private func checkJoin(_ target: Order.Target, on matter: Matter, in city: City) throws(Refusal) {
    guard city.procedures[target.kind]?.knowsJoining == true else { throw .invalid(.matter, .otherKind) }
    guard target.isOpen else { throw .invalid(.matter, .closed) }
    guard target.joinedTo == nil else { throw .invalid(.matter, .joined) }
    guard !target.isAnswered else { throw .invalid(.matter, .answered) }
    guard city.publishing(of: target.kind).rank <= city.publishing(of: matter.kind).rank else {
        throw .invalid(.matter, .morePublic)
    }
}

extension [InputWord: String] {
    /// What nobody classified takes the class of what it is joined to.
    mutating func takeCategory(of target: Order.Target?, for move: Move, on matter: Matter) {
        guard move.does.contains(.join), matter.category == nil, let category = target?.category else {
            return
        }
        self[.category] = category
    }
}

/// The event on the matter that another one was joined to.
public func joined(_ number: String, to matter: Matter, by doer: Doer, at now: Moment) -> Event {
    Event(
        sequence: matter.version + 1, at: max(now, matter.changedAt), by: doer, move: nil, from: matter.stage,
        to: matter.stage, facts: [.joined(from: number)])
}

/// What an urge of somebody whose matter waits for this one does here: it counts, the unit that leads is told
/// by the templates of that move, and what follows from too many urges follows.
public func urged(
    by event: Event, on matter: Matter, in city: City, at now: Moment
) -> [Event] {
    guard let procedure = city.procedures[matter.kind], matter.isOpen,
        event.facts.contains(.urged)
    else { return [] }
    let told = event.facts.filter { if case .told(.lead, _) = $0 { true } else { false } }
    let scene = Scene(city: city, procedure: procedure, now: max(now, matter.changedAt))
    var matter = matter
    var events = [
        Event(
            sequence: matter.version + 1, at: scene.now, by: .system("joins"), move: nil, from: matter.stage,
            to: matter.stage, facts: [.urged] + told)
    ]
    matter.apply(events[0])
    scene.follow(&matter, &events)
    return events
}

/// What becomes of those that wait for a matter, as it stands now (M56).
public enum JoinedCourse: Hashable, Sendable {
    /// They wait on.
    case wait
    /// They are given its answer, each asked on their own.
    case share(unit: UnitCode?)
    /// It lives on in another one, and they are joined to that.
    case joinOn(String)
    /// It ended without an answer: the one that waits longest takes its place.
    case succeed

    public init(of main: Matter) {
        if let answer = main.answer, main.isAnswered {
            // What the desk answered on the spot was no unit's: a no goes back to the desk.
            self = .share(unit: main.lead == nil ? nil : answer.unit ?? main.lead)
        } else if let next = main.joinedTo ?? main.mergedInto {
            self = .joinOn(next)
        } else {
            self = main.isOpen ? .wait : .succeed
        }
    }
}

extension Procedure {
    /// The moves that the program makes for a matter that waits for another one, found by what they do.
    public enum JoinedMove: CaseIterable, Sendable {
        case share, joinOn, leave

        /// The word of what it does.
        public var word: String { effect.word.rawValue }

        var effect: Effect {
            switch self {
            case .share: .shareAnswer
            case .joinOn: .join
            case .leave: .leave
            }
        }
    }

    /// The first of the file; nil in a kind that cannot be joined.
    public func move(_ sort: JoinedMove) -> Move? {
        moves.first { move in
            move.by.contains(.system) && !move.automatic && move.does.contains(sort.effect)
                && move.from.contains { stage($0)?.holder == .main }
        }
    }
}
