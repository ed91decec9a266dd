import Core
import Markup
import Web

/// `/areas`: find where I live, by words, on the map, or down the list.
struct FindAreaPage {
    let visit: Visit
    let city: City
    let areas: AreaTree
    var search = ""
    var found: [Area] = []
    var latitude = ""
    var longitude = ""
    var problem: PlaceProblem?

    private var words: Words { visit.words }

    var page: Page {
        Page(
            title: words("areas.title"), status: problem == nil ? 200 : 422, personal: visit.officer != nil,
            scripts: [.map], help: "areas"
        ) {
            """
            <h1>\(words("areas.title"))</h1>
            <p class="lead">\(words("areas.lead"))</p>
            \(searchForm)\(results)
            <h2 id="on-the-map">\(words("areas.onMap"))</h2>
            \(mapForm)
            <h2>\(words("areas.byList"))</h2>
            \(list)
            """
        }
    }

    private var searchForm: HTML {
        let field = TextField(
            name: "q", label: words("areas.search"), value: search, hint: words("areas.searchHint"),
            kind: .search)
        return """
            \(Form(get: AreasPath.find, classes: "filters", label: words("areas.search"), content: """
                \(field)\(Button(words("areas.searchDo")))
                """))
            """
    }

    private var results: HTML {
        guard !search.isEmpty else { return .empty }
        guard !found.isEmpty else {
            return "\(EmptyState(title: words("areas.nothing"), text: words("areas.nothingHint")))"
        }
        let rows: [HTML] = found.map { "<li>\(link($0, whole: true))</li>" }
        return #"<h2>\#(words.plural("areas.found", found.count))</h2><ul>\#(rows)</ul>"#
    }

    private var mapForm: HTML {
        let told = problem.map { words("areas.place.\($0.rawValue)") }
        let map = MapView(
            .pick(.init(latitude: latitude, longitude: longitude, error: told)),
            label: words("areas.onMap"), texts: words.mapTexts)
        return """
            \(told.map { ErrorSummary(
                title: words("web.form.problems"), errors: [FieldError(field: "latitude", message: $0)]) })
            \(Form(get: AreasPath.find, label: words("areas.onMap"), content: """
                \(map)\(Button(words("areas.showPlace"), weight: .secondary))
                """))
            """
    }

    /// County, town, village: each opens into the next.
    private var list: HTML {
        let tops = areas.roots.flatMap { areas.children(of: $0) }
        let counties: [HTML] = (tops.isEmpty ? areas.roots : tops).compactMap { areas[$0] }.map { county in
            let towns: [HTML] = areas.children(of: county.code).compactMap { areas[$0] }.map { town in
                let villages: [HTML] = areas.children(of: town.code).compactMap { areas[$0] }
                    .map { "<li>\(link($0))</li>" }
                return """
                    <details class="area-branch"><summary>\(words(town.name))</summary>
                    <ul class="area-links">\
                    <li>\(link(town, text: words("areas.whole", ["area": town.name])))</li>\
                    \(villages)</ul></details>
                    """
            }
            return """
                <section class="panel"><h3>\(link(county))</h3>\(towns)</section>
                """
        }
        return "\(counties)"
    }

    private func link(_ area: Area, whole: Bool = false, text: String? = nil) -> Link {
        let name =
            whole
            ? areas.path(to: area.code).map { words($0.name) }.joined(separator: " › ") : words(area.name)
        return Link(text ?? name, to: AreasPath.area(area.code))
    }
}
