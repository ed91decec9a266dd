import Core
import Desk
import Markup
import Web

/// Tells what stands on a slip, and where it was found, in the reader's words.
struct SlipTelling: CityTelling {
    let visit: Visit
    let city: City

    var words: Words { visit.words }
    var now: Moment { visit.now }
    var today: CivilDate { city.calendar.date(of: now) }

    func kind(_ kind: SpeakPlace.Kind) -> String { words("slips.kind.\(kind.rawValue)") }

    func date(_ day: CivilDate) -> String { words.date(city.calendar.start(of: day)) }

    /// `周六 09:00–11:30`.
    func opening(_ rule: OpeningRule) -> String {
        words("slips.rule", ["days": days(rule.days), "hours": rule.hours])
    }

    private func days(_ days: [Weekday]) -> String {
        let names = days.map { words("web.time.weekday.\($0.rawValue)") }
        guard let first = days.first, let last = days.last, days.count > 2,
            last.rawValue - first.rawValue == days.count - 1
        else { return names.joined(separator: words("slips.and")) }
        return words("slips.daysFromTo", ["from": names[0], "to": names[names.count - 1]])
    }

    /// The next opening with its hours; nil where the place has no rule.
    func next(_ place: SpeakPlace) -> HTML? {
        guard let next = place.nextOpening(from: now, by: city.calendar) else { return nil }
        let text = words(
            "slips.next",
            ["from": words.near(next.from, now: now), "until": words.clock(next.until)])
        return Time(text, dateTime: next.from.iso).html
    }

    /// Only the first character of a name, for those who may not see contact data.
    func person(_ name: String) -> String {
        if visit.officer?.may(.revealContact) == true { return name }
        return name.prefix(1) + String(repeating: "＊", count: max(1, min(2, name.count - 1)))
    }

    func matter(_ number: String) -> HTML { Link(number, to: "/matters/\(number)").html }

    /// The places around one: its town's, as far as grids.
    func areaChoices(around code: AreaCode) -> [Choice] {
        let town = code.ancestor(at: .town) ?? code
        let inTown = city.areas.codes.filter { town.contains($0) && $0.level <= .grid }
        return inTown.prefix(400).map { Choice(value: $0.text, label: area($0)) }
    }

    /// The leaves of the catalogue, under the names of what is above them.
    var categoryGroups: [Select.Group] {
        var groups: [(parent: String?, choices: [Choice])] = []
        for leaf in city.catalogue.leaves {
            let choice = Choice(value: leaf.code, label: words(leaf.name))
            if let index = groups.firstIndex(where: { $0.parent == leaf.parent }) {
                groups[index].choices.append(choice)
            } else {
                groups.append((leaf.parent, [choice]))
            }
        }
        return groups.map { Select.Group($0.parent.map { category($0) } ?? "", $0.choices) }
    }
}

/// Where the pages of the slips are.
enum SlipsPath {
    static let home = "/slips"
    static let places = "/slips/places"
    static let newPlace = "/slips/new-place"
    static let receptions = "/slips/receptions"
    static let newReception = "/slips/new-reception"
    static let figures = "/slips/figures"

    static func place(_ code: String) -> String { "/slips/places/\(code)" }
    static func edit(_ code: String) -> String { "/slips/places/\(code)/edit" }
    static func open(_ code: String) -> String { "/slips/places/\(code)/open" }
    static func opening(_ id: Int64, _ part: String = "") -> String { "/slips/openings/\(id)\(part)" }
}

/// The pages for people at work, side by side.
struct SlipTabs: Component {
    enum Tab: String, CaseIterable { case home, receptions, figures, places }

    let telling: SlipTelling
    let current: Tab

    var html: HTML {
        let words = telling.words
        let paths: [Tab: String] = [
            .home: SlipsPath.home, .receptions: SlipsPath.receptions, .figures: SlipsPath.figures,
            .places: SlipsPath.places,
        ]
        return Tabs(
            label: words("slips.tabs"),
            Tab.allCases.map { tab in
                Tabs.Tab(
                    words("slips.tab.\(tab.rawValue)"), to: paths[tab] ?? SlipsPath.home,
                    current: tab == current)
            }
        ).html
    }
}
