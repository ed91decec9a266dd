import Core
import Markup
import Web

/// How destinations and what went there are told.
struct DestinationTelling: CityTelling {
    let visit: Visit
    let city: City
    var words: Words { visit.words }

    func state(_ destination: Destination) -> HTML {
        let tone: Tag.Tone =
            destination.state == .paused ? .warn : destination.failures > 0 ? .bad : .good
        let key =
            destination.state == .active && destination.failures > 0 ? "silent" : destination.state.rawValue
        return Tag(words("open311.client.state.\(key)"), tone: tone).html
    }

    func state(_ state: Sent.State) -> HTML {
        let tone: Tag.Tone =
            switch state {
            case .waiting, .token: .warn
            case .live, .ended: .good
            case .failed: .bad
            case .returned, .cancelled: .plain
            }
        return Tag(words("open311.client.sent.\(state.rawValue)"), tone: tone).html
    }

    func near(_ moment: Moment?) -> String { moment.map { words.near($0, now: visit.now) } ?? "–" }

    /// What an unknown status of theirs is called is the status itself.
    func status(_ status: String?) -> String {
        guard let status else { return "–" }
        return Self.known.contains(status) ? words("open311.client.their.\(status.lowercased())") : status
    }

    private static let known: Set<String> = [
        "OPEN", "CLOSED", "FIXED", "IN_PROGRESS", "PLANNED", "ACTION_SCHEDULED", "INVESTIGATING", "DUPLICATE",
        "NOT_COUNCILS_RESPONSIBILITY", "NO_FURTHER_ACTION", "INTERNAL_REFERRAL", "REOPEN", "CANCELLED",
    ]
}
