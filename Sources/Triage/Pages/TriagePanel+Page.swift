import Core
import Markup
import Web

extension TriagePanel {
    /// The panel without the matter around it, as the specimens show it.
    func page(titled title: String) -> Page {
        Page(title: title, help: "triage") { "<h1>\(title)</h1>\(html)" }
    }
}
