public import Core
public import Storage

/// Replays stored matters through changed limits, staff or rules, changing nothing.
///
/// The stories are read one after the other. Changed staff, another order of work and work given to other
/// units need two readings, and keep 48 bytes for each visit of a matter to a unit.
public struct Simulation: Sendable {
    public let from: Moment
    /// The first moment behind the span in which matters were raised.
    public let until: Moment
    /// The city in force: its dispatch catalogue, and its procedures as far as they are known.
    public let old: City
    /// The city to be tried.
    public let city: City
    public let staff: Staff?
    public let order: WorkOrder
    /// Whether a rule of dispatch came, went or names another unit.
    public let changesDispatch: Bool
    /// Whether the procedures of the city in force are here with their stages.
    private let isKnown: Bool

    public init(
        raisedFrom from: Moment, until: Moment, old: City, city: City, staff: Staff? = nil,
        order: WorkOrder = .shared
    ) {
        self.from = from
        self.until = until
        self.old = old
        self.city = city
        self.staff = staff
        self.order = order
        changesDispatch = Set(old.dispatch.rules) != Set(city.dispatch.rules)
        isKnown = old.procedures.values.contains { $0.first != nil }
    }

    /// What was found.
    public struct Outcome: Sendable {
        public var report = SimulationReport()
        /// How many matters there are in the span.
        public let matters: Int
        /// Nothing is known behind it: when anything happened last.
        public let end: Moment
        public var check: Check?
        public var work: Work?
    }

    /// How well the replay says what the log says when nothing is changed.
    public struct Check: Sendable, Hashable {
        public internal(set) var matters = 0
        /// Matters of which other clocks ran out than the log says.
        public internal(set) var different = 0
    }

    /// The units at work, where staff, order or rules are tried.
    public struct Work: Sendable {
        /// In the order of their codes.
        public let units: [UnitCapacity]
        /// The hands of each unit in the simulation.
        public let hands: [UnitCode: Double]
        /// With nothing changed: the largest distance in milliseconds between the end of a visit in the
        /// model and in the log.
        public let largestDifference: Int64
        fileprivate let times: WorkTimes
    }

    /// Whether work moves at all, or only clocks do.
    public var changesWork: Bool { staff != nil || order != .shared || changesDispatch }

    /// - Parameters:
    ///   - progress: Called with the number of stories read, and how many there are to read.
    ///   - each: Called with every matter, in the order of their keys.
    public func run(
        on database: any Database, progress: @escaping @Sendable (Int, Int) -> Void = { _, _ in },
        each: @escaping @Sendable (SimulatedMatter) throws -> Void = { _ in }
    ) async throws -> Outcome {
        try await database.read { connection in
            let store = SimulationStore(connection: connection, from: from, until: until)
            let count = try store.count()
            guard count > 0, let end = try store.lastChange() else {
                return Outcome(matters: 0, end: until)
            }
            var outcome = Outcome(matters: count, end: end)
            var read = 0
            let total = changesWork ? count * 2 : count
            let visits = VisitReader(isKnown ? old : city)
            if changesWork {
                var history = WorkHistory(until: end)
                try store.forEachStory { story in
                    note(story, visits, in: &history)
                    read += 1
                    progress(read, total)
                }
                outcome.work = work(history)
            }
            var next = 0
            if isKnown { outcome.check = Check() }
            try store.forEachStory { story in
                let matter = judge(story, next, visits, &outcome)
                if let matter {
                    outcome.report.add(matter)
                    try each(matter)
                } else {
                    outcome.report.leaveOut()
                }
                next += 1
                read += 1
                progress(read, total)
            }
            return outcome
        }
    }

    // MARK: Work

    private func note(_ story: [Event], _ visits: VisitReader, in history: inout WorkHistory) {
        let runs = order == .due ? ClockReplay.replayed(story, in: city, until: history.end) ?? [] : []
        history.add(visits.visits(of: story.standing), runs: runs, moved: mover(of: story))
    }

    private func work(_ history: WorkHistory) -> Work {
        let run = WorkRun(history, calendar: old.calendar)
        let unchanged = run.left(hands: { $1 })
        let hands = { (unit: UnitCode, hands: Double) in hands * (staff?.factor(for: unit) ?? 1) }
        let times = run.left(hands: hands, order: order, moved: changesDispatch)
        return Work(
            units: run.capacities,
            hands: Dictionary(
                run.capacities.map { ($0.unit, hands($0.unit, $0.hands)) },
                uniquingKeysWith: { one, _ in one }),
            largestDifference: unchanged.largestDifference, times: times)
    }

    /// What a unit got by the old catalogue goes where the new one says; what somebody gave to another unit
    /// by hand stays there.
    private func mover(of story: [Event]) -> (UnitCode) -> UnitCode {
        guard changesDispatch, case .raised(let raised)? = story.first?.facts.first,
            let category = story.lastCategory
        else { return { $0 } }
        let was = old.dispatch.unit(for: category, at: raised.area, in: old.catalogue)
        let will = city.dispatch.unit(for: category, at: raised.area, in: city.catalogue)
        guard let was, let will, was != will else { return { $0 } }
        return { $0 == was ? will : $0 }
    }

    // MARK: Judging

    private func judge(
        _ story: [Event], _ index: Int, _ visits: VisitReader, _ outcome: inout Outcome
    ) -> SimulatedMatter? {
        let end = outcome.end
        guard case .raised(let raised)? = story.first?.facts.first, let first = story.first else {
            return nil
        }
        let recorded = ClockReplay.recorded(story, in: isKnown ? old : city, until: end)
        if isKnown, let replayed = ClockReplay.replayed(story, in: old, until: end) {
            outcome.check?.matters += 1
            if !recorded.sameLate(as: replayed) { outcome.check?.different += 1 }
        }
        let retimed = outcome.work.map { work in
            Retiming(visits.visits(of: story.standing), left: work.times.left(of: index))(story)
        }
        guard let runs = ClockReplay.replayed(retimed ?? story, in: city, until: end) else { return nil }
        let unit = story.lastLead ?? old.desk
        return SimulatedMatter(
            number: raised.number, kind: raised.kind, category: story.lastCategory, raisedAt: first.at,
            before: .init(unit: unit, runs: recorded, closed: story.closed(until: end), until: end),
            after: .init(
                unit: mover(of: story)(unit), runs: runs, closed: (retimed ?? story).closed(until: end),
                until: end))
    }
}

extension [ClockRun] {
    /// Whether the same clocks ran out, equally often.
    fileprivate func sameLate(as other: [ClockRun]) -> Bool {
        filter(\.passed).map(\.limit).sorted() == other.filter(\.passed).map(\.limit).sorted()
    }
}

extension [Event] {
    fileprivate var lastCategory: String? {
        var category: String?
        for event in standing {
            for fact in event.facts {
                if case .raised(let raised) = fact { category = raised.category }
                if case .categorised(let given) = fact { category = given }
            }
        }
        return category
    }

    /// The unit that was given it last, whether it has it still or not.
    fileprivate var lastLead: UnitCode? {
        for event in standing.reversed() {
            for fact in event.facts.reversed() { if case .dispatched(let unit) = fact { return unit } }
        }
        return nil
    }

    /// When it ended, if it stands ended at a moment.
    fileprivate func closed(until end: Moment) -> Moment? {
        var closed: Moment?
        for event in standing where event.at <= end {
            for fact in event.facts {
                if case .closed = fact { closed = event.at }
                if case .reopened = fact { closed = nil }
            }
        }
        return closed
    }
}
