import Core
import Storage

/// What a check finds, as it was at the end of a day: key ranges of what began before it and ended after it.
struct FindingStore {
    let connection: any Connection

    /// A day as the check asks about it.
    struct Question {
        /// Days since 1970.
        let day: Int
        let start: Moment
        let end: Moment
        /// The end of the day after.
        let nextEnd: Moment
        /// Whoever took no step since before this sinks.
        let sinkingSince: Moment
        let limit: Int
    }

    func findings(_ sort: Finding.Sort, _ question: Question) throws -> [Finding] {
        switch sort {
        case .lateToday: try promised(sort, question, "due_at >= \(question.start)")
        case .overdue: try promised(sort, question, "due_at >= 0")
        case .dueTomorrow: try due(question)
        case .sinking: try sinking(question)
        case .ownerless: try ownerless(question)
        case .returnedTwice, .rejectedTwice, .silentEnd: try marked(sort, question)
        }
    }

    /// What was due before the end of the day, and was promised then.
    private func promised(_ sort: Finding.Sort, _ question: Question, _ due: SQL) throws -> [Finding] {
        try promises(sort, question, due + " AND due_at < \(question.end)")
    }

    private func due(_ question: Question) throws -> [Finding] {
        try promises(
            .dueTomorrow, question, "due_at >= \(question.end) AND due_at < \(question.nextEnd)")
    }

    /// Promises that hold still, and those that ended since the end of the day.
    private func promises(_ sort: Finding.Sort, _ question: Question, _ due: SQL) throws -> [Finding] {
        let columns: SQL = """
            SELECT matter_id, unit, due_at AS moment FROM assessments_promises
            WHERE
            """
        let rest: SQL = " AND from_at < \(question.end)"
        let limit: SQL = " ORDER BY until_at, due_at LIMIT \(literal: question.limit)"
        let arms: [SQL] = [
            columns + " until_at = \(Int64.max) AND " + due + rest + limit,
            columns + " until_at >= \(question.end) AND until_at < \(Int64.max) AND " + due + rest + limit,
        ]
        return try found(sort, arms, question)
    }

    private func sinking(_ question: Question) throws -> [Finding] {
        let still: SQL = """
            SELECT matter_id, unit, idle_since AS moment FROM assessments_followed
            WHERE idle_since < \(question.sinkingSince)
            ORDER BY idle_since LIMIT \(literal: question.limit)
            """
        let then: SQL = """
            SELECT matter_id, unit, from_at AS moment FROM assessments_sunk
            WHERE until_at >= \(question.end) AND from_at < \(question.sinkingSince)
            ORDER BY until_at LIMIT \(literal: question.limit)
            """
        return try found(.sinking, [still, then], question)
    }

    private func marked(_ sort: Finding.Sort, _ question: Question) throws -> [Finding] {
        let marks: SQL = """
            SELECT matter_id, unit, at AS moment FROM assessments_marks
            WHERE day = \(question.day) AND sort = \(sort.rawValue)
            ORDER BY matter_id LIMIT \(literal: question.limit)
            """
        return try found(sort, [marks], question)
    }

    /// Told of the state of now: this is looked for every night, and the list should be empty.
    private func ownerless(_ question: Question) throws -> [Finding] {
        let lost: SQL = """
            SELECT id AS matter_id, '' AS unit, changed_at AS moment FROM matters
            WHERE lead IS NULL AND status = 'open' AND holder NOT IN ('desk', 'resident')
            ORDER BY id LIMIT \(literal: question.limit)
            """
        return try found(.ownerless, [lost], question)
    }

    /// The rows of the arms with what the matters' own rows say, by when it was due or happened.
    private func found(_ sort: Finding.Sort, _ arms: [SQL], _ question: Question) throws -> [Finding] {
        var rows: [(matter: Int64, unit: String, at: Moment)] = []
        for arm in arms {
            for row in try connection.rows(arm) {
                rows.append((try row.get("matter_id"), try row.get("unit"), try row.get("moment")))
            }
        }
        rows = Array(rows.sorted { ($0.at, $0.matter) < ($1.at, $1.matter) }.prefix(question.limit))
        var matters: [Int64: FoundMatter] = [:]
        for some in rows.map(\.matter).inChunks(of: 200) {
            for matter in try self.matters(where: "id IN (\(list: some))") { matters[matter.id] = matter }
        }
        let desk = UnitCode("")
        return rows.compactMap { row in
            guard let matter = matters[row.matter] else { return nil }
            let unit = row.unit.isEmpty ? matter.lead ?? desk : UnitCode(row.unit)
            return Finding(
                sort: sort, number: matter.number, area: matter.area, unit: unit, raisedTo: matter.raisedTo,
                at: row.at)
        }
    }

    func matters(_ numbers: [String]) throws -> [String: FoundMatter] {
        var found: [String: FoundMatter] = [:]
        for some in numbers.inChunks(of: 200) {
            for matter in try matters(where: "number IN (\(list: some))") { found[matter.number] = matter }
        }
        return found
    }

    func matters(where condition: SQL) throws -> [FoundMatter] {
        try connection.rows(
            "SELECT id, number, title, area, lead, raised_to, status FROM matters WHERE " + condition
        ).map { row in
            FoundMatter(
                id: try row.get("id"), number: try row.get("number"), title: try row.get("title"),
                area: try row.get("area"), lead: try row.get("lead"), raisedTo: try row.get("raised_to"),
                isOpen: try row.get("status", as: String.self) == "open")
        }
    }
}
