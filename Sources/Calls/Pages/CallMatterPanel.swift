import Core
import Markup
import Web

/// On the page of a matter: by which calls it came, over which line, who took them, and the recording.
struct CallMatterPanel: Component {
    let telling: CallsTelling
    let calls: [CallRecord]

    var html: HTML {
        let words = telling.words
        let items: [HTML] = calls.map { record in
            var parts: [HTML] = [telling.time(record.arrivedAt)]
            if let origin = record.origin {
                parts.append("\(words("calls.cameOver", ["line": words(origin.name)]))")
            } else if let called = record.call.called {
                parts.append("\(words("calls.dialled", ["number": called]))")
            }
            parts.append("\(words("calls.takenBy", ["name": telling.taker(record.taker)]))")
            let opens = [.takeCalls, .figures].contains { telling.visit.officer?.may($0) == true }
            if opens { parts.append(Link(words("calls.call.title"), to: CallsPath.call(record.id)).html) }
            if let address = record.call.recording.flatMap({ WebAddress($0) }) {
                parts.append(Link(words("calls.recording"), to: address).html)
            }
            return "<li>\(HTML.joined(parts))</li>"
        }
        return """
            <section class="panel"><h2>\(words("calls.panel"))</h2><ul>\(items)</ul></section>
            """
    }
}
