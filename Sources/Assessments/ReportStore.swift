import Core
import Storage

/// Reads what was counted, and keeps what a period was.
struct ReportStore {
    let connection: any Connection

    // MARK: Figures

    /// The first day on which something was counted.
    func firstDay() throws -> CivilDate? {
        let day: Int? = try connection.value(
            "SELECT day FROM assessments_counts WHERE figure = 'received' ORDER BY day LIMIT 1")
        return day.map { CivilDate(daysSince1970: $0) }
    }

    /// One key range for each figure.
    func figures(from first: Int, through last: Int) throws -> [UnitCode: Figures] {
        var figures: [UnitCode: Figures] = [:]
        for figure in Figure.allCases {
            let rows = try connection.rows(
                """
                SELECT unit, CAST(SUM(count) AS BIGINT) AS sum FROM assessments_counts
                WHERE figure = \(figure.rawValue) AND day >= \(first) AND day <= \(last) GROUP BY unit
                """)
            for row in rows {
                figures[UnitCode(try row.get("unit", as: String.self)), default: Figures()][figure] =
                    try row.get("sum")
            }
        }
        return figures.filter { !$0.value.isEmpty }
    }

    /// How many are open with each unit at the end of a day. The nightly writing alone asks for it.
    func open(through last: Int) throws -> [UnitCode: Int] {
        var open: [UnitCode: Int] = [:]
        let rows = try connection.rows(
            """
            SELECT unit, CAST(SUM(count) AS BIGINT) AS sum FROM assessments_counts
            WHERE figure = \(Figure.openChange.rawValue) AND day <= \(last) GROUP BY unit
            """)
        for row in rows {
            let count: Int = try row.get("sum")
            if count > 0 { open[UnitCode(try row.get("unit", as: String.self))] = count }
        }
        return open
    }

    /// Whether a follower has seen every event before a moment. Only what it has not seen is looked at.
    func isFollowed(_ name: String, until moment: Moment) throws -> Bool {
        let place = try LogPosition.reached(by: name, in: connection)
        let behind: Int? = try connection.value(
            "SELECT 1 FROM events WHERE \(place.before(in: connection.dialect)) AND at < \(moment) LIMIT 1")
        return behind == nil
    }

    // MARK: Reports

    /// - Returns: Whether this was the first to write it.
    func keep(_ report: AssessmentReport, of period: AssessmentPeriod) throws -> Bool {
        try connection.run(
            """
            INSERT INTO assessments_reports (period, sort, first_day, made_at, payload)
            VALUES (\(period.text), \(period.sort.rawValue), \(period.first.daysSince1970),
                \(report.madeAt), \(try StoredJSON.text(report)))
            ON CONFLICT DO NOTHING
            """) == 1
    }

    func report(_ period: AssessmentPeriod) throws -> AssessmentReport? {
        let payload: String? = try connection.value(
            "SELECT payload FROM assessments_reports WHERE period = \(period.text)")
        return try payload.map { try StoredJSON.value(AssessmentReport.self, $0) }
    }

    func archive(
        _ sort: AssessmentPeriod.Sort, before: CivilDate?, limit: Int
    ) throws -> [AssessmentPeriod] {
        try connection.rows(
            """
            SELECT period FROM assessments_reports
            WHERE sort = \(sort.rawValue) AND first_day < \(before?.daysSince1970 ?? .max)
            ORDER BY first_day DESC LIMIT \(literal: limit)
            """
        ).compactMap { AssessmentPeriod(try $0.get("period", as: String.self)) }
    }

    // MARK: Months

    enum MonthStanding { case set, made }

    /// Nil where nobody set its days.
    func monthStanding(_ month: CivilDate) throws -> MonthStanding? {
        let made: Bool? = try connection.value(
            "SELECT agenda_made FROM assessments_months WHERE month = \(month.monthText)")
        return made.map { $0 ? .made : .set }
    }

    func days(of month: CivilDate) throws -> MonthDays? {
        let days: String? = try connection.value(
            "SELECT days FROM assessments_months WHERE month = \(month.monthText)")
        return try days.map { try StoredJSON.value(MonthDays.self, $0) }
    }

    func set(_ days: MonthDays, isMade: Bool) throws {
        try connection.run(
            """
            INSERT INTO assessments_months (month, days, agenda_made)
            VALUES (\(days.month.monthText), \(try StoredJSON.text(days)), \(isMade))
            ON CONFLICT (month) DO NOTHING
            """)
    }

    /// Puts what was raised to each host and is still open on the agenda of the month.
    func makeAgenda(of month: CivilDate, hosts: [UnitCode]) throws {
        let first = try connection.run(
            """
            UPDATE assessments_months SET agenda_made = 1
            WHERE month = \(month.monthText) AND agenda_made = 0
            """)
        guard first == 1 else { return }
        for host in hosts {
            try connection.run(
                """
                INSERT INTO assessments_agenda (month, host, matter_id)
                SELECT \(month.monthText), \(host), id FROM matters
                WHERE raised_to = \(host) AND status = 'open'
                ORDER BY id LIMIT \(literal: AssessmentReport.most)
                ON CONFLICT (month, host, matter_id) DO NOTHING
                """)
        }
    }
}

extension CivilDate {
    /// `2026-10`.
    var monthText: String { AssessmentPeriod(.month, of: self).text }
}
