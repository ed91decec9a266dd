import CityPack
import Testing

/// Something in a file of the pack that cannot be, and what has to be said of it.
struct PackMistake: Sendable, CustomTestStringConvertible {
    let old: String
    let new: String
    let problem: String
    /// The line that is complained of; any where nil.
    let line: Int?

    var testDescription: String { problem }

    init(_ old: String, _ new: String, _ problem: String, _ line: Int? = nil) {
        self.old = old
        self.new = new
        self.problem = problem
        self.line = line
    }

    /// Puts the mistake into a whole file, and expects that the pack is refused for it.
    func expect(in file: String, of whole: String) throws {
        var pack = TinyPack()
        try #require(whole.contains(old))
        pack.files[file] = whole.replacing(old, with: new, maxReplacements: 1)
        let complaints = try pack.complaints().filter { $0.file == file }
        let found = complaints.first { $0.problem.contains(problem) }
        let complaint = try #require(found, "\(problem): \(complaints)")
        #expect(line.map { complaint.line == $0 } ?? (complaint.line > 0), "\(complaint)")
        #expect(complaint.severity == .error && !complaint.remedy.isEmpty)
    }
}
