import Core
import Desk
import Markup
import Web

/// Tells what a call is about in the reader's words.
struct CallTelling: CityTelling {
    let visit: Visit
    let city: City

    var words: Words { visit.words }
    var now: Moment { visit.now }

    func time(_ moment: Moment) -> HTML { Time(words.near(moment, now: now), dateTime: moment.iso).html }

    /// A matter as the head of a row: no more of the place than the area.
    func matter(_ record: MatterRecord, to path: String) -> HTML {
        let facts = [record.number, categoryName(record.category), area(record.area)].compactMap(\.self)
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
