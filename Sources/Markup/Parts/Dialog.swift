/// A box in front of the page, opened by `<button type="button" class="scripted" data-dialog="id">`. It
/// needs the script; what stands in it is a comfort that can be had on a page of its own, too.
public struct Dialog: Component {
    private let id: String
    private let title: String
    private let wide: Bool
    private let content: HTML

    /// - Parameters:
    ///   - wide: for tables and pictures instead of a few sentences.
    ///   - content: ends with its buttons; one with `data-close`, or a form with `method="dialog"`, closes
    ///     it. The script adds a cross at the title, Escape closes as everywhere.
    public init(id: String, title: String, wide: Bool = false, content: HTML) {
        self.id = id
        self.title = title
        self.wide = wide
        self.content = content
    }

    public var html: HTML {
        """
        <dialog id="\(id)" class="dialog\(wide ? " wide" : "")" aria-labelledby="\(id)-title">
        <div class="dialog-head"><h2 id="\(id)-title">\(title)</h2></div>
        <div class="dialog-body">\(content)</div>
        </dialog>
        """
    }
}

/// A button that opens a dialog of this page. Seen only where scripts run.
public struct DialogButton: Component {
    private let text: String
    private let id: String
    private let weight: Weight
    private let icon: String?

    /// - Parameter id: of the dialog.
    public init(_ text: String, opens id: String, weight: Weight = .secondary, icon: String? = nil) {
        self.text = text
        self.id = id
        self.weight = weight
        self.icon = icon
    }

    public var html: HTML {
        """
        <button type="button" class="button \(weight.rawValue) scripted" data-dialog="\(id)" \
        aria-haspopup="dialog">\(icon.map { Icon($0) })\(text)</button>
        """
    }
}

/// A few links or buttons behind one button; opens without a script, Escape closes it.
public struct Menu: Component {
    private let text: String
    private let icon: String?
    private let plain: Bool
    private let items: [HTML]

    /// - Parameters:
    ///   - plain: a word of the page instead of a button.
    ///   - items: a link, or a form with one button, each.
    public init(_ text: String, icon: String? = nil, plain: Bool = false, items: [HTML]) {
        self.text = text
        self.icon = icon
        self.plain = plain
        self.items = items
    }

    public var html: HTML {
        let lines: [HTML] = items.map { "<li>\($0)</li>" }
        return """
            <details class="drop"><summary class="\(plain ? "drop-word" : "button secondary")">\
            \(icon.map { Icon($0) })\(text)\(Icon("down"))</summary>\
            <ul class="drop-list">\(lines)</ul></details>
            """
    }
}

/// Something that is folded away until it is asked for.
public struct Fold: Component {
    private let summary: String
    private let open: Bool
    private let content: HTML

    /// - Parameter open: whether it stands open at first: errors inside, the first of several.
    public init(_ summary: String, open: Bool = false, _ content: HTML) {
        self.summary = summary
        self.open = open
        self.content = content
    }

    public var html: HTML {
        """
        <details class="fold"\(attribute: "open", if: open)><summary>\(summary)</summary>
        <div class="fold-body">\(content)</div></details>
        """
    }
}
