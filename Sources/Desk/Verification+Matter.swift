import Core
import Storage

extension Verification {
    /// Compares one matter with its own chain, and its current row with what its events say: cheap, for a
    /// page. That no event of another matter was changed, and that the seals hold, only `run` tells.
    ///
    /// - Returns: What is wrong, empty when all is well; nil where there is no such matter.
    public static func run(on desk: Desk, number: String) async throws -> [Complaint]? {
        try await desk.database.read { connection in
            let store = VerificationStore(connection: connection)
            guard let row = try store.matter(number: number) else { return nil }
            let id: Int64 = try row.get("id")
            let chain = try LogVerifier.verify(matter: id, in: connection).map { broken in
                Complaint(matter: number, event: broken.sequence, problem: broken.kind.sentence)
            }
            if !chain.isEmpty { return chain }
            let events = try store.events(from: id, to: id)
            let city = try DutyWalkStore(connection: connection, city: desk.city).isDone ? desk.city : nil
            let beside = try Beside([row], in: connection)
            return try difference(row, [id: events], beside, city).map {
                [Complaint(matter: number, event: nil, problem: $0)]
            } ?? []
        }
    }
}
