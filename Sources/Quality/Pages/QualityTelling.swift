import Core
import Desk
import Markup
import Web

/// How the quality pages say things.
struct QualityTelling: CityTelling {
    let visit: Visit
    let city: City
    var words: Words { visit.words }

    func check(_ check: QualityCheck) -> String { words("quality.check.\(check.rawValue)") }

    func state(_ state: QualityState) -> String { words("quality.state.\(state.rawValue)") }

    func date(_ day: CivilDate) -> String { words.date(city.calendar.start(of: day)) }

    func time(_ moment: Moment) -> HTML {
        Time(words.near(moment, now: visit.now), dateTime: moment.iso).html
    }

    /// Why something was found, in a sentence.
    func reason(_ check: QualityCheck, _ reason: QualityReason) -> String {
        let key = "quality.reason.\(check.rawValue).\(reason.how)"
        guard words.holds(key) else { return self.check(check) }
        var values: [String: any WordValue] = ["words": list(reason.words.prefix(6))]
        for (name, number) in reason.numbers { values[name] = number }
        if let day = reason.day { values["day"] = date(day) }
        values["matters"] = list(reason.matters[...])
        return words(key, values)
    }

    /// Words in quotation marks, one after the other.
    private func list(_ texts: some Sequence<String>) -> String {
        texts.map { words("quality.quoted", ["word": $0]) }.joined(separator: words("quality.comma"))
    }

    /// A text with some places of it marked.
    func marked(_ text: String, _ places: [Range<Int>]) -> HTML {
        let scalars = Array(text.unicodeScalars)
        var (html, index) = (HTML.empty, 0)
        func part(_ range: Range<Int>) -> String {
            var view = String.UnicodeScalarView()
            view.append(contentsOf: scalars[range])
            return String(view)
        }
        for place in places where place.lowerBound >= index && place.upperBound <= scalars.count {
            html += "\(part(index..<place.lowerBound))<mark>\(part(place))</mark>"
            index = place.upperBound
        }
        return html + "\(part(index..<scalars.count))"
    }
}
