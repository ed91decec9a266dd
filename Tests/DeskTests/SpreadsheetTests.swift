import Core
import Desk
@testable import Exchange
import Foundation
import Storage
import Testing

@Suite("A spreadsheet") struct SpreadsheetTests {
    private func rows(_ path: String) async throws -> [(line: Int, cells: [String])] {
        var rows: [(line: Int, cells: [String])] = []
        try await SpreadsheetSource(path: path).forEach { rows.append(($0, $1)) }
        return rows
    }

    private func write(_ rows: [[String?]], _ columns: [ExportColumn], to path: String) throws {
        let sink = try SpreadsheetSink(path: path)
        try sink.begin(columns)
        for row in rows { try sink.add(row) }
        try sink.end()
    }

    @Test("comes back as it was written: formulas as text, numbers, gaps, lines, marks")
    func back() async throws {
        try await withFolder { folder in
            let path = folder.appending(path: "a.xlsx").path
            let columns = [
                ExportColumn("a", zh: "甲", en: "A"), ExportColumn("b", .decimal, zh: "乙", en: "B"),
                ExportColumn("c", .boolean, zh: "丙", en: "C"), ExportColumn("d", zh: "丁", en: "D"),
            ]
            try write(
                [
                    ["=1+1", "30.602", "true", "第一行\n第二行 <&>\"'"], ["@SUM(A1)", nil, "false", " 两边 "],
                    [nil, nil, nil, "只有最后一格"],
                ], columns, to: path)
            let read = try await rows(path)
            #expect(read.map(\.line) == [1, 2, 3, 4])
            #expect(
                read.map(\.cells) == [
                    ["a", "b", "c", "d"], ["=1+1", "30.602", "true", "第一行\n第二行 <&>\"'"],
                    ["@SUM(A1)", "", "false", " 两边 "], ["", "", "", "只有最后一格"],
                ])
        }
    }

    @Test("is taken in like a CSV file, the same matters once")
    func imported() async throws {
        try await DeskTown.with(.sqlite) { town in
            try await withFolder { folder in
                let path = folder.appending(path: "cases.xlsx").path
                let columns = ["id", "text"].map { ExportColumn($0, zh: $0, en: $0) }
                try write([["1", "路灯不亮"], ["2", ""], ["1", "又一次"]], columns, to: path)
                let mapping = try Mapping(
                    yaml: "source: old\nfields: {sourceID: \"{id}\", text: \"{text}\"}", name: "m.yaml")
                let importer = Importer(desk: town.desk, mapping: mapping)
                var rejected: [RejectedRow] = []
                let trial = try await importer.run(path, at: DeskTown.start, isTrial: true) {
                    rejected.append($0)
                }
                #expect(trial == Importer.Report(read: 3, imported: 1, known: 1, rejected: 1))
                #expect(try await town.count("SELECT count(*) FROM matters") == 0)
                let real = try await importer.run(path, at: DeskTown.start) { _ in }
                #expect(real == trial)
                #expect(rejected.map(\.line) == [3])
                let again = try await importer.run(path, at: DeskTown.start, isTrial: true) { _ in }
                #expect(again.imported == 0 && again.known == 2)
            }
        }
    }

    @Test(
        "counts days as spreadsheets do, with the 29th of February that never was",
        arguments: [
            (1.0, "1900-01-01"), (59.0, "1900-02-28"), (61.0, "1900-03-01"), (25_569.0, "1970-01-01"),
            (46_000.5, "2025-12-09T12:00:00"), (45_000.999_994, "2023-03-15T23:59:59"),
        ])
    func days(number: Double, text: String) {
        #expect(SerialDate(number, from1904: false).text == text)
        #expect(SerialDate(number - 1462, from1904: true).text == text)
    }

    @Test("that is none is refused with a word, and nothing is read", arguments: [0, 10, 22, 4000])
    func broken(size: Int) async throws {
        try await withFolder { folder in
            let path = folder.appending(path: "a.xlsx").path
            try Data((0..<size).map { UInt8(truncatingIfNeeded: $0 &* 31) }).write(
                to: URL(fileURLWithPath: path))
            await #expect(throws: Fault.self) { _ = try await rows(path) }
        }
    }

    @Test("that was cut off, or changed by a byte, never stops the program", arguments: 0..<40)
    func cut(turn: Int) async throws {
        try await withFolder { folder in
            let path = folder.appending(path: "a.xlsx").path
            try write(
                (0..<50).map { ["\($0)", "第\($0)行"] }, ["a", "b"].map { ExportColumn($0, zh: $0, en: $0) },
                to: path)
            var bytes = try Data(contentsOf: URL(fileURLWithPath: path))
            let place = turn * bytes.count / 40
            if turn.isMultiple(of: 2) { bytes = bytes.prefix(place) } else { bytes[place] ^= 0x5A }
            try bytes.write(to: URL(fileURLWithPath: path))
            let read = try? await rows(path)
            #expect((read?.count ?? 0) <= 51)
        }
    }
}

@Suite("XML that comes in pieces") struct XMLPiecesTests {
    private final class Names: XMLPieces.Meets {
        var all: [String] = []
        override func begin(_ name: String, _ attributes: [String: String]) { all.append(name) }
    }

    @Test(
        "is refused where it declares a document type",
        arguments: [
            "<!DOCTYPE a><a/>", "<!DOCTYPE a [<!ENTITY b SYSTEM \"file:///etc/passwd\">]><a>&b;</a>",
            "<!DOCTYPE l [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;&a;\">]><l>&b;</l>", "<a><b></a>", "", "x",
        ])
    func refused(text: String) throws {
        let parser = try XMLPieces(Names(), of: "a.xlsx")
        #expect(throws: Fault.self) { try parser.feed(Array(text.utf8), isLast: true) }
    }

    @Test("tells its elements in order")
    func told() throws {
        let names = Names()
        let parser = try XMLPieces(names, of: "a.xlsx")
        for byte in Array("<x:a><b c='1'/>字</x:a>".utf8) { try parser.feed([byte]) }
        try parser.feed([], isLast: true)
        #expect(names.all == ["a", "b"])
    }
}
