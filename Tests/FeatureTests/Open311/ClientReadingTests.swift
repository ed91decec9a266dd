import Core
@testable import Courier
import Desk
import Foundation
@testable import Open311
import Storage
import Testing

@Suite("Reading other servers")
struct ClientReadingTests {
    /// The recorded answers beside the repository; nil, and said, where they are not.
    static func recorded(_ name: String) -> [UInt8]? {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appending(path: "../../../../shared/data/open311").standardizedFileURL
        guard let data = try? Data(contentsOf: folder.appending(path: name)) else {
            FileHandle.standardError.write(Data("skipped: no ../shared/data/open311/\(name)\n".utf8))
            return nil
        }
        return Array(data)
    }

    private func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

    @Test(
        "takes every request that three cities recorded",
        arguments: [
            ("bloomington_requests.json", 21), ("chicago_requests_extended.json", 50),
            ("san_francisco_requests.xml", nil),
        ] as [(String, Int?)])
    func recordedRequests(name: String, count: Int?) throws {
        guard let bytes = Self.recorded(name) else { return }
        let reading = try Open311Reading().requests(bytes)
        #expect(reading.refused.isEmpty)
        #expect(count == nil ? reading.rows.count > 20 : reading.rows.count == count)
        #expect(reading.rows.allSatisfy { $0.status != nil && $0.requestedAt != nil })
    }

    @Test(
        "takes every service of recorded lists",
        arguments: [
            ("bloomington_services.json", 46), ("san_francisco_services.xml", 0),
            ("clients/ruby-fixtures/services.xml", 0),
            ("clients/open311status-fixtures/service_list.json", 3),
            ("clients/open311status-fixtures/services_giessen.xml", 0),
        ])
    func recordedServices(name: String, count: Int) throws {
        guard let bytes = Self.recorded(name) else { return }
        let reading = try Open311Reading().services(bytes)
        #expect(reading.refused.isEmpty && !reading.rows.isEmpty)
        if count > 0 { #expect(reading.rows.count == count) }
    }

    @Test("takes the answers that other clients keep for their tests")
    func fixtures() throws {
        let folder = "clients/ruby-fixtures/"
        if let bytes = Self.recorded(folder + "service_definition.xml") {
            let attribute = try #require(try Open311Reading().definition(bytes).rows.first)
            #expect(attribute.code == "WHISHETN" && attribute.required)
            #expect(attribute.values.map(\.name) == ["Ford", "Chrysler"])
        }
        if let bytes = Self.recorded(folder + "post_service_request.xml") {
            #expect(try Open311Reading().receipts(bytes).map(\.id) == ["293944"])
        }
        if let bytes = Self.recorded(folder + "request_id_from_token.xml") {
            let receipt = try #require(try Open311Reading().receipts(bytes).first)
            #expect(receipt.id == "638344" && receipt.token == "12345")
        }
        if let bytes = Self.recorded(folder + "service_requests_empty.xml") {
            #expect(try Open311Reading().requests(bytes).rows.isEmpty)
        }
        if let bytes = Self.recorded(folder + "get_service_request_not_found.xml") {
            #expect(
                throws: ReadingRefusal.errors(["Service request not found with id or token not-an-id"])
            ) { try Open311Reading().requests(bytes) }
        }
    }

    @Test(
        "reads an answer however it is wrapped",
        arguments: [
            #"[{"service_request_id":7,"description":"a"}]"#,
            #"{"service_requests":[{"service_request_id":7,"description":"a"}]}"#,
            #"{"service_requests":{"request":[{"service_request_id":007,"description":"a"}]}}"#,
            #"{"service_request_id":"7","service_name":"a"}"#,
            "<service_requests><request><service_request_id>7</service_request_id>"
                + "<description>a</description></request></service_requests>",
            "<x:service_requests xmlns:x='u'><x:request><x:service_request_id> 7 </x:service_request_id>"
                + "<x:service_name>a</x:service_name></x:request></x:service_requests>",
            "\u{FEFF}[{\"service_request_id\":7,\"description\":\"a\"}]",
        ])
    func wrapped(text: String) throws {
        let reading = try Open311Reading().requests(bytes(text))
        #expect(reading.rows.count == 1 && reading.refused.isEmpty)
        #expect(["7", "007"].contains(reading.rows.first?.id))
    }

    @Test(
        "says what is wrong with a row, and takes the others",
        arguments: [
            #"{"description":"a"}"#, #"{"service_request_id":"","description":"a"}"#,
            #"{"service_request_id":"a b","description":"a"}"#, #"{"service_request_id":"9"}"#,
            #"{"service_request_id":"9","description":"  ","service_name":null}"#,
            #"{"service_request_id":{"a":1},"description":"a"}"#, "7", "null", #""text""#,
            #"{"service_request_id":"1","description":"again"}"#,
        ])
    func refusedRows(row: String) throws {
        let text =
            #"[{"service_request_id":"1","description":"a"},\#(row),"#
            + #"{"service_request_id":"2","description":"b"}]"#
        let reading = try Open311Reading().requests(bytes(text))
        #expect(reading.rows.map(\.id) == ["1", "2"])
        #expect(reading.refused.count == 1 && reading.refused.first?.row == 2)
        #expect(reading.refused.first?.reason.isEmpty == false)
    }

    @Test(
        "refuses what is no answer",
        arguments: [
            "<html><body>x</body></html>", "<!DOCTYPE html><html></html>", "not json", "{", "[1,", "\"a",
            "<a><b></a>", "<service_requests>", #"{"a":"b"}"#, "5", "{\"a\":NaN}",
            "<!DOCTYPE x [<!ENTITY a 'b'>]><service_requests>&a;</service_requests>",
            String(repeating: "[", count: 10_000), "[] []",
            "<?xml version='1.0' encoding='no-such'?><service_requests/>",
        ])
    func noAnswer(text: String) {
        #expect(throws: ReadingRefusal.self) { try Open311Reading().requests(bytes(text)) }
    }

