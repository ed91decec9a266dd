import Core
import Markup
import Web

/// The components of `Markup`, each in every state.
struct PartSpecimens {
    let words: Words
    let csrf: String
    let now: Moment

    private func said(_ key: String) -> String { words("developers.specimens.\(key)") }

    var buttons: HTML {
        """
        <div class="cluster">
        <button type="button" class="button primary">\(said("button.primary"))</button>
        <button type="button" class="button secondary">\(Icon("edit"))\(said("button.secondary"))</button>
        <button type="button" class="button danger">\(Icon("merge"))\(said("button.danger"))</button>
        <button type="button" class="button primary" disabled>\(said("button.off"))</button>
        \(ButtonLink(said("button.link"), to: "#part-buttons", icon: "arrow"))
        \(CopyButton(said("button.copy"), copies: "BX20261122-0007", said: said("button.copied")))
        \(PrintButton(said("button.print")))
        </div>
        <p>\(Key("?")) \(Key("Ctrl"))+\(Key("K")) \(Key("Esc"))</p>
        """
    }

    var clocks: HTML {
        let all: [HTML] = Clock.State.allCases.map { state in
            let clock = Clock(
                state, stateText: said("clock.\(state.rawValue)"),
                text: words.near(now + 3_600_000 * 5, now: now), dateTime: now.iso)
            return "<li>\(clock)</li>"
        }
        let tones: [(String, Tag.Tone)] = [
            ("plain", .plain), ("accent", .accent), ("good", .good), ("warn", .warn), ("bad", .bad),
        ]
        let tags: [HTML] = tones.map { "\(Tag(said("tag.\($0.0)"), tone: $0.1)) " }
        let day: Int64 = 86_400_000
        let times: [HTML] = [0, -day, day, -2 * day, 3 * day, -9 * day, -400 * day].map { distance in
            "<li>\(Time(words.near(now + distance, now: now), dateTime: (now + distance).iso))</li>"
        }
        return """
            <ul>\(all)</ul><p>\(tags)</p>
            <h3>\(said("times"))</h3><ul>\(times)</ul>
            """
    }

    var notices: HTML {
        let notices: [HTML] = Notice.Tone.allCases.map { tone in
            "\(Notice(tone, "<p>\(said("notice.\(tone.rawValue)"))</p>"))"
        }
        let toast = Toast(.success, close: words("web.close"), "<p>\(said("notice.success"))</p>")
        return "\(notices)\(toast)"
    }

    var form: HTML {
        let choices = (1...3).map { number in
            Choice(
                value: String(number), label: said("choice.\(number)"),
                hint: number == 2 ? said("choice.hint") : nil)
        }
        let errors = [FieldError(field: "specimen-phone", message: said("form.phone.error"))]
        return """
            \(ErrorSummary(title: words("web.form.problems"), errors: errors))
            \(Form(post: "#part-form", csrf: csrf, label: said("form"), content: """
                \(TextField(name: "specimen-name", label: said("form.name"), hint: said("form.name.hint")))
                \(TextField(name: "specimen-phone", label: said("form.phone"), value: "12",
                    error: errors.message(for: "specimen-phone"), kind: .tel))
                \(TextArea(name: "specimen-text", label: said("form.text"), rows: 3, limit: 200,
                    limitNote: words("web.form.limit", ["count": 200])))
                \(Radios(name: "specimen-one", legend: said("form.one"), choices: choices, chosen: "1"))
                \(Radios(name: "specimen-side", legend: said("form.one"), choices: [choices[0], choices[2]],
                    inline: true))
                \(Checkboxes(
                    name: "specimen-some", legend: said("form.some"), choices: choices, chosen: ["2"]))
                \(Select(name: "specimen-many", label: said("form.many"), choices: choices,
                    none: said("form.none")))
                \(TextField(name: "specimen-day", label: said("form.day"), kind: .date))
                <p><button type="button" class="button primary">\(words("web.form.send"))</button></p>
                """))
            """
    }

