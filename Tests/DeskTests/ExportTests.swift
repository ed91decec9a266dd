import Core
import Desk
@testable import Exchange
import Foundation
import Storage
import Testing

@Suite("An export") struct ExportTests {
    private func export(_ town: DeskTown, _ format: Exporter.Format) async throws -> String {
        var text = ""
        _ = try await Exporter(desk: town.desk).run(format) { text += $0 }
        return text
    }

    /// Texts that a spreadsheet would run, or that would break out of their cell.
    static let hostile = [
        "=1+1", "+1+1", "-1+1", "@SUM(A1)", "=cmd|' /C calc'!A0", "＝1+1", "=\u{0338}1",
        "=\u{200D}HYPERLINK(\"x\")",
        "a,b", "a\"b", "a,\u{0301}b", "a\"\u{0301},b\"", "第一行\n=1+1", "a;b", "'=1",
    ]

    @Test("keeps every text in its cell and starts no formula", arguments: TestEngine.present)
    func formulas(engine: TestEngine) async throws {
        try await DeskTown.with(engine) { town in
            for text in Self.hostile { try await town.file(DeskTown.filing(text)) }
            let records = CSVReader.records(in: Array(try await export(town, .csv).utf8)).compactMap {
                try? $0.get()
            }
            let column = try #require(records.first?.fields.firstIndex(of: "text"))
            let title = try #require(records.first?.fields.firstIndex(of: "title"))
            let rows = records.dropFirst()
            #expect(rows.count == Self.hostile.count)
            #expect(Set(records.map(\.fields.count)) == [records[0].fields.count])
            for (row, text) in zip(rows, Self.hostile) {
                let cell = row.fields[column]
                #expect(Array(cell.utf8) == Array(text.utf8) || Array(cell.utf8) == Array(("'" + text).utf8))
                for cell in [cell, row.fields[title]] {
                    let first = try #require(cell.unicodeScalars.first)
                    #expect(!"=+-@＝＋－＠".unicodeScalars.contains(first), "\(cell)")
                }
            }
        }
    }

    @Test("leaves numbers what they are", arguments: ["-1", "+86", "-30.5", "-1e5"])
    func numbers(text: String) {
        #expect(TextSink.cell(text) == text)
    }

    @Test("says nothing of who raised a matter", arguments: [Exporter.Format.csv, .jsonl])
    func contacts(format: Exporter.Format) async throws {
        try await DeskTown.with(.sqlite) { town in
            let receipt = try await town.answered()
            let text = try await export(town, format)
            #expect(text.contains(receipt.number))
            #expect(!text.contains("19900001234") && !text.contains("测试甲") && !text.contains(receipt.token))
        }
    }

    @Test("comes back as it went out", arguments: [Exporter.Format.csv, .jsonl])
    func back(format: Exporter.Format) async throws {
        try await DeskTown.with(.sqlite) { town in
            for index in 0..<1203 {
                try await town.file(DeskTown.filing("第\(index)件，“引号”\"\n第二行；\t完。"))
            }
            let folder = FileManager.default.temporaryDirectory.appending(path: "lx-out-\(UUID().uuidString)")
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            defer { try? FileManager.default.removeItem(at: folder) }
            let file = folder.appending(path: "all.\(format.rawValue)")
            try Data(try await export(town, format).utf8).write(to: file)
            let mapping = try Mapping(
                yaml: """
                    source: self
                    fields: {sourceID: "{number}", text: "{text}", title: "{title}",
                      area: "{area}", raisedAt: "{raisedAt}"}
                    """, name: "self.yaml")
            let report = try await Importer(desk: town.desk, mapping: mapping).run(
                file.path, at: DeskTown.start
            ) {
                Issue.record("\($0)")
            }
            #expect(report.imported == 1203)
            let pairs = try await town.count(
                """
                SELECT count(*) FROM matters a JOIN matters b ON b.source_id = a.number
                WHERE a.text = b.text AND a.title = b.title AND a.raised_at = b.raised_at AND a.area = b.area
                """)
            #expect(pairs == 1203)
        }
    }
}
