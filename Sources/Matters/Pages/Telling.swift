import Core
import Desk
import Markup
import Web

/// Tells the things of the city in the reader's words. Every page of this slice stands on one.
struct Telling: CityTelling {
    let visit: Visit
    let city: City

    var words: Words { visit.words }
    var now: Moment { visit.now }

    func scope(_ scope: Scope) -> String {
        switch scope {
        case .city: words("matters.scope.city", ["name": words(city.name)])
        case .area(let code): area(code)
        case .unit(let code): unit(code)
        }
    }

    func time(_ moment: Moment) -> HTML {
        #"<time datetime="\#(moment.iso)">\#(words.near(moment, now: now))</time>"#
    }

    /// Why a unit sent it back, by the city's list; a code that the list no longer has stands as it is.
    func returnReason(_ code: String) -> String { city.nameOfReturnReason(code).map { words($0) } ?? code }

    /// The reasons for sending back that can be chosen now.
    var returnReasons: [Choice] {
        city.returnReasons(at: now).map { Choice(value: $0.code, label: words($0.name)) }
    }

    func urgency(_ urgency: Urgency) -> HTML? {
        switch urgency {
        case .ordinary: nil
        case .urgent: Tag(words("matters.urgency.urgent"), tone: .warn).html
        case .emergency: Tag(words("matters.urgency.emergency"), tone: .bad).html
        }
    }

    /// In which of the four lists it stands, and how it is handled (M22, M25), in a word each; what goes
    /// without saying is not said.
    func wayTags(_ route: Route?, _ grade: Grade?) -> HTML? {
        let route: HTML? = route.map { Tag(words("matters.route.short.\($0.rawValue)")).html }
        let grade: HTML? = grade.flatMap {
            $0 == .ordinary ? nil : Tag(words("matters.grade.short.\($0.rawValue)")).html
        }
        return route == nil && grade == nil ? nil : "\(route) \(grade)"
    }

    /// The stage as a mark; an ending says how.
    func stageTag(_ stage: String, of kind: String, outcome: Outcome?) -> HTML {
        let tone: Tag.Tone =
            switch outcome {
            case .solved: .good
            case .withdrawn, .notInScope, .unreachable, .merged, .elsewhere: .plain
            case nil: .accent
            }
        return Tag(self.stage(stage, of: kind), tone: tone).html
    }
}
