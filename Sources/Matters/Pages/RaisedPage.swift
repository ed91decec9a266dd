import Core
import Desk
import Markup
import Web

/// What the resident holds in their hand: the number, the private link, and what comes next. Printed, it is
/// the slip that an office hands out.
struct RaisedPage {
    let telling: Telling
    let file: MatterFile
    let token: String
    /// The whole address, for paper and for another device.
    let link: String
    /// What other slices ask or tell here.
    var beside: HTML?

    private var words: Words { telling.words }

    var page: Page {
        Page(title: words("matters.raised.title"), scripts: [.raise], help: "raise") {
            """
            <h1 data-arrived>\(words("matters.raised.title"))</h1>
            <p>\(words("matters.raised.number"))</p>
            <p class="number-plate">\(file.matter.number)</p>
            <section class="panel slip">
            <div>
            <h2>\(words("matters.raised.linkTitle"))</h2>
            <p>\(words("matters.raised.linkUse"))</p>
            <p><a href="\(MattersPath.track(token))"><bdi>\(link)</bdi></a></p>
            <p class="cluster screen-only">\(TokenButtons(words: words, link: link, token: token))</p>
            </div>
            \(QRCode(link, label: words("matters.raised.scan")))
            </section>
            \(beside)
            <h2>\(words("matters.raised.next"))</h2>
            <ol class="next-steps">\(steps)</ol>
            <p class="cluster screen-only">\
            \(ButtonLink(words("matters.raised.open"), to: MattersPath.track(token), weight: .primary))
            \(Link(words("matters.raised.another"), to: MattersPath.home))</p>
            """
        }
    }

    /// What happens now, what after that, and who has the last word.
    private var steps: [HTML] {
        let stage = telling.city.procedures[file.matter.kind]?.stage(file.matter.stage)
        let clock: HTML? = file.matter.nextClock.map { clock in
            "<br>\(words("matters.raised.until")) \(telling.clock(clock, of: file.matter))"
        }
        let isTold = file.isReachable
        return [
            "<li>\(stage.map { words($0.told) })\(clock)</li>",
            "<li>\(words(isTold ? "matters.raised.stepTold" : "matters.raised.stepLook"))</li>",
            "<li>\(words("matters.raised.stepRate"))</li>",
        ]
    }
}

/// Copy and share the private link, print the page, fetch the receipt as a paper.
struct TokenButtons: Component {
    let words: Words
    let link: String
    /// Whose receipt there is; nil where the link leads to several matters.
    var token: String?

    var html: HTML {
        """
        \(CopyButton(words("matters.link.copy"), copies: link, said: words("matters.link.copied")))
        <button type="button" class="button secondary" hidden data-share="\(link)">\(Icon("share"))\
        \(words("matters.link.share"))</button>
        \(PrintButton(words("matters.link.print")))
        \(receipt)
        """
    }

    private var receipt: HTML? {
        token.map { token in
            "\(ButtonLink(words("matters.link.receipt"), to: MattersPath.receipt(token), icon: "download"))"
        }
    }
}

extension MatterFile {
    /// Whether whoever raised it left a way to be reached: then messages go out.
    var isReachable: Bool {
        events.first?.facts.contains {
            if case .raised(let raised) = $0 { raised.reachable } else { false }
        } ?? false
    }
}
