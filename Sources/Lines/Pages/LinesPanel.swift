import Core
import Markup
import Web

/// What lines have to do with a matter, on its page at the desk.
struct LinesPanel {
    let telling: LinesTelling
    let matter: Matter
    let register: LineRegister
    let origin: LineOrigin?
    let transfers: [Transfer]
    let hard: HardMatter?

    private var words: Words { telling.words }

    var html: HTML {
        """
        <section class="panel"><h2>\(words("lines.panel"))</h2>
        \(cameBy)\(transfers.map(line))\(window)\(keys)</section>
        """
    }

    private var cameBy: HTML? {
        origin.map { origin in
            """
            <p>\(words("lines.cameBy", [
                "line": telling.line(origin.code, register), "number": origin.number,
                "mode": telling.mode(origin.mode),
            ]))</p>
            """
        }
    }

    private func line(_ transfer: Transfer) -> HTML {
        let name = words(
            "lines.direction.\(transfer.direction.rawValue)", ["line": telling.line(transfer.line, register)])
        let why: HTML? = transfer.why.map { #"<br><span class="muted story">\#($0)</span>"# }
        return """
            <p>\(Link(name, to: LinesPath.transfer(transfer.code))) \(telling.state(transfer.state)) \
            \(telling.until(transfer))\(why)</p>
            """
    }

    private var window: HTML? {
        hard.map { hard in
            """
            <p>\(Link(words("lines.window"), to: LinesPath.window(matter.number))) \
            \(words("lines.hasIt", ["name": hard.leaderName]))</p>
            """
        }
    }

    private var keys: HTML {
        guard matter.isOpen else { return .empty }
        let officer = telling.visit.officer
        let mayHand =
            officer?.may(.takeCalls) == true
            || officer.map { $0.posts.contains { $0.unit == matter.lead } } == true
        let mayMove = officer?.may(.takeCalls) == true || officer?.may(.figures) == true
        let hand: HTML? =
            mayHand
            ? ButtonLink(words("lines.handOver"), to: LinesPath.handOver(matter.number), icon: "share").html
            : nil
        let move: HTML? =
            mayMove && hard == nil
            ? ButtonLink(words("lines.toWindow"), to: LinesPath.window(matter.number)).html : nil
        return #"<p class="cluster">\#(hand)\#(move)</p>"#
    }
}
