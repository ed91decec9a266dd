import Core

/// What is wrong with a city pack, where, and what to do about it.
public struct PackComplaint: Error, Hashable, Sendable, CustomStringConvertible {
    /// The file within the pack: `kinds/request.yaml`.
    public let file: String
    /// Counted from 1; 0 where the whole file is meant.
    public let line: Int
    public let problem: String
    public let remedy: String
    public let severity: Severity

    public enum Severity: String, Hashable, Sendable, CaseIterable {
        /// The pack may be used, but somebody should see to it.
        case warning
        /// The pack is refused.
        case error
    }

    public init(file: String, line: Int, problem: String, remedy: String, severity: Severity = .error) {
        self.file = file
        self.line = line
        self.problem = problem
        self.remedy = remedy
        self.severity = severity
    }

    /// `kinds/request.yaml:41: the move "finish" leads to "closd", which is no stage. Write one of: closed,
    /// handling.`
    public var description: String {
        let place = line > 0 ? "\(file):\(line)" : file
        return "\(place): \(severity == .warning ? "warning: " : "")\(problem). \(remedy)."
    }
}

/// A pack that cannot be used, with everything that is wrong with it: errors first, then by file and line.
public struct PackRefusal: Error, Hashable, Sendable, CustomStringConvertible {
    public let complaints: [PackComplaint]

    public var description: String { complaints.map(\.description).joined(separator: "\n") }
}

/// Collects what is wrong, so that a pack's writer sees all of it at once.
struct Complaints {
    private(set) var all: [PackComplaint] = []
    private var seen: Set<PackComplaint> = []

    /// So many are told of one file; what follows is usually the same mistake again.
    private static let mostPerFile = 100
    private var countByFile: [String: Int] = [:]

    var hasErrors: Bool { all.contains { $0.severity == .error } }

    mutating func add(_ complaint: PackComplaint) {
        guard seen.insert(complaint).inserted else { return }
        let count = countByFile[complaint.file, default: 0]
        countByFile[complaint.file] = count + 1
        if count < Complaints.mostPerFile { all.append(complaint) }
    }

    mutating func add(_ file: String, _ line: Int, _ problem: String, _ remedy: String) {
        add(PackComplaint(file: file, line: line, problem: problem, remedy: remedy))
    }

    mutating func warn(_ file: String, _ line: Int, _ problem: String, _ remedy: String) {
        add(PackComplaint(file: file, line: line, problem: problem, remedy: remedy, severity: .warning))
    }

    var sorted: [PackComplaint] {
        all.sorted { left, right in
            let ranks = (left.severity == .error ? 0 : 1, right.severity == .error ? 0 : 1)
            return (ranks.0, left.file, left.line, left.problem) < (
                ranks.1, right.file, right.line, right.problem
            )
        }
    }
}

/// The closest known word first, then the others: what to write instead of `word`.
func oneOf(_ words: some Collection<String>, insteadOf word: String) -> String {
    let ranked = words.map { ($0, Spelling.distance(word, $0)) }.sorted { ($0.1, $0.0) < ($1.1, $1.0) }
    let shown = ranked.prefix(24).map(\.0).joined(separator: ", ")
    if ranked.isEmpty { return "There is none to choose from yet" }
    return "Write one of: \(shown)\(ranked.count > 24 ? " …" : "")"
}
