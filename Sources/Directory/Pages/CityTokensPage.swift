import Core
import Markup
import Web

/// The API tokens of everybody: names and what they allow, never a secret.
struct CityTokensPage {
    let visit: Visit
    let tokens: [ApiToken]
    let owners: [Int64: LocalText]
    var older: String?
    var errors: [FieldError] = []
    var status = 200
    private var words: Words { visit.words }

    var page: Page {
        Page(title: words("directory.cityTokens.title"), status: status, wide: true, help: "people") {
            """
            <h1>\(words("directory.cityTokens.title"))</h1>
            <p>\(words("directory.cityTokens.lead"))</p>
            \(ErrorSummary(title: words("web.form.problems"), errors: errors))
            \(tokens.isEmpty ? nothing : table)
            \(Pager(
                label: words("web.pager.label"),
                newest: visit.query.has("after")
                    ? (words("directory.people.first"), "/directory/tokens") : nil,
                older: older.map { (words("directory.people.next"), $0) }))
            """
        }
    }

    private var table: HTML {
        Table(
            caption: words("directory.cityTokens.title"), captionHidden: true,
            columns: [
                .init(words("directory.tokens.name")), .init(words("directory.cityTokens.owner")),
                .init(words("directory.tokens.scopes")), .init(words("directory.tokens.used")),
                .init(words("directory.tokens.expires")), .init(words("directory.action")),
            ],
            rows: tokens.map(row)
        ).html
    }

    private func row(_ token: ApiToken) -> [HTML] {
        let used = token.lastUsedAt.map { words.near($0, now: visit.now) } ?? words("directory.tokens.unused")
        let owner = owners[token.personID].map { words($0) } ?? "#\(token.personID)"
        let over = token.revokedAt == nil ? "directory.tokens.over" : "directory.tokens.revoked"
        let end = Form(
            post: "/directory/tokens/revoke", csrf: visit.csrf, classes: "plain cluster",
            content: """
                \(Hidden(name: "token", value: String(token.id)))
                \(Hidden(name: "person", value: String(token.personID)))
                \(ReasonField(words: words, id: "reason-\(token.id)"))
                \(Button(
                    words("directory.tokens.revoke"), weight: .danger,
                    confirm: words("directory.tokens.revokeSure", ["name": token.name])))
                """)
        return [
            "\(token.name)", Link(owner, to: "/directory/\(token.personID)").html,
            "<code>\(token.scopes.sorted().joined(separator: " "))</code>", "\(used)",
            "\(token.expiresAt.map { words.dateTime($0) } ?? words("directory.tokens.never"))",
            token.holds(at: visit.now) ? end.html : Tag(words(over)).html,
        ]
    }

    private var nothing: HTML {
        EmptyState(title: words("directory.tokens.none"), text: words("directory.cityTokens.none")).html
    }
}
