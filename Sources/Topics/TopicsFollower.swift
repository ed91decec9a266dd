import Core
import Desk
import Language
public import Storage

extension TopicsDesk {
    /// Follows the log: who spoke of what on which day, and how many usually do.
    public var follower: Follower {
        let (city, rules) = (desk.city, rules)
        return Follower(
            name: "topics", batch: 200, reset: { try TopicMarkStore(connection: $0).empty() },
            follow: { events, connection in
                var batch = try TopicBatch(city: city, rules: rules, connection: connection)
                for logged in events { try batch.take(try Event(logged), of: logged.matterID) }
                try batch.end()
            })
    }
}

/// Some events on their way into the tables.
private struct TopicBatch {
    let city: City
    /// Words that never make a topic, as pairs of characters.
    let quiet: Set<String>
    /// Names of places that are too wide for one: every message of a county may begin with its name.
    let places: [String]
    let store: TopicMarkStore
    private var background: SignatureBackground
    private var followed: TopicMarkStore.Followed?
    private var learned = false

    init(city: City, rules: TopicRules, connection: any Connection) throws {
        self.city = city
        quiet = Set(rules.quiet.flatMap { Analyser.tokens($0) })
        places = TopicPlaces.names(of: city)
        store = TopicMarkStore(connection: connection)
        background = try store.background()
        followed = try store.followed()
    }

    func end() throws {
        if learned { try store.keep(background) }
    }

    mutating func take(_ event: Event, of matter: Int64) throws {
        for fact in event.facts {
            if case .raised(let raised) = fact { try take(raised, of: matter, at: event.at) }
            if case .categorised(let category) = fact { try change(matter, to: category) }
        }
    }

    private mutating func take(_ raised: Fact.Raised, of matter: Int64, at moment: Moment) throws {
        let hour = TopicHour(moment, in: city.calendar)
        followed = try store.advance(followed, to: hour.day)
        guard let followed, hour.day >= followed.last - TopicMarkStore.keptDays else { return }
        let text = SignatureText(title: raised.title, text: raised.text)
        if background.show(text) { learned = true }
        let counted = TopicMarkStore.Counted(
            id: matter, hour: hour,
            sender: TopicSender.key(
                contact: try store.contact(of: matter), area: raised.area, at: moment, of: matter),
            area: raised.area, category: raised.category)
        try store.keep(counted)
        let words = TopicWords.words(
            of: TopicPhrase.cut(raised.title, at: places),
            TopicPhrase.cut(String(raised.text.prefix(TopicWords.beginning)), at: places),
            against: background)
        let county = raised.area.ancestor(at: .county) ?? raised.area
        let subjects = words.filter { !quiet.contains($0) }.map {
            TopicSubject(area: county, sort: .word, name: $0)
        }
        try store.mark(subjects + classes(of: raised.category, at: raised.area), by: counted)
    }

    /// What it is about is often said only at the desk.
    private func change(_ matter: Int64, to category: String) throws {
        guard let counted = try store.counted([matter]).first, counted.category != category else { return }
        try store.unmark(classes(of: counted.category, at: counted.area), by: counted)
        let changed = TopicMarkStore.Counted(
            id: matter, hour: counted.hour, sender: counted.sender, area: counted.area, category: category)
        try store.keep(changed)
        try store.mark(classes(of: category, at: counted.area), by: changed)
    }

    /// Its class and those above it, for the village, the town, the county and the city.
    private func classes(of category: String?, at area: AreaCode) -> [TopicSubject] {
        guard let category else { return [] }
        let codes = city.catalogue.lineage(of: category).map(\.code)
        let places = [AreaLevel.city, .county, .town, .village].compactMap { area.ancestor(at: $0) }
        return places.flatMap { place in
            (codes.isEmpty ? [category] : codes).map {
                TopicSubject(area: place, sort: .category, name: $0)
            }
        }
    }
}

/// Names of places that are too wide to tell one topic from another.
enum TopicPlaces {
    /// The city and its counties, the longest first.
    static func names(of city: City) -> [String] {
        let counties = city.areas.children(of: city.area)
        return ([city.area] + counties).filter { $0.level <= .county }
            .compactMap { city.areas[$0]?.name.zh }.sorted { $0.count > $1.count }
    }
}

/// Tells people apart without naming them.
enum TopicSender {
    /// One telephone or mail address is one person, however often it writes. Whoever leaves none cannot be
    /// told apart: those of one village within an hour are one.
    static func key(contact: String?, area: AreaCode, at moment: Moment, of matter: Int64) -> Int64 {
        let text: String
        if let contact, !contact.isEmpty {
            text = "contact " + contact
        } else {
            let place = (area.ancestor(at: .village) ?? area).text
            text = "nobody \(place) \(moment.milliseconds / 3_600_000)"
        }
        return Int64(bitPattern: FNV1a(text.utf8).value)
    }
}

/// The words of a message that may make a topic.
enum TopicWords {
    /// At most so many of one message.
    static let most = 30
    /// Characters of the text that are read where the title is short.
    static let beginning = 60
    /// Words in more than about one in twenty messages are nobody's topic; in a town that has few messages
    /// yet, where a topic itself is much of them, in more than one in ten.
    private static func leastTelling(_ background: SignatureBackground) -> Double {
        background.learned < 1000 ? 0.12 : 0.3
    }

    /// - Parameter text: The beginning of the text.
    static func words(
        of title: String, _ text: String, against background: SignatureBackground
    ) -> [String] {
        let source = title.count >= 12 ? title : title + "\n" + text
        let least = leastTelling(background)
        var seen: Set<String> = []
        var words: [String] = []
        for token in Analyser.tokens(source)
        where token.unicodeScalars.count > 1 && seen.insert(token).inserted {
            guard !token.utf8.allSatisfy({ (48...57).contains($0) }), token.utf8.count <= 64,
                telling(token, against: background) >= least
            else { continue }
            words.append(token)
            if words.count == most { break }
        }
        return words
    }

    /// How telling a piece of text is: the mean of its terms.
    static func telling(_ text: String, against background: SignatureBackground) -> Double {
        let terms = SignatureText(title: "", text: text).terms
        if terms.isEmpty { return 0 }
        return terms.reduce(0) { $0 + background.weight(of: $1) } / Double(terms.count)
    }
}
