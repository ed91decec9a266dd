public import Core
import Desk
import Storage

/// Looking again at what the program decided.
extension TriageDesk {
    /// What waits to be looked at and this person sees, the oldest first.
    func dueAudits(for posts: [Post], after id: Int64?, limit: Int) async throws -> [(
        decision: DecisionRecord, matter: MatterRecord
    )] {
        let due = try await desk.database.read { connection in
            try DecisionStore(connection: connection).due(after: id, limit: limit)
        }
        let records = try await desk.records(due.map(\.matterID), seenBy: posts)
        let byID = Dictionary(records.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        return due.compactMap { decision in byID[decision.matterID].map { (decision, $0) } }
    }

    /// A decision with its matter, for somebody who sees the matter.
    func decision(_ id: Int64, for actor: Actor) async throws -> (DecisionRecord, Desk.Dossier)? {
        guard
            let decision = try await desk.database.read({
                try DecisionStore(connection: $0).decision(id)
            }), decision.isAutomatic,
            let dossier = try await desk.dossier(.id(decision.matterID), for: actor)
        else { return nil }
        return (decision, dossier)
    }

    /// What became of a look.
    public struct Audited: Sendable {
        public let decision: DecisionRecord
        /// Whether the matter was given to the other unit in the same step.
        public let isCorrected: Bool
        /// Whether the program stopped deciding by itself after it.
        public let hasStopped: Bool
    }

    /// Keeps what somebody decided who saw the text alone. Where the program decided otherwise it is wrong,
    /// and the matter goes to the right unit in the same transaction, if it still can.
    ///
    /// - Throws: `TriageRefusal.alreadyDone` where somebody else looked at it; `.invalid`; `MatterNotFound`.
    @discardableResult
    public func audit(
        _ id: Int64, category: String, unit: UnitCode, note: String?, by actor: Actor, person: Int64,
        at now: Moment
    ) async throws -> Audited {
        guard let (decision, dossier) = try await decision(id, for: actor), decision.isDrawn else {
            throw MatterNotFound()
        }
        guard decision.audit == nil else { throw TriageRefusal.alreadyDone }
        guard city.catalogue[category]?.isLeaf == true else { throw TriageRefusal.invalid("category") }
        guard city.units[unit] != nil else { throw TriageRefusal.invalid("unit") }
        if let note, note.count > 500 { throw TriageRefusal.invalid("note") }
        let isRight = category == decision.category && unit == decision.unit
        let audit = DecisionRecord.Audit(
            auditor: person, at: now, category: category, unit: unit, isRight: isRight, note: note)
        let matter = dossier.matter
        // Only while the unit that the program chose still has it.
        let correction =
            isRight || matter.lead != decision.unit || matter.answer != nil
            ? nil : city.triageCorrection(kind: matter.kind, stage: matter.stage, by: actor.parties)
        let isCorrected = try await keep(
            audit, of: decision, correction: correction, why: note, by: actor, at: now)
        let hasStopped = try await heedAudits(at: now)
        let kept = try await desk.database.read { try DecisionStore(connection: $0).decision(id) }
        return Audited(decision: kept ?? decision, isCorrected: isCorrected, hasStopped: hasStopped)
    }

    private func keep(
        _ audit: DecisionRecord.Audit, of decision: DecisionRecord, correction: Move?, why: String?,
        by actor: Actor, at now: Moment
    ) async throws -> Bool {
        try await desk.batch { transaction in
            let connection = transaction.connection
            guard try DecisionStore(connection: connection).keep(audit, of: decision.id) else {
                throw TriageRefusal.alreadyDone
            }
            if audit.isRight {
                try ExampleStore(connection: connection).confirm(
                    decision.matterID, category: decision.category)
                return false
            }
            guard let correction else { return false }
            var inputs: [InputWord: String] = [
                .category: audit.category, .unit: audit.unit.text,
            ]
            if correction.asks.contains(where: { $0.word == .reason }) {
                inputs[.reason] = why ?? Self.correctionReason
            }
            do {
                try transaction.perform(
                    Order(correction.name, inputs), on: .id(decision.matterID), by: actor, at: now)
                return true
            } catch is Refusal {
                // It moved on meanwhile: what was found is kept, and somebody there has it in hand.
                return false
            }
        }
    }

    /// Kept with the move where the auditor wrote nothing.
    private static let correctionReason = "抽查发现自动派单有误，改派。"

    // MARK: Figures of audits

    /// A week of looks.
    struct Week: Hashable, Sendable {
        let monday: CivilDate
        var looked = 0
        var right = 0
    }

    /// The last weeks, the newest first; those without a look are left out.
    func weeks(_ count: Int, at now: Moment) async throws -> (weeks: [Week], wrong: [DecisionRecord]) {
        let today = day(of: now)
        let monday = today.adding(days: -Self.daysSinceMonday(today))
        let first = city.calendar.start(of: monday.adding(days: -7 * (count - 1)))
        let all = try await desk.database.read { connection in
            try DecisionStore(connection: connection).audited(
                from: first, until: .never, wrongOnly: false, limit: Self.mostLooks)
        }
        var weeks: [CivilDate: Week] = [:]
        for decision in all {
            guard let audit = decision.audit else { continue }
            let day = day(of: audit.at)
            let start = day.adding(days: -Self.daysSinceMonday(day))
            weeks[start, default: Week(monday: start)].looked += 1
            weeks[start, default: Week(monday: start)].right += audit.isRight ? 1 : 0
        }
        return (
            weeks.values.sorted { $0.monday > $1.monday },
            Array(all.filter { $0.audit?.isRight == false }.prefix(20))
        )
    }

    /// A city looks at a few dozen a day.
    private static let mostLooks = 2000

    /// 1970-01-01 was a Thursday.
    private static func daysSinceMonday(_ day: CivilDate) -> Int { ((day.daysSince1970 + 3) % 7 + 7) % 7 }
}
