/// What stands around every input: label, hint, error, and the ties between them.
struct FieldFrame {
    let id: String
    let label: String
    let hint: String?
    let error: String?
    let note: HTML

    init(id: String, label: String, hint: String?, error: String?, note: HTML = .empty) {
        self.id = id
        self.label = label
        self.hint = hint
        self.error = error
        self.note = note
    }

    /// The ids that describe the input, for `aria-describedby`.
    var described: String? {
        var ids: [String] = []
        if hint != nil { ids.append("\(id)-hint") }
        if error != nil { ids.append("\(id)-error") }
        if !note.isEmpty { ids.append("\(id)-note") }
        return ids.isEmpty ? nil : ids.joined(separator: " ")
    }

    var hintAndError: HTML {
        let hintLine: HTML? = hint.map { #"<p class="hint" id="\#(id)-hint">\#($0)</p>"# }
        let errorLine: HTML? = error.map { #"<p class="error" id="\#(id)-error">\#($0)</p>"# }
        return "\(hintLine)\(errorLine)"
    }

    /// Label above the input.
    func around(_ input: HTML) -> HTML {
        """
        <div class="field\(error == nil ? "" : " wrong")">
        <label for="\(id)">\(label)</label>\(hintAndError)
        \(input)\(note)
        </div>
        """
    }

    /// Legend above a group of inputs.
    func aroundGroup(_ inputs: HTML) -> HTML {
        """
        <fieldset class="field\(error == nil ? "" : " wrong")" id="\(id)"\
        \(attribute: "aria-describedby", described)>
        <legend>\(label)</legend>\(hintAndError)
        \(inputs)\(note)
        </fieldset>
        """
    }
}

/// A line to write in.
public struct TextField: Component {
    /// What is written in it; decides the keyboard on a phone.
    public enum Kind: String, Sendable {
        case text, email, tel, number, search, date, password
        case dateTime = "datetime-local"
    }

    private let name: String
    private let value: String
    private let kind: Kind
    private let autocomplete: String?
    private let limit: Int?
    private let frame: FieldFrame

    /// - Parameters:
    ///   - name: also the id of the input.
    ///   - value: the answer so far, kept when the form comes back.
    ///   - limit: how many characters it takes.
    ///   - autocomplete: what a browser may fill in (`name`, `tel`, `current-password` …).
    public init(
        name: String, label: String, value: String = "", hint: String? = nil, error: String? = nil,
        kind: Kind = .text, autocomplete: String? = nil, limit: Int? = nil
    ) {
        self.name = name
        self.value = value
        self.kind = kind
        self.autocomplete = autocomplete
        self.limit = limit
        frame = FieldFrame(id: name, label: label, hint: hint, error: error)
    }

    public var html: HTML {
        frame.around(
            """
            <input type="\(kind.rawValue)" id="\(name)" name="\(name)" value="\(value)"\
            \(attribute: "autocomplete", autocomplete)\(attribute: "maxlength", limit.map(String.init))\
            \(attribute: "aria-describedby", frame.described)\
            \(attribute: "aria-invalid", frame.error == nil ? nil : "true")>
            """)
    }
}

/// Room for several lines, with a count of what is left where the browser runs our script.
public struct TextArea: Component {
    private let name: String
    private let value: String
    private let rows: Int
    private let limit: Int?
    private let frame: FieldFrame

    /// - Parameters:
    ///   - limit: how many characters it takes.
    ///   - limitNote: a sentence that says so; the script writes the number left in place of the limit in it.
    public init(
        name: String, label: String, value: String = "", hint: String? = nil, error: String? = nil,
        rows: Int = 5, limit: Int? = nil, limitNote: String? = nil
    ) {
        self.name = name
        self.value = value
        self.rows = rows
        self.limit = limit
        let note: HTML = limitNote.map { #"<p class="count" id="\#(name)-note">\#($0)</p>"# } ?? .empty
        frame = FieldFrame(id: name, label: label, hint: hint, error: error, note: note)
    }

    public var html: HTML {
        // The line end after the tag is dropped by browsers, so that an answer keeps its own first line end.
        frame.around(
            """
            <textarea id="\(name)" name="\(name)" rows="\(rows)"\
            \(attribute: "data-limit", limit.map(String.init))\
            \(attribute: "aria-describedby", frame.described)\
            \(attribute: "aria-invalid", frame.error == nil ? nil : "true")>
            \(value)</textarea>
            """)
    }
}

/// One of the answers to choose from.
public struct Choice: Hashable, Sendable {
    public let value: String
    public let label: String
    public let hint: String?

    public init(value: String, label: String, hint: String? = nil) {
        self.value = value
        self.label = label
        self.hint = hint
    }
}

/// A few answers of which one is chosen, all in sight.
public struct Radios: Component {
    private let name: String
    private let choices: [Choice]
    private let chosen: String?
    private let inline: Bool
    private let frame: FieldFrame

    /// - Parameter inline: side by side, for two or three short answers.
    public init(
        name: String, legend: String, choices: [Choice], chosen: String? = nil, hint: String? = nil,
        error: String? = nil, inline: Bool = false
    ) {
        self.name = name
        self.choices = choices
        self.chosen = chosen
        self.inline = inline
        frame = FieldFrame(id: name, label: legend, hint: hint, error: error)
    }

    public var html: HTML {
        let rows: [HTML] = choices.enumerated().map { index, choice in
            ChoiceRow(
                type: "radio", id: "\(name)-\(index + 1)", name: name, choice: choice,
                chosen: choice.value == chosen
            ).html
        }
        return frame.aroundGroup(#"<div class="choices\#(inline ? " inline" : "")">\#(rows)</div>"#)
    }
}

/// Answers of which any number may be ticked.
public struct Checkboxes: Component {
    private let name: String
    private let choices: [Choice]
    private let chosen: Set<String>
    private let frame: FieldFrame

    public init(
        name: String, legend: String, choices: [Choice], chosen: Set<String> = [], hint: String? = nil,
        error: String? = nil
    ) {
        self.name = name
        self.choices = choices
        self.chosen = chosen
        frame = FieldFrame(id: name, label: legend, hint: hint, error: error)
    }

    public var html: HTML {
        let rows: [HTML] = choices.enumerated().map { index, choice in
            ChoiceRow(
                type: "checkbox", id: "\(name)-\(index + 1)", name: name, choice: choice,
                chosen: chosen.contains(choice.value)
            ).html
        }
        return frame.aroundGroup(#"<div class="choices">\#(rows)</div>"#)
    }
}

/// One box to tick. Sends `value` when ticked, nothing otherwise.
public struct Checkbox: Component {
    private let name: String
    private let choice: Choice
    private let ticked: Bool
    private let error: String?

    public init(
        name: String, label: String, ticked: Bool = false, value: String = "yes", hint: String? = nil,
        error: String? = nil
    ) {
        self.name = name
        choice = Choice(value: value, label: label, hint: hint)
        self.ticked = ticked
        self.error = error
    }

    public var html: HTML {
        let row = ChoiceRow(
            type: "checkbox", id: name, name: name, choice: choice, chosen: ticked, error: error)
        return #"<div class="field\#(error == nil ? "" : " wrong")">\#(row)</div>"#
    }
}

private struct ChoiceRow: Component {
    let type: String
    let id: String
    let name: String
    let choice: Choice
    let chosen: Bool
    var error: String?

    var html: HTML {
        let hint: HTML? = choice.hint.map { #"<span class="hint" id="\#(id)-hint">\#($0)</span>"# }
        let wrong: HTML? = error.map { #"<p class="error" id="\#(id)-error">\#($0)</p>"# }
        let described = [hint.map { _ in "\(id)-hint" }, wrong.map { _ in "\(id)-error" }].compactMap { $0 }
        return """
            \(wrong)<div class="choice">
            <input type="\(type)" id="\(id)" name="\(name)" value="\(choice.value)"\
            \(attribute: "checked", if: chosen)\
            \(attribute: "aria-describedby", described.isEmpty ? nil : described.joined(separator: " "))>
            <label for="\(id)">\(choice.label)</label>\(hint)
            </div>
            """
    }
}

/// Many answers of which one is chosen, folded away; in groups where they have them.
public struct Select: Component {
    /// Choices under one heading; an empty heading is none.
    public struct Group: Sendable {
        let label: String
        let choices: [Choice]

        public init(_ label: String, _ choices: [Choice]) {
            self.label = label
            self.choices = choices
        }
    }

    private let name: String
    private let groups: [Group]
    private let chosen: String?
    private let none: String?
    private let frame: FieldFrame

    /// - Parameter none: the words for "nothing chosen yet", whose value is empty; nil when one must be
    ///   chosen.
    public init(
        name: String, label: String, choices: [Choice], chosen: String? = nil, none: String? = nil,
        hint: String? = nil, error: String? = nil
    ) {
        self.init(
            name: name, label: label, groups: [Group("", choices)], chosen: chosen, none: none, hint: hint,
            error: error)
    }

    /// The same with the choices in groups.
    public init(
        name: String, label: String, groups: [Group], chosen: String? = nil, none: String? = nil,
        hint: String? = nil, error: String? = nil
    ) {
        self.name = name
        self.groups = groups
        self.chosen = chosen
        self.none = none
        frame = FieldFrame(id: name, label: label, hint: hint, error: error)
    }

    public var html: HTML {
        let noneOption: HTML? = none.map { #"<option value="">\#($0)</option>"# }
        let options: [HTML] = groups.map { group in
            let rows: [HTML] = group.choices.map { choice in
                """
                <option value="\(choice.value)"\(attribute: "selected", if: choice.value == chosen)>\
                \(choice.label)</option>
                """
            }
            return group.label.isEmpty ? "\(rows)" : #"<optgroup label="\#(group.label)">\#(rows)</optgroup>"#
        }
        return frame.around(
            """
            <select id="\(name)" name="\(name)"\(attribute: "aria-describedby", frame.described)\
            \(attribute: "aria-invalid", frame.error == nil ? nil : "true")>\(noneOption)\(options)</select>
            """)
    }
}
