import Core
import Desk
import Language

/// A topic just found.
struct FoundTopic: Sendable {
    let subject: TopicSubject
    let area: AreaCode
    let category: String?
    let phrases: [String]
    let level: TopicLevel
    let matters: [Int64]
    /// People of each of the last days, or hours of the shortest span, the oldest first.
    let series: [Int]
}

/// Looks for subjects that rise.
struct TopicSearch {
    let store: TopicMarkStore
    let span: TopicSpan
    let now: TopicHour
    /// The first day from which on the town's usual level is known.
    let first: Int
    /// The first day of which anything was counted.
    let counted: Int
    let rules: TopicRules
    /// Names of the city and its counties, which name no topic.
    let places: [String]

    private var hours: Range<Int> { span.range(at: now) }

    func rises(limit: Int) throws -> [TopicRise] {
        let hours = hours
        let busy = try store.busy(in: hours, people: rules.people, limit: limit)
        return try busy.compactMap { subject in
            let marks = try store.marks(
                of: subject, from: now.day - TopicMarkStore.keptDays, through: now.day)
            let level = try level(of: subject, marks)
            guard level.rises(by: rules, least: span.leastSurprise) else { return nil }
            let senders = Dictionary(
                marks.filter { hours.contains($0.hour.number) }.map { ($0.matter, $0.sender) },
                uniquingKeysWith: { first, _ in first })
            return TopicRise(subject: subject, level: level, senders: senders)
        }
    }

    private func level(of subject: TopicSubject, _ marks: [TopicMarkStore.Mark]) throws -> TopicLevel {
        func people(from start: Int) -> Int {
            Set(marks.filter { (start..<start + span.length).contains($0.hour.number) }.map(\.sender)).count
        }
        let begin = hours.lowerBound
        let starts = (1...span.past).map { begin - $0 * span.step }
        let known = max(first, now.day - TopicMarkStore.keptDays) * 24
        return TopicLevel(
            people: people(from: begin), before: starts.filter { $0 >= known }.map(people),
            lastYear: try lastYear(of: subject), fading: span.fading)
    }

    /// The same days of last year and a week to both sides: 52 weeks back, so that Mondays meet Mondays.
    private func lastYear(of subject: TopicSubject) throws -> [Int] {
        guard subject.sort == .category, span != .hours else { return [] }
        let (start, length) = (hours.lowerBound / 24 - 364, span.rawValue)
        guard counted <= start - 7 else { return [] }
        let days = try store.days(of: subject, from: start - 7, through: start + length + 6)
        return [-7, 0, 7].map { shift in
            (0..<length).reduce(0) { $0 + (days[start + shift + $1] ?? 0) }
        }
    }

    // MARK: Describing

    func described(_ gathered: [TopicGathering]) throws -> [FoundTopic] {
        let background = try store.background()
        return try gathered.compactMap { gathering in
            let senders = gathering.senders
            let described = try store.described(Array(senders.keys).sorted())
            let phrase = TopicPhrase { TopicWords.telling($0, against: background) }
            // Each person's words once: nobody names a topic by repeating it; and no name of a topic has a
            // person's name, number or door in it.
            var spoken: Set<Int64> = []
            let titles = senders.sorted { $0.key < $1.key }.filter { spoken.insert($0.value).inserted }
                .compactMap { described[$0.key] }
                .map { Masking.publicCopy(ofHeading: $0.title, of: $0.beginning) }
            let phrases = phrase.phrases(of: titles, without: places, words: gathering.words)
            guard holdsTogether(gathering, phrases, titles) else { return nil }
            return FoundTopic(
                subject: gathering.leader.subject,
                area: Self.place(described.values.map(\.area), within: gathering.leader.subject.area),
                category: Self.usual(described.values.compactMap(\.category), of: described.count),
                phrases: phrases,
                level: TopicLevel(people: gathering.people, expected: gathering.leader.level.expected),
                matters: described.keys.sorted(), series: try series(of: gathering))
        }
    }

    /// One short word is shared by many different things: then half of the titles share a longer phrase, or
    /// far more people than usual say the word.
    private func holdsTogether(_ gathering: TopicGathering, _ phrases: [String], _ titles: [String]) -> Bool {
        guard gathering.isThin, gathering.leader.level.surprise < span.leastThinSurprise else {
            return true
        }
        return phrases.contains { phrase in
            phrase.count >= 4 && titles.count { $0.contains(phrase) } * 2 >= titles.count
        }
    }

    /// The smallest place in which four of five are.
    static func place(_ areas: [AreaCode], within: AreaCode) -> AreaCode {
        var place = within
        for level in [AreaLevel.county, .town, .village] where level > place.level {
            let counts = Dictionary(grouping: areas.compactMap { $0.ancestor(at: level) }) { $0 }
            guard let most = counts.max(by: { ($0.value.count, $1.key) < ($1.value.count, $0.key) }),
                most.value.count * 5 >= areas.count * 4, place.contains(most.key)
            else { break }
            place = most.key
        }
        return place
    }

    private static func usual(_ categories: [String], of count: Int) -> String? {
        let counts = Dictionary(grouping: categories) { $0 }
        guard let most = counts.max(by: { ($0.value.count, $1.key) < ($1.value.count, $0.key) }),
            most.value.count * 2 >= count
        else { return nil }
        return most.key
    }

    /// People of each of the last days, or hours of the shortest span.
    private func series(of gathering: TopicGathering) throws -> [Int] {
        let isByHour = span == .hours
        let last = isByHour ? now.number : now.day
        let start = last + 1 - (isByHour ? TopicsDesk.chartHours : TopicsDesk.chartDays)
        let marks = try store.marks(
            of: gathering.leader.subject, from: isByHour ? start / 24 : start, through: now.day)
        var people: [Int: Set<Int64>] = [:]
        for mark in marks {
            people[isByHour ? mark.hour.number : mark.hour.day, default: []].insert(mark.sender)
        }
        return (start...last).map { people[$0]?.count ?? 0 }
    }
}
