import Core
import Desk
import Storage
import Web

/// The diagnosis in the middle of a month: everything raised to the level above and still open gets a plan,
/// somebody who answers for it, and a finishing day (M80).
extension AssessmentsDesk {
    static let entriesPerPage = 25

    /// Nil where the unit has none below it, or the month has not begun.
    func diagnosis(
        of host: UnitCode, in month: CivilDate, after: Int64 = 0
    ) async throws -> Diagnosis? {
        guard let unit = city.units[host], !members(of: host).isEmpty else { return nil }
        return try await desk.database.read { connection in
            let reports = ReportStore(connection: connection)
            guard let days = try reports.days(of: month) else { return nil }
            let isMade = try reports.monthStanding(month) == .made
            let store = MeetingStore(connection: connection)
            let limit = Self.entriesPerPage
            let found = try store.agenda(
                of: host, in: month, isMade: isMade, after: after, limit: limit + 1)
            return Diagnosis(
                month: month, days: days, host: unit, isMade: isMade, entries: Array(found.prefix(limit)),
                next: found.count > limit ? found[limit - 1].matter.id : nil,
                closing: try store.closing(.diagnosis, of: host, in: month))
        }
    }

    /// Writes down what was decided of one matter, here and, where the person may write one, as a note on
    /// the matter.
    ///
    /// - Returns: Whether the matter has a note of it.
    @discardableResult
    func decide(
        _ decision: Diagnosis.Decision, on number: String, in diagnosis: Diagnosis, note: String,
        by officer: Officer, at now: Moment
    ) async throws -> Bool {
        guard prepares(officer, diagnosis.host.code) else { throw AssessmentRefusal.notYours }
        let (host, month, person) = (diagnosis.host.code, diagnosis.month, officer.personID)
        let id = try await desk.database.write { connection in
            let store = MeetingStore(connection: connection)
            try store.refuseClosed(.diagnosis, of: host, in: month)
            return try store.decide(decision, on: number, of: host, in: month, by: person, at: now)
        }
        guard let id else { throw WebRefusal.notFound }
        return try await keep(note, on: id, by: officer, at: now)
    }

    /// What was answered, checked.
    func decision(
        plan: String, responsible: String, finish: String, at now: Moment
    ) throws(AssessmentRefusal) -> Diagnosis.Decision {
        let plan = try Self.checked(plan, "plan", AnswerLimit.plan)
        let responsible = try Self.checked(responsible, "responsible", AnswerLimit.responsible)
        guard let day = CivilDate(finish), day >= today(at: now), day <= today(at: now).adding(days: 3660)
        else { throw .badDay }
        return Diagnosis.Decision(plan: plan, responsible: responsible, finish: day)
    }

    /// Refused while an entry lacks a decision; what ended meanwhile needs none.
    func close(_ diagnosis: Diagnosis, by officer: Officer, at now: Moment) async throws {
        guard leads(officer, diagnosis.host.code) else { throw AssessmentRefusal.notYours }
        guard diagnosis.isMade else { throw AssessmentRefusal.tooEarly }
        let (host, month) = (diagnosis.host.code, diagnosis.month)
        let closing = Meeting.Closing(person: officer.personID, at: now)
        try await desk.database.write { connection in
            let store = MeetingStore(connection: connection)
            let open = try store.undecided(of: host, in: month)
            if open > 0 { throw AssessmentRefusal.unplanned(count: open) }
            try store.close(.diagnosis, of: host, in: month, closing)
        }
    }

    /// By whichever move of the matter keeps a note and asks for nothing else.
    private func keep(_ text: String, on id: Int64, by officer: Officer, at now: Moment) async throws -> Bool
    {
        guard let dossier = try await desk.dossier(.id(id), for: officer.actor) else { return false }
        let moves = possibleMoves(on: dossier.matter, by: officer.actor, in: city, at: now)
        let fitting = moves.first { move in
            move.to == nil && move.does == [.note]
                && move.asks.allSatisfy { !$0.required || $0.word == .note }
        }
        guard let move = fitting else { return false }
        do {
            _ = try await desk.perform(
                Order(move.name, [.note: text]), on: .id(id), by: officer.actor, at: now, once: nil)
            return true
        } catch is Refusal {
            // Somebody else moved it meanwhile: the decision stands in the agenda all the same.
            return false
        }
    }
}
