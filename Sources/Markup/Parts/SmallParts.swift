/// A key of the keyboard.
public struct Key: Component {
    private let name: String

    /// - Parameter name: what stands on it: `?`, `Esc`, `⌘`.
    public init(_ name: String) { self.name = name }

    public var html: HTML { "<kbd>\(name)</kbd>" }
}

/// A time, for people and for machines; where asked for, the script keeps "5 minutes ago" true.
public struct Time: Component {
    private let text: String
    private let dateTime: String
    private let title: String?
    private let relative: Bool

    /// - Parameters:
    ///   - dateTime: in ISO 8601: `moment.iso`.
    ///   - title: the whole date, where the text is short.
    ///   - relative: the text says how long ago it was and grows old.
    public init(_ text: String, dateTime: String, title: String? = nil, relative: Bool = false) {
        self.text = text
        self.dateTime = dateTime
        self.title = title
        self.relative = relative
    }

    public var html: HTML {
        """
        <time datetime="\(dateTime)"\(attribute: "title", title)\(attribute: "data-relative", if: relative)>\
        \(text)</time>
        """
    }
}

/// A button that puts a text into the clipboard. Seen only where scripts run.
public struct CopyButton: Component {
    private let text: String
    private let copied: String
    private let said: String
    private let weight: Weight

    /// - Parameters:
    ///   - copied: what goes into the clipboard.
    ///   - said: what the button says afterwards ("Copied").
    public init(_ text: String, copies copied: String, said: String, weight: Weight = .secondary) {
        self.text = text
        self.copied = copied
        self.said = said
        self.weight = weight
    }

    public var html: HTML {
        """
        <button type="button" class="button \(weight.rawValue) scripted" data-copy="\(copied)" \
        data-said="\(said)">\(Icon("copy"))<span>\(text)</span></button>
        """
    }
}

/// A button that prints the page. Seen only where scripts run.
public struct PrintButton: Component {
    private let text: String

    public init(_ text: String) { self.text = text }

    public var html: HTML {
        """
        <button type="button" class="button secondary scripted" data-print>\(Icon("print"))\(text)</button>
        """
    }
}
