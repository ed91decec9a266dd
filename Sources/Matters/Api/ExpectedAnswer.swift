import Core
import Desk

/// When a matter may be finished, going by similar ones. No limit, and as of the moment of the answer.
struct ExpectedAnswer: Encodable, Sendable {
    /// One in two similar matters is finished by then.
    let p50: Timestamp
    /// Nine in ten are; absent where nobody can tell yet.
    let p90: Timestamp?
    /// How many similar finished matters it is drawn from.
    let count: Int
    let basis: Basis

    /// What makes them similar.
    struct Basis: Encodable, Sendable {
        /// `category`, `kind` or `all`.
        let sort: String
        var category: CodedAnswer?
        var area: CodedAnswer?
        var kind: NamedAnswer?
    }

    init(_ expectation: Expectation, in city: City) {
        p50 = Timestamp(expectation.p50)
        p90 = Timestamp(expectation.p90)
        count = expectation.count
        switch expectation.group.likeness {
        case .category(let code, let place):
            basis = Basis(
                sort: "category", category: city.categoryAnswer(code), area: place.map(city.areaAnswer))
        case .kind(let kind): basis = Basis(sort: "kind", kind: city.kindAnswer(kind))
        case .all: basis = Basis(sort: "all")
        }
    }
}
