import Core
import Markup
import Press
import Web

/// `/slips/openings/:id/receipts`: a sheet of receipts to cut: number, private link as a code, what happens
/// next.
struct ReceiptsPage {
    let telling: SlipTelling
    let place: SpeakPlace
    let opening: Opening
    /// Those of this sheet, each with its private link.
    var receipts: [Receipt] = []
    /// The path of the next sheet.
    var next: String?

    struct Receipt {
        let slip: Slip
        let number: String
        let link: String
    }

    /// So many receipts are on one sheet of the page and in one file.
    static let most = 40
    private var words: Words { telling.words }

    var page: Page {
        let title = words("slips.receipts")
        return Page(title: title, help: "slips") {
            """
            <p class="trail screen-only">\(Link(
                words("slips.openingOf", ["place": place.name, "day": telling.date(opening.day)]),
                to: SlipsPath.opening(opening.id)))</p>
            <h1 class="screen-only">\(title)</h1>
            \(receipts.isEmpty ? empty : sheet)
            """
        }
    }

    private var empty: HTML {
        EmptyState(title: words("slips.noReceipts"), text: words("slips.noReceiptsHint")).html
    }

    private var sheet: HTML {
        let cards: [HTML] = receipts.map { receipt in
            """
            <article class="contact-card"><p><b>\(telling.city.name[words.language]) · \
            \(words("slips.receipt"))</b></p>
            <p class="number-plate">\(receipt.number)</p>
            <p>\(about(receipt))<br>\(words("slips.receiptNext"))</p>
            \(QRCode(receipt.link, label: words("slips.receiptScan")))</article>
            """
        }
        return """
            <p class="screen-only">\(words("slips.receiptsLead"))</p>
            <div class="cluster screen-only">\(PrintButton(words("slips.print")))\
            \(ButtonLink(words("slips.pdf"), to: SlipsPath.opening(opening.id, "/receipts.pdf") + query))\
            \(next.map { ButtonLink(words("slips.nextSheet"), to: $0).html })</div>
            <div class="copies">\(cards)</div>
            """
    }

    private var query: String { receipts.first.map { "?from=\($0.slip.number)" } ?? "" }

    private func about(_ receipt: Receipt) -> String {
        words(
            "slips.receiptFrom",
            ["place": place.name, "day": telling.date(opening.day), "number": receipt.slip.number])
    }

    /// The same as a file to be printed.
    var document: PressDocument {
        var blocks: [PressDocument.Block] = [.heading(words("slips.receipts"), level: 1)]
        for receipt in receipts {
            blocks.append(.heading(receipt.number))
            blocks.append(.paragraph("\(about(receipt)) \(words("slips.receiptNext"))"))
            blocks.append(.code(receipt.link, caption: words("slips.receiptScan")))
        }
        return PressDocument(
            title: words("slips.receipts"), running: telling.city.name[words.language],
            language: words.language == .zh ? "zh-CN" : "en", blocks: blocks)
    }
}
