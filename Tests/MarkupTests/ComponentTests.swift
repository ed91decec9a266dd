import Markup
import Testing

let hostile = #"</textarea><script>alert('&"')</script>"#

/// A whole document around a body.
func document(_ body: HTML) -> HTML {
    """
    <!doctype html><html lang="zh-CN"><head><title>x</title></head><body>\
    <main><h1>x</h1>\(body)</main></body></html>
    """
}

@Suite("A component")
struct ComponentTests {
    static let choices = [Choice(value: "a", label: hostile, hint: hostile), Choice(value: "b", label: "B")]

    static let specimens: [(name: String, html: HTML)] = [
        ("text", TextField(name: "t", label: hostile, value: hostile, hint: hostile, error: hostile).html),
        (
            "area",
            TextArea(name: "t", label: hostile, value: hostile, error: hostile, limit: 9, limitNote: hostile)
                .html
        ),
        (
            "radios",
            Radios(name: "r", legend: hostile, choices: choices, chosen: "b", hint: hostile, error: hostile)
                .html
        ),
        (
            "boxes",
            Checkboxes(name: "c", legend: hostile, choices: choices, chosen: ["a"], error: hostile).html
        ),
        ("box", Checkbox(name: "c", label: hostile, ticked: true, hint: hostile, error: hostile).html),
        (
            "select",
            Select(name: "s", label: hostile, choices: choices, chosen: "b", none: hostile, error: hostile)
                .html
        ),
        ("groups", Select(name: "s", label: "s", groups: [.init(hostile, choices)], hint: hostile).html),
        (
            "form",
            Form(
                post: "/x", csrf: "k", id: "f", draft: hostile, label: hostile, content: "\(Button(hostile))"
            ).html
        ),
        ("search", Form(get: "/x", content: "\(TextField(name: "q", label: "q", kind: .search))").html),
        (
            "table",
            Table(
                caption: hostile, columns: [.init(hostile), .init("n", numeric: true)],
                rows: [["a", "\(hostile)"]]
            ).html
        ),
        (
            "timeline",
            Timeline([
                .init(
                    .current, stateText: hostile, title: hostile, time: hostile, dateTime: hostile,
                    detail: "<p>\(hostile)</p>")
            ]).html
        ),
        ("clock", Clock(.late, stateText: hostile, text: hostile, dateTime: hostile).html),
        (
            "pager",
            Pager(label: hostile, newest: (hostile, "/a"), older: (hostile, "/a?after=\(hostile)")).html
        ),
        ("empty", EmptyState(title: hostile, text: hostile).html),
        ("notice", Notice(.failure, live: true, "<p>\(hostile)</p>").html),
        ("tabs", Tabs(label: hostile, [.init(hostile, to: "/x", count: hostile, current: true)]).html),
        ("facts", SummaryList([(name: hostile, value: "\(hostile)")]).html),
        ("tag", Tag(hostile, tone: .bad).html),
        ("link", Link(hostile, to: "/x").html),
        ("button link", ButtonLink(hostile, to: "/x", icon: "arrow").html),
    ]

    /// What was added with the design: cards, steps, dialogs, menus, and the small parts.
    static let newer: [(name: String, html: HTML)] = [
        (
            "card",
            "<h2>x</h2>"
                + Card(
                    title: hostile, to: "/x", icon: "pin", mark: "\(Tag(hostile))", foot: "\(hostile)",
                    content: "<p>\(hostile)</p>"
                ).html
        ),
        ("cards", Cards([Card(title: hostile, level: 2), Card(title: "b")]).html),
        (
            "steps",
            Steps(
                label: hostile,
                [.init(hostile, .done, stateText: hostile), .init("b", .next, stateText: "n")]
            )
            .html
        ),
        ("progress", Progress(label: hostile, value: 3, of: 2, text: hostile, id: "p").html),
        ("dialog", Dialog(id: "d", title: hostile, wide: true, content: "<p>\(hostile)</p>").html),
        ("opener", DialogButton(hostile, opens: "d", icon: "eye").html),
        ("menu", Menu(hostile, icon: "settings", items: [Link(hostile, to: "/x").html]).html),
        ("fold", Fold(hostile, open: true, "<p>\(hostile)</p>").html),
        ("toast", Toast(.failure, close: hostile, "<p>\(hostile)</p>").html),
        ("key", Key(hostile).html),
        ("time", Time(hostile, dateTime: hostile, title: hostile, relative: true).html),
        ("copy", CopyButton(hostile, copies: hostile, said: hostile).html),
        ("print", PrintButton(hostile).html),
    ]

