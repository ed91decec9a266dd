import Core
import Desk
import Markup
import Web

/// How what was joined is told.
struct JoinsTelling: CityTelling {
    let visit: Web.Visit
    let city: City
    var words: Words { visit.words }

    func stage(_ matter: Matter) -> String { stage(matter.stage, of: matter.kind) }

    /// Why a move was not made.
    func refusal(_ refusal: Refusal) -> String {
        let error: any Error = refusal
        return (error as? any Refusable)?.sentence(words) ?? words("joins.refused", ["code": refusal.code])
    }

    func state(_ state: JoinState) -> Tag {
        let tone: Tag.Tone =
            switch state {
            case .waiting: .plain
            case .asked: .accent
            case .alone: .warn
            case .solved: .good
            case .ended: .plain
            }
        return Tag(words("joins.state.\(state.rawValue)"), tone: tone)
    }

    /// `12 等待 · 3 不满意`, those that are none left out.
    func counts(_ counts: [JoinState: Int]) -> String {
        JoinState.allCases.compactMap { state in
            guard let count = counts[state], count > 0 else { return nil }
            return "\(words("joins.state.\(state.rawValue)")) \(words.number(Int64(count)))"
        }.joined(separator: " · ")
    }
}

/// The matter that another one was joined to, in a line.
struct MainLine {
    let number: String
    let title: String
    let isSeen: Bool
}
