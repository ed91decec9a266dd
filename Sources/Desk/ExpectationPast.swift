import Core
import Storage

/// Which of the two times.
enum ExpectationMark {
    case half, most
}

/// What became of a time that was expected.
enum ExpectationResult: String {
    case kept, missed
    /// The matter was taken back or lives on in another one: nobody can say.
    case left
}

/// Where a page of past matters ended.
struct PastPlace {
    let raisedAt: Moment
    let id: Int64
}

/// A matter as the estimates see it.
struct PastMatter: SQLRow, Sendable {
    let id: Int64
    let raisedAt: Moment
    let closedAt: Moment?
    let outcome: Outcome?
    let alike: Alike

    /// What decides the groups of a matter.
    struct Alike: Hashable, Sendable {
        let kind: String
        var category: String?
        let town: AreaCode
        let urgency: Urgency

        init(kind: String, category: String?, area: AreaCode, urgency: Urgency) {
            (self.kind, self.category, self.urgency) = (kind, category, urgency)
            // The closest group is a town: matters of one town are alike.
            town = area.ancestor(at: .town) ?? area
        }

        func groups(in catalogue: Catalogue) -> [String] {
            SimilarGroup.ladder(kind: kind, category: category, area: town, urgency: urgency, in: catalogue)
                .map(\.text)
        }
    }

    init(row: Row) throws {
        id = try row.get("id")
        raisedAt = try row.get("raised_at")
        closedAt = try row.get("closed_at")
        outcome = try row.get("outcome", as: String?.self).flatMap(Outcome.init)
        alike = Alike(
            kind: try row.get("kind"), category: try row.get("category"), area: try row.get("area"),
            urgency: Urgency(rawValue: try row.get("urgency")) ?? .ordinary)
    }

    /// How long it lasted as far as is known at a moment, and whether it was finished then. What was taken
    /// back, or lives on in another matter, would have gone on.
    func length(at moment: Moment) -> (lasted: Int64, finished: Bool) {
        guard let closedAt, closedAt <= moment else { return (moment - raisedAt, false) }
        return (closedAt - raisedAt, outcome?.isFinish == true)
    }

    /// What became of the time that was expected of it.
    func result(of due: Moment) -> ExpectationResult {
        guard let closedAt, closedAt <= due else { return .missed }
        return outcome?.isFinish == true ? .kept : .left
    }
}

extension Outcome {
    /// Whether the city brought it to this end.
    fileprivate var isFinish: Bool {
        switch self {
        case .solved, .notInScope, .unreachable, .elsewhere: true
        case .withdrawn, .merged: false
        }
    }
}
