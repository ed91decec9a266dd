import Core
import Markup
import Web

/// `/chats/steward`: who is my steward? For everybody; a telephone number only where the steward agreed
/// (M19).
struct StewardPage {
    let telling: ChatTelling
    /// The town that was chosen, and the place in it.
    var town: AreaCode?
    var area: AreaCode?
    /// The groups nearest to the place.
    var groups: [ChatGroup] = []

    private var words: Words { telling.words }

    var page: Page {
        Page(
            title: words("chats.steward.title"), personal: telling.visit.officer != nil, help: "steward"
        ) {
            """
            <h1>\(words("chats.steward.title"))</h1>
            <p class="lead">\(words("chats.steward.lead"))</p>
            \(choose)\(area == nil ? nil : answer)
            """
        }
    }

    private var choose: HTML {
        let codes = telling.city.areas.codes
        let towns = codes.filter { $0.level == .town }.prefix(500)
        let places = town.map { town in
            codes.filter { $0.level >= .village && town.contains($0) }.prefix(1000)
        }
        let second: HTML? = places.map { places in
            Select(
                name: "area", label: words("chats.steward.place"),
                choices: places.map { Choice(value: $0.text, label: telling.area($0)) },
                chosen: area?.text, none: words("chats.steward.choose")
            ).html
        }
        return """
            \(Form(get: ChatsPath.steward, classes: "filters", label: words("chats.steward.title"),
                content: """
                \(Select(
                    name: "town", label: words("chats.steward.town"),
                    choices: towns.map { Choice(value: $0.text, label: telling.area($0)) },
                    chosen: town?.text, none: words("chats.steward.choose")))\(second)\
                \(Button(words("chats.steward.ask")))
                """))
            """
    }

    private var answer: HTML {
        if groups.isEmpty {
            return EmptyState(
                title: words("chats.steward.none"), text: words("chats.steward.noneHint"),
                action: "\(ButtonLink(words("chats.steward.raise"), to: "/raise"))"
            ).html
        }
        let cards: [HTML] = groups.map { group in
            var rows: [(name: String, value: HTML)] = [
                (words("chats.head.group"), "\(words(group.name))"),
                (words("chats.head.area"), "\(telling.area(group.area))"),
            ]
            let digits = group.phone.filter { $0.isNumber || $0 == "+" }
            rows.append(
                (
                    words("chats.phone"),
                    group.phone.isEmpty
                        ? "\(words("chats.steward.noPhone"))"
                        : #"<a href="tel:\#(digits)">\#(group.phone)</a>"#
                ))
            return """
                <section class="panel"><h2>\(telling.steward(group.steward))</h2>\(SummaryList(rows))
                <p>\(words("chats.steward.how"))</p></section>
                """
        }
        return "\(cards)"
    }
}
