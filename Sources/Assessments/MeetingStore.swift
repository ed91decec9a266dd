import Core
import Storage

/// The meetings of the months.
struct MeetingStore {
    let connection: any Connection

    /// Which meeting of the month.
    enum Sort: String { case review, diagnosis }

    func closing(_ sort: Sort, of host: UnitCode, in month: CivilDate) throws -> Meeting.Closing? {
        try connection.first(
            """
            SELECT person, at FROM assessments_closings
            WHERE month = \(month.monthText) AND host = \(host) AND meeting = \(sort.rawValue)
            """
        ).map { Meeting.Closing(person: try $0.get("person"), at: try $0.get("at")) }
    }

    func refuseClosed(_ sort: Sort, of host: UnitCode, in month: CivilDate) throws {
        if try closing(sort, of: host, in: month) != nil { throw AssessmentRefusal.closed }
    }

    func close(
        _ sort: Sort, of host: UnitCode, in month: CivilDate, _ closing: Meeting.Closing
    ) throws {
        let made = try connection.run(
            """
            INSERT INTO assessments_closings (month, host, meeting, person, at)
            VALUES (\(month.monthText), \(host), \(sort.rawValue), \(closing.person), \(closing.at))
            ON CONFLICT (month, host, meeting) DO NOTHING
            """)
        if made != 1 { throw AssessmentRefusal.closed }
    }

    /// The hosts whose meeting of a month is over.
    func closed(in month: CivilDate) throws -> [UnitCode: Moment] {
        var closed: [UnitCode: Moment] = [:]
        for row in try connection.rows(
            """
            SELECT host, at FROM assessments_closings
            WHERE month = \(month.monthText) AND meeting = \(Sort.review.rawValue)
            """)
        {
            closed[try row.get("host")] = try row.get("at")
        }
        return closed
    }

    /// The months of which a meeting is over, the newest first.
    func closedMonths(limit: Int) throws -> [CivilDate] {
        try connection.rows(
            """
            SELECT DISTINCT month FROM assessments_closings WHERE meeting = \(Sort.review.rawValue)
            ORDER BY month DESC LIMIT \(literal: limit)
            """
        ).compactMap { AssessmentPeriod(try $0.get("month", as: String.self))?.first }
    }

    // MARK: The review

    func members(_ units: [Unit], in month: CivilDate) throws -> [Meeting.Member] {
        let codes = units.map(\.code)
        let month = month.monthText
        var members = Dictionary(units.map { ($0.code, Meeting.Member(unit: $0)) }) { first, _ in first }
        for row in try connection.rows(
            """
            SELECT unit, person, at, text FROM assessments_submissions
            WHERE month = \(month) AND unit IN (\(list: codes))
            """)
        {
            members[try row.get("unit")]?.submission = Meeting.Submission(
                person: try row.get("person"), at: try row.get("at"), text: try row.get("text"))
        }
        for row in try connection.rows(
            """
            SELECT unit, place, text, honoured FROM assessments_claims
            WHERE month = \(month) AND unit IN (\(list: codes)) ORDER BY unit, place
            """)
        {
            members[try row.get("unit")]?.claims.append(
                Meeting.Claim(
                    place: try row.get("place"), text: try row.get("text"), honoured: try row.get("honoured"))
            )
        }
        for row in try connection.rows(
            """
            SELECT unit, person, at, passes, text FROM assessments_comments
            WHERE month = \(month) AND unit IN (\(list: codes)) ORDER BY unit, at, person
            """)
        {
            members[try row.get("unit")]?.comments.append(
                Meeting.Comment(
                    person: try row.get("person"), at: try row.get("at"), passes: try row.get("passes"),
                    text: try row.get("text")))
        }
        return codes.compactMap { members[$0] }
    }

    /// What is handed in again takes the place of what was; a claim that says the same keeps its verdict.
    func keep(
        _ submission: Meeting.Submission, _ claims: [String], of unit: UnitCode, in month: CivilDate
    ) throws {
        let month = month.monthText
        try connection.run(
            """
            INSERT INTO assessments_submissions (month, unit, person, at, text)
            VALUES (\(month), \(unit), \(submission.person), \(submission.at), \(submission.text))
            ON CONFLICT (month, unit) DO UPDATE
            SET person = excluded.person, at = excluded.at, text = excluded.text
            """)
        try connection.run(
            """
            DELETE FROM assessments_claims
            WHERE month = \(month) AND unit = \(unit) AND place > \(claims.count)
            """)
        for (index, claim) in claims.enumerated() {
            try connection.run(
                """
                INSERT INTO assessments_claims (month, unit, place, text)
                VALUES (\(month), \(unit), \(index + 1), \(claim))
                ON CONFLICT (month, unit, place) DO UPDATE SET text = excluded.text,
                    honoured = CASE WHEN assessments_claims.text = excluded.text
                        THEN assessments_claims.honoured END
                """)
        }
    }

