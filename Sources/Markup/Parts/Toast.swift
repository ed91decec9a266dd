/// A sentence about what was just done. It stays until somebody has read it: no timer takes it away.
public struct Toast: Component {
    private let tone: Notice.Tone
    private let close: String
    private let content: HTML

    /// - Parameter close: the word for taking it away, on a button that is there where scripts run.
    public init(_ tone: Notice.Tone = .success, close: String, _ content: HTML) {
        self.tone = tone
        self.close = close
        self.content = content
    }

    public var html: HTML {
        """
        <div class="toast \(tone.rawValue)" role="\(tone == .failure ? "alert" : "status")">\
        \(Icon(tone.icon))<div>\(content)</div>\
        <button type="button" class="icon-button scripted" data-dismiss aria-label="\(close)">\
        \(Icon("close"))</button></div>
        """
    }
}

/// A short message that stands out.
public struct Notice: Component {
    /// What it says: something worked, is worth knowing, needs care, or failed.
    public enum Tone: String, CaseIterable, Sendable {
        case success, info, warning, failure

        /// The shape that says the same as the colour.
        var icon: String {
            switch self {
            case .success: "done"
            case .info: "bell"
            case .warning: "alert"
            case .failure: "late"
            }
        }
    }

    private let tone: Tone
    private let content: HTML
    private let live: Bool

    /// - Parameter live: read aloud at once, as the answer to what somebody just did.
    public init(_ tone: Tone, live: Bool = false, _ content: HTML) {
        self.tone = tone
        self.live = live
        self.content = content
    }

    public var html: HTML {
        let role = live ? (tone == .failure ? "alert" : "status") : nil
        return """
            <div class="notice \(tone.rawValue)"\(attribute: "role", role)>\
            \(Icon(tone.icon))<div>\(content)</div></div>
            """
    }
}
