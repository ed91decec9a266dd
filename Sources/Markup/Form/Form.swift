/// A form. One that changes something carries the token against forged requests.
public struct Form: Component {
    private let action: String
    private let csrf: String?
    private let id: String?
    private let draft: String?
    private let classes: String?
    private let label: String?
    private let files: Bool
    private let content: HTML

    /// A form that changes something.
    /// - Parameters:
    ///   - csrf: the token of this visit, `visit.csrf`.
    ///   - draft: a name under which the browser keeps what is typed until the form is sent.
    ///   - label: what the form is for, where no heading says it.
    ///   - files: whether a `FileField` stands in it.
    public init(
        post action: String, csrf: String, id: String? = nil, draft: String? = nil, classes: String? = nil,
        label: String? = nil, files: Bool = false, content: HTML
    ) {
        self.files = files
        self.action = action
        self.csrf = csrf
        self.id = id
        self.draft = draft
        self.classes = classes
        self.label = label
        self.content = content
    }

    /// A form that only asks: a search, a filter.
    public init(
        get action: String, id: String? = nil, classes: String? = nil, label: String? = nil, content: HTML
    ) {
        self.action = action
        csrf = nil
        files = false
        self.id = id
        draft = nil
        self.classes = classes
        self.label = label
        self.content = content
    }

    public var html: HTML {
        let method = csrf == nil ? "get" : "post"
        return """
            <form method="\(method)" action="\(action)"\(attribute: "id", id)\(attribute: "class", classes)\
            \(attribute: "data-draft", draft)\(attribute: "aria-label", label)\
            \(attribute: "enctype", files ? "multipart/form-data" : nil)\
            \(attribute: "novalidate", if: csrf != nil)>
            \(csrf.map { Hidden(name: "csrf", value: $0) })\(content)
            </form>
            """
    }
}

/// What a button weighs on the page.
public enum Weight: String, Sendable {
    /// The one thing to do next.
    case primary
    /// Something else that may be done.
    case secondary
    /// Something that cannot be taken back.
    case danger
}

/// A button that sends its form.
public struct Button: Component {
    private let text: String
    private let name: String?
    private let value: String?
    private let weight: Weight
    private let confirm: String?
    private let icon: String?

    /// - Parameters:
    ///   - name: sent with `value` when this button was the one pressed.
    ///   - confirm: a question that is asked first, where the browser runs our script.
    ///   - icon: a symbol of `icons.svg` before the text.
    public init(
        _ text: String, weight: Weight = .primary, name: String? = nil, value: String? = nil,
        confirm: String? = nil, icon: String? = nil
    ) {
        self.text = text
        self.name = name
        self.value = value
        self.weight = weight
        self.confirm = confirm
        self.icon = icon
    }

    public var html: HTML {
        """
        <button type="submit" class="button \(weight.rawValue)"\(attribute: "name", name)\
        \(attribute: "value", value)\(attribute: "data-confirm", confirm)>\
        \(icon.map { Icon($0) })\(text)</button>
        """
    }
}

/// A link that looks like a button.
public struct ButtonLink: Component {
    private let text: String
    private let path: String
    private let weight: Weight
    private let icon: String?

    public init(_ text: String, to path: String, weight: Weight = .secondary, icon: String? = nil) {
        self.text = text
        self.path = path
        self.weight = weight
        self.icon = icon
    }

    public var html: HTML {
        #"<a class="button \#(weight.rawValue)" href="\#(path)">\#(icon.map { Icon($0) })\#(text)</a>"#
    }
}

/// A value that is sent along unseen.
public struct Hidden: Component {
    private let name: String
    private let value: String

    public init(name: String, value: String) {
        self.name = name
        self.value = value
    }

    public var html: HTML { #"<input type="hidden" name="\#(name)" value="\#(value)">"# }
}

/// What is wrong with an answer. `field` is the name of the field, which is also its id on the page.
public struct FieldError: Hashable, Sendable {
    public let field: String
    public let message: String

    public init(field: String, message: String) {
        self.field = field
        self.message = message
    }
}

extension [FieldError] {
    /// The message for the field, if there is one.
    public func message(for field: String) -> String? { first { $0.field == field }?.message }
}

/// All that is wrong with a form, at the top of the page, each linked to its field. Empty without errors.
public struct ErrorSummary: Component {
    private let title: String
    private let errors: [FieldError]

    public init(title: String, errors: [FieldError]) {
        self.title = title
        self.errors = errors
    }

    public var html: HTML {
        guard !errors.isEmpty else { return .empty }
        let items: [HTML] = errors.map { error in
            error.field.isEmpty
                ? #"<li>\#(error.message)</li>"#
                : ##"<li><a href="#\##(error.field)">\##(error.message)</a></li>"##
        }
        return """
            <div class="error-summary" role="alert" aria-labelledby="error-summary-title" tabindex="-1">
            <h2 id="error-summary-title">\(title)</h2>
            <ul>\(items)</ul>
            </div>
            """
    }
}
