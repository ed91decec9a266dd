import Core
import Desk
import Markup
import Web

/// The front door: one box to write in, and below it what may be added, each opened by one tap.
struct RaisePage {
    let telling: Telling
    /// The key under which this form is taken in once, however often it is sent.
    let once: String
    var answers = FormAnswers()
    var errors: [FieldError] = []
    var status = 200
    /// The files that came with it before.
    var files: [FileField.Chosen] = []
    /// Whether the browser keeps this page for times without a network.
    var isKept = false

    private var words: Words { telling.words }

    var page: Page {
        Page(
            title: words("matters.raise.title"), status: status, personal: !isKept,
            scripts: isKept ? [.raise] : [.raise, .map, .upload], help: isKept ? nil : "raise"
        ) {
            """
            <h1>\(words("matters.raise.title"))</h1>
            <p class="lead">\(words("matters.raise.lead"))</p>
            \(ErrorSummary(title: words("web.form.problems"), errors: errors))
            \(KeptMessages(words: words, isOffline: isKept))
            \(RaiseSentences(words: words))
            \(form)
            \(isKept ? nil : found)
            """
        }
    }

    private var found: HTML {
        """
        <section class="panel">
        <h2>\(words("matters.raise.findTitle"))</h2>
        <p>\(words("matters.raise.find"))</p>
        <p>\(ButtonLink(words("matters.mine.open"), to: MattersPath.mine))</p>
        </section>
        """
    }

    private var form: Form {
        Form(
            post: MattersPath.raise, csrf: telling.visit.csrf, id: "raise", classes: "raise", files: true,
            content: """
                \(Hidden(name: "once", value: once))
                \(TextArea(
                    name: "text", label: words("matters.raise.text"), value: answers["text"],
                    hint: words("matters.raise.textHint"), error: errors.message(for: "text"), rows: 5,
                    limit: Filing.textLimit, limitNote: words("web.form.limit", ["count": Filing.textLimit])))
                <p class="cluster voice" hidden><button type="button" class="button secondary" \
                aria-pressed="false">\(Icon("mic"))<span>\(words("matters.raise.voice"))</span></button>\
                <span class="muted" role="status"></span></p>
                \(whereFold)\(photoFold)\(contactFold)
                \(isKept ? nil : NearMatters(words: words))
                <p class="hint">\(words("matters.raise.privacy"))</p>
                \(Button(words("matters.raise.send")))
                """)
    }

    // MARK: What may be added

    private var whereFold: Fold {
        let fields = ["place", "area", "latitude", "longitude"]
        let isOpen = isGiven(fields)
        return Fold(
            words("matters.raise.where") + words("web.form.optional"), open: isOpen,
            "\(WhereFields(telling: telling, answers: answers, errors: errors, isKept: isKept))")
    }

    private var photoFold: Fold {
        Fold(
            words("matters.raise.photos") + words("web.form.optional"),
            open: !files.isEmpty || isGiven(["files"]),
            """
            \(FileField(
                name: "files", label: words("matters.raise.photoLabel"),
                hint: words("matters.raise.photoHint"),
                error: errors.message(for: "files"), chosen: files, texts: FileField.Texts(words)))
            """)
    }

    private var contactFold: Fold {
        Fold(
            words("matters.contact.legend"), open: isGiven(["phone", "name", "email"]),
            """
            <p class="hint">\(words("matters.contact.use"))</p>
            \(ContactFields(telling: telling, answers: answers, errors: errors))
            """)
    }

    /// Whether one of the fields holds something or is wrong: then it must be in sight.
    private func isGiven(_ fields: [String]) -> Bool {
        fields.contains { answers.given($0) != nil || errors.message(for: $0) != nil }
    }
}

/// Where it is, for a resident: in words, by name of the place, on the map.
struct WhereFields: Component {
    let telling: Telling
    let answers: FormAnswers
    let errors: [FieldError]
    /// Without a network there is no map and no search.
    var isKept = false

    private var words: Words { telling.words }

    var html: HTML {
        """
        \(TextField(
            name: "place", label: words("matters.field.place") + words("web.form.optional"),
            value: answers["place"], hint: words("matters.hint.place"),
            error: errors.message(for: "place"),
            limit: 200))
        \(isKept ? nil : search)
        \(Select(
            name: "area", label: words("matters.field.area") + words("web.form.optional"),
            groups: groups, chosen: answers.given("area"), none: words("matters.area.unknown"),
            error: errors.message(for: "area")))
        \(isKept ? nil : finer)
        \(isKept ? nil : map)
        """
    }

