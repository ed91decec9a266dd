/// A map of the city's own outlines, with a way around it for everybody: fields for the coordinates, a list
/// of the points. Nothing is loaded before it comes near the screen or is opened; without script the list
/// and the fields stand alone. Needs `Page(scripts: [.map])`.
///
/// The script tells what happened by events of the element: `map:place` with `{latitude, longitude, area,
/// name}` after a place was picked, `map:ready` with `{map, leaflet, outline}` once it is drawn.
public struct MapView: Component {
    /// What the map is for.
    public enum Mode: Sendable {
        /// One place is chosen: by tap, by arrow keys and Enter, by typing, by "where I am".
        case pick(Pick)
        /// Points are shown, each also in a list beside the map.
        case show([Point])
        /// One area's outline is shown, to be looked at or edited; the value is the area's code.
        case outline(String)
    }

    /// The two fields of a place.
    public struct Pick: Sendable {
        let latitude: String
        let longitude: String
        let latitudeName: String
        let longitudeName: String
        let error: String?

        /// - Parameters:
        ///   - latitude: what stands in the field now, degrees of WGS-84; empty for nothing.
        ///   - latitudeName: the name of the form's field.
        public init(
            latitude: String = "", longitude: String = "", latitudeName: String = "latitude",
            longitudeName: String = "longitude", error: String? = nil
        ) {
            self.latitude = latitude
            self.longitude = longitude
            self.latitudeName = latitudeName
            self.longitudeName = longitudeName
            self.error = error
        }
    }

    /// Something at a place.
    public struct Point: Sendable {
        let latitude: Double?
        let longitude: Double?
        let title: String
        let detail: HTML
        let path: String?
        let done: Bool

        /// - Parameters:
        ///   - latitude: degrees of WGS-84; nil for something that only stands in the list.
        ///   - path: where its title leads.
        ///   - done: drawn hollow, as something that is over.
        public init(
            latitude: Double?, longitude: Double?, title: String, detail: HTML = .empty, path: String? = nil,
            done: Bool = false
        ) {
            self.latitude = latitude
            self.longitude = longitude
            self.title = title
            self.detail = detail
            self.path = path
            self.done = done
        }
    }

    /// The sentences of a map, translated; `words.mapTexts` has them.
    public struct Texts: Sendable {
        public var open: String
        public var locate: String
        public var locating: String
        public var notLocated: String
        public var latitude: String
        public var longitude: String
        public var coordinates: String
        public var hint: String
        /// With `{name}`.
        public var picked: String
        public var outside: String
        public var failed: String
        public var zoomIn: String
        public var zoomOut: String
        public var credit: String

        public init(
            open: String, locate: String, locating: String, notLocated: String, latitude: String,
            longitude: String, coordinates: String, hint: String, picked: String, outside: String,
            failed: String, zoomIn: String, zoomOut: String, credit: String
        ) {
            self.open = open
            self.locate = locate
            self.locating = locating
            self.notLocated = notLocated
            self.latitude = latitude
            self.longitude = longitude
            self.coordinates = coordinates
            self.hint = hint
            self.picked = picked
            self.outside = outside
            self.failed = failed
            self.zoomIn = zoomIn
            self.zoomOut = zoomOut
            self.credit = credit
        }
    }

    private let id: String
    private let mode: Mode
    private let label: String
    private let within: String?
    private let linked: Bool
    private let points: String?
    private let texts: Texts

    /// - Parameters:
    ///   - id: of the element; one page may have several maps.
    ///   - label: what it shows, in words: “Where is it?”.
    ///   - within: the code of the area that fills the map at first; nil for the whole city.
    ///   - linked: whether a tap on an area leads to its page.
    ///   - points: the id of an element elsewhere on the page whose parts with `data-place="30.6,110.2"` are
    ///     the points; `data-done` marks one as over.
    public init(
        id: String = "map", _ mode: Mode, label: String, within: String? = nil, linked: Bool = false,
        points: String? = nil, texts: Texts
    ) {
        self.id = id
        self.mode = mode
        self.label = label
        self.within = within
        self.linked = linked
        self.points = points
        self.texts = texts
    }

    public var html: HTML {
        let (name, outline): (String, String?) =
            switch mode {
            case .pick: ("pick", nil)
            case .show: ("show", nil)
            case .outline(let code): ("outline", code)
            }
        return """
            <div class="map" id="\(id)" data-map="\(name)"\(attribute: "data-within", within)\
            \(attribute: "data-outline", outline)\(attribute: "data-linked", linked ? "" : nil)\
            \(attribute: "data-points", points) \
            data-label="\(label)" data-locating="\(texts.locating)" data-not-located="\(texts.notLocated)" \
            data-picked="\(texts.picked)" data-outside="\(texts.outside)" data-failed="\(texts.failed)" \
            data-zoom-in="\(texts.zoomIn)" data-zoom-out="\(texts.zoomOut)" data-credit="\(texts.credit)">
            \(inner)
            </div>
            """
    }

    private var inner: HTML {
        switch mode {
        case .pick(let pick): picking(pick)
        case .show(let points): showing(points)
        case .outline: ground
        }
    }

    /// Where the map is drawn; the script makes it visible.
    private var ground: HTML {
        """
        <div class="map-ground" hidden></div>
        <p class="map-said" role="status"></p>
        """
    }

    private func picking(_ pick: Pick) -> HTML {
        let latitude = TextField(
            name: pick.latitudeName, label: texts.latitude, value: pick.latitude, error: pick.error)
        let longitude = TextField(name: pick.longitudeName, label: texts.longitude, value: pick.longitude)
        let open = pick.error != nil
        return """
            <div class="map-buttons cluster" hidden>
            <button type="button" class="button secondary" data-do="open">\(Icon("map"))\(texts.open)</button>
            <button type="button" class="button secondary" data-do="locate">\(Icon("pin"))\(texts.locate)\
            </button>
            </div>
            <p class="hint map-hint" hidden>\(texts.hint)</p>
            \(ground)
            <details class="map-fields"\(attribute: "open", if: open) data-latitude="\(pick.latitudeName)" \
            data-longitude="\(pick.longitudeName)">
            <summary>\(texts.coordinates)</summary>
            <div class="filters">\(latitude)\(longitude)</div>
            </details>
            """
    }

    private func showing(_ points: [Point]) -> HTML {
        let rows: [HTML] = points.map { point in
            let place = point.latitude.flatMap { latitude in
                point.longitude.map { "\(latitude),\($0)" }
            }
            let title: HTML = point.path.map { "\(Link(point.title, to: $0))" } ?? "\(point.title)"
            return """
                <li\(attribute: "data-place", place)\(attribute: "data-done", point.done ? "" : nil)>\
                <b class="map-title">\(title)</b>\(point.detail)</li>
                """
        }
        let list: HTML = rows.isEmpty ? .empty : #"<ol class="map-list">\#(rows)</ol>"#
        return "\(ground)\(list)"
    }
}
