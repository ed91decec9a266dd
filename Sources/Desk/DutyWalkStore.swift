import Core
import Storage

/// Brings the rows beside the log up to date, some matters at a time: all rows of an older program, which
/// knew less of a matter, and what is owed where another pack says who can do it.
///
/// It goes on where it was left, and does nothing where nothing is to be done.
struct DutyWalkStore {
    let connection: any Connection
    let city: City

    /// Matters in one transaction.
    static let step = 100

    private struct Row {
        let mark: Int64
        let target: Int64
        /// Whether the rows of an older program are not all done.
        let whole: Bool
        let last: Int64
    }

    /// Whether every row is what this program and this pack would have written.
    var isDone: Bool {
        get throws { try row(lock: .none).map { !$0.whole && $0.mark == city.dutyMark } ?? false }
    }

    /// Whether rows of an older program are left.
    var isWhole: Bool { get throws { try row(lock: .none)?.whole ?? false } }

    /// - Returns: False when nothing is left.
    func go() throws -> Bool {
        guard let row = try row(lock: connection.dialect.forUpdate) else { return false }
        let mark = city.dutyMark
        if !row.whole && row.mark == mark { return false }
        let last = row.target == mark ? row.last : 0
        let ids = try row.whole ? all(after: last) : owing(after: last)
        for id in ids { try renew(id, whole: row.whole) }
        if let last = ids.last {
            try connection.run("UPDATE duty_walk SET target = \(mark), last = \(last) WHERE id = 1")
        } else {
            try connection.run(
                "UPDATE duty_walk SET mark = \(mark), target = \(mark), whole = 0, last = 0 WHERE id = 1")
        }
        return true
    }

    private func row(lock: SQL) throws -> Row? {
        try connection.first("SELECT mark, target, whole, last FROM duty_walk WHERE id = 1" + lock).map {
            Row(
                mark: try $0.get("mark"), target: try $0.get("target"), whole: try $0.get("whole"),
                last: try $0.get("last"))
        }
    }

    private func all(after last: Int64) throws -> [Int64] {
        try keys("SELECT id FROM matters WHERE id > \(last) ORDER BY id")
    }

    /// Those to which something is owed, or could be: the open ones, and those with rows.
    private func owing(after last: Int64) throws -> [Int64] {
        let open = try keys("SELECT id FROM matters WHERE status = 'open' AND id > \(last) ORDER BY id")
        let kept = try keys(
            "SELECT DISTINCT matter_id FROM duties WHERE matter_id > \(last) ORDER BY matter_id")
        return Set(open + kept).sorted().prefix(Self.step).map(\.self)
    }

    private func keys(_ sql: SQL) throws -> [Int64] {
        try connection.rows(sql + " LIMIT \(literal: Self.step)").map { try $0.get(at: 0) }
    }

    private func renew(_ id: Int64, whole: Bool) throws {
        let store = MatterStore(connection: connection, city: city)
        // What cannot be read is the verification's to name.
        guard let kept = try? store.kept(.id(id), locked: true) else { return }
        var matter = kept.matter
        if whole {
            let logged = try EventLog.events(of: id, in: connection)
            if let story = try? logged.map(EventPayload.decode), var folded = Matter(story: story),
                folded.version == matter.version
            {
                folded.id = id
                matter = folded
                try PartStore(connection: connection).replace(PartHistory(story: story), of: id)
            }
            try store.update(matter, head: kept.head)
        }
        let duties = KeptDuty.all(of: matter, in: city)
        let rows = DutyStore(connection: connection)
        if try rows.kept(from: id, to: id)[id] ?? [] != duties { try rows.replace(duties, of: id) }
    }
}

extension Desk {
    /// Brings the rows beside the log up to date with this program and this pack; at once where nothing
    /// changed. Servers call it when they start, before they serve. When it is cut off, the next call goes
    /// on.
    ///
    /// - Returns: How many steps of a hundred matters it took.
    @discardableResult
    public func bringUpToDate() async throws -> Int {
        // Most starts find nothing to do: they look, and write nothing.
        if try await database.read({ try DutyWalkStore(connection: $0, city: city).isDone }) { return 0 }
        var steps = 0
        while try await database.write({ try DutyWalkStore(connection: $0, city: city).go() }) { steps += 1 }
        return steps
    }
}

extension City {
    /// Changes with everything that says what is owed, and who can do it.
    var dutyMark: Int64 {
        var mark: UInt64 = 0xCBF2_9CE4_8422_2325
        func add(_ text: String) {
            for byte in text.utf8 { mark = (mark ^ UInt64(byte)) &* 0x100_0000_01B3 }
        }
        add("\(version) \(desk)")
        for (kind, procedure) in procedures.sorted(by: { $0.key < $1.key }) {
            add(kind)
            for stage in procedure.stages { add("\(stage.name) \(stage.closes?.rawValue ?? "")") }
            for move in procedure.moves {
                add("\(move.name) \(move.from) \(move.to ?? "") \(move.by) \(move.does)")
            }
            for limit in procedure.limits { add("\(limit.name) \(limit.subject)") }
        }
        return Int64(bitPattern: mark >> 1)
    }
}
