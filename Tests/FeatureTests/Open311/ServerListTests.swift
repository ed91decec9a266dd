import Core
import Desk
import Foundation
import HTTPTypes
@testable import Open311
import Storage
import Testing
import Web

@Suite("Lists of requests by Open311") struct ServerListTests {
    @Test("follow every parameter of the standard and of the extensions", arguments: TestEngine.present)
    func parameters(engine: TestEngine) async throws {
        try await ServerTown.with(engine) { town in
            var numbers: [String] = []
            for index in 0..<6 {
                numbers.append(
                    try await town.filed([
                        "service_code": index % 2 == 0 ? "0101" : "0102", "description": "第\(index)件 路面积水",
                    ]))
                town.wait(ServerTown.day)
            }
            try await town.move("withdraw", on: numbers[5], by: .resident)
            try await town.follow()
            func list(_ query: String) async throws -> [String] {
                let answer = try await town.get("requests.json?\(query)")
                #expect(answer.status == 200, "\(query): \(answer.text)")
                return try answer.rows.compactMap { $0["service_request_id"] as? String }
            }
            let newest = Array(numbers.reversed())
            #expect(try await list("") == newest)
            #expect(try await list("service_code=0101") == [numbers[4], numbers[2], numbers[0]])
            #expect(try await list("service_code=0101,0102&status=open,closed") == newest)
            #expect(try await list("status=closed") == [numbers[5]])
            #expect(try await list("status=open&service_code=0102") == [numbers[3], numbers[1]])
            #expect(
                try await list("service_request_id=\(numbers[1]),%20\(numbers[0]),QS1&status=closed")
                    == [numbers[1], numbers[0]])
            #expect(
                try await list("start_date=2026-03-03T00:00:00Z&end_date=2026-03-05T00:00:00Z")
                    == [numbers[2], numbers[1]])
            #expect(try await list("start_date=2026-03-07T00:00:00+08:00") == [numbers[5]])
            #expect(try await list("updated_after=2026-03-08T00:00:00Z") == [numbers[5]])
            #expect(try await list("updated_before=2026-03-02T23:00:00Z") == [numbers[0]])
            #expect(try await list("page=2&page_size=2") == [numbers[3], numbers[2]])
            #expect(try await list("q=%E7%A7%AF%E6%B0%B4&service_code=0102").count == 3)
            #expect(try await list("bbox=110.20,30.59,110.22,30.60").count == 6)
            #expect(try await list("bbox=111,31,112,32").isEmpty)
            #expect(try await list("lat=30.5975&long=110.21307").count == 6)
            #expect(try await list("page_size=1000000000").count == 6)
            #expect(try await list("service_code=other").isEmpty)
            #expect(try await list("jurisdiction_id=").count == 6)
            let first = try await town.get("requests.json?page=1&page_size=2")
            #expect(first.headers[.init("Link") ?? .via]?.contains("page=2") == true)
            town.wait(90 * ServerTown.day)
            #expect(try await list("").count < 6)
        }
    }

    @Test("are refused where a parameter makes no sense")
    func refused() async throws {
        try await ServerTown.with { town in
            let ids = (0..<2_000).map { "Q\($0)" }.joined(separator: ",")
            let cases: [(String, Int, String)] = [
                ("start_date=2026-01-01T00:00:00Z&end_date=2026-04-02T00:00:01Z", 400, "end_date"),
                ("start_date=2026-03-02T00:00:00Z&end_date=2026-03-01T00:00:00Z", 400, "start_date"),
                ("start_date=2026-03-02", 400, "start_date"),
                ("start_date=0001-01-01T00:00:00Z", 400, "start_date"),
                ("start_date=9999-01-01T00:00:00Z", 400, "start_date"),
                ("start_date=2026-02-29T00:00:00Z", 400, "start_date"),
                ("start_date=2026-06-30T23:59:60Z", 400, "start_date"),
                ("start_date=2026-03-02T00:00:00", 400, "start_date"), ("end_date=NaN", 400, "end_date"),
                ("end_date=-5", 400, "end_date"), ("status=done", 400, "status"), ("page=-1", 400, "page"),
                ("page=0", 400, "page"), ("page=x", 400, "page"), ("page_size=-1", 400, "page_size"),
                ("page=11&page_size=1000000", 200, ""), ("page=12&page_size=1000", 400, "page"),
                ("page=99999999999999999&page_size=1000", 400, "page"), ("bbox=1,2,3", 400, "bbox"),
                ("bbox=170,0,-170,10", 400, "bbox"), ("bbox=NaN,0,1,1", 400, "bbox"), ("lat=1", 400, "lat"),
                ("service_code=9999", 404, "service_code"), ("service_code=01", 404, "service_code"),
                ("service_request_id=\(ids)", 400, "service_request_id"),
                ("jurisdiction_id=x", 404, "jurisdiction_id"),
                ("q=\(String(repeating: "a", count: 201))", 400, "q"), ("q=%25_%27%20OR%201=1--", 200, ""),
                ("service_request_id=%27%20OR%201=1--", 200, ""),
                ("api_key=x&service_request_id=Q1", 403, "api_key"),
            ]
            for (query, status, code) in cases {
                let answer = try await town.get("requests.json?\(query)")
                #expect(answer.status == status, "\(query.prefix(80)): \(answer.text)")
                if status != 200 { #expect(try answer.errors == [code], "\(query.prefix(80))") }
            }
            let both = try await town.get("requests.xml?page=-1&status=x&start_date=y")
            #expect(both.text.split(separator: "<error>").count == 4)
        }
    }

    @Test("come as one file too, in three formats, without formulas", arguments: TestEngine.present)
    func bulk(engine: TestEngine) async throws {
        try await ServerTown.with(engine) { town in
            let texts = ["=HYPERLINK(\"http://x\")", "+1", "-1", "@a", "＝1", "a,\"b\"\nc", "普通"]
            for text in texts { _ = try await town.filed(["description": text]) }
            try await town.follow()
            let csv = try await town.get("bulk.csv")
            #expect(csv.headers[.contentType] == "text/csv; charset=utf-8")
            #expect(csv.headers[.contentDisposition]?.contains("requests.csv") == true)
            var reader = CSVReader(delimiter: .comma)
            let records = try (reader.feed(csv.bytes) + reader.finish()).map { try $0.get().fields }
            #expect(records.first == BulkWriter.columns && records.count == texts.count + 1)
            #expect(
                Set(records.dropFirst().map { $0[9] })
                    == ["'=HYPERLINK(\"http://x\")", "'+1", "'-1", "'@a", "'＝1", "a,\"b\"\nc", "普通"])
            let json = try await town.get("bulk.json")
            #expect(Set(try json.rows.compactMap { $0["description"] as? String }) == Set(texts))
            let xml = try await town.get("bulk.xml?status=open").text
            #expect(xml.split(separator: "<request>").count == texts.count + 1)
            #expect(
                try await town.get("bulk.csv?start_date=2024-01-01T00:00:00Z&end_date=2026-01-01T00:00:00Z")
                    .status == 400)
        }
    }

    @Test("of updates are one range of an index", arguments: TestEngine.present)
    func ranges(engine: TestEngine) async throws {
        try await ServerTown.with(engine) { town in
            _ = try await town.filed()
            try await town.follow()
            let isLite = town.desk.database.dialect == .sqlite
            try await town.desk.database.write { connection in
                if !isLite { try connection.run("SET LOCAL enable_seqscan = off") }
                for key in [Int64?.none, 1] {
                    let sql = Open311Store.toldRange(
                        to: key, from: town.now, before: town.now + 1, skipping: 0, limit: 20)
                    let rows = try connection.rows((isLite ? "EXPLAIN QUERY PLAN " : "EXPLAIN ") + sql)
                    let plan = rows.map { row in
                        row.values.map { if case .text(let text) = $0 { text } else { "" } }.joined()
                    }.joined(separator: "\n")
                    #expect(plan.contains("open311_told_") && !plan.contains("TEMP B-TREE"), "\(plan)")
                    #expect(!plan.contains("Sort") && !plan.contains("Seq Scan"), "\(plan)")
                }
            }
        }
    }

    @Test("write any text so that it comes back the same, in JSON and in XML")
    func trees() throws {
        let texts = ["<b>&\"'</b>", "行1\n行2\t\r\n", "\u{202E}rtl", "👨‍👩‍👧", "]]>", "\\u0041", "a\u{2028}b"]
        for text in texts {
            let document = TreeDocument("a", .fields([.init(name: "b", value: .text(text))]))
            let json = try JSONSerialization.jsonObject(with: Data(document.json.utf8)) as? [String: String]
            #expect(json?["b"] == text)
            let given = try Given.xml(Array(document.xml.utf8))
            #expect(given["a"]["b"] == .text(text) || text.contains("\t"), "\(document.xml)")
        }
        #expect(Tree.decimal(30) == "30.0" && Tree.decimal(-0.00001) == "-0.00001")
        #expect(Tree.decimal(110.21307) == "110.21307" && Tree.decimal(.nan) == "0.0")
        let odd = TreeDocument("a", .fields([.init(name: "1<x", value: .text("\u{0}\u{1F}"))]))
        #expect(odd.xml.contains("<a><_1_x></_1_x></a>"))
    }
}
