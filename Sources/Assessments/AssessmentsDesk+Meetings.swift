import Core
import Desk
import Storage
import Web

extension AssessmentsDesk {
    // MARK: Who may

    /// Whether somebody works in a unit: its people hand in what it did.
    func belongs(_ officer: Officer, to unit: UnitCode) -> Bool { officer.actor.works(in: unit) }

    /// Whether somebody comments in the meetings of a unit and closes them.
    func leads(_ officer: Officer, _ host: UnitCode) -> Bool {
        officer.posts.contains { $0.unit == host && rules.commenters.contains($0.role) }
    }

    /// Whether somebody prepares the meetings of a unit: looks at claims, writes down what is decided.
    func prepares(_ officer: Officer, _ host: UnitCode) -> Bool {
        officer.may(.figures) && belongs(officer, to: host)
    }

    // MARK: The meeting

    /// Nil where the unit has none below it, or the month has not begun.
    func meeting(of host: UnitCode, in month: CivilDate) async throws -> Meeting? {
        let units = members(of: host)
        guard let unit = city.units[host], !units.isEmpty else { return nil }
        return try await desk.database.read { connection in
            guard let days = try ReportStore(connection: connection).days(of: month) else { return nil }
            let store = MeetingStore(connection: connection)
            return Meeting(
                month: month, days: days, host: unit, members: try store.members(units, in: month),
                closing: try store.closing(.review, of: host, in: month))
        }
    }

    /// Hands in what a unit did: once, and again until the meeting is over.
    func submit(
        _ text: String, claims: String, of unit: Unit, in month: CivilDate, by officer: Officer,
        at now: Moment
    ) async throws {
        guard belongs(officer, to: unit.code) else { throw AssessmentRefusal.notYours }
        let lines = try Self.claims(claims)
        let text = try Self.checked(text, "text", AnswerLimit.submission)
        let person = officer.personID
        try await desk.database.write { connection in
            let store = MeetingStore(connection: connection)
            if let host = unit.parent { try store.refuseClosed(.review, of: host, in: month) }
            try store.keep(
                Meeting.Submission(person: person, at: now, text: text), lines, of: unit.code, in: month)
        }
    }

    func comment(
        _ text: String, passes: Bool, on unit: UnitCode, in meeting: Meeting, by officer: Officer,
        at now: Moment
    ) async throws {
        guard leads(officer, meeting.host.code) else { throw AssessmentRefusal.notYours }
        let text = try Self.checked(text, "comment", AnswerLimit.comment)
        let comment = Meeting.Comment(person: officer.personID, at: now, passes: passes, text: text)
        let (host, month) = (meeting.host.code, meeting.month)
        try await desk.database.write { connection in
            let store = MeetingStore(connection: connection)
            try store.refuseClosed(.review, of: host, in: month)
            try store.keep(comment, on: unit, in: month)
        }
    }

    /// Says whether things that a unit claimed were found so.
    func verify(
        _ verdicts: [Int: Bool], of unit: UnitCode, in meeting: Meeting, by officer: Officer, at now: Moment
    ) async throws {
        guard prepares(officer, meeting.host.code) else { throw AssessmentRefusal.notYours }
        let (host, month, person) = (meeting.host.code, meeting.month, officer.personID)
        try await desk.database.write { connection in
            let store = MeetingStore(connection: connection)
            try store.refuseClosed(.review, of: host, in: month)
            for (place, honoured) in verdicts.sorted(by: { $0.key < $1.key }) {
                try store.verify(place, honoured, of: unit, in: month, by: person, at: now)
            }
        }
    }

    /// Ends the meeting and publishes it: refused while a unit has no comment.
    func close(_ meeting: Meeting, by officer: Officer, at now: Moment) async throws {
        guard leads(officer, meeting.host.code) else { throw AssessmentRefusal.notYours }
        let (host, month) = (meeting.host.code, meeting.month)
        let closing = Meeting.Closing(person: officer.personID, at: now)
        let units = members(of: host)
        try await desk.database.write { connection in
            let store = MeetingStore(connection: connection)
            let open = try store.members(units, in: month).filter(\.comments.isEmpty)
            if !open.isEmpty { throw AssessmentRefusal.uncommented(count: open.count) }
            try store.close(.review, of: host, in: month, closing)
        }
    }

    // MARK: Answers

    static func checked(_ text: String, _ field: String, _ limit: Int) throws(AssessmentRefusal) -> String {
        let text = text.trimmed
        if text.isEmpty { throw .missing(field: field) }
        if text.count > limit { throw .tooLong(field: field, limit: limit) }
        return text
    }

    /// One claim a line.
    private static func claims(_ text: String) throws(AssessmentRefusal) -> [String] {
        let lines = text.split(whereSeparator: \.isNewline).map { String($0).trimmed }
            .filter { !$0.isEmpty }
        if lines.count > AnswerLimit.claims { throw .tooManyClaims(limit: AnswerLimit.claims) }
        if lines.contains(where: { $0.count > AnswerLimit.claim }) {
            throw .tooLong(field: "claims", limit: AnswerLimit.claim)
        }
        return lines
    }
}

extension AssessmentsDesk {
    // MARK: For everybody

    /// The months with results to read, the newest first.
    func publishedMonths() async throws -> [CivilDate] {
        try await desk.database.read { try MeetingStore(connection: $0).closedMonths(limit: 60) }
    }

    /// The units whose meeting of a month is over.
    func publishedHosts(of month: CivilDate) async throws -> [Unit] {
        let closed = try await desk.database.read { try MeetingStore(connection: $0).closed(in: month) }
        return hosts.filter { closed[$0.code] != nil }
    }
}
