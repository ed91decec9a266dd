import Core
import Courier
import Markup
import Web

/// `/chats/groups/:code`: the messages, the newest first. Tick some and press once: they are a matter.
struct GroupPage {
    let telling: ChatTelling
    let record: GroupRecord
    var messages: [ChatMessage] = []
    var sendings: [Sending] = []
    /// Whether answers find their way into the group.
    var hasAdapter = false
    var mayManage = false
    var answers = FormAnswers()
    var errors: [FieldError] = []
    var status = 200
    var older: String?

    private var words: Words { telling.words }
    private var group: ChatGroup { record.group }

    var page: Page {
        Page(title: words(group.name), status: status, wide: true, help: "chats") {
            """
            <p class="trail">\(Link(words("chats.title"), to: ChatsPath.home))</p>
            <h1>\(words(group.name))</h1>
            <p class="muted">\(facts)</p>
            \(mayManage ? ButtonLink(words("chats.edit"), to: ChatsPath.edit(group.code)).html : nil)
            \(record.isActive ? nil : Notice(.warning, "<p>\(words("chats.inactive"))</p>").html)
            \(hasAdapter ? nil : Notice(.info, "<p>\(words("chats.noAdapter"))</p>").html)
            \(ErrorSummary(title: words("web.form.problems"), errors: errors))
            \(messages.isEmpty ? empty : form)
            \(Pager(
                label: words("web.pager.label"), newest: nil,
                older: older.map { (words("web.pager.older"), $0) }))
            \(sent)
            """
        }
    }

    private var facts: String {
        [
            telling.area(group.area), telling.steward(group.steward),
            words("chats.within", ["span": words.span(Int64(group.answerMinutes) * 60_000)]),
            words.plural("chats.keeps", group.keepDays),
        ].joined(separator: " · ")
    }

    private var empty: HTML {
        EmptyState(title: words("chats.noMessages"), text: words("chats.noMessagesHint")).html
    }

    private var form: HTML {
        let chosen = Set(answers.all("message"))
        let rows: [HTML] = messages.map { row($0, isTicked: chosen.contains("\($0.id)")) }
        return """
            \(Form(post: ChatsPath.group(group.code), csrf: telling.visit.csrf, content: """
                <fieldset class="field" id="message"><legend>\(words("chats.messages"))</legend>
                <p class="hint">\(words("chats.tickHint"))</p>
                <ul class="map-list">\(rows)</ul></fieldset>
                \(Select(
                    name: "category", label: words("chats.category") + words("web.form.optional"),
                    groups: telling.categoryGroups, chosen: answers.given("category"),
                    none: words("chats.later")))
                <p class="cluster">\(Button(words("chats.make"), name: "do", value: "matter"))\
                \(Button(words("chats.answered"), weight: .secondary, name: "do", value: "answered"))\
                \(Button(words("chats.aside"), weight: .secondary, name: "do", value: "aside"))</p>
                """))
            """
    }

    private func row(_ message: ChatMessage, isTicked: Bool) -> HTML {
        let head: HTML = """
            <b><bdi>\(telling.author(message, in: group))</bdi></b> \(telling.time(message.at)) \
            \(state(message))
            """
        if message.text.isEmpty, message.media.isEmpty {
            return "<li>\(head)<p class=\"muted\">\(words("chats.recalled"))</p></li>"
        }
        let media: [HTML] = message.media.compactMap { WebAddress($0) }.map { address in
            "<br>\(Link(words("chats.media"), to: address))"
        }
        let body: HTML = "<p class=\"story\"><bdi>\(message.text)</bdi>\(media)</p>"
        if message.state == .matter { return "<li>\(head)\(body)</li>" }
        return """
            <li><label class="choice"><input type="checkbox" name="message" value="\(String(message.id))"\
            \(attribute: "checked", if: isTicked)> <span>\(head)</span></label>\(body)</li>
            """
    }

    private func state(_ message: ChatMessage) -> HTML {
        switch message.state {
        case .new: telling.clock(message.dueAt)
        case .matter: message.matterNumber.map { telling.matter($0) } ?? .empty
        case .answered, .aside, .steward, .recalled:
            Tag(words("chats.state.\(message.state.rawValue)")).html
        }
    }

    /// What was told to the group lately, and whether it arrived.
    private var sent: HTML? {
        guard !sendings.isEmpty else { return nil }
        let rows: [[HTML]] = sendings.map { sending in
            [
                telling.time(sending.createdAt),
                Tag(
                    words("chats.sent.\(sending.state.rawValue)"),
                    tone: sending.state == .failed ? .bad : sending.state == .sent ? .good : .plain
                ).html, "\(sending.attempts)", "\(sending.reason)",
            ]
        }
        return """
            \(Fold(words("chats.sentHead"), Table(
                caption: words("chats.sentHead"), captionHidden: true,
                columns: ["time", "state", "tries", "why"].map { .init(words("chats.head.\($0)")) },
                rows: rows).html))
            """
    }
}
