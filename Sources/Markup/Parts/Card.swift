/// A thing among others of its kind: what it is called, a few facts, where it leads.
public struct Card: Component {
    private let title: String
    private let path: String?
    private let level: Int
    private let icon: String?
    private let mark: HTML
    private let content: HTML
    private let foot: HTML

    /// - Parameters:
    ///   - path: where the title leads; the whole card can then be tapped.
    ///   - level: of the heading, 2 to 4.
    ///   - icon: a symbol of `icons.svg` before the title.
    ///   - mark: stands at the end of the title's line: a tag, a clock.
    ///   - foot: stands at the end of the card: buttons, a date.
    public init(
        title: String, to path: String? = nil, level: Int = 3, icon: String? = nil, mark: HTML = .empty,
        foot: HTML = .empty, content: HTML = .empty
    ) {
        self.title = title
        self.path = path
        self.level = level
        self.icon = icon
        self.mark = mark
        self.foot = foot
        self.content = content
    }

    public var html: HTML {
        let name: HTML = path.map { #"<a href="\#($0)">\#(title)</a>"# } ?? "\(title)"
        let words: HTML = "\(icon.map { Icon($0) })\(name)"
        let heading: HTML =
            switch level {
            case ...2: "<h2>\(words)</h2>"
            case 3: "<h3>\(words)</h3>"
            default: "<h4>\(words)</h4>"
            }
        let footLine: HTML? = foot.isEmpty ? nil : #"<div class="card-foot">\#(foot)</div>"#
        return """
            <article class="card"><div class="card-head">\(heading)\(mark)</div>\
            \(content)\(footLine)</article>
            """
    }
}

/// Cards side by side, as many as there is room for.
public struct Cards: Component {
    private let cards: [HTML]

    public init(_ cards: [Card]) { self.cards = cards.map(\.html) }

    /// Cards that were put together by hand.
    public init(_ cards: [HTML]) { self.cards = cards }

    public var html: HTML {
        let items: [HTML] = cards.map { "<li>\($0)</li>" }
        return #"<ul class="card-list">\#(items)</ul>"#
    }
}
