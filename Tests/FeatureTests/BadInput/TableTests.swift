import Foundation
import Testing

/// The article on bad input is held against the tests that it names.
@Suite("The table of bad input")
struct TableTests {
    private static let root = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// A test that a row names.
    private struct Named {
        let row: Int
        let file: String
        let name: String
    }

    private static func rows(_ text: String) -> [Int: [Named]] {
        var rows: [Int: [Named]] = [:]
        for line in text.split(separator: "\n") where line.hasPrefix("| ") {
            let cells = line.components(separatedBy: " | ")
            guard cells.count == 4, let row = Int(cells[0].dropFirst(2)) else { continue }
            let tests = cells[3].replacing(" |", with: "").components(separatedBy: "<br>")
            rows[row] = tests.compactMap { test in
                let parts = test.components(separatedBy: "`: ")
                guard parts.count == 2 else { return nil }
                return Named(row: row, file: String(parts[0].dropFirst()), name: parts[1])
            }
        }
        return rows
    }

    /// The text of every test file, by name; files of one name together.
    private static func tests() throws -> [String: String] {
        var texts: [String: String] = [:]
        let folder = root.appending(path: "Tests")
        let all = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
        while let file = all?.nextObject() as? URL {
            guard ["swift", "py"].contains(file.pathExtension) else { continue }
            texts[file.lastPathComponent, default: ""] += try String(contentsOf: file, encoding: .utf8)
        }
        return texts
    }

    @Test("has every row, and each names tests that are there")
    func isTrue() throws {
        let article = Self.root.appending(path: "Documentation/bad-input.md")
        let rows = Self.rows(try String(contentsOf: article, encoding: .utf8))
        #expect(rows.keys.sorted() == Array(1...38))
        let tests = try Self.tests()
        for named in rows.values.joined() {
            let text = tests[named.file] ?? ""
            let stands = text.contains("\"\(named.name)\"") || text.contains("def \(named.name)(")
            #expect(stands, "row \(named.row): \(named.file) has no test “\(named.name)”")
        }
        for (row, named) in rows { #expect(named.count >= 2, "row \(row) names too few tests") }
    }

    @Test("is read by its rows only")
    func reads() {
        let rows = Self.rows(
            "| Row | a | b | c |\n|---|\n| 7 | a | b | `A.swift`: one<br>`b.py`: test_two |\n")
        #expect(rows.keys.sorted() == [7])
        #expect(rows[7]?.map(\.name) == ["one", "test_two"])
        #expect(rows[7]?.map(\.file) == ["A.swift", "b.py"])
    }
}
