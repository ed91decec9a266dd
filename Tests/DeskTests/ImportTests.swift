import Core
import Desk
@testable import Exchange
import Foundation
import Storage
import Testing

/// A folder for the files of one test.
func withFolder<T>(_ body: (URL) async throws -> T) async throws -> T {
    let folder = FileManager.default.temporaryDirectory.appending(path: "lx-files-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    return try await body(folder)
}

private let plain = """
    source: old
    fields:
      sourceID: "{id}"
      text: "{text}"
      raisedAt: "{raised}"
      endedAt: "{ended}"
    """

@Suite("An import") struct ImportTests {
    private struct Done {
        var report = Importer.Report()
        var rejected: [RejectedRow] = []
    }

    private func run(
        _ text: String, name: String = "cases.csv", mapping: String = plain, into town: DeskTown
    ) async throws -> Done {
        try await run(Data(text.utf8), name: name, mapping: mapping, into: town)
    }

    private func run(
        _ bytes: Data, name: String = "cases.csv", mapping: String = plain, into town: DeskTown
    ) async throws -> Done {
        try await withFolder { folder in
            let file = folder.appending(path: name)
            try bytes.write(to: file)
            let importer = Importer(desk: town.desk, mapping: try Mapping(yaml: mapping, name: "plain.yaml"))
            var done = Done()
            done.report = try await importer.run(file.path, at: DeskTown.start) { done.rejected.append($0) }
            return done
        }
    }

    private func kept(_ id: String, in town: DeskTown) async throws -> MatterRecord? {
        let matters = try await town.desk.export(MatterFilter(), after: 0, limit: 1000)
        return matters.first { $0.sourceID == id }
    }

    @Test(
        "reads what spreadsheets write: marks of order, semicolons, quotes, line ends",
        arguments: TestEngine.present)
    func spreadsheet(engine: TestEngine) async throws {
        try await DeskTown.with(engine) { town in
            let text =
                "\u{FEFF}id;text;raised;ended\r\n1;\"说\"\"坏了\"\"；\r\n两行;\";2026-01-05T08:00:00;\r\n2;路灯;;\r\n"
            let done = try await run(text, into: town)
            #expect(done.report == Importer.Report(read: 2, imported: 2, known: 0, rejected: 0), "\(done)")
            let first = try #require(try await kept("1", in: town))
            // One line end is as good as another.
            #expect(first.text.replacing("\r\n", with: "\n") == "说\"坏了\"；\n两行;")
            // Eight in the morning in Shanghai.
            #expect(first.raisedAt == Moment(milliseconds: 1_767_571_200_000))
            #expect(try await kept("2", in: town)?.raisedAt == DeskTown.start)
            #expect(try await town.complaints().isEmpty)
        }
    }

    @Test("tells a row that it cannot take in, by line and reason, and takes in the others")
    func badRows() async throws {
        try await DeskTown.with(.sqlite) { town in
            let text = """
                id,text,raised,ended
                1,路灯坏了,,
                2,路灯坏了,next Tuesday,
                3,路灯坏了,2026-02-03T00:00:00Z,2026-02-02T00:00:00Z
                ,路灯坏了,,
                5,,,
                6,路灯坏了
                7,路灯坏了,1815-06-18T10:00:00Z,
                8,路灯坏了,2026-02-30T00:00:00Z,
                9,路灯坏了,2026-02-02T00:00:00Z,2026-02-03T00:00:00Z
                """
            let done = try await run(text, into: town)
            #expect(done.report == Importer.Report(read: 9, imported: 2, known: 0, rejected: 7), "\(done)")
            #expect(Set(done.rejected.map(\.line)) == [3, 4, 5, 6, 7, 8, 9])
            let reasons = Dictionary(uniqueKeysWithValues: done.rejected.map { ($0.line, $0.reason) })
            #expect(reasons[3]?.contains("next Tuesday") == true)
            #expect(reasons[4]?.contains("closed before it was raised") == true)
            #expect(reasons[5]?.contains("no id") == true && reasons[6]?.contains("no text") == true)
            #expect(reasons[7]?.contains("2 fields") == true)
            #expect(try await kept("9", in: town)?.outcome == .elsewhere)
        }
    }

    @Test("of a file twice takes in nothing twice", arguments: TestEngine.present)
    func again(engine: TestEngine) async throws {
        try await DeskTown.with(engine) { town in
            let text = "id,text,raised,ended\n1,路灯坏了,,\n2,井盖松了,,\n1,路灯坏了,,\n"
            let first = try await run(text, into: town).report
            #expect(first == Importer.Report(read: 3, imported: 2, known: 1, rejected: 0))
            let second = try await run(text, into: town).report
            #expect(second == Importer.Report(read: 3, imported: 0, known: 3, rejected: 0))
            #expect(try await town.count("SELECT count(*) FROM matters") == 2)
        }
    }

    @Test("cannot touch a matter that is here, whatever number or source it names")
    func sameNumber() async throws {
        try await DeskTown.with(.sqlite) { town in
            let text = "id,text,raised,ended\n1,路灯坏了,2026-01-05T00:00:00Z,\n"
            _ = try await run(text, into: town)
            let record = try #require(try await kept("1", in: town))
            let before = try await town.matter(record.number)
            let ended = "id,text,raised,ended\n1,好了,2026-01-05T00:00:00Z,2026-01-06T00:00:00Z\n"
            #expect(try await run(ended, into: town).report.known == 1)
            #expect(try await town.matter(record.number) == before)
            let named =
                "id,text,raised,ended\n\(record.number),好了,2026-01-05T00:00:00Z,2026-01-06T00:00:00Z\n"
            #expect(try await run(named, into: town).report.imported == 1)
            #expect(try await town.matter(record.number) == before)
        }
    }

    @Test("reads JSON lines, and tells the line that is none", arguments: ["", "\u{FEFF}"])
    func lines(mark: String) async throws {
        try await DeskTown.with(.sqlite) { town in
            let mapping = "source: old\nfields: {sourceID: \"{id}\", text: \"{text}\"}"
            let text =
                mark + """
                    {"id": 1, "text": "路灯坏了\\n三天", "more": null, "yes": true}
                    {"id": 2.5, "text": "井盖"}

                    {"id": 3, "text": ["a"]}
                    not json
                    {"id": "5\\u0000", "text": "护栏"}
                    {"id": "6", "text": "护\\u0000栏"}
                    {"id": "7", "text": "护栏"}
                    """
            let done = try await run(text, name: "old.jsonl", mapping: mapping, into: town)
            #expect(done.report == Importer.Report(read: 7, imported: 3, known: 0, rejected: 4), "\(done)")
            #expect(done.rejected.map(\.line).sorted() == [4, 5, 6, 7])
            #expect(try await kept("1", in: town)?.text == "路灯坏了\n三天")
        }
    }

    @Test("unpacks gzip by itself, and says when a file is damaged")
    func packed() async throws {
        try await DeskTown.with(.sqlite) { town in
            let rows = (1...3000).map { "\($0),路灯坏了第\($0)次,,\n" }.joined()
            let text = "id,text,raised,ended\n" + rows
            try await withFolder { folder in
                let file = folder.appending(path: "cases.csv")
                try Data(text.utf8).write(to: file)
                #expect(try Spawned("gzip", ["-k", file.path]).endNow() == 0)
                let packed = try Data(contentsOf: folder.appending(path: "cases.csv.gz"))
                let cut = await faultCode {
                    try await run(packed.prefix(packed.count / 2), name: "cut.csv.gz", into: town)
                }
                #expect(cut == .corrupt)
                let done = try await run(packed, name: "cases.csv.gz", into: town)
                #expect(done.report.imported + done.report.known == 3000)
            }
            #expect(await faultCode { try await run("", name: "what.bin", into: town) } == .configuration)
            #expect(try await run("", into: town).report == Importer.Report())
        }
    }

    @Test("of a kind that nothing can end elsewhere tells the row and goes on")
    func kinds() async throws {
        try await DeskTown.with(.sqlite) { town in
            let mapping = plain + "\n  kind: \"{kind}\"\n"
            let text = """
                id,text,raised,ended,kind
                1,路灯坏了,2026-01-05T00:00:00Z,2026-01-06T00:00:00Z,request
                2,路灯坏了,2026-01-05T00:00:00Z,2026-01-06T00:00:00Z,nothing
                3,路灯坏了,2026-01-05T00:00:00Z,2026-01-06T00:00:00Z,repair
                4,路灯坏了,2026-01-05T00:00:00Z,2026-01-06T00:00:00Z,criticism
                """
            let done = try await run(text, mapping: mapping, into: town)
            #expect(done.report.read == 4 && done.report.imported + done.report.rejected == 4)
            #expect(done.rejected.contains { $0.line == 3 && $0.id == "2" })
            #expect(try await town.complaints().isEmpty)
        }
    }
}

@Suite("A mapping") struct MappingTests {
    private func complaint(_ yaml: String) -> String? {
        do {
            _ = try Mapping(yaml: yaml, name: "mine.yaml")
            return nil
        } catch {
            return error.message
        }
    }

    @Test(
        "that is wrong is refused by name and reason",
        arguments: [
            ("fields: {sourceID: \"{id}\", text: \"{t}\"}", "source"),
            ("source: x", "fields"),
            ("source: x\nfields: {text: \"{t}\"}", "sourceID"),
            ("source: x\nfields: {sourceID: \"{id}\"}", "text"),
            ("source: x\nfields: {sourceID: \"{id}\", text: \"{t}\", colour: \"{c}\"}", "colour"),
            ("source: x\nfields: {sourceID: \"{id}\", text: \"{t}\"}\nvalues: {colour: {a: b}}", "colour"),
            ("source: x\nformat: pdf\nfields: {sourceID: \"{id}\", text: \"{t}\"}", "csv, jsonl or xlsx"),
            ("source: x\nzone: Moon/Base\nfields: {sourceID: \"{id}\", text: \"{t}\"}", "Moon/Base"),
            ("source: x\nfields: [a, b]", "fields"), ("source: [", "mine.yaml"), ("", "mine.yaml"),
        ])
    func wrong(yaml: String, named: String) throws {
        let problem = try #require(complaint(yaml))
        #expect(problem.contains("mine.yaml") && problem.contains(named), "\(problem)")
    }

    @Test("that is not there is refused by its path")
    func absent() {
        #expect(throws: Fault.self) { try Mapping(path: "/nowhere/mapping.yaml") }
    }

    @Test("whose column the file lacks is told for each row")
    func column() async throws {
        try await DeskTown.with(.sqlite) { town in
            try await withFolder { folder in
                let file = folder.appending(path: "cases.csv")
                try Data("id,words\n1,路灯\n".utf8).write(to: file)
                let mapping = try Mapping(yaml: plain, name: "plain.yaml")
                var rejected: [RejectedRow] = []
                _ = try await Importer(desk: town.desk, mapping: mapping).run(file.path, at: DeskTown.start) {
                    rejected.append($0)
                }
                #expect(rejected.map(\.line) == [2] && rejected[0].reason.contains("“text”"), "\(rejected)")
            }
        }
    }
}
