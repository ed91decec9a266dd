/// What the assessment remembers of one matter, folded from its events: who has it, what was promised, when
/// somebody last took a step.
public struct MatterCourse: Hashable, Sendable, Codable {
    /// Until when a unit has promised an answer, and since when it is bound by that.
    public struct Promise: Hashable, Sendable, Codable {
        public let unit: UnitCode
        public let due: Moment
        public let from: Moment
    }

    /// What the resident said of the answer that stands.
    struct Rating: Hashable, Sendable, Codable {
        let unit: UnitCode
        let day: Int
        let solved: Bool
        let satisfied: Bool
    }

    public private(set) var kind = ""
    public private(set) var stage = ""
    public private(set) var isOpen = false
    /// It had ended in another system before it came here: nothing of it is assessed.
    public private(set) var isForeign = false
    /// The unit that has it; the desk where none was given it.
    public private(set) var unit: UnitCode
    /// The unit above that it was raised to, and why.
    public private(set) var raisedTo: UnitCode?
    public private(set) var raisedWhy: String?
    /// Nil while nothing is promised: before it is registered, while the resident is asked, after its end.
    public private(set) var promise: Promise?
    /// The last step of somebody at work, where the next one is also theirs to take; else nil.
    public private(set) var idleSince: Moment?

    private var acceptBy: Moment?
    private var awaitsAcceptance = false
    private var answeredBy: UnitCode?
    private var due: Moment?
    private var isLate = false
    private var returns = 0
    private var rejections = 0
    private var saidNo = false
    private var wasTold = false
    private var rests = false
    private var rating: Rating?

    /// A matter of which nothing has been seen yet.
    public init(in city: City) { unit = city.desk }

    /// What an event adds to the figures.
    public struct Note: Hashable, Sendable {
        /// A count of one unit on one day.
        public struct Entry: Hashable, Sendable {
            /// Days since 1970.
            public let day: Int
            public let unit: UnitCode
            public let figure: Figure

            public init(day: Int, unit: UnitCode, figure: Figure) {
                self.day = day
                self.unit = unit
                self.figure = figure
            }
        }

        /// Something that the check of the day must show.
        public struct Mark: Hashable, Sendable {
            public let day: Int
            public let sort: Finding.Sort
            public let unit: UnitCode
            public let at: Moment
        }

        public var counts: [Entry: Int] = [:]
        public var marks: [Mark] = []

        public init() {}

        public mutating func add(_ other: Note) {
            counts.merge(other.counts, uniquingKeysWith: +)
            marks += other.marks
        }
    }

    /// Folds a whole story without what was taken back.
    public static func fold(_ story: [Event], in city: City) -> (course: MatterCourse, note: Note) {
        var (course, note) = (MatterCourse(in: city), Note())
        for event in story.standing { note.add(course.take(event, in: city)) }
        return (course, note)
    }

    /// Folds the next event and says what it adds.
    public mutating func take(_ event: Event, in city: City) -> Note {
        var step = Step(event: event, city: city)
        if case .raised(let raised)? = event.facts.first { begin(raised, &step) }
        if isForeign { return Note() }
        let before = (unit: unit, stage: stage, isResting: idleSince == nil)
        stage = event.to
        if event.to != event.from { rests = false }
        readClocks(&step)
        for fact in event.facts { take(fact, &step) }
        noteAcceptance(by: before.unit, &step)
        keepPromise(at: event.at, step.limit)
        keepStep(event, wasResting: before.isResting, city)
        return step.note
    }

    /// One event on its way into the figures.
    private struct Step {
        let event: Event
        let city: City
        let day: Int
        let limit: TimeLimit?
        var note = Note()

        init(event: Event, city: City) {
            self.event = event
            self.city = city
            day = city.calendar.date(of: event.at).daysSince1970
            limit = nil
        }

        init(_ step: Step, limit: TimeLimit?) {
            (event, city, day, note) = (step.event, step.city, step.day, step.note)
            self.limit = limit
        }

        mutating func count(_ figure: Figure, of unit: UnitCode, on other: Int? = nil, by change: Int = 1) {
            note.counts[Note.Entry(day: other ?? day, unit: unit, figure: figure), default: 0] += change
        }

        mutating func mark(_ sort: Finding.Sort, _ unit: UnitCode) {
            note.marks.append(Note.Mark(day: day, sort: sort, unit: unit, at: event.at))
        }
    }

    private mutating func begin(_ raised: Fact.Raised, _ step: inout Step) {
        kind = raised.kind
        isForeign = raised.endedAt != nil
        isOpen = true
        step.count(.received, of: unit)
        step.count(.openChange, of: unit)
    }

    // MARK: Clocks

    /// The whole limit is the one a kind writes first. It is read before all else: an answer in the same
    /// event may be the one that came too late.
    private mutating func readClocks(_ step: inout Step) {
        step = Step(step, limit: step.city.procedures[kind]?.limits.first)
        for fact in step.event.facts {
            switch fact {
            case .clockStarted(step.limit?.name, _, let due, _): self.due = due
            case .clockExpired(step.limit?.name): isLate = true
            case .extended(step.limit?.name, _, let due): self.due = due
            default: continue
            }
        }
    }

    private mutating func keepPromise(at moment: Moment, _ limit: TimeLimit?) {
        guard isOpen, let due, let limit, limit.runs.contains(stage) else { return promise = nil }
        if promise?.unit == unit, promise?.due == due { return }
        promise = Promise(unit: unit, due: due, from: moment)
    }

    /// A course that was folded anew keeps when a promise that did not change began; another began now.
    public mutating func keepBeginnings(of before: MatterCourse, at moment: Moment) {
        guard let promise else { return }
        let old = before.promise
        let isSame = old?.unit == promise.unit && old?.due == promise.due
        self.promise = isSame ? old : Promise(unit: promise.unit, due: promise.due, from: moment)
    }

