public import Core
import Desk
import Storage

extension AssessmentsDesk {
    /// How far the first look goes back where nothing was written yet.
    private static let firstLook: [AssessmentPeriod.Sort: Int] = [.day: 14, .week: 8, .month: 12]

    /// Writes every period that is over and was not written yet, those of a stop too; sets the days of the
    /// month and makes the agenda of its diagnosis. Each is done once, however many servers do it.
    ///
    /// A period is written when the log has been followed beyond its end: run it beside the followers.
    ///
    /// - Returns: How many periods this server wrote.
    @discardableResult
    public func tick(at now: Moment) async throws -> Int {
        let today = today(at: now)
        try await setMonth(of: today, at: now)
        var made = 0
        for sort in AssessmentPeriod.Sort.allCases {
            guard var period = try await firstMissing(sort, today) else { continue }
            while period.last < today, !Task.isCancelled {
                let end = city.calendar.start(of: period.next.first)
                guard try await isFollowed(until: end) else { break }
                if try await write(period, at: now) { made += 1 }
                period = period.next
            }
        }
        return made
    }

    private func firstMissing(
        _ sort: AssessmentPeriod.Sort, _ today: CivilDate
    ) async throws -> AssessmentPeriod? {
        if let newest = try await archive(sort, limit: 1).first { return newest.next }
        let counted = try await desk.database.read { try ReportStore(connection: $0).firstDay() }
        guard let counted else { return nil }
        var period = AssessmentPeriod(sort, of: today)
        for _ in 0..<(Self.firstLook[sort] ?? 1) where period.first > counted { period = period.previous }
        return period
    }

    /// Whether the follower has seen all that happened before a moment.
    private func isFollowed(until moment: Moment) async throws -> Bool {
        try await desk.database.read {
            try ReportStore(connection: $0).isFollowed(Self.bookmark, until: moment)
        }
    }

    private func write(_ period: AssessmentPeriod, at now: Moment) async throws -> Bool {
        let (city, rules) = (city, rules)
        let isNewest = period.last.adding(days: 1) == today(at: now)
        return try await desk.database.write { connection in
            let store = ReportStore(connection: connection)
            let report = try Writer(store: store, city: city, rules: rules, period: period)
                .report(at: now, isNewest: isNewest)
            return try store.keep(report, of: period)
        }
    }

    // MARK: The month

    private func setMonth(of today: CivilDate, at now: Moment) async throws {
        let first = AssessmentPeriod(.month, of: today).first
        // The meeting of a month falls into the next: a city that begins today needs the one before too.
        let before = AssessmentPeriod(.month, of: first).previous.first
        try await setMonth(before, today, isPast: true)
        try await setMonth(first, today, isPast: false)
    }

    /// A month that was over before its days were set had no diagnosis: nobody knows what was open then.
    private func setMonth(_ month: CivilDate, _ today: CivilDate, isPast: Bool) async throws {
        let days = MonthDays(month, by: rules.month, city.calendar)
        let known = try await desk.database.read { try ReportStore(connection: $0).monthStanding(month) }
        if known == nil {
            try await desk.database.write { connection in
                try ReportStore(connection: connection).set(days, isMade: isPast)
            }
            if isPast { return }
        }
        let diagnosis = try await self.days(of: month)?.diagnosis ?? days.diagnosis
        guard known != .made, diagnosis <= today else { return }
        let hosts = hosts.map(\.code)
        try await desk.database.write { connection in
            try ReportStore(connection: connection).makeAgenda(of: month, hosts: hosts)
        }
    }
}

/// Puts together what a period was.
private struct Writer {
    let store: ReportStore
    let city: City
    let rules: AssessmentRules
    let period: AssessmentPeriod

    func report(at now: Moment, isNewest: Bool) throws -> AssessmentReport {
        let (first, last) = (period.first.daysSince1970, period.last.daysSince1970)
        let figures = try store.figures(from: first, through: last)
        var (findings, more): ([Finding], Set<Finding.Sort>) = ([], [])
        for sort in sorts where sort != .ownerless || isNewest {
            let found = try FindingStore(connection: store.connection).findings(sort, question)
            findings += found.prefix(AssessmentReport.most)
            if found.count > AssessmentReport.most { more.insert(sort) }
        }
        return AssessmentReport(
            period: period.text, madeAt: now, figures: byText(figures), open: try open(through: last),
            findings: findings, more: more, sinkingDays: rules.sinkingDays, atLeast: rules.atLeast,
            formula: rules.formula(on: period.last))
    }

    private var sorts: [Finding.Sort] {
        switch period.sort {
        case .day:
            [.lateToday, .dueTomorrow, .sinking, .returnedTwice, .rejectedTwice, .ownerless, .silentEnd]
        case .week, .month: [.overdue]
        }
    }

    private var question: FindingStore.Question {
        let calendar = city.calendar
        let next = period.next.first
        return FindingStore.Question(
            day: period.last.daysSince1970, start: calendar.start(of: period.last),
            end: calendar.start(of: next), nextEnd: calendar.start(of: next.adding(days: 1)),
            sinkingSince: calendar.start(of: next.adding(days: -rules.sinkingDays)),
            limit: AssessmentReport.most + 1)
    }

    private func open(through last: Int) throws -> [String: Int] {
        let open = try store.open(through: last)
        return Dictionary(uniqueKeysWithValues: open.map { ($0.key.text, $0.value) })
    }

    private func byText(_ figures: [UnitCode: Figures]) -> [String: Figures] {
        Dictionary(uniqueKeysWithValues: figures.map { ($0.key.text, $0.value) })
    }
}
