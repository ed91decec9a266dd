import Core
import Markup
import Web

/// `/areas/me-too?key=…`: the same troubles me, and perhaps: tell me when it is solved.
struct MeTooPage {
    let visit: Visit
    let sight: AreaSight
    let record: AreaRecord
    var reach = ""
    var errors: [FieldError] = []

    private var words: Words { visit.words }

    var page: Page {
        Page(title: words("areas.meToo"), status: errors.isEmpty ? 200 : 422, help: "areas") {
            let category = sight.city.catalogue[record.category].map { words($0.name) } ?? record.category
            let place = sight.place(of: record.area, words.language)
            return """
                <h1>\(words("areas.meToo"))</h1>
                \(ErrorSummary(title: words("web.form.problems"), errors: errors))
                <p class="lead">\(words("areas.entry", ["category": category, "place": place]))</p>
                <p>\(words("areas.meTooHint")) \(record.seconds > 0
                    ? words.plural("areas.seconds", record.seconds) : "")</p>
                \(Form(post: AreasPath.meToo, csrf: visit.csrf, content: """
                    \(Hidden(name: "key", value: record.key))\(contact)
                    <div class="cluster">\(Button(words("areas.meTooSend")))\
                    \(ButtonLink(words("areas.back"), to: AreasPath.area(record.area)))</div>
                    """))
                """
        }
    }

    private var contact: HTML {
        guard sight.messages.offersNews else { return .empty }
        return """
            \(TextField(
                name: "reach", label: words("areas.reachOptional"), value: reach,
                hint: words("areas.reachWhy"),
                error: errors.message(for: "reach"), limit: 254))
            """
    }
}

/// `/areas/:code/subscribe`: once a day, what was raised and solved here.
struct SubscribePage {
    let visit: Visit
    let area: Area
    var reach = ""
    var errors: [FieldError] = []
    var asked = false

    private var words: Words { visit.words }

    var page: Page {
        Page(title: words("areas.subscribe"), status: errors.isEmpty ? 200 : 422, help: "areas") {
            if asked {
                return """
                    <h1>\(words("areas.asked"))</h1>
                    <p class="lead">\(words("areas.askedHint", ["reach": reach]))</p>
                    <p>\(ButtonLink(words("areas.back"), to: AreasPath.area(area.code)))</p>
                    """
            }
            return """
                <h1>\(words("areas.subscribeTo", ["area": area.name]))</h1>
                \(ErrorSummary(title: words("web.form.problems"), errors: errors))
                <p class="lead">\(words("areas.subscribeHint"))</p>
                \(Form(post: AreasPath.subscribe(area.code), csrf: visit.csrf, content: """
                    \(TextField(
                        name: "reach", label: words("areas.reach"), value: reach,
                        hint: words("areas.reachPromise"), error: errors.message(for: "reach"), limit: 254))
                    <div class="cluster">\(Button(words("areas.subscribe")))\
                    \(ButtonLink(words("areas.back"), to: AreasPath.area(area.code)))</div>
                    """))
                """
        }
    }
}

/// `/areas/subscriptions/:token`: yes, it was me; and `/end`: no more of it. Each asks for one press of a
/// button: programs that open links in messages press none.
struct SubscriptionPage {
    let visit: Visit
    let area: LocalText
    let token: String
    var ending = false

    private var words: Words { visit.words }

    var page: Page {
        let word = ending ? "areas.end" : "areas.confirm"
        return Page(title: words(word), help: "areas") {
            """
            <h1>\(words(word))</h1>
            <p class="lead">\(words(ending ? "areas.endHint" : "areas.confirmHint", ["area": area]))</p>
            \(Form(
                post: ending ? AreasPath.end(token) : AreasPath.subscription(token), csrf: visit.csrf,
                content: "\(Button(words(word)))"))
            """
        }
    }
}
