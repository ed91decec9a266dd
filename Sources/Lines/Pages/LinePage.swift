import Core
import Courier
import Markup
import Web

/// `/lines/register/:code`: everything that was written about a line; nothing is ever overwritten.
struct LinePage {
    let telling: LinesTelling
    let written: [RegisterStore.Written]
    let names: [Int64: LocalText]
    let today: CivilDate
    /// Where its system is told; nil where somebody has to ring.
    var endpoint: Endpoint?
    /// What messages to it are signed with, once.
    var secret: String?
    let mayEdit: Bool
    var url = ""
    var error: String?

    private var words: Words { telling.words }

    var page: Page {
        let latest = written.last?.entry
        let title = latest.map { words($0.name) } ?? ""
        return Page(title: title, status: error == nil ? 200 : 422, help: "lines") {
            """
            <p class="trail">\(Link(words("lines.title"), to: LinesPath.home))</p>
            <h1>\(title)</h1>
            <p class="number-plate"><bdi>\(latest?.number)</bdi></p>
            \(connection)
            \(Table(
                caption: words("lines.history"), columns: [
                    .init(words("lines.since")), .init(words("lines.mode")), .init(words("lines.owner")),
                    .init(words("lines.number")), .init(words("lines.reason")), .init(words("lines.by")),
                ], rows: written.reversed().map(row)))
            """
        }
    }

    private var connection: HTML {
        let made: HTML? = secret.map { secret in
            Notice(
                .success,
                """
                <p>\(words("lines.secret"))</p><p><code>\(secret)</code> \
                \(CopyButton(words("lines.copy"), copies: secret, said: words("lines.copied")))</p>
                """
            ).html
        }
        let state: HTML =
            endpoint.map { endpoint in
                "<p>\(words("lines.connected")) <bdi>\(endpoint.url)</bdi></p>"
            } ?? "<p>\(words("lines.unconnected"))</p>"
        return "\(made)\(state)\(mayEdit ? form : .empty)"
    }

    private var form: HTML {
        let code = written.last?.entry.code ?? ""
        return Fold(
            words("lines.connect"), open: error != nil,
            Form(
                post: LinesPath.line(code), csrf: telling.visit.csrf,
                content: """
                    \(TextField(
                        name: "url", label: words("lines.url"), value: url, hint: words("lines.urlHint"),
                        error: error, limit: 2000))
                    \(Button(words("lines.connectDo")))
                    \(endpoint == nil
                        ? .empty
                        : Button(words("lines.disconnect"), weight: .secondary, name: "disconnect",
                            value: "yes").html)
                    """
            ).html
        ).html
    }

    private func row(_ written: RegisterStore.Written) -> [HTML] {
        let entry = written.entry
        let by: HTML =
            written.person.map { person in
                "\(names[person].map { words($0) } ?? "") \(telling.time(written.at))"
            } ?? "\(words("lines.byPack"))"
        return [
            """
            \(telling.day(entry.from)) \
            \(entry.from > today ? Tag(words("lines.later"), tone: .accent).html : .empty)
            """,
            "\(telling.mode(entry.mode)) \(telling.emergency(entry.isEmergency))",
            "\(telling.unit(entry.owner))", "<bdi>\(entry.number)</bdi>", "\(written.reason ?? entry.batch)",
            by,
        ]
    }
}
