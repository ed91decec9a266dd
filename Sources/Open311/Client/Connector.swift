import Core
import Desk

/// Makes the moves of our unit for what another server says, found by what they do. It acts as somebody of
/// that unit, so that no rule of the loop counts less for it; it never speaks for the resident.
struct Connector: Sendable {
    let desk: Desk
    let person: Int64
    let unit: UnitCode

    private var city: City { desk.city }

    /// With every role that works in a unit.
    private var actor: Actor {
        let area = city.units[unit]?.area ?? city.area
        let roles = city.roles.values.filter { $0.sight == .unit }.map(\.name).sorted()
        return .officer(id: person, posts: roles.map { Post(role: $0, unit: unit, area: area) })
    }

    /// What an update asks us to do.
    enum Step: Hashable, Sendable {
        case accept, answer, giveBack, note
    }

    /// Makes a step, or what comes nearest to it: what cannot be answered is at least kept as a note.
    func make(
        _ step: Step, _ text: String, on matter: Int64, in transaction: DeskTransaction, at now: Moment
    ) throws -> Taken.Made {
        switch step {
        case .accept:
            let isDone = try accept(matter, in: transaction, at: now)
            return isDone ? .accepted : .nothing
        case .answer:
            let answer = String(text.prefix(InputWord.answer.maximumLength))
            if try go({ Self.answers($0) }, [.answer: answer], matter, transaction, now) { return .answered }
            if try accept(matter, in: transaction, at: now),
                try go({ Self.answers($0) }, [.answer: answer], matter, transaction, now)
            {
                return .answered
            }
            return try note(text, on: matter, in: transaction, at: now) ? .noted : .nothing
        case .giveBack:
            let reason = String(text.prefix(InputWord.reason.maximumLength))
            // They name no reason of ours: their words may, else it is the first, that it is not theirs.
            let cause = city.returnReason(for: reason, at: now)?.code
            let given = [InputWord.reason: reason].merging(cause.map { [.cause: $0] } ?? [:]) { $1 }
            if try go({ Self.givesBack($0) }, given, matter, transaction, now) {
                return .returned
            }
            return try note(text, on: matter, in: transaction, at: now) ? .noted : .nothing
        case .note: return try note(text, on: matter, in: transaction, at: now) ? .noted : .nothing
        }
    }

    func note(_ text: String, on matter: Int64, in transaction: DeskTransaction, at now: Moment) throws
        -> Bool
    {
        let note = String(text.prefix(InputWord.note.maximumLength))
        let isNote = { (move: Move) in move.does.contains(.note) && move.to == nil }
        return try go(isNote, [.note: note], matter, transaction, now)
    }

    private func accept(
        _ matter: Int64, in transaction: DeskTransaction, at now: Moment
    ) throws -> Bool {
        guard let procedure = try transaction.matter(matter).flatMap({ city.procedures[$0.kind] }) else {
            return false
        }
        return try go({ Self.accepts($0, in: procedure) }, [:], matter, transaction, now)
    }

    /// Makes the first move that has this shape, needs no more than what is given, and may be made now.
    private func go(
        _ shape: (Move) -> Bool, _ inputs: [InputWord: String], _ id: Int64, _ transaction: DeskTransaction,
        _ now: Moment
    ) throws -> Bool {
        guard let matter = try transaction.matter(id) else { return false }
        let moves = possibleMoves(on: matter, by: actor, in: city, at: now)
        for move in moves where shape(move) {
            let required = move.asks.filter(\.required).map(\.word)
            guard Set(required).isSubset(of: inputs.keys) else { continue }
            let asked = inputs.filter { input in move.asks.contains { $0.word == input.key } }
            do {
                try transaction.perform(Order(move.name, asked), on: .id(id), by: actor, at: now)
                return true
            } catch is Refusal {
                continue
            }
        }
        return false
    }

    /// From where it was dispatched to, on to the unit's own work, and nothing else.
    private static func accepts(_ move: Move, in procedure: Procedure) -> Bool {
        let given = Set(procedure.moves.filter { $0.does.contains(.dispatch) }.compactMap(\.to))
        guard let to = move.to, !given.contains(to), move.from.contains(where: given.contains),
            procedure.stage(to)?.holder == .lead
        else { return false }
        return move.does.allSatisfy { if case .tell = $0 { true } else { false } }
    }

    private static func answers(_ move: Move) -> Bool {
        move.does.contains(.answer) && move.does.contains(.ask)
    }

    private static func givesBack(_ move: Move) -> Bool { move.does.contains(.takeBack) }
}

extension Connector.Step {
    /// What a status of theirs asks for (GeoReport v2 and its extension by mySociety).
    init(status: String) {
        switch status {
        case "IN_PROGRESS", "INVESTIGATING", "PLANNED", "ACTION_SCHEDULED", "INTERNAL_REFERRAL":
            self = .accept
        case "FIXED", "CLOSED", "NO_FURTHER_ACTION", "DUPLICATE": self = .answer
        case "NOT_COUNCILS_RESPONSIBILITY", "CANCELLED", "REJECTED": self = .giveBack
        default: self = .note
        }
    }
}