    var lists: HTML {
        let clock = Clock(.late, stateText: said("clock.late"), text: words.near(now, now: now))
        let calm = Clock(.calm, stateText: said("clock.calm"), text: words.near(now + 90_000_000, now: now))
        let columns = [
            Table.Column(said("table.number")), .init(said("table.text")), .init(said("table.clock")),
            .init(said("table.sum"), numeric: true),
        ]
        let rows: [[HTML]] = [
            ["<a href=\"#part-lists\">BX20261122-0007</a>", "\(said("story"))", "\(clock)", "12"],
            ["<a href=\"#part-lists\">BX20261121-0104</a>", "\(said("sample"))", "\(calm)", "1,204"],
        ]
        return """
            \(Tabs(label: said("lists"), [
                .init(said("tab.mine"), to: "#part-lists", count: "12", current: true),
                .init(said("tab.all"), to: "#part-lists", count: "1,204"),
            ]))
            \(Table(caption: said("table.caption"), columns: columns, rows: rows))
            \(Pager(
                label: words("web.pager.label"), newest: (words("web.pager.newest"), "#part-lists"),
                older: (words("web.pager.older"), "#part-lists")))
            \(EmptyState(
                title: said("empty.title"), text: said("empty.text"),
                action: "\(ButtonLink(said("button.link"), to: "#part-lists"))"))
            """
    }

    var progress: HTML {
        let states: [(String, Timeline.State)] = [("1", .done), ("2", .current), ("3", .next)]
        let steps = states.map { number, state in
            Steps.Step(said("step.\(number)"), state, stateText: said("step.\(state.rawValue)"))
        }
        let line = states.map { number, state in
            Timeline.Step(
                state, stateText: said("step.\(state.rawValue)"), title: said("step.\(number)"),
                time: state == .next ? nil : words.near(now + -3_600_000, now: now), dateTime: now.iso,
                detail: state == .current ? "<p>\(said("story"))</p>" : .empty)
        }
        return """
            \(Steps(label: said("progress"), steps))
            \(Progress(label: said("progress.label"), value: 3, of: 5, text: "3 / 5"))
            <div class="columns"><div class="panel">\(Timeline(line))</div>
            <aside class="panel" aria-label="\(said("facts"))">\(SummaryList([
                (name: said("table.number"), value: "BX20261122-0007"),
                (name: said("table.text"), value: "\(said("sample"))"),
            ]))</aside></div>
            """
    }

    var cards: HTML {
        let tag: HTML = "\(Tag(said("tag.good"), tone: .good))"
        return """
            \(Cards([
                Card(
                    title: said("card.1"), to: "#part-cards", icon: "pin",
                    content: "<p>\(said("sample"))</p>"),
                Card(title: said("card.2"), icon: "book", mark: tag, content: "<p>\(said("story"))</p>"),
                Card(title: said("card.3"), to: "#part-cards", foot: "\(words.date(now))"),
            ]))
            """
    }

    var fronts: HTML {
        let links: [HTML] = ["edit", "share", "print"].map { icon in
            ##"<a href="#part-fronts">\##(Icon(icon))\##(said("menu.\(icon)"))</a>"##
        }
        return """
            <div class="cluster">
            \(DialogButton(said("dialog.open"), opens: "specimen-dialog", icon: "eye"))
            \(Menu(said("menu"), icon: "settings", items: links))
            </div>
            \(Fold(said("fold"), "<p>\(said("story"))</p>"))
            \(Fold(said("fold"), open: true, "<p>\(said("story"))</p>"))
            \(Dialog(id: "specimen-dialog", title: said("dialog.title"), content: """
                <p>\(said("story"))</p>
                <div class="dialog-buttons"><button type="button" class="button primary" data-close>\
                \(words("web.close"))</button></div>
                """))
            """
    }

    /// What a stranger may write, and the longest name: nothing breaks out of its place.
    var long: HTML {
        let name = String(repeating: "Llanfair", count: 38)
        let hostile = "</p><script>alert(1)</script>"
        return """
            <div class="panel"><h3>\(name)</h3><p class="story">\(name)</p><p>\(hostile)</p>
            <p>\(Tag(name))</p></div>
            \(SummaryList([(name: name, value: "\(name)")]))
            \(Table(caption: said("long"), captionHidden: true, columns: [.init(hostile), .init(name)],
                rows: [["\(name)", "\(hostile)"]]))
            """
    }
}
