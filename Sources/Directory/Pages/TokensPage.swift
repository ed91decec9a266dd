import Core
import Markup
import Web

/// One's own API tokens; a new one's secret stands here once.
struct TokensPage {
    let visit: Visit
    var tokens: [ApiToken]
    let scopes: [String]
    /// The secret of the token that was just made.
    var secret: String?
    var name = ""
    var chosen: Set<String> = []
    var errors: [FieldError] = []
    var status = 200
    private var words: Words { visit.words }

    var page: Page {
        Page(title: words("directory.tokens.title"), status: status, help: "tokens") {
            """
            <h1>\(words("directory.tokens.title"))</h1>
            <p>\(words("directory.tokens.lead"))</p>
            \(ErrorSummary(title: words("web.form.problems"), errors: errors))
            \(secret.map(shown))
            \(tokens.isEmpty ? nothing : TokenTable(
                visit: visit, tokens: tokens, action: "/account/tokens/revoke").html)
            <h2>\(words("directory.tokens.new"))</h2>
            \(Form(post: "/account/tokens", csrf: visit.csrf, content: """
                \(TextField(
                    name: "token_name", label: words("directory.tokens.name"), value: name,
                    hint: words("directory.tokens.nameHint"), error: errors.message(for: "token_name"),
                    limit: 60))
                \(Checkboxes(
                    name: "scopes", legend: words("directory.tokens.scopes"),
                    choices: scopes.map { Choice(value: $0, label: scopeText($0), hint: $0) },
                    chosen: chosen, error: errors.message(for: "scopes")))
                \(Select(
                    name: "days", label: words("directory.tokens.expires"),
                    choices: TokensPage.lives.map {
                        Choice(value: String($0), label: words.plural("directory.days", $0))
                    } + [Choice(value: "never", label: words("directory.tokens.never"))],
                    chosen: "90"))
                \(Button(words("directory.tokens.make")))
                """))
            <p>\(Link(words("directory.account.back"), to: "/account"))</p>
            """
        }
    }

    /// For how many days a token may hold.
    static let lives = [7, 30, 90, 365]

    private func scopeText(_ scope: String) -> String {
        let key = "directory.scope.\(scope.replacing(":", with: "."))"
        return words.holds(key) ? words(key) : scope
    }

    private func shown(_ secret: String) -> HTML {
        Notice(
            .success, live: true,
            """
            <p>\(words("directory.tokens.shown"))</p>
            <p><code>\(secret)</code></p>
            """
        ).html
    }

    private var nothing: HTML {
        EmptyState(title: words("directory.tokens.none"), text: words("directory.tokens.noneText")).html
    }
}

/// Tokens with a button to end each.
struct TokenTable: Component {
    let visit: Visit
    let tokens: [ApiToken]
    let action: String
    /// Whether somebody else's token is ended, which wants a reason.
    var asksReason = false
    private var words: Words { visit.words }

    var html: HTML {
        Table(
            caption: words("directory.tokens.title"), captionHidden: true,
            columns: [
                .init(words("directory.tokens.name")), .init(words("directory.tokens.scopes")),
                .init(words("directory.tokens.expires")), .init(words("directory.tokens.used")),
                .init(words("directory.action")),
            ],
            rows: tokens.map(row)
        ).html
    }

    private func row(_ token: ApiToken) -> [HTML] {
        let used = token.lastUsedAt.map { words.near($0, now: visit.now) } ?? words("directory.tokens.unused")
        let end = Form(
            post: action, csrf: visit.csrf, classes: asksReason ? "plain cluster" : "plain",
            content: """
                \(Hidden(name: "token", value: String(token.id)))
                \(asksReason ? ReasonField(words: words, id: "reason-token-\(token.id)").html : .empty)
                \(Button(
                    words("directory.tokens.revoke"), weight: .danger,
                    confirm: words("directory.tokens.revokeSure", ["name": token.name])))
                """)
        let over = token.revokedAt == nil ? "directory.tokens.over" : "directory.tokens.revoked"
        return [
            "\(token.name)", "<code>\(token.scopes.sorted().joined(separator: " "))</code>",
            "\(token.expiresAt.map { words.dateTime($0) } ?? words("directory.tokens.never"))", "\(used)",
            token.holds(at: visit.now) ? end.html : Tag(words(over)).html,
        ]
    }
}
