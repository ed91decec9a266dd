import Core
import Markup
import Web

/// On the matter's page: which box or studio it came from, when, and which slip it was.
struct SlipPanel {
    let telling: SlipTelling
    let origin: SlipOrigin
    let place: SpeakPlace

    var html: HTML {
        let words = telling.words
        var rows: [(name: String, value: HTML)] = [
            (words("slips.head.place"), Link(words(place.name), to: SlipsPath.place(place.code)).html),
            (words("slips.head.day"), "\(telling.date(origin.day))"),
        ]
        if let number = origin.number, let opening = origin.opening {
            rows.append((words("slips.head.number"), Link("\(number)", to: SlipsPath.opening(opening)).html))
        }
        if let scan = origin.scan {
            rows.append((words("slips.scan"), Link(words("slips.scanOpen"), to: "/attachments/\(scan)").html))
        }
        if let delegate = origin.delegate {
            rows.append((words("slips.head.delegate"), "<bdi>\(delegate)</bdi>"))
        }
        if let mode = origin.mode {
            rows.append((words("slips.head.mode"), "\(words("slips.mode.\(mode.rawValue)"))"))
        }
        return """
            <section class="panel"><h2>\(words("slips.origin"))</h2>\(SummaryList(rows))</section>
            """
    }
}