    @Test("refuses JSON that is not UTF-8, and keeps halves of pairs readable")
    func encodings() throws {
        let bad = bytes(#"[{"service_request_id":"1","description":""#) + [0xFF, 0xFE] + bytes(#""}]"#)
        #expect(throws: ReadingRefusal.notUTF8) { try Open311Reading().requests(bad) }
        let text = #"[{"service_request_id":"1","description":"\ud83d\ude00\ud83d x\u0000y"}]"#
        #expect(try Open311Reading().requests(bytes(text)).rows.first?.description == "😀\u{FFFD} xy")
    }

    @Test(
        "reads moments as servers write them",
        arguments: [
            ("2012-05-23T15:55:28-04:00", 1_337_802_928_000), ("2012-05-22 23:57:23.97", 1_337_731_043_970),
            ("2012-05-23T19:55:28Z", 1_337_802_928_000), ("2012-05-23T15:55:28-0400", 1_337_802_928_000),
            ("2012-05-23", 1_337_731_200_000), ("2016-12-31T23:59:60Z", 1_483_228_799_000),
            ("2012-02-29T00:00Z", 1_330_473_600_000),
        ])
    func moments(text: String, milliseconds: Int64) {
        #expect(TheirTime.read(text, zone: 0)?.milliseconds == milliseconds)
    }

    @Test(
        "takes no moment from what is none",
        arguments: [
            "", "yesterday", "0001-01-01T00:00:00Z", "9999-12-31T00:00:00Z", "2023-02-29", "1337802928000",
            "2012-05-23T25:00:00Z", "2012-05-23T10:61:00Z", "2012-05-23T10:00:00+99:00", "-1", "NaN",
            "2012-05-23T10:00:00 EST",
        ])
    func noMoments(text: String) { #expect(TheirTime.read(text, zone: 0) == nil) }

    @Test(
        "takes no place from what is none",
        arguments: [
            ("91", "10"), ("10", "181"), ("NaN", "NaN"), ("0.0", "0.0"), ("30,5", "110,2"), ("", ""),
            ("inf", "1"),
            ("abc", "1"),
        ])
    func noPlaces(lat: String, long: String) throws {
        let text = #"[{"service_request_id":"1","description":"a","lat":"\#(lat)","long":"\#(long)"}]"#
        #expect(try Open311Reading().requests(bytes(text)).rows.first?.position == nil)
    }

    @Test("takes the matters of three cities in, once, and tells what it could not")
    func imports() async throws {
        try await ClientTown.empty { here in
            var expected = 0
            for (name, city) in [
                ("bloomington_requests.json", "bloomington"), ("chicago_requests_extended.json", "chicago"),
                ("san_francisco_requests.xml", "san_francisco"),
            ] {
                guard let bytes = Self.recorded(name) else { continue }
                var importer = try Open311Importer(desk: here.town.desk, source: city)
                try importer.map(
                    categories: self.bytes("service,category\nPothole in Street,lamp\n*,water\n"))
                let rehearsed = try await importer.run(bytes, dryRun: true, at: here.town.now)
                #expect(try await here.town.count() == expected, "a dry run keeps nothing")
                let report = try await importer.run(bytes, at: here.town.now)
                #expect(report == rehearsed && report.rejected.isEmpty && report.imported == report.read)
                #expect(report.imported > 20 && report.uncategorised.isEmpty)
                expected += report.imported
                let again = try await importer.run(bytes, at: here.town.now)
                #expect(again.imported == 0 && again.known == report.imported)
                #expect(try await here.town.count() == expected)
            }
        }
    }

    @Test("keeps when a closed request began and ended, and does not call it solved")
    func importedEnd() async throws {
        try await ClientTown.empty { here in
            let importer = try Open311Importer(desk: here.town.desk, source: "x")
            let text = """
                [{"service_request_id":12,"status":"Closed","service_name":"Street lamps","description":null,
                "requested_datetime":"2025-05-09T19:02:21-05:00","updated_datetime":"2025-05-11T00:00:00Z",
                "status_notes":"Done"},
                {"service_request_id":13,"status":"closed","service_name":"Other",
                "requested_datetime":"soon"}]
                """
            let report = try await importer.run(bytes(text), at: here.town.now)
            #expect(report.imported == 2 && report.remarks.map(\.id) == ["13"])
            #expect(report.uncategorised == ["Other": 1])
            let rows = try await here.town.desk.list(MatterFilter(), in: .city, limit: 5).matters
            let lamp = try #require(rows.first { $0.sourceID == "12" })
            #expect(lamp.outcome == .elsewhere && lamp.category == "lamp" && lamp.source == "open311:x")
            #expect(lamp.text.contains("Done") && lamp.raisedAt.milliseconds == 1_746_835_341_000)
        }
    }

    @Test("refuses a map that names what is not here, and a source that is no name")
    func badMaps() async throws {
        try await ClientTown.empty { here in
            var importer = try Open311Importer(desk: here.town.desk, source: "x")
            for map in ["a,roads", "a,nowhere", "a", "service,category\n\"a,b"] {
                #expect(throws: Open311Importer.Refusal.self) { try importer.map(categories: bytes(map)) }
            }
            for name in ["", "a b", "a\nb", String(repeating: "x", count: 61)] {
                #expect(throws: Open311Importer.Refusal.self) {
                    try Open311Importer(desk: here.town.desk, source: name)
                }
            }
        }
    }
}
