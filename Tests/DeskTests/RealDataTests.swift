import Core
import Desk
import Exchange
import Foundation
import Storage
import Testing

@Suite("Real files", .serialized) struct RealDataTests {
    private func mapping(_ name: String) throws -> Mapping {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        return try Mapping(path: folder.appending(path: "../../Cities/demo/mappings/\(name).yaml").path)
    }

    @Test("of messages to a city come in whole", .enabled(if: RealFile.isThere("messages/labelled.jsonl.gz")))
    func messages() async throws {
        try await DeskTown.with(.sqlite) { town in
            let importer = Importer(desk: town.desk, mapping: try mapping("messages"))
            let path = RealFile.at("messages/labelled.jsonl.gz").path
            let report = try await importer.run(path, at: DeskTown.start) { _ in }
            #expect(report.read == 6721 && report.imported == 6721, "\(report)")
            let again = try await importer.run(path, at: DeskTown.start) { _ in }
            #expect(again.imported == 0 && again.known == report.imported)
        }
    }

    /// Every tenth case in a test build; all of them when LIANXIN_ALL_CASES=1.
    @Test(
        "of a city's cases agree with it on what was late",
        .enabled(if: RealFile.isThere("boston311/boston_311.csv.gz")))
    func cases() async throws {
        let all = ProcessInfo.processInfo.environment["LIANXIN_ALL_CASES"] == "1"
        let cases = try Cases(RealFile.at("boston311/boston_311.csv.gz"), each: all ? 1 : 10)
        defer { cases.remove() }
        try await DeskTown.with(.sqlite) { town in
            let importer = Importer(desk: town.desk, mapping: try mapping("boston311"))
            var rejected: [RejectedRow] = []
            let report = try await importer.run(cases.file.path, at: DeskTown.start) { rejected.append($0) }
            #expect(report.read == cases.count)
            #expect(report.imported + report.known + report.rejected == report.read)
            if all { #expect(report.read == 121_145 && report.rejected >= 197) }
            #expect(report.rejected <= report.read / 100, "\(rejected.prefix(5))")
            var (agreed, compared, last) = (0, 0, Int64(0))
            while true {
                let matters = try await town.desk.export(MatterFilter(), after: last, limit: 1000)
                guard let end = matters.last else { break }
                last = end.id
                for matter in matters where !matter.isOpen && matter.targetAt != nil {
                    guard let late = cases.lateness[matter.sourceID ?? ""] else { continue }
                    compared += 1
                    if late == matter.isOverdue { agreed += 1 }
                }
            }
            #expect(compared > report.read / 2)
            #expect(agreed * 1000 >= compared * 999, "\(agreed) of \(compared)")
        }
    }
}

/// Some of the cases in a file of their own, and what the city said of each.
private struct Cases {
    let file: URL
    /// How many they are.
    private(set) var count = 0
    /// By the case's number: whether the city calls it overdue; absent where it says neither.
    private(set) var lateness: [String: Bool] = [:]

    init(_ packed: URL, each: Int) throws {
        file = FileManager.default.temporaryDirectory.appending(path: "lx-cases-\(UUID().uuidString).csv")
        let plain = file.path + ".plain"
        defer { try? FileManager.default.removeItem(atPath: plain) }
        guard try Spawned("gzip", ["-dc", packed.path], output: plain).endNow() == 0 else {
            throw CocoaError(.fileReadCorruptFile)
        }
        let bytes = Array(try Data(contentsOf: URL(fileURLWithPath: plain)))
        var text = ""
        var columns: (id: Int, late: Int)?
        for (index, record) in CSVReader.records(in: bytes).compactMap({ try? $0.get() }).enumerated() {
            if let columns {
                if index % each != 0 { continue }
                count += 1
                let flag = columns.late < record.fields.count ? record.fields[columns.late] : ""
                if !flag.isEmpty { lateness[record.fields[columns.id]] = flag == "OVERDUE" }
            } else if let id = record.fields.firstIndex(of: "CASE_ENQUIRY_ID"),
                let late = record.fields.firstIndex(of: "OnTime_Status")
            {
                columns = (id, late)
            }
            text +=
                record.fields.map { "\"" + $0.replacing("\"", with: "\"\"") + "\"" }.joined(separator: ",")
                + "\n"
        }
        try Data(text.utf8).write(to: file)
    }

    func remove() { try? FileManager.default.removeItem(at: file) }
}
