/// A day that was promised to a resident, and what became of it.
public struct Promise: Hashable, Sendable {
    /// How it was promised.
    public enum Sort: String, CaseIterable, Hashable, Sendable, Codable {
        /// A person took it and promised a day (M22 a).
        case claimed
        /// A leader took it under contract (M57).
        case contracted
        /// More time was granted.
        case extended
        /// The answer says so.
        case written
    }

    /// The event that holds it.
    public let sequence: Int
    public let sort: Sort
    public let unit: UnitCode
    /// The last day; `due` is its end.
    public let day: CivilDate
    public let due: Moment
    /// Where the answer says so.
    public let place: Range<Int>?
    /// When something was said or done about it since; nil while nothing was.
    public internal(set) var updatedAt: Moment?

    /// Whether it went by without a word.
    public func isBroken(at now: Moment) -> Bool { (updatedAt ?? now) > due }
}

extension Promise {
    /// The promises of a story, in order. Whatever is told to the resident, asked for or recorded after one
    /// is a word about it, and so is the resident's yes.
    public static func all(in story: [Event], rules: QualityRules, city: City) -> [Promise] {
        var promises: [Promise] = []
        var lead: UnitCode?
        for event in story.standing {
            if event.facts.contains(where: \.isWord) {
                for index in promises.indices where promises[index].updatedAt == nil {
                    promises[index].updatedAt = event.at
                }
            }
            for fact in event.facts {
                if case .dispatched(let unit) = fact { lead = unit }
                let unit = lead ?? city.desk
                promises += made(by: fact, of: event, unit: unit, rules, city)
            }
        }
        return promises
    }

    private static func made(
        by fact: Fact, of event: Event, unit: UnitCode, _ rules: QualityRules, _ city: City
    ) -> [Promise] {
        func promise(_ sort: Sort, _ day: CivilDate?, _ place: Range<Int>? = nil) -> [Promise] {
            guard let day else { return [] }
            return [
                Promise(
                    sequence: event.sequence, sort: sort, unit: unit, day: day,
                    due: city.calendar.end(of: day), place: place)
            ]
        }
        switch fact {
        case .leader(.claimed(let until)): return promise(.claimed, CivilDate(until))
        case .leader(.contracted(_, let until)): return promise(.contracted, CivilDate(until))
        case .extended(_, _, let due): return promise(.extended, city.calendar.date(of: due))
        case .answered(let text, _):
            let days = PromisedDay.all(
                in: text, on: city.calendar.date(of: event.at), promises: rules.promises,
                rules: rules.conditions, calendar: city.calendar)
            // The first that comes: what is said then speaks of the others.
            let first = days.min { $0.day < $1.day }
            return promise(.written, first?.day, first?.place)
        default: return []
        }
    }
}

extension Fact {
    /// Whether it tells the resident something about what was promised, or ends the waiting.
    var isWord: Bool {
        switch self {
        case .answered, .contacted, .extended, .suspended, .archived, .merged, .attempted: true
        case .leader(.claimed), .leader(.contracted), .leader(.visited): true
        case .part(.answered), .mediation(.session), .check(.made), .check(.attempted): true
        case .rated(let solved, _, _): solved
        case .closed(let outcome): outcome == .withdrawn || outcome == .notInScope || outcome == .merged
        default: false
        }
    }
}