    private mutating func keepStep(_ event: Event, wasResting: Bool, _ city: City) {
        let holder = city.procedures[kind]?.stage(stage)?.holder ?? .desk
        let isTheirs = isOpen && !rests && (holder == .desk || holder == .lead)
        guard isTheirs else { return idleSince = nil }
        if case .officer = event.by { return idleSince = event.at }
        if wasResting { idleSince = event.at }
    }

    // MARK: Facts

    /// Facts that no figure is made of pass by: here, and only here, a new one is given its figure.
    private mutating func take(_ fact: Fact, _ step: inout Step) {
        switch fact {
        case .dispatched(let unit): dispatch(to: unit, &step)
        case .takenBack(let from, _, _): takeBack(from ?? unit, &step)
        // Nobody gave it back: another unit works on the same problem.
        case .joinedTo:
            awaitsAcceptance = false
            move(to: step.city.desk, &step)
        case .answered(_, let unit): answer(by: unit ?? self.unit, &step)
        case .rated(let solved, let satisfied, _): rate(solved, satisfied, &step)
        case .closed(let outcome): close(outcome, &step)
        case .reopened: reopen(&step)
        case .escalated(let unit):
            raisedTo = unit
            step.count(.raised, of: self.unit)
        case .raise(.taken(let unit)): if raisedTo == unit { raisedWhy = nil }
        case .reasoned(let reason):
            let isRaise = step.event.facts.contains { if case .escalated = $0 { true } else { false } }
            if isRaise { raisedWhy = reason }
        case .urged: step.count(.urged, of: unit)
        // What passed for an assistant, or for whoever decides, is not the lead's delay.
        case .limitPassed(let limit): if !limit.contains("@") { step.count(.limitPassed, of: unit) }
        case .supervision(.ordered(let unit, _)): step.count(.supervised, of: unit)
        case .excluded: exclude(&step)
        case .archived, .suspended: (rests, wasTold) = (true, true)
        case .scopeProposed, .merged: wasTold = true
        case .clockStopped(step.limit?.name): (due, isLate) = (nil, false)
        default: return
        }
    }

    private mutating func dispatch(to unit: UnitCode, _ step: inout Step) {
        move(to: unit, &step)
        step.count(.dispatched, of: unit)
        awaitsAcceptance = true
        // What begins with the order is the time to accept it.
        acceptBy = step.event.facts.compactMap {
            if case .clockStarted(let limit, _, let due, _) = $0, limit != step.limit?.name {
                due
            } else {
                nil
            }
        }.min()
    }

    private mutating func takeBack(_ from: UnitCode, _ step: inout Step) {
        step.count(.returned, of: from)
        returns += 1
        if returns == 2 { step.mark(.returnedTwice, from) }
        awaitsAcceptance = false
        move(to: step.city.desk, &step)
    }

    private mutating func answer(by unit: UnitCode, _ step: inout Step) {
        let passed = isLate || due.map { step.event.at > $0 } ?? false
        step.count(passed ? .answeredLate : .answeredInTime, of: unit)
        (answeredBy, rating, saidNo, wasTold) = (unit, nil, false, true)
    }

    /// Who changes what they said of one answer is counted once, with what they said last.
    private mutating func rate(_ solved: Bool, _ satisfied: Bool, _ step: inout Step) {
        let unit = answeredBy ?? self.unit
        if let rating { count(rating, by: -1, &step) }
        let said = Rating(unit: unit, day: step.day, solved: solved, satisfied: satisfied)
        count(said, by: 1, &step)
        rating = said
        guard !(solved && satisfied), !saidNo else { return }
        saidNo = true
        rejections += 1
        step.count(.sentBack, of: unit)
        if rejections == 2 { step.mark(.rejectedTwice, unit) }
    }

    private func count(_ rating: Rating, by change: Int, _ step: inout Step) {
        let figures: [Figure] = [
            rating.solved ? .solvedYes : .solvedNo, rating.satisfied ? .satisfiedYes : .satisfiedNo,
        ]
        for figure in figures { step.count(figure, of: rating.unit, on: rating.day, by: change) }
    }

    private mutating func exclude(_ step: inout Step) {
        if let rating { count(rating, by: -1, &step) }
        rating = nil
        step.count(.excluded, of: answeredBy ?? unit)
    }

    private mutating func close(_ outcome: Outcome, _ step: inout Step) {
        guard isOpen else { return }
        isOpen = false
        step.count(.openChange, of: unit, by: -1)
        if let figure = Figure(outcome) { step.count(figure, of: answeredBy ?? unit) }
        if !wasTold, outcome != .withdrawn { step.mark(.silentEnd, unit) }
    }

    private mutating func reopen(_ step: inout Step) {
        guard !isOpen else { return }
        isOpen = true
        step.count(.openChange, of: unit)
        (rating, saidNo, isLate) = (nil, false, false)
    }

    private mutating func move(to other: UnitCode, _ step: inout Step) {
        if isOpen, other != unit {
            step.count(.openChange, of: unit, by: -1)
            step.count(.openChange, of: other)
        }
        unit = other
    }

    /// Taken on is the first step of the unit that leads to another stage.
    private mutating func noteAcceptance(by owner: UnitCode, _ step: inout Step) {
        guard awaitsAcceptance, owner == unit, case .officer(_, unit) = step.event.by,
            step.event.from != step.event.to
        else { return }
        awaitsAcceptance = false
        let isInTime = acceptBy.map { step.event.at <= $0 } ?? true
        step.count(isInTime ? .acceptedInTime : .acceptedLate, of: unit)
    }
}
