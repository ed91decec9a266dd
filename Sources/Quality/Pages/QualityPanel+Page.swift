import Core
import Markup
import Web

extension QualityPanel {
    /// The panel without the matter around it, as the specimens show it.
    var page: Page {
        Page(title: number, help: "quality") { "<h1>\(number)</h1>\(html)" }
    }
}
