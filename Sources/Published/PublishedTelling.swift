import Core
import Desk
import Web

/// Tells what is published in the reader's words.
struct PublishedTelling: CityTelling {
    let visit: Visit
    let city: City
    var words: Words { visit.words }

    func answered(_ matter: PublicMatter) -> AnsweredMatter {
        AnsweredMatter(
            number: matter.number, kind: kind(matter.kind), categoryCode: matter.category,
            category: matter.category.map { category($0) }, areaCode: matter.area.text,
            area: area(matter.area), place: matter.place, position: matter.position, title: matter.title,
            question: matter.text, answer: matter.answer?.text ?? "",
            unitCode: (matter.answer?.unit ?? matter.unit)?.text,
            unit: unit(matter.answer?.unit ?? matter.unit), raisedAt: matter.raisedAt,
            answeredAt: matter.answer?.at, closedAt: matter.closedAt, outcome: matter.outcome,
            stage: city.procedures[matter.kind]?.stage(matter.stage).map { words($0.text) },
            solved: matter.rating?.solved,
            satisfied: matter.rating?.satisfied)
    }
}

/// A published matter in the reader's words. All of it may be known by everybody, and texts are masked.
struct AnsweredMatter: Hashable, Sendable {
    var number: String
    var kind: String
    var categoryCode: String?
    var category: String?
    var areaCode: String
    var area: String
    var place: String?
    var position: Position?
    var title: String
    var question: String
    var answer: String
    var unitCode: String?
    var unit: String?
    var raisedAt: Moment
    var answeredAt: Moment?
    var closedAt: Moment?
    var outcome: Outcome?
    /// What residents are told about where it stands.
    var stage: String?
    /// What the resident said last; nil while they said nothing.
    var solved: Bool?
    var satisfied: Bool?
}
