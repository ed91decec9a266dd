import Core
import Desk
import Markup
import Web

/// How the pages of the stations say things.
struct StationsTelling: CityTelling {
    let visit: Web.Visit
    let city: City
    var words: Words { visit.words }

    func time(_ moment: Moment) -> HTML {
        Time(words.near(moment, now: visit.now), dateTime: moment.iso).html
    }

    /// `900 m`, `1.2 km`; a dash where nobody knows.
    func way(_ meters: Int?) -> String {
        guard let meters else { return "–" }
        if meters < 1000 { return words("stations.meters", ["count": meters]) }
        let tenths = (meters + 50) / 100
        return words("stations.kilometres", ["count": "\(tenths / 10).\(tenths % 10)"])
    }

    /// When somebody is there, and whether somebody is there now.
    func duty(_ station: Station) -> String {
        switch station.duty {
        case .always: words("stations.always")
        case .working(let hours): words("stations.working", ["hours": hours.description])
        }
    }

    func presence(_ isOnDuty: Bool) -> HTML {
        isOnDuty
            ? Tag(words("stations.onDuty"), tone: .good).html : Tag(words("stations.offDuty")).html
    }

    /// How long it took from the report; a dash where it did not come to that yet.
    func span(from first: Moment, to second: Moment?) -> HTML {
        guard let second else { return "–" }
        return "\(time(second))<br><span class=\"muted\">\(words.span(max(0, second - first)))</span>"
    }

    func item(_ name: String) -> String {
        for procedure in city.procedures.values {
            if let item = procedure.checklist.first(where: { $0.name == name }) { return words(item.text) }
        }
        return name
    }
}

/// The addresses of the stations.
enum StationsPath {
    static let home = "/stations"
    static let report = "/stations/report"
    static func station(_ code: String) -> String { "/stations/\(code)" }
    static func change(_ number: String) -> String { "/stations/matters/\(number)/station" }
    static func breach(_ number: String) -> String { "/stations/matters/\(number)/breach" }
}
