import Core
import Storage

/// The tables that follow the log.
struct FollowedStore {
    let connection: any Connection

    /// Times without a step that are shorter are not kept: no city may call them sinking.
    static let shortest: Int64 = AssessmentsDesk.fewestSinkingDays * 86_400_000
    private static let rowsPerStatement = 100

    struct SpanKey: Hashable {
        let matter: Int64
        let from: Moment
    }

    struct Promised {
        let unit: UnitCode
        let due: Moment
        let until: Moment
    }

    struct Sunk {
        let unit: UnitCode
        let until: Moment
    }

    struct Marked {
        let matter: Int64
        let mark: MatterCourse.Note.Mark
    }

    func empty() throws {
        try connection.run("DELETE FROM assessments_counts")
        try connection.run("DELETE FROM assessments_followed")
        try connection.run("DELETE FROM assessments_marks")
        try connection.run("DELETE FROM assessments_promises")
        try connection.run("DELETE FROM assessments_sunk")
    }

    func courses(of ids: [Int64]) throws -> [Int64: MatterCourse] {
        var courses: [Int64: MatterCourse] = [:]
        for some in ids.inChunks(of: 200) {
            let rows = try connection.rows(
                "SELECT matter_id, state FROM assessments_followed WHERE matter_id IN (\(list: some))")
            for row in rows {
                courses[try row.get("matter_id")] = try StoredJSON.value(
                    MatterCourse.self, row.get("state"))
            }
        }
        return courses
    }

    func keep(_ courses: [Int64: MatterCourse]) throws {
        let rows = try courses.sorted { $0.key < $1.key }.map { id, course -> SQL in
            "(\(id), \(course.idleSince), \(course.unit), \(try StoredJSON.text(course)))"
        }
        try write(
            "INSERT INTO assessments_followed (matter_id, idle_since, unit, state) VALUES ", rows,
            """
             ON CONFLICT (matter_id)
            DO UPDATE SET idle_since = excluded.idle_since, unit = excluded.unit, state = excluded.state
            """)
    }

    func add(_ counts: [MatterCourse.Note.Entry: Int]) throws {
        let sorted = counts.filter { $0.value != 0 }.sorted {
            ($0.key.figure.rawValue, $0.key.day, $0.key.unit)
                < ($1.key.figure.rawValue, $1.key.day, $1.key.unit)
        }
        let rows = sorted.map { entry, count -> SQL in
            "(\(entry.figure.rawValue), \(entry.day), \(entry.unit), \(count))"
        }
        try write(
            "INSERT INTO assessments_counts (figure, day, unit, count) VALUES ", rows,
            """
             ON CONFLICT (figure, day, unit)
            DO UPDATE SET count = assessments_counts.count + excluded.count
            """)
    }

    func mark(_ marks: [Marked]) throws {
        let rows = marks.map { marked -> SQL in
            let mark = marked.mark
            return "(\(mark.day), \(mark.sort.rawValue), \(marked.matter), \(mark.unit), \(mark.at))"
        }
        try write(
            "INSERT INTO assessments_marks (day, sort, matter_id, unit, at) VALUES ", rows,
            " ON CONFLICT (day, sort, matter_id) DO NOTHING")
    }

    func unmark(_ marks: [Marked]) throws {
        for marked in marks {
            try connection.run(
                """
                DELETE FROM assessments_marks WHERE day = \(marked.mark.day)
                    AND sort = \(marked.mark.sort.rawValue) AND matter_id = \(marked.matter)
                """)
        }
    }

    func keep(_ promises: [SpanKey: Promised]) throws {
        let rows = promises.sorted { ($0.key.matter, $0.key.from) < ($1.key.matter, $1.key.from) }.map {
            key, promise -> SQL in
            "(\(key.matter), \(key.from), \(promise.unit), \(promise.due), \(promise.until))"
        }
        try write(
            "INSERT INTO assessments_promises (matter_id, from_at, unit, due_at, until_at) VALUES ", rows,
            """
             ON CONFLICT (matter_id, from_at)
            DO UPDATE SET unit = excluded.unit, due_at = excluded.due_at, until_at = excluded.until_at
            """)
    }

    func keep(_ sunk: [SpanKey: Sunk]) throws {
        let rows = sunk.sorted { ($0.key.matter, $0.key.from) < ($1.key.matter, $1.key.from) }.map {
            key, span -> SQL in "(\(key.matter), \(key.from), \(span.unit), \(span.until))"
        }
        try write(
            "INSERT INTO assessments_sunk (matter_id, from_at, unit, until_at) VALUES ", rows,
            " ON CONFLICT (matter_id, from_at) DO UPDATE SET until_at = excluded.until_at")
    }

    private func write(_ head: SQL, _ rows: [SQL], _ tail: SQL) throws {
        for some in rows.inChunks(of: Self.rowsPerStatement) {
            try connection.run(head + SQL.join(some, by: ", ") + tail)
        }
    }
}

extension Array {
    /// Its elements in order, so many at a time.
    func inChunks(of size: Int) -> [[Element]] {
        stride(from: 0, to: count, by: size).map { Array(self[$0..<Swift.min($0 + size, count)]) }
    }
}
