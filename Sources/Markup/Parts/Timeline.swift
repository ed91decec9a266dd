/// The steps of a parcel: what happened, what is happening, what comes next.
public struct Timeline: Component {
    /// Where a step stands.
    public enum State: String, Sendable {
        case done, current, next
    }

    /// One step.
    public struct Step: Sendable {
        let state: State
        let stateText: String
        let title: String
        let time: String?
        let dateTime: String?
        let detail: HTML

        /// - Parameters:
        ///   - stateText: the state in a word, for those who do not see the mark.
        ///   - time: the time as people say it; `dateTime` the same in ISO 8601 for machines.
        public init(
            _ state: State, stateText: String, title: String, time: String? = nil, dateTime: String? = nil,
            detail: HTML = .empty
        ) {
            self.state = state
            self.stateText = stateText
            self.title = title
            self.time = time
            self.dateTime = dateTime
            self.detail = detail
        }
    }

    private let steps: [Step]

    public init(_ steps: [Step]) { self.steps = steps }

    public var html: HTML { #"<ol class="timeline">\#(steps.map(item))</ol>"# }

    private func item(_ step: Step) -> HTML {
        let time: HTML? = step.time.map { "<time\(attribute: "datetime", step.dateTime)>\($0)</time>" }
        let detail: HTML? = step.detail.isEmpty ? nil : #"<div class="detail">\#(step.detail)</div>"#
        return """
            <li class="\(step.state.rawValue)"\
            \(attribute: "aria-current", step.state == .current ? "step" : nil)>
            <p class="step"><span class="unseen">\(step.stateText) </span>\(step.title)</p>\(time)\(detail)
            </li>
            """
    }
}
