public import Core
import Desk
import Language
public import Storage
import Web

/// The words by which servers that speak the extension of mySociety say where a request stands.
enum UpdateStatus: String, CaseIterable, Sendable {
    case open = "OPEN"
    case closed = "CLOSED"
    case fixed = "FIXED"
    case inProgress = "IN_PROGRESS"
    case planned = "PLANNED"
    case actionScheduled = "ACTION_SCHEDULED"
    case investigating = "INVESTIGATING"
    case duplicate = "DUPLICATE"
    case notOurs = "NOT_COUNCILS_RESPONSIBILITY"
    case noFurtherAction = "NO_FURTHER_ACTION"
    case internalReferral = "INTERNAL_REFERRAL"
    case reopen = "REOPEN"
    case cancelled = "CANCELLED"
    case forTriage = "FOR_TRIAGE"
    case unchanged = "UNCHANGED"
}

/// A step to be told.
struct NewTold {
    let matterID: Int64
    let sequence: Int
    let number: String
    let kind: String
    let status: UpdateStatus
    let stage: String
    let move: String?
    let text: String?
    let at: Moment
    let isPublic: Bool
    let keyID: Int64?
}

/// Follows the log and writes what residents are told of each step, in the words of Open311.
public enum Open311Told {
    public static func follower(city: City) -> Follower {
        Follower(
            name: "open311",
            reset: { try Open311Store(connection: $0).untellAll() },
            follow: { events, connection in
                let store = Open311Store(connection: connection)
                let ids = Array(Set(events.map(\.matterID))).sorted()
                let heads = try store.heads(ids)
                let keys = Dictionary(
                    try store.filings(ids).map { ($0.id, $0.keyID) }, uniquingKeysWith: { first, _ in first })
                for logged in events {
                    guard let head = heads[logged.matterID] else { continue }
                    let isPublic = city.publishing(of: head.kind) != .nothing
                    let key = keys[logged.matterID]
                    guard isPublic || key != nil else { continue }
                    let event = try Event(logged)
                    for case .undone(let sequence) in event.facts {
                        try store.untell(sequence, of: logged.matterID)
                    }
                    guard var step = Step(event, of: city.procedures[head.kind]) else { continue }
                    if step.status == .notOurs, step.text == nil {
                        // Why it is not ours was written when somebody said so first.
                        step.text = try explanation(of: logged.matterID, before: event.sequence, connection)
                    }
                    try store.tell(
                        NewTold(
                            matterID: logged.matterID, sequence: event.sequence, number: head.number,
                            kind: head.kind, status: step.status, stage: event.to, move: event.move,
                            text: step.text.map { Masking.publicCopy(of: $0, by: .unit) }, at: event.at,
                            isPublic: isPublic,
                            keyID: key))
                }
            })
    }

    private static func explanation(
        of matter: Int64, before sequence: Int, _ connection: any Connection
    ) throws -> String? {
        let story = try EventLog.events(of: matter, in: connection).filter { $0.sequence < sequence }
        for event in try story.map(Event.init).standing.reversed() {
            for case .scopeProposed(let explanation) in event.facts { return explanation }
        }
        return nil
    }

    /// What of an event is told.
    struct Step {
        let status: UpdateStatus
        var text: String?

        /// Nil for what residents are not told.
        init?(_ event: Event, of procedure: Procedure?) {
            let move = event.move.flatMap { procedure?.move($0) }
            if event.move != nil, move?.told == nil { return nil }
            if event.facts.contains(where: { if case .undone = $0 { true } else { false } }) { return nil }
            let found = event.facts.compactMap(Self.word).min { $0.rank < $1.rank }
            status = found?.status ?? Self.plain(event, of: procedure)
            text = found?.text
        }

        /// What a fact says by itself; the lowest rank counts.
        private static func word(
            _ fact: Fact
        ) -> (rank: Int, status: UpdateStatus, text: String?)? {
            switch fact {
            case .closed(let outcome): (0, status(of: outcome), nil)
            case .merged: (1, .duplicate, nil)
            case .answered(let text, _): (2, .fixed, text)
            case .archived(let explanation, _): (3, .planned, explanation)
            case .suspended: (3, .planned, nil)
            case .reopened: (4, .reopen, nil)
            case .rated(let solved, let satisfied, _): solved && satisfied ? nil : (5, .reopen, nil)
            case .escalated: (6, .internalReferral, nil)
            case .takenBack: (7, .forTriage, nil)
            case .dispatched: (8, .actionScheduled, nil)
            case .raised: (9, .open, nil)
            case .categorised, .classified, .asked, .attempted, .urged, .added, .noted, .attached, .undone,
                .scopeProposed, .proposalDropped, .joined, .joinedTo, .left, .contactRevealed, .limitPassed,
                .told, .reasoned,
                .clockStarted, .clockPaused, .clockStopped, .clockWarned, .clockExpired, .part, .proposal,
                .extended, .supervision, .raise, .leader, .mediation, .check, .contacted, .heard, .keyed,
                .guided, .ruled, .excluded, .checked:
                nil
            }
        }

        private static func status(of outcome: Outcome) -> UpdateStatus {
            switch outcome {
            case .solved: .closed
            case .withdrawn: .cancelled
            case .notInScope: .notOurs
            case .merged: .duplicate
            case .unreachable: .noFurtherAction
            case .elsewhere: .closed
            }
        }

        /// A step that says nothing by itself: by where it leads.
        private static func plain(_ event: Event, of procedure: Procedure?) -> UpdateStatus {
            if event.from == event.to { return .unchanged }
            switch procedure?.stage(event.to)?.holder {
            case .lead: return .inProgress
            case .desk: return .investigating
            case .resident, .main, .nobody, nil: return .unchanged
            }
        }
    }
}

extension Open311Server {
    /// What a step says: its text, else the sentence that residents read about it.
    func sentence(of row: ToldRow, _ words: Words) -> String? {
        if let text = row.text { return text }
        let procedure = city.procedures[row.kind]
        guard let name = row.move else { return procedure?.first.map { words($0.told) } }
        return procedure?.move(name)?.told.map { words($0) }
    }
}
