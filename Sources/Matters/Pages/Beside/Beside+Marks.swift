import Core
import Markup
import Web

/// The mark of each place at the head of the page: how it stands, in a word or two.
extension Beside {
    func mark(_ place: BesidePlace) -> String {
        func say(_ key: String, _ values: [String: any WordValue] = [:]) -> String {
            words("matters.side.mark.\(key)", values)
        }
        switch place {
        case .decisions:
            return side.proposals.isEmpty
                ? say("decisionsDone") : say("decisions", ["count": side.proposals.count])
        case .joint:
            return say("joint", ["done": side.parts.count - side.unsettled.count, "count": side.parts.count])
        case .supervision:
            return side.supervision.map {
                say("supervision", ["level": words("matters.level.\($0.level.name)")])
            }
                ?? say("supervisionOver")
        case .levels:
            return side.raised.last.map { say("levels", ["unit": telling.unit($0.unit)]) }
                ?? say("levelsOver")
        case .leader: return say(side.leadership?.by == nil ? "leaderOpen" : "leader")
        case .dispute:
            let accepted = side.parties.count { $0.accepts == true }
            return say("dispute", ["done": accepted, "count": side.parties.count])
        case .key: return say("key")
        case .way:
            let missing = WayDemand.missing(of: matter).count
            return missing == 0 ? say("wayDone") : say("way", ["count": missing])
        case .calls: return say("calls")
        case .time: return stands ? say("timeStands") : say("time", ["count": side.extensions.count])
        }
    }

    func tone(_ place: BesidePlace) -> Tag.Tone {
        switch place {
        case .decisions: side.proposals.isEmpty ? .plain : .warn
        case .joint:
            side.unsettled.isEmpty ? .good : side.parts.contains { $0.state == .refused } ? .warn : .plain
        case .supervision: side.supervision == nil ? .plain : .bad
        case .levels: side.raised.isEmpty ? .plain : .warn
        case .leader: side.leadership?.by == nil ? .warn : .plain
        case .dispute: side.isAcceptedByAll ? .good : .plain
        case .key: side.keyedAt != nil && side.guidedAt == nil ? .warn : .plain
        case .way: WayDemand.missing(of: matter).isEmpty ? .good : .warn
        case .calls: side.checkFailed ? .warn : .plain
        case .time: stands ? .warn : .plain
        }
    }

    /// Whether it stands still now, with approval.
    private var stands: Bool {
        matter.isOpen && matter.reviewOn != nil && story.stands.last?.day == matter.reviewOn
    }
}
