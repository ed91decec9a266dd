import Core
import Markup
import Web

/// A matter's page among the others of the list it was opened from.
struct MatterInDesk: Component {
    let neighbours: Neighbours?
    let content: HTML
    let tools: DeskTools
    /// Whether it was written down just now: then the draft of it is forgotten.
    var isTaken = false

    var html: HTML {
        """
        \(isTaken ? Self.taken : nil)\(neighbours)
        \(content)
        \(tools)
        """
    }

    private static let taken: HTML = #"<span hidden data-taken="new-matter"></span>"#
}

/// A matter without the document around it, for the script that puts it beside a list.
struct MatterPart: Component {
    let title: String
    let number: String
    let content: HTML

    var html: HTML {
        """
        <article class="split-matter" id="beside" tabindex="-1" data-number="\(number)" \
        data-title="\(title)">\(content)</article>
        """
    }
}