    func keep(_ comment: Meeting.Comment, on unit: UnitCode, in month: CivilDate) throws {
        try connection.run(
            """
            INSERT INTO assessments_comments (month, unit, person, at, passes, text)
            VALUES (\(month.monthText), \(unit), \(comment.person), \(comment.at), \(comment.passes),
                \(comment.text))
            ON CONFLICT (month, unit, person) DO UPDATE
            SET at = excluded.at, passes = excluded.passes, text = excluded.text
            """)
    }

    func verify(
        _ place: Int, _ honoured: Bool, of unit: UnitCode, in month: CivilDate, by person: Int64,
        at now: Moment
    ) throws {
        try connection.run(
            """
            UPDATE assessments_claims SET honoured = \(honoured), person = \(person), at = \(now)
            WHERE month = \(month.monthText) AND unit = \(unit) AND place = \(place)
            """)
    }

    // MARK: The diagnosis

    /// A part of the agenda; before the day, what would stand on it.
    func agenda(
        of host: UnitCode, in month: CivilDate, isMade: Bool, after: Int64, limit: Int
    ) throws -> [Diagnosis.Entry] {
        let decided: [Int64: Diagnosis.Decision?]
        let matters: [FoundMatter]
        let found = FindingStore(connection: connection)
        if isMade {
            decided = try decisions(of: host, in: month, after: after, limit: limit)
            matters = try found.matters(where: "id IN (\(list: decided.keys.sorted()))")
        } else {
            decided = [:]
            matters = try found.matters(
                where: """
                    raised_to = \(host) AND status = 'open' AND id > \(after)
                    ORDER BY id LIMIT \(literal: limit)
                    """)
        }
        let courses = try FollowedStore(connection: connection).courses(of: matters.map(\.id))
        return matters.sorted { $0.id < $1.id }.map { matter in
            Diagnosis.Entry(
                matter: matter, why: courses[matter.id]?.raisedWhy, decision: decided[matter.id] ?? nil)
        }
    }

    private func decisions(
        of host: UnitCode, in month: CivilDate, after: Int64, limit: Int
    ) throws -> [Int64: Diagnosis.Decision?] {
        var decisions: [Int64: Diagnosis.Decision?] = [:]
        for row in try connection.rows(
            """
            SELECT matter_id, plan, responsible, finish_on FROM assessments_agenda
            WHERE month = \(month.monthText) AND host = \(host) AND matter_id > \(after)
            ORDER BY matter_id LIMIT \(literal: limit)
            """)
        {
            let (plan, who): (String?, String?) = (try row.get("plan"), try row.get("responsible"))
            let finish = try row.get("finish_on", as: String?.self).flatMap { CivilDate($0) }
            var decision: Diagnosis.Decision?
            if let plan, let who, let finish {
                decision = Diagnosis.Decision(plan: plan, responsible: who, finish: finish)
            }
            decisions.updateValue(decision, forKey: try row.get("matter_id"))
        }
        return decisions
    }

    /// - Returns: The matter; nil where it is not on the agenda.
    func decide(
        _ decision: Diagnosis.Decision, on number: String, of host: UnitCode, in month: CivilDate,
        by person: Int64, at now: Moment
    ) throws -> Int64? {
        let id: Int64? = try connection.value("SELECT id FROM matters WHERE number = \(number)")
        guard let id else { return nil }
        let changed = try connection.run(
            """
            UPDATE assessments_agenda SET plan = \(decision.plan), responsible = \(decision.responsible),
                finish_on = \(decision.finish.description), person = \(person), at = \(now)
            WHERE month = \(month.monthText) AND host = \(host) AND matter_id = \(id)
            """)
        return changed == 1 ? id : nil
    }

    func undecided(of host: UnitCode, in month: CivilDate) throws -> Int {
        try connection.value(
            """
            SELECT count(*) FROM assessments_agenda AS agenda JOIN matters ON matters.id = agenda.matter_id
            WHERE agenda.month = \(month.monthText) AND agenda.host = \(host) AND agenda.plan IS NULL
                AND matters.status = 'open'
            """) ?? 0
    }
}