    @Test("stays whole with hostile text in every place", arguments: (specimens + newer).indices)
    func whole(index: Int) {
        let (name, html) = (ComponentTests.specimens + ComponentTests.newer)[index]
        #expect(Structure.complaints(of: document(html)) == [], "\(name)")
        #expect(!html.text.contains("<script"), "\(name)")
    }

    @Test("links an error to its field, keeps the answer, and says that it is wrong")
    func fieldError() {
        let errors = [FieldError(field: "phone", message: "写全号码")]
        let field = TextField(
            name: "phone", label: "电话", value: "12", error: errors.message(for: "phone"), kind: .tel)
        let text = field.html.text
        #expect(text.contains(#"value="12""#))
        #expect(text.contains(#"aria-describedby="phone-error" aria-invalid="true""#))
        let summary = ErrorSummary(title: "改一改", errors: errors).html
        #expect(summary.text.contains(##"<a href="#phone">写全号码</a>"##))
        let page = document("\(summary)\(field)")
        #expect(Structure.complaints(of: page) == [])
    }

    @Test("says nothing when nothing is wrong")
    func noErrors() {
        #expect(ErrorSummary(title: "x", errors: []).html.isEmpty)
        #expect(Pager(label: "x", newest: nil, older: nil).html.isEmpty)
    }

    @Test("tells every state of a clock by a symbol of its own and by a word")
    func clocks() {
        let symbols = Clock.State.allCases.map { state in
            Clock(state, stateText: "w", text: "t").html.text.split(separator: "#").dropFirst().first
                .map { String($0.prefix { $0 != "\"" }) }
        }
        #expect(symbols == Clock.State.allCases.map(\.rawValue))
        for state in Clock.State.allCases {
            #expect(Icon.names.contains(state.rawValue))
            #expect(Clock(state, stateText: "超期", text: "t").html.text.contains("超期"))
        }
    }

    @Test("says a failure at once and everything else when there is time")
    func toasts() {
        #expect(Toast(.failure, close: "x", "<p>a</p>").html.text.contains(#"role="alert""#))
        #expect(Toast(.success, close: "x", "<p>a</p>").html.text.contains(#"role="status""#))
        #expect(!Notice(.info, "<p>a</p>").html.text.contains("role="))
    }

    @Test("never shows more done than there is")
    func progress() {
        #expect(Progress(label: "x", value: 9, of: 4, text: "t").html.text.contains(#"value="4" max="4""#))
        #expect(Progress(label: "x", value: -1, of: 0, text: "t").html.text.contains(#"value="0" max="1""#))
    }

    @Test("marks the step where somebody is, for eyes and for ears")
    func steps() {
        let text = Steps(
            label: "x", [.init("a", .done, stateText: "好了"), .init("b", .current, stateText: "现在")]
        ).html.text
        #expect(text.contains(#"<li class="current" aria-current="step">"#))
        #expect(text.split(separator: "aria-current").count == 2)
        #expect(text.contains(#"<span class="unseen">好了 </span>"#))
    }

    @Test("that needs a script is not there without one")
    func scripted() {
        for html in [
            CopyButton("c", copies: "x", said: "y").html, PrintButton("p").html,
            DialogButton("d", opens: "x").html,
        ] {
            #expect(html.text.contains("scripted"))
            #expect(html.text.contains(#"type="button""#))
        }
    }

    @Test("asks for its icons at one address that changes with the sprite")
    func sprite() {
        #expect(Icon.sprite.wholeMatch(of: #/\/assets\/icons-[0-9a-z]{8,13}\.svg/#) != nil)
        #expect(Icon("plus").html.text.contains("\(Icon.sprite)#plus"))
        #expect(Set(Icon.names).count == Icon.names.count)
        #expect(Icon.names.count > 50)
    }

    @Test("chooses exactly the answer that was given")
    func chosen() {
        let text = Radios(name: "r", legend: "r", choices: ComponentTests.choices, chosen: "b").html.text
        #expect(text.contains(#"value="b" checked"#))
        #expect(text.split(separator: " checked").count == 2)
    }

    @Test("carries the token only in a form that changes something")
    func token() {
        let form = Form(post: "/x", csrf: "k", content: "").html.text
        #expect(form.contains(#"<input type="hidden" name="csrf" value="k">"#))
        #expect(!Form(get: "/x", content: "").html.text.contains("csrf"))
    }

    @Test("keeps a first line end of an answer, which browsers drop after the tag")
    func firstLineEnd() {
        #expect(TextArea(name: "t", label: "t", value: "\nx").html.text.contains(">\n\nx</textarea>"))
    }
}
