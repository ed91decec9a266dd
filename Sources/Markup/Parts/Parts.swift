/// How near something is to its time limit, told by shape and word as well as by colour: each state has a
/// symbol of its own.
public struct Clock: Component {
    /// From comfortable to broken.
    public enum State: String, CaseIterable, Sendable {
        case calm, soon, late, paused, done
    }

    private let state: State
    private let stateText: String
    private let text: String
    private let dateTime: String?

    /// - Parameters:
    ///   - stateText: the state in a word ("overdue").
    ///   - text: until when, or since when, as people say it.
    ///   - dateTime: the same in ISO 8601.
    public init(_ state: State, stateText: String, text: String, dateTime: String? = nil) {
        self.state = state
        self.stateText = stateText
        self.text = text
        self.dateTime = dateTime
    }

    public var html: HTML {
        return """
            <span class="clock \(state.rawValue)">\(Icon(state.rawValue))\
            <span class="word">\(stateText)</span> \
            <time\(attribute: "datetime", dateTime)>\(text)</time></span>
            """
    }
}

/// The way to newer and older rows of a list, by opaque cursors.
public struct Pager: Component {
    private let label: String
    private let newest: (text: String, path: String)?
    private let older: (text: String, path: String)?

    /// - Parameter label: what is paged, for those who hear the page.
    public init(label: String, newest: (text: String, path: String)?, older: (text: String, path: String)?) {
        self.label = label
        self.newest = newest
        self.older = older
    }

    public var html: HTML {
        guard newest != nil || older != nil else { return .empty }
        let back: HTML? = newest.map { #"<a class="button secondary" href="\#($0.path)">\#($0.text)</a>"# }
        let forth: HTML? = older.map {
            #"<a class="button secondary" rel="next" href="\#($0.path)">\#($0.text)</a>"#
        }
        return #"<nav class="pager" aria-label="\#(label)">\#(back)\#(forth)</nav>"#
    }
}

/// What is shown where nothing is: why, and what can be done.
public struct EmptyState: Component {
    private let title: String
    private let text: String
    private let action: HTML

    public init(title: String, text: String, action: HTML = .empty) {
        self.title = title
        self.text = text
        self.action = action
    }

    public var html: HTML {
        """
        <div class="empty"><p class="empty-title">\(title)</p><p>\(text)</p>\(action)</div>
        """
    }
}

/// Views of one list side by side, each with its count; links, not script.
public struct Tabs: Component {
    /// One view.
    public struct Tab: Sendable {
        let text: String
        let path: String
        let count: String?
        let current: Bool

        public init(_ text: String, to path: String, count: String? = nil, current: Bool = false) {
            self.text = text
            self.path = path
            self.count = count
            self.current = current
        }
    }

    private let label: String
    private let tabs: [Tab]

    public init(label: String, _ tabs: [Tab]) {
        self.label = label
        self.tabs = tabs
    }

    public var html: HTML {
        let items: [HTML] = tabs.map { tab in
            let count: HTML? = tab.count.map { #" <span class="tally">\#($0)</span>"# }
            return """
                <li><a href="\(tab.path)"\(attribute: "aria-current", tab.current ? "page" : nil)>\
                \(tab.text)\(count)</a></li>
                """
        }
        return #"<nav class="tabs" aria-label="\#(label)"><ul>\#(items)</ul></nav>"#
    }
}

/// Facts, each with its name.
public struct SummaryList: Component {
    private let rows: [(name: String, value: HTML)]

    public init(_ rows: [(name: String, value: HTML)]) { self.rows = rows }

    public var html: HTML {
        let lines: [HTML] = rows.map { "<div><dt>\($0.name)</dt><dd>\($0.value)</dd></div>" }
        return #"<dl class="facts">\#(lines)</dl>"#
    }
}

/// A word that marks a row: a kind, a stage.
public struct Tag: Component {
    /// The colour behind the word.
    public enum Tone: String, Sendable {
        case plain, accent, good, warn, bad
    }

    private let text: String
    private let tone: Tone

    public init(_ text: String, tone: Tone = .plain) {
        self.text = text
        self.tone = tone
    }

    public var html: HTML { #"<span class="tag \#(tone.rawValue)">\#(text)</span>"# }
}

/// A link to a place of this site, or to an address that was checked.
public struct Link: Component {
    private let text: String
    private let address: String
    private let outside: Bool

    /// - Parameter path: a place of this site; anything that is not one (`//elsewhere`, `javascript:`) leads
    ///   home.
    public init(_ text: String, to path: String) {
        self.text = text
        let second = path.dropFirst().first
        let local = path.first == "/" && second != "/" && second != "\\"
        address = local || path.first == "?" || path.first == "#" ? path : "/"
        outside = false
    }

    public init(_ text: String, to address: WebAddress) {
        self.text = text
        self.address = address.text
        outside = true
    }

    public var html: HTML {
        """
        <a href="\(address)"\(attribute: "rel", outside ? "noopener noreferrer nofollow" : nil)>\(text)</a>
        """
    }
}
