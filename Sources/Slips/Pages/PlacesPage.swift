import Core
import Markup
import Web

/// `/slips/places`: where to speak, for everybody: the map, the addresses, the next opening.
struct PlacesPage {
    let telling: SlipTelling
    var places: [PlaceRecord] = []
    var area: AreaCode?
    /// Whether there are more than are listed.
    var isCut = false

    static let most = 200
    private var words: Words { telling.words }

    var page: Page {
        Page(
            title: words("slips.places.title"), personal: telling.visit.officer != nil, scripts: [.map],
            help: "places"
        ) {
            """
            <h1>\(words("slips.places.title"))</h1>
            <p class="lead">\(words("slips.places.lead"))</p>
            \(filter)
            \(places.isEmpty ? empty : list)
            """
        }
    }

    private var filter: HTML {
        let towns = telling.city.areas.codes.filter { $0.level == .town }.prefix(500)
        return """
            \(Form(get: SlipsPath.places, classes: "filters", label: words("slips.places.where"), content: """
                \(Select(
                    name: "area", label: words("slips.places.where"),
                    choices: towns.map { Choice(value: $0.text, label: telling.area($0)) },
                    chosen: area?.text, none: words("slips.places.everywhere")))\
                \(Button(words("slips.places.show"), weight: .secondary))
                """))
            """
    }

    private var empty: HTML {
        """
        \(EmptyState(
            title: words("slips.places.none"), text: words("slips.places.noneHint"),
            action: "\(ButtonLink(words("slips.raise"), to: "/raise"))"))
        """
    }

    private var list: HTML {
        let points = places.map { record -> MapView.Point in
            let place = record.place
            let position = telling.city.areas[place.area]?.position
            return MapView.Point(
                latitude: position?.latitude, longitude: position?.longitude, title: words(place.name),
                detail: detail(place), path: SlipsPath.place(place.code))
        }
        return """
            \(MapView(.show(points), label: words("slips.places.title"), texts: words.mapTexts))
            \(isCut ? "<p>\(words("slips.more"))</p>" as HTML : nil)
            """
    }

    private func detail(_ place: SpeakPlace) -> HTML {
        let address = words(place.address)
        return """
            \(Tag(telling.kind(place.kind))) \
            \([telling.area(place.area), address].filter { !$0.isEmpty }.joined(separator: " · "))\
            \(telling.next(place).map { "<br>\(words("slips.nextOpening"))\($0)" as HTML })
            """
    }
}

/// `/slips/places/:code`: one place; people at work open it here.
struct PlacePage {
    let telling: SlipTelling
    let record: PlaceRecord
    /// What somebody at work may do here; nil for everybody else.
    var work: Work?

    struct Work {
        var openings: [Opening] = []
        var mayManage = false
        var answers = FormAnswers()
        var errors: [FieldError] = []
        /// The path to what is older.
        var older: String?
    }

    private var words: Words { telling.words }
    private var place: SpeakPlace { record.place }

    var page: Page {
        let errors = work?.errors ?? []
        return Page(
            title: words(place.name), status: errors.isEmpty ? 200 : 422,
            personal: telling.visit.officer != nil, help: "places"
        ) {
            """
            <p class="trail">\(Link(words("slips.places.all"), to: SlipsPath.places))</p>
            <h1>\(words(place.name))</h1>
            \(record.isActive ? nil : Notice(.warning, "<p>\(words("slips.closed"))</p>"))
            \(ErrorSummary(title: words("web.form.problems"), errors: errors))
            \(facts)
            \(work.map(workside) ?? publicSide)
            """
        }
    }

    private var facts: HTML {
        var rows: [(name: String, value: HTML)] = [
            (words("slips.head.kind"), "\(telling.kind(place.kind))"),
            (words("slips.head.area"), "\(telling.area(place.area))"),
        ]
        func add(_ key: String, _ text: String) {
            if !text.isEmpty { rows.append((words(key), "\(text)")) }
        }
        add("slips.address", words(place.address))
        if !place.phone.isEmpty {
            let digits = place.phone.filter { $0.isNumber || $0 == "+" }
            rows.append((words("slips.phone"), #"<a href="tel:\#(digits)">\#(place.phone)</a>"#))
        }
        if let rule = place.opening { add("slips.opening", telling.opening(rule)) }
        if let next = telling.next(place) { rows.append((words("slips.nextOpening"), next)) }
        if let host = place.host { add("slips.host", words("slips.host.\(host.rawValue)")) }
        if place.kind == .studio {
            add("slips.room", words(place.isShared ? "slips.shared" : "slips.ownRoom"))
            add("slips.delegates", place.delegates.map { words($0) }.joined(separator: words("slips.and")))
        }
        if let liaison = place.liaison { add("slips.liaison", words(liaison)) }
        return SummaryList(rows).html
    }

    private var publicSide: HTML {
        """
        <p>\(words("slips.places.how.\(place.kind.rawValue)"))</p>
        <p>\(ButtonLink(words("slips.raise"), to: "/raise?area=\(place.area.text)"))</p>
        """
    }

    private func workside(_ work: Work) -> HTML {
        """
        \(work.mayManage ? ButtonLink(words("slips.edit"), to: SlipsPath.edit(place.code)).html : nil)
        \(record.isActive ? openForm(work) : nil)
        \(past(work))
        """
    }

    private func openForm(_ work: Work) -> HTML {
        let errors = work.errors
        let delegates: HTML? =
            place.delegates.isEmpty
            ? nil
            : Checkboxes(
                name: "delegates", legend: words("slips.present"),
                choices: place.delegates.map { Choice(value: $0.zh, label: words($0)) },
                chosen: Set(work.answers.all("delegates")), error: errors.message(for: "delegates")
            ).html
        return """
            <section class="panel"><h2>\(words("slips.open.\(place.kind.rawValue)"))</h2>
            \(Form(post: SlipsPath.open(place.code), csrf: telling.visit.csrf, content: """
                <div class="filters">
                \(TextField(
                    name: "day", label: words("slips.head.day"),
                    value: work.answers.given("day") ?? telling.today.description,
                    error: errors.message(for: "day"), kind: .date))
                \(TextField(
                    name: "found", label: words("slips.found"), value: work.answers["found"],
                    hint: words("slips.foundHint"), error: errors.message(for: "found"), kind: .number))
                </div>\(delegates)
                \(Button(words("slips.openDo")))
                """))
            </section>
            """
    }

    private func past(_ work: Work) -> HTML {
        if work.openings.isEmpty { return "<p class=\"muted\">\(words("slips.neverOpened"))</p>" }
        let rows: [[HTML]] = work.openings.map { opening in
            [
                Link(telling.date(opening.day), to: SlipsPath.opening(opening.id)).html,
                "\(opening.found)",
                opening.isComplete
                    ? Tag(words("slips.complete"), tone: .good).html
                    : Tag(words.plural("slips.left", opening.found - opening.entered), tone: .warn).html,
            ]
        }
        return """
            <h2>\(words("slips.openings"))</h2>
            \(Table(
                caption: words("slips.openings"), captionHidden: true,
                columns: [
                    .init(words("slips.head.day")), .init(words("slips.found"), numeric: true),
                    .init(words("slips.head.typed")),
                ], rows: rows))
            \(Pager(
                label: words("web.pager.label"), newest: nil,
                older: work.older.map { (words("web.pager.older"), $0) }))
            """
    }
}
