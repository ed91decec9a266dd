public import Core
public import Desk
import Language
import Storage
import Synchronization

/// The papers of the city, and how often they are opened.
public struct PapersDesk: Sendable {
    let desk: Desk
    private let opened = Opened()

    public init(desk: Desk) { self.desk = desk }

    var papers: [Paper] { desk.city.papers }

    func paper(_ name: String) -> Paper? { papers.first { $0.name == name } }

    func day(of moment: Moment) -> CivilDate { desk.city.calendar.date(of: moment) }

    /// The papers that hold on a day and speak of what is asked for; all of them for an empty question.
    func find(_ question: String, on day: CivilDate) -> [Paper] {
        let valid = papers.filter { $0.standing(on: day) == .valid }
        let query = Analyser.query(question)
        if query.isEmpty { return valid }
        return valid.filter { paper in
            let lines = [paper.title] + paper.sections.flatMap(\.lines)
            return Analyser.matches(lines.map { "\($0.zh) \($0.en)" }.joined(separator: " "), query)
        }
    }

    /// What became of the suggestion a paper came from; nil where it came from none, or from one that is
    /// not kept here.
    func suggestion(of paper: Paper) async throws -> PapersStore.Suggestion? {
        guard let number = paper.suggestion else { return nil }
        return try await desk.database.read { try PapersStore(connection: $0).suggestion(number) }
    }

    // MARK: Was it used

    /// Notes that a paper was opened. It is written down with the next `tick`.
    func opened(_ paper: Paper, at now: Moment) {
        opened.add(Opened.Line(name: paper.name, day: day(of: now).daysSince1970))
    }

    /// Writes down how often papers were opened. Run it every minute; what a server counted since is lost
    /// when it stops hard.
    public func tick(at now: Moment) async throws {
        let counts = opened.take()
        if counts.isEmpty { return }
        do {
            try await desk.database.write { connection in
                let store = PapersStore(connection: connection)
                for (line, count) in counts.sorted(by: {
                    ($0.key.name, $0.key.day) < ($1.key.name, $1.key.day)
                }) {
                    try store.add(count, to: line.name, day: line.day)
                }
            }
        } catch {
            opened.putBack(counts)
            throw error
        }
    }

    /// How often each paper was opened in the last 30 days.
    func counts(at now: Moment) async throws -> [String: Int] {
        let day = day(of: now).daysSince1970 - 30
        let names = papers.map(\.name)
        return try await desk.database.read { try PapersStore(connection: $0).counts(after: day, of: names) }
    }
}

/// What was opened since it was last written down.
final class Opened: Sendable {
    struct Line: Hashable, Sendable {
        let name: String
        let day: Int
    }

    /// Lock: the counts, which requests raise at the same time.
    private let counts = Mutex<[Line: Int]>([:])

    func add(_ line: Line) { counts.withLock { $0[line, default: 0] += 1 } }

    func take() -> [Line: Int] {
        counts.withLock { kept in
            defer { kept = [:] }
            return kept
        }
    }

    func putBack(_ taken: [Line: Int]) { counts.withLock { $0.merge(taken, uniquingKeysWith: +) } }
}
