import Core
import Desk
@testable import Exchange
import Foundation
import Storage
import Testing

@Suite("What is handed out") struct ExchangeFormatTests {
    @Test("as GeoJSON holds what has a place, east before north")
    func geography() throws {
        var text = ""
        let sink = TextSink(.geojson) { text += $0 }
        try sink.begin(CityTable.areas(of: DeskTown.city).columns)
        try sink.add(["01", "云", "Cloud", "30.5", "110.25"])
        try sink.add(["02", "无", "None", nil, nil])
        try sink.add(["03", "\"\n", "Quote", "-1", "-2"])
        try sink.end()
        let value = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
        let features = try #require(value["features"] as? [[String: Any]])
        #expect(value["type"] as? String == "FeatureCollection" && features.count == 2)
        let place = try #require(features[0]["geometry"] as? [String: Any])
        #expect(place["coordinates"] as? [Double] == [110.25, 30.5])
        let properties = try #require(features[1]["properties"] as? [String: String])
        #expect(properties == ["code": "03", "name_zh": "\"\n", "name_en": "Quote"])
    }

    @Test("as GeoJSON without any place is an empty collection")
    func nowhere() throws {
        var text = ""
        let sink = TextSink(.geojson) { text += $0 }
        try sink.begin([])
        try sink.end()
        #expect(try JSONSerialization.jsonObject(with: Data(text.utf8)) is [String: Any])
    }

    @Test("as CSV has its columns described beside it")
    func described() throws {
        let text = try TableMetadata(file: "matters.csv", columns: Exporter.columns, key: "number").text()
        let value = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
        #expect(value["@context"] as? [String] == ["http://www.w3.org/ns/csvw"])
        #expect(value["url"] as? String == "matters.csv")
        let schema = try #require(value["tableSchema"] as? [String: Any])
        let columns = try #require(schema["columns"] as? [[String: Any]])
        #expect(schema["primaryKey"] as? String == "number")
        #expect(columns.compactMap { $0["name"] as? String } == Exporter.columns.map(\.name))
        let raised = try #require(columns.first { $0["name"] as? String == "raisedAt" })
        #expect(raised["datatype"] as? String == "dateTime")
    }
}

@Suite("A list of units") struct CityListTests {
    private let current = "code,name_zh,name_en,area,parent\nGOV,政府,Government,9801,\nA,甲,A,9801,GOV\n"

    private func merged(_ text: String) async throws -> (text: String, report: CityList.Report) {
        try await withFolder { folder in
            let path = folder.appending(path: "units.csv").path
            try Data(text.utf8).write(to: URL(fileURLWithPath: path))
            return try await CityList(columns: ["code", "name_zh", "name_en", "area", "parent"])
                .merged(path, into: Array(current.utf8))
        }
    }

    @Test("adds and changes rows by their code, and leaves the others")
    func merge() async throws {
        let done = try await merged(
            "name_zh,code,more\n乙,B,x\n甲改,A,x\n政府,GOV,x\n,,x\n\"名,字\",C,x\n再一次,B,x\n")
        #expect(
            done.text
                == "code,name_zh,name_en,area,parent\nGOV,政府,Government,9801,\nA,甲改,A,9801,GOV\nB,乙,,,\n"
                + "C,\"名,字\",,,\n")
        #expect(done.report.added == 2 && done.report.changed == 1 && done.report.same == 1)
        #expect(done.report.rejected.map(\.line) == [5, 7] && done.report.read == 6)
    }
}
