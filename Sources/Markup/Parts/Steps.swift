/// The way through something in a few steps, and where on it somebody is.
public struct Steps: Component {
    /// One step of the way.
    public struct Step: Sendable {
        let text: String
        let state: Timeline.State
        let stateText: String

        /// - Parameter stateText: the state in a word ("done", "now", "to come"), for those who do not see
        ///   it.
        public init(_ text: String, _ state: Timeline.State, stateText: String) {
            self.text = text
            self.state = state
            self.stateText = stateText
        }
    }

    private let label: String
    private let steps: [Step]

    /// - Parameter label: what the steps lead to, for those who hear the page.
    public init(label: String, _ steps: [Step]) {
        self.label = label
        self.steps = steps
    }

    public var html: HTML {
        let items: [HTML] = steps.map { step in
            let mark: HTML? = step.state == .done ? Icon("check").html : nil
            return """
                <li class="\(step.state.rawValue)"\
                \(attribute: "aria-current", step.state == .current ? "step" : nil)>\
                <span class="dot">\(mark)</span><span class="unseen">\(step.stateText) </span>\
                <span>\(step.text)</span></li>
                """
        }
        return #"<ol class="steps" aria-label="\#(label)">\#(items)</ol>"#
    }
}

/// How much of something is done.
public struct Progress: Component {
    private let label: String
    private let value: Int
    private let total: Int
    private let text: String
    private let id: String?

    /// - Parameters:
    ///   - label: what is being done.
    ///   - text: how far it is, in words ("3 of 5").
    ///   - id: for a script that moves it.
    public init(label: String, value: Int, of total: Int, text: String, id: String? = nil) {
        self.label = label
        self.total = max(1, total)
        self.value = min(max(0, value), self.total)
        self.text = text
        self.id = id
    }

    public var html: HTML {
        """
        <p class="progress"><span>\(label)</span> \
        <progress\(attribute: "id", id) value="\(value)" max="\(total)" aria-label="\(label)"></progress> \
        <span>\(text)</span></p>
        """
    }
}
