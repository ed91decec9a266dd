import Core
import Courier
import Markup
import Web

/// `/chats/new-group` and `/chats/groups/:code/edit`: a group, its steward, and where answers go.
struct GroupFormPage {
    let telling: ChatTelling
    /// The code of the group that is edited; nil for a new one.
    var code: String?
    var answers = FormAnswers()
    var errors: [FieldError] = []
    var status = 200
    var endpoint: Endpoint?
    /// A secret that was just made.
    var secret: String?

    private var words: Words { telling.words }

    var page: Page {
        let title = words(code == nil ? "chats.newGroup" : "chats.editTitle")
        return Page(title: title, status: status, help: "chats") {
            """
            <p class="trail">\(Link(words("chats.title"), to: ChatsPath.home))</p>
            <h1>\(title)</h1>
            \(ErrorSummary(title: words("web.form.problems"), errors: errors))
            \(secret.map(told))
            \(Form(
                post: code.map { ChatsPath.edit($0) } ?? ChatsPath.newGroup, csrf: telling.visit.csrf,
                content: fields))
            \(adapter)
            """
        }
    }

    private func field(
        _ name: String, hint: String? = nil, optional: Bool = false, kind: TextField.Kind = .text
    ) -> TextField {
        TextField(
            name: name, label: words("chats.field.\(name)") + (optional ? words("web.form.optional") : ""),
            value: answers[name], hint: hint, error: errors.message(for: name), kind: kind,
            limit: ChatGroup.Limit.text)
    }

    private var fields: HTML {
        let areas = telling.city.areas.codes.filter { $0.level >= .village }.prefix(2000)
        return """
            \(code == nil ? field("code", hint: words("chats.codeHint")).html : nil)
            \(field("name_zh"))\(field("name_en"))
            \(Radios(
                name: "kind", legend: words("chats.field.kind"),
                choices: ChatGroup.Kind.allCases.map {
                    Choice(value: $0.rawValue, label: words("chats.kind.\($0.rawValue)"))
                }, chosen: answers.given("kind") ?? ChatGroup.Kind.grid.rawValue, inline: true))
            \(Select(
                name: "area", label: words("chats.head.area"),
                choices: areas.map { Choice(value: $0.text, label: telling.area($0)) },
                chosen: answers.given("area"), error: errors.message(for: "area")))
            \(field("steward", hint: words("chats.stewardHint")))
            \(field("steward_id", hint: words("chats.stewardIDHint"), optional: true))
            \(field("phone", hint: words("chats.phoneHint"), optional: true))
            <div class="filters">\(field("minutes", kind: .number))\(field("days", kind: .number))</div>
            \(code == nil ? nil : Checkbox(
                name: "active", label: words("chats.active"), ticked: answers.has("active")).html)
            \(Button(words("chats.save")))
            """
    }

    private func told(_ secret: String) -> HTML {
        """
        \(Notice(.success, live: true, """
            <p>\(words("chats.secret"))</p><p><code>\(secret)</code></p>
            """))
        """
    }

    /// Where answers to the group go.
    private var adapter: HTML? {
        guard let code else { return nil }
        let now: HTML? = endpoint.map { "<p>\(words("chats.adapterNow")) <bdi>\($0.url)</bdi></p>" }
        return """
            <section class="panel"><h2>\(words("chats.adapter"))</h2>
            <p class="hint">\(words("chats.adapterHint"))</p>\(now)
            \(Form(post: ChatsPath.endpoint(code), csrf: telling.visit.csrf, content: """
                \(TextField(
                    name: "address", label: words("chats.address"), value: answers["address"],
                    error: errors.message(for: "address"), limit: 2000))
                \(Button(words("chats.setAdapter"), weight: .secondary))
                """))</section>
            """
    }

    /// The answers that a group would be made from.
    static func answers(of record: GroupRecord) -> FormAnswers {
        let group = record.group
        var values = [
            "name_zh": group.name.zh, "name_en": group.name.en, "kind": group.kind.rawValue,
            "area": group.area.text, "steward": group.steward, "steward_id": group.stewardID,
            "phone": group.phone, "minutes": String(group.answerMinutes), "days": String(group.keepDays),
        ]
        if record.isActive { values["active"] = "yes" }
        return FormAnswers(values)
    }
}

/// On the matter's page: the group it came from and what was written there.
struct ChatPanel {
    let telling: ChatTelling
    let group: ChatGroup
    let messages: [ChatMessage]

    var html: HTML {
        let words = telling.words
        let rows: [HTML] = messages.map { message in
            let text = message.text.isEmpty ? words("chats.recalled") : message.text
            return """
                <li><b><bdi>\(telling.author(message, in: group))</bdi></b> \(telling.time(message.at))\
                <p class="story"><bdi>\(text)</bdi></p></li>
                """
        }
        return """
            <section class="panel"><h2>\(words("chats.origin"))</h2>
            <p>\(Link(words(group.name), to: ChatsPath.group(group.code))) · \
            \(telling.steward(group.steward))</p><ul class="map-list">\(rows)</ul></section>
            """
    }
}
