import Core
import Desk
public import Storage

extension RulesDesk {
    /// Follows the log: who was given what and sent it back, what is tossed about, and what was ruled.
    public var follower: Follower {
        Follower(
            name: "rules", batch: 200, reset: { try ReturnStore(connection: $0).empty() },
            follow: { events, connection in
                var matters: Set<Int64> = []
                for logged in events where try Event(logged).concernsRules { matters.insert(logged.matterID) }
                let concerned = events.filter { matters.contains($0.matterID) }
                let stories = try EventLog.stories(through: concerned, in: connection)
                for (matter, story) in stories.sorted(by: { $0.key < $1.key }) {
                    try take(story, of: matter, in: connection)
                }
            })
    }

    /// The story of one matter, read as a whole: whatever was taken back in it counts as never done.
    private func take(_ logged: [LoggedEvent], of matter: Int64, in connection: any Connection) throws {
        let story = try logged.map { try Event($0) }.standing
        let city = city
        var course = HandingCourse(book: book, calendar: city.calendar)
        for event in story { course.take(event) }
        let store = ReturnStore(connection: connection)
        try store.replace(course.handings, of: matter)
        try store.keep(course.path, of: matter)
        try rule(course, of: matter, in: connection)
    }

    private func rule(_ course: HandingCourse, of matter: Int64, in connection: any Connection) throws {
        let (store, city) = (ReturnStore(connection: connection), city)
        let before = try store.decided(of: matter)
        if before.isEmpty, course.rulings.isEmpty { return }
        let decided = course.rulings.map { kept -> ReturnStore.Decided in
            // As the catalogue stood on that day: what was changed because of it does not unsay it.
            let cell = kept.ruling.proposal(in: city, on: day(of: kept.at))
            return ReturnStore.Decided(
                sequence: kept.sequence, at: kept.at, ruling: kept.ruling, person: kept.person,
                reason: kept.reason, forArea: cell?.area)
        }
        try store.replace(decided, of: matter)
        let proposals = ProposalStore(connection: connection)
        var seen: Set<String> = []
        for item in before + decided {
            guard let area = item.forArea else { continue }
            let cell = DispatchCatalogue.Cell(category: item.ruling.category, area: area)
            guard seen.insert("\(cell.text) \(item.ruling.unit)").inserted else { continue }
            try proposals.weigh(cell, item.ruling.unit, needs: book.rulings)
        }
    }
}

extension Event {
    /// Whether it can change who has a matter, or how that is told.
    fileprivate var concernsRules: Bool {
        facts.contains { fact in
            switch fact {
            case .dispatched, .takenBack, .answered, .ruled, .undone, .closed, .reopened: true
            default: false
            }
        }
    }
}

extension Event {
    /// An answer that came with its unit, by the program: another matter's, about the same problem.
    fileprivate var isSharedAnswer: Bool {
        guard case .system = by else { return false }
        let isGiven = facts.contains { if case .dispatched = $0 { true } else { false } }
        return isGiven && facts.contains { if case .answered = $0 { true } else { false } }
    }
}

/// The way of one matter through the hands of units, folded from its story.
struct HandingCourse {
    let book: RuleBook
    let calendar: WorkingCalendar
    private(set) var handings: [ReturnStore.Handing] = []
    private(set) var rulings: [(sequence: Int, at: Moment, ruling: Ruling, person: Int64?, reason: String?)] =
        []
    private var units = TossPath()
    private var returns = 0
    private var category: String?
    private var area: AreaCode?
    private var isOpen = true
    private var lastAt = Moment(milliseconds: 0)

    init(book: RuleBook, calendar: WorkingCalendar) {
        self.book = book
        self.calendar = calendar
    }

    /// Nil for a matter that never changed hands.
    var path: ReturnStore.Path? {
        guard let area, units.hops > 0 || returns > 0 else { return nil }
        return ReturnStore.Path(
            area: area, category: category, path: units, returns: returns,
            isTossed: units.isTossed(from: book.tossedFrom), isOpen: isOpen, lastAt: lastAt)
    }

    mutating func take(_ event: Event) {
        // One answer given to many: nobody had this one in hand.
        if event.isSharedAnswer { return }
        var reason: String?
        for case .reasoned(let text) in event.facts { reason = text }
        for fact in event.facts {
            switch fact {
            case .raised(let raised): (area, category) = (raised.area, raised.category)
            case .categorised(let code): category = code
            case .dispatched(let unit): give(to: unit, event)
            case .takenBack(let unit, let text, let cause): takeBack(from: unit, text, cause, event)
            case .answered: if handings.last?.endedAt == nil { end(.kept, event.at) }
            case .ruled(let unit):
                if let category, let area {
                    let ruling = Ruling(category: category, area: area, unit: unit)
                    var person: Int64?
                    if case .officer(let id, _) = event.by { person = id }
                    rulings.append((event.sequence, event.at, ruling, person, reason))
                }
            case .closed: isOpen = false
            case .reopened: isOpen = true
            default: break
            }
        }
    }

    private mutating func give(to unit: UnitCode, _ event: Event) {
        if let last = handings.last, last.endedAt == nil {
            if last.unit == unit { return }
            end(.moved, event.at)
        }
        units.give(to: unit)
        lastAt = event.at
        let day = calendar.date(of: event.at)
        handings.append(
            ReturnStore.Handing(
                sequence: event.sequence, unit: unit, givenAt: event.at,
                month: day.adding(days: 1 - day.day).daysSince1970))
    }

    /// Sent back by the unit that had it, or taken from it by somebody else.
    private mutating func takeBack(
        from unit: UnitCode?, _ text: String, _ cause: String?, _ event: Event
    ) {
        guard let last = handings.indices.last else { return }
        lastAt = event.at
        guard case .officer(_, let doer) = event.by, doer == unit, handings[last].unit == doer else {
            if handings[last].endedAt == nil { end(.moved, event.at) }
            return
        }
        end(.returned, event.at)
        returns += 1
        handings[last].reason = book.reason(of: text, cause: cause)
        handings[last].words = text
    }

    private mutating func end(_ result: ReturnStore.Handing.Result, _ at: Moment) {
        guard !handings.isEmpty else { return }
        handings[handings.count - 1].result = result
        handings[handings.count - 1].endedAt = at
    }
}
