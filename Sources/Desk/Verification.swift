import Core
import Foundation
import Storage

/// Compares the log with itself, with its daily seals and with the current rows, and names what does not fit.
public enum Verification {
    /// One thing that is wrong.
    public struct Complaint: Sendable, Hashable, Codable, CustomStringConvertible {
        /// The matter's number, or its key where the row is gone; nil for a seal over all.
        public let matter: String?
        /// Which event of it; nil for its current row.
        public let event: Int?
        public let problem: String

        public init(matter: String?, event: Int?, problem: String) {
            self.matter = matter
            self.event = event
            self.problem = problem
        }

        public var description: String {
            guard let matter else { return problem }
            return "matter \(matter), \(event.map { "event \($0)" } ?? "current row"): \(problem)"
        }
    }

    /// Checks everything on one unchanging view. Memory holds one matter at a time and the complaints.
    ///
    /// - Parameter each: Called with the number of matters looked at so far.
    public static func run(
        on desk: Desk, each: @escaping @Sendable (Int) -> Void = { _ in }
    ) async throws -> [Complaint] {
        try await desk.database.read { connection in
            let store = VerificationStore(connection: connection)
            var complaints: [Complaint] = []
            for broken in try LogVerifier.verify(in: connection) {
                complaints.append(
                    Complaint(
                        matter: try store.number(of: broken.matter), event: broken.sequence,
                        problem: broken.kind.sentence))
            }
            let known = Set(complaints.compactMap(\.matter))
            complaints += try Anchors.check(in: connection).map {
                Complaint(matter: nil, event: nil, problem: $0)
            }
            complaints += try folded(store, desk.city, each: each).filter { !known.contains($0.matter ?? "") }
            return complaints
        }
    }

    /// Folds every matter from its events and compares the result with the current row, columns included.
    private static func folded(
        _ store: VerificationStore, _ city: City, each: (Int) -> Void
    ) throws -> [Complaint] {
        let city = try DutyWalkStore(connection: store.connection, city: city).isDone ? city : nil
        var complaints: [Complaint] = []
        var last: Int64 = 0
        var seen = 0
        while true {
            let rows = try store.matters(after: last, limit: 200)
            if rows.isEmpty { return complaints }
            last = try rows[rows.count - 1].get("id")
            let events = try grouped(rows, store)
            let beside = try Beside(rows, in: store.connection)
            for row in rows {
                if let problem = try difference(row, events, beside, city) {
                    complaints.append(Complaint(matter: try row.get("number"), event: nil, problem: problem))
                }
            }
            seen += rows.count
            each(seen)
        }
    }

    private static func grouped(
        _ rows: [Row], _ store: VerificationStore
    ) throws -> [Int64: [LoggedEvent]] {
        let first: Int64 = try rows[0].get("id")
        let last: Int64 = try rows[rows.count - 1].get("id")
        return Dictionary(grouping: try store.events(from: first, to: last), by: \.matterID)
    }

    /// What is kept of some matters beside their rows.
    struct Beside {
        let duties: [Int64: [KeptDuty]]
        let parts: [Int64: PartHistory]
        let joins: [Int64: KeptJoin]
        /// Those that wait for a matter which has something for them, and nobody brings it.
        let stranded: Set<Int64>

        init(_ rows: [Row], in connection: any Connection) throws {
            let ids: [Int64] = try rows.map { try $0.get("id") }
            let (first, last) = (ids.min() ?? 0, ids.max() ?? 0)
            duties = try DutyStore(connection: connection).kept(from: first, to: last)
            parts = try PartStore(connection: connection).kept(from: first, to: last)
            let store = JoinStore(connection: connection)
            joins = try store.kept(from: first, to: last)
            stranded = try store.stranded(from: first, to: last)
        }
    }

    /// - Parameter city: Nil where the rows that follow from the pack were made for another one.
    static func difference(
        _ row: Row, _ events: [Int64: [LoggedEvent]], _ beside: Beside, _ city: City?
    ) throws -> String? {
        let id: Int64 = try row.get("id")
        guard let story = try? events[id, default: []].map(EventPayload.decode),
            let matter = Matter(story: story)
        else { return "its events cannot be read" }
        guard let state = try? StoredJSON.value(Matter.self, row.get("state")), state.sameStory(as: matter)
        else {
            return "it differs from what its events say"
        }
        let columns = MatterColumns.expected(of: matter, story: story)
        let other = try columns.first { try row.get($0.name, as: SQLValue.self) != $0.value }
        if let other { return "its \(other.name) differs from what its events say" }
        if beside.parts[id] ?? PartHistory() != PartHistory(story: story) {
            return "its parts differ from what its events say"
        }
        if beside.joins[id] != KeptJoin(of: matter) {
            return "what it was joined to differs from what its events say"
        }
        if beside.stranded.contains(id) {
            return "it waits for \(matter.joinedTo ?? "–"), which has ended or was answered"
        }
        if let city, beside.duties[id] ?? [] != KeptDuty.all(of: state, in: city) {
            return "its duties differ from what its events say"
        }
        return nil
    }
}

extension Matter {
    /// Equal but for the stored key, which the log does not fold.
    fileprivate func sameStory(as other: Matter) -> Bool {
        var (left, right) = (self, other)
        (left.id, right.id) = (0, 0)
        return left == right
    }
}

extension Storage.Complaint.Kind {
    /// In words, for whoever has to look.
    var sentence: String {
        switch self {
        case .altered: "it is not what was written"
        case .missing: "it is missing"
        case .swapped: "it stands in another one's place"
        case .tailCut: "it and everything after it are gone"
        }
    }
}
