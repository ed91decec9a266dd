import Testing
import Web

/// A link, a picture in a mail, a browser that reads ahead: whoever only looks must not have done anything.
@Suite("Reading a page")
struct ReadingTests {
    /// What may be written down all the same: that somebody was here.
    private static let traces = [
        "sessions", "UPDATE tokens SET last_used_at", "directory_tries", "access_log",
        // That a receipt was printed.
        "UPDATE slips_slips SET printed_at",
    ]

    @Test("row 13: changes nothing, on any page, for anybody")
    func changesNothing() async throws {
        let matrix = try await Matrix.shared.value
        let askers: Set<String> = ["dispatcher", "administrator", "nobody"]
        let (count, complaints) = try await matrix.each { rule in
            guard rule.method == "GET", rule.path != "/matters/live", !rule.path.contains("*") else {
                return (0, [])
            }
            var lines: [String] = []
            let cells = matrix.cells(of: rule).filter {
                askers.contains($0.caller.name) && [.own, .none].contains($0.object)
            }
            for cell in cells {
                let (answer, work) = try await TriedDatabase.counting {
                    try await matrix.whole.ask(rule, path: cell.path, as: cell.caller, by: cell.means)
                }
                let written = work.map { $0.statement.uppercased() }.filter { statement in
                    let writes = ["INSERT", "UPDATE", "DELETE"].contains { statement.hasPrefix($0) }
                    return writes && !Self.traces.contains { statement.contains($0.uppercased()) }
                }
                lines += Set(written).map { "\(rule.name) \(answer.status) as \(cell.who): \($0.prefix(90))" }
            }
            return (cells.count, lines)
        }
        print("\(count) pages read")
        #expect(count > 300)
        #expect(complaints.isEmpty, "\(complaints.count):\n\(complaints.joined(separator: "\n"))")
    }
}
