import Core
import Markup
import Web

/// A notice as everybody reads it.
struct NoticeView {
    let visit: Web.Visit
    let notice: PublicNotice

    private var words: Words { visit.words }

    var html: HTML {
        let place: HTML? =
            notice.place.isEmpty ? nil : "<br>\(words("joins.notice.where")) <bdi>\(notice.place)</bdi>"
        let until =
            notice.until.map { words("joins.notice.until", ["date": words.date($0)]) }
            ?? words("joins.notice.untilUnknown")
        let since = words("joins.notice.since", ["date": words.date(notice.since)])
        return Notice(
            .info, "<p><b class=\"story\">\(notice.what)</b>\(place)<br>\(since) \(until)</p>"
        ).html
    }
}

/// Writing the notice of a mass event: a form, then the very text that will stand there, to be confirmed.
struct NoticeForm {
    let telling: JoinsTelling
    let number: String
    /// What is shown now.
    var shown: PublicNotice?
    /// What would be shown.
    var preview: PublicNotice?
    /// Since when the mass event goes on.
    let since: Moment
    let answers: FormAnswers
    let errors: [FieldError]

    private var words: Words { telling.words }

    private func day(_ moment: Moment?) -> String {
        moment.map { telling.city.calendar.date(of: $0).description } ?? ""
    }

    var html: HTML {
        """
        <section class="panel stack" id="notice"><h2>\(words("joins.notice.title"))</h2>
        <p class="hint">\(words("joins.notice.hint"))</p>
        \(preview.map(confirm) ?? now)\(form)</section>
        """
    }

    private var now: HTML? {
        shown.map { notice in
            """
            \(NoticeView(visit: telling.visit, notice: notice).html)
            \(send(Button(words("joins.notice.end"), weight: .secondary, name: "do", value: "end").html))
            """
        }
    }

    private func confirm(_ notice: PublicNotice) -> HTML {
        """
        <h3>\(words("joins.notice.preview"))</h3>\(NoticeView(visit: telling.visit, notice: notice).html)
        \(send("""
            \(Hidden(name: "what", value: notice.what))\(Hidden(name: "place", value: notice.place))\
            \(Hidden(name: "noticeSince", value: day(notice.since)))\
            \(Hidden(name: "until", value: day(notice.until)))\
            \(Button(words("joins.notice.confirm"), name: "do", value: "show"))
            """))
        """
    }

    private func send(_ content: HTML) -> HTML {
        Form(post: JoinsPath.notice(number), csrf: telling.visit.csrf, content: content).html
    }

    private var form: HTML {
        let old = preview ?? shown
        func value(_ name: String, _ kept: String?) -> String {
            errors.isEmpty ? kept ?? "" : answers[name]
        }
        return send(
            """
            \(TextArea(
                name: "what", label: words("joins.notice.what"), value: value("what", old?.what),
                error: errors.message(for: "what"), limit: PublicNotice.whatLimit,
                limitNote: words("web.form.limit", ["count": PublicNotice.whatLimit])))
            \(TextField(
                name: "place", label: words("joins.notice.where") + words("web.form.optional"),
                value: value("place", old?.place), error: errors.message(for: "place"),
                limit: PublicNotice.placeLimit))
            <div class="filters">\(TextField(
                name: "noticeSince", label: words("joins.event.since"),
                value: value("noticeSince", day(old?.since ?? since)),
                error: errors.message(for: "noticeSince"), kind: .date))
            \(TextField(
                name: "until", label: words("joins.notice.untilLabel") + words("web.form.optional"),
                value: value("until", day(old?.until)),
                error: errors.message(for: "until"), kind: .date))</div>
            \(Button(words("joins.notice.look"), weight: .secondary, name: "do", value: "look"))
            """)
    }
}

extension NoticeView {
    /// The notices of an area under their heading.
    static func all(_ notices: [HTML], _ visit: Web.Visit) -> HTML {
        """
        <section class="stack"><h2>\(visit.words("joins.notices.title"))</h2>\(notices)</section>
        """
    }

    /// That somebody's yes waits for who may join.
    static func wished(_ visit: Web.Visit) -> HTML {
        Notice(.info, "<p>\(visit.words("joins.same.wished"))</p>").html
    }
}