    /// A box that names places while one writes; without script the list below does.
    private var search: HTML {
        """
        <div class="field find" hidden>
        <label for="find">\(words("matters.raise.findPlace"))</label>
        <input type="search" id="find" autocomplete="off" aria-describedby="found">
        <ul id="found" class="found" aria-live="polite"></ul>
        </div>
        """
    }

    private var finer: HTML {
        """
        <p class="finer"><button type="submit" name="finer" value="yes" class="button secondary">\
        \(words("matters.raise.finer"))</button></p>
        """
    }

    private var map: MapView {
        let pick = MapView.Pick(
            latitude: answers["latitude"], longitude: answers["longitude"],
            error: errors.message(for: "latitude"))
        return MapView(.pick(pick), label: words("matters.raise.where"), texts: words.mapTexts)
    }

    /// First counties and towns; of a chosen place also those above it and directly below.
    private var groups: [Select.Group] {
        let areas = telling.city.areas
        let codes = areas.codes
        let chosen = AreaCode(answers["area"]).flatMap { areas[$0]?.code }
        var groups: [(label: String, choices: [Choice])] = []
        if let chosen, chosen.level >= .town {
            let path = areas.path(to: chosen).map(\.code).filter { $0.level > .county }
            groups.append((words("matters.area.chosen"), path.map { choice($0, whole: $0.level == .town) }))
            let within = areas.children(of: chosen).prefix(60)
            groups.append(
                (
                    words("matters.area.within", ["name": name(chosen)]),
                    within.map { choice($0, whole: false) }
                ))
        }
        for county in codes where county.level == .county {
            let towns = areas.children(of: county).filter { $0.level == .town && $0 != chosen }
            groups.append((name(county), ([county] + towns).map { choice($0, whole: $0 == county) }))
        }
        return groups.filter { !$0.choices.isEmpty }.map { Select.Group($0.label, $0.choices) }
    }

    private func name(_ code: AreaCode) -> String {
        telling.city.areas[code].map { words($0.name) } ?? code.text
    }

    private func choice(_ code: AreaCode, whole: Bool) -> Choice {
        Choice(
            value: code.text,
            label: whole ? words("matters.area.whole", ["name": name(code)]) : name(code))
    }
}

/// Open matters around the place, to join instead of writing the same again. Filled by the script.
private struct NearMatters: Component {
    let words: Words

    var html: HTML {
        """
        <section class="panel" id="near" hidden aria-live="polite">
        <h2>\(words("matters.near.title"))</h2>
        <p>\(words("matters.near.use"))</p>
        <ul class="near"></ul>
        </section>
        """
    }
}

/// The sentences that the script of the form shows, in the language of the page.
private struct RaiseSentences: Component {
    let words: Words

    var html: HTML {
        """
        <div id="sentences" hidden data-listening="\(words("matters.raise.listening"))" \
        data-stopped="\(words("matters.raise.stopped"))" data-deaf="\(words("matters.raise.deaf"))" \
        data-none="\(words("matters.raise.noPlace"))" data-too="\(words("matters.near.meToo"))" \
        data-same="\(words("matters.near.same"))" \
        data-joined="\(words("matters.near.joined"))" data-failed="\(words("matters.near.failed"))" \
        data-away="\(words("matters.near.away", ["count": "{count}"]))"></div>
        """
    }
}

/// What the browser keeps to send later, told by the script: kept, on its way, arrived, refused.
struct KeptMessages: Component {
    let words: Words
    /// Whether the page stands here because there is no network.
    var isOffline = false

    var html: HTML {
        let offline: HTML? =
            isOffline ? Notice(.warning, "<p>\(words("matters.kept.offline"))</p>").html : nil
        return """
            \(offline)
            <section id="kept" class="panel kept screen-only" hidden aria-live="polite" tabindex="-1" \
            data-waiting="\(words("matters.kept.waiting"))" data-sent="\(words("matters.kept.sent"))" \
            data-refused="\(words("matters.kept.refused"))" data-open="\(words("matters.kept.open"))" \
            data-try="\(words("matters.kept.try"))" data-drop="\(words("matters.kept.drop"))" \
            data-rating="\(words("matters.kept.rating"))">
            <h2>\(words("matters.kept.title"))</h2>
            <ul></ul>
            </section>
            """
    }
}
