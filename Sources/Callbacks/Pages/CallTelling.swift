import Core
import Desk
import Markup
import Web

/// Tells what a call is about in the reader's words.
struct CallTelling: Sendable {
    let visit: Visit
    let city: City

    var words: Words { visit.words }
    var now: Moment { visit.now }

    func unit(_ code: UnitCode?) -> String? {
        code.map { code in city.units[code].map { words($0.name) } ?? code.text }
    }

    /// Below the city, from the county down to the smallest: a grid's name alone stands in every village.
    func area(_ code: AreaCode) -> String {
        let path = city.areas.path(to: code)
        let below = path.filter { $0.code.level > .city }
        let named = (below.isEmpty ? path.suffix(1) : below[...]).map { words($0.name) }
        if named.isEmpty { return code.text }
        switch words.language {
        case .zh: return named.joined()
        case .en: return named.reversed().joined(separator: ", ")
        }
    }

    func category(_ code: String?) -> String? {
        code.map { code in city.catalogue[code].map { words($0.name) } ?? code }
    }

    func time(_ moment: Moment) -> HTML { Time(words.near(moment, now: now), dateTime: moment.iso).html }

    /// A matter as the head of a row: no more of the place than the area.
    func matter(_ record: MatterRecord, to path: String) -> HTML {
        let facts = [record.number, category(record.category), area(record.area)].compactMap(\.self)
        return """
            <a href="\(path)"><bdi>\(record.title)</bdi></a>\
            <br><span class="muted">\(facts.joined(separator: " · "))</span>
            """
    }

    func clock(_ due: Moment?) -> HTML {
        guard let due else { return #"<span class="muted">\#(words("callbacks.noDate"))</span>"# }
        let isLate = due <= now
        return Clock(
            isLate ? .late : .calm, stateText: words(isLate ? "callbacks.late" : "callbacks.until"),
            text: words.near(due, now: now), dateTime: due.iso
        ).html
    }
}
