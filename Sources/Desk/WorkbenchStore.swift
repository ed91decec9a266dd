import Core
import Storage

/// What waits at a workbench, most urgent and soonest due first.
struct WorkbenchStore {
    let connection: any Connection

    func queue(of stages: [String], in scope: Scope, limit: Int) throws -> [MatterRecord] {
        var matters: [MatterRecord] = []
        for stage in stages {
            for part in scope.conditions {
                matters += try connection.all(
                    """
                    SELECT \(MatterRecord.columns) FROM matters
                    WHERE status = 'open' AND stage = \(stage) AND \(part)
                    ORDER BY rank, due_at, id LIMIT \(literal: limit)
                    """)
            }
        }
        return matters.sorted { left, right in
            (-left.urgency.rank, left.dueAt ?? .distantFuture, left.id)
                < (-right.urgency.rank, right.dueAt ?? .distantFuture, right.id)
        }.prefix(limit).map(\.self)
    }
}

extension Moment {
    static let distantFuture = Moment(milliseconds: .max)
}
