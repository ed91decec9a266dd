import CityPack
import Core
import Courier
import Desk
import Foundation
import HTTPTypes
import Markup
@testable import Open311
import Storage
import Testing
import Web

@Suite("The Open311 server") struct ServerTests {
    @Test("says where it answers, what it takes and what it asks, in both formats")
    func described() async throws {
        try await ServerTown.with { town in
            let discovery = try await town.get("discovery.xml")
            #expect(discovery.status == 200)
            #expect(discovery.headers[.contentType] == "text/xml; charset=utf-8")
            #expect(discovery.text.contains("<url>https://12345.example.org/open311/v2</url>"))
            #expect(discovery.text.contains("<format>application/json</format>"))
            #expect(
                try await town.get("discovery.json").text.hasPrefix("{\"changeset\":\"2026-03-01T00:00:00Z\"")
            )
            let services = try await town.get("services.json").rows
            #expect(services.count == ServerTown.city.catalogue.leaves.count + 1)
            let lamp = try #require(services.first { $0["service_code"] as? String == "0201" })
            #expect(lamp["metadata"] as? Bool == true && lamp["group"] as? String == "市政设施")
            #expect(lamp["keywords"] as? String == "路灯,照明,street light,lamp")
            #expect(services.last?["service_code"] as? String == "other")
            let english = try await town.client(headers: [.acceptLanguage: "en"])
                .get("/open311/v2/services.xml").text
            #expect(english.contains("<service_name>Street lighting</service_name>"))
            let definition = try await town.get("services/0201.xml").text
            #expect(definition.contains("<required>true</required>"))
            #expect(definition.contains("<value><key>dark</key><name>不亮</name></value>"))
            #expect(definition.contains("<variable>false</variable>"))
            #expect(
                try await town.get("services/0102.json").text == #"{"service_code":"0102","attributes":[]}"#)
        }
    }

    @Test("takes a request in, and gives it back at once to anybody, without who raised it")
    func roundTrip() async throws {
        try await ServerTown.with { town in
            let number = try await town.filed([
                "first_name": "小明", "last_name": "测", "phone": "13800138000", "email": "a@example.org",
                "account_id": "ACC-7", "device_id": "DEV-9", "attribute[BINS]": "3",
                "address_string": "人民路8号",
                "description": "门口垃圾没人清，我的电话13800138000。", "media_url": "https://img.example.org/1.jpg",
            ])
            let one = try await town.get("requests/\(number).json?extensions=true")
            let row = try #require(try one.rows.first)
            #expect(row["status"] as? String == "open" && row["service_code"] as? String == "0101")
            #expect(row["lat"] as? Double == 30.5975 && row["long"] as? Double == 110.21307)
            #expect(row["requested_datetime"] as? String == "2026-03-02T02:00:00Z")
            for secret in ["小明", "13800138000", "a@example.org", "ACC-7", "DEV-9", "img.example"] {
                #expect(!one.text.contains(secret), "\(secret)")
            }
            #expect(one.text.contains(#"{"code":"BINS","value":"3"}"#))
            #expect(try await town.get("requests/\(number).xml").text.contains("<lat>30.5975</lat>"))
            try await town.follow()
            #expect(try await town.get("requests.json").rows.count == 1)
            let record = try #require(try await town.desk.dossier(.number(number), for: .resident)?.record)
            #expect(record.channel == .api && record.source?.hasPrefix("open311:") == true)
            #expect(record.category == "0101" && record.area.text.hasPrefix("980101001001"))
            #expect(record.place == "人民路8号")
        }
    }

    @Test("refuses what it cannot take, with all that is wrong, and keeps nothing of it")
    func refused() async throws {
        try await ServerTown.with { town in
            let bad = try await town.post([
                "lat": "91", "description": String(repeating: "字", count: 4001), "service_code": "0201",
                "media_url": "javascript:alert(1)",
            ])
            #expect(bad.status == 400)
            #expect(
                Set(try bad.errors) == ["lat", "description", "attribute[FAULT]", "media_url"], "\(bad.text)")
            let cases: [(String, [String: String], Int, String)] = [
                ("no key", ["api_key": ""], 403, "api_key"),
                ("a wrong key", ["api_key": "lxk_" + String(repeating: "0", count: 48)], 403, "api_key"),
                ("no service", ["service_code": ""], 400, "service_code"),
                ("an unknown service", ["service_code": "9999"], 404, "service_code"),
                ("a group", ["service_code": "01"], 404, "service_code"),
                ("no place", ["lat": "", "long": ""], 400, "lat"),
                ("half a position", ["long": ""], 400, "lat"),
                ("swapped", ["lat": "110.21307", "long": "30.5975"], 400, "lat"),
                ("nowhere", ["lat": "0", "long": "0"], 400, "lat"),
                ("no number", ["lat": "NaN"], 400, "lat"), ("exponent", ["lat": "3.05e1"], 400, "lat"),
                ("comma", ["lat": "30,5975"], 400, "lat"),
                ("an unknown area", ["lat": "", "long": "", "address_id": "9999"], 400, "address_id"),
                ("a bell", ["description": "a\u{7}b"], 400, "description"),
                ("a bad phone", ["phone": "12"], 400, "phone"),
                ("two mail addresses", ["email": "a@x.org,b@x.org"], 400, "email"),
                ("mail with a line", ["email": "a@x.org\nBcc: b@x.org"], 400, "email"),
                (
                    "no value of the list", ["service_code": "0201", "attribute[FAULT]": "x"], 400,
                    "attribute[FAULT]"
                ),
                ("no number", ["attribute[BINS]": "1e3"], 400, "attribute[BINS]"),
                ("no moment", ["attribute[SINCE]": "2026-02-30T00:00:00Z"], 400, "attribute[SINCE]"),
                ("another city", ["jurisdiction_id": "elsewhere.example"], 404, "jurisdiction_id"),
            ]
            for (name, change, status, code) in cases {
                for format in ["json", "xml"] {
                    let answer = try await town.post(change, format: format)
                    #expect(answer.status == status, "\(name): \(answer.status) \(answer.text)")
                    #expect(answer.text.contains(code), "\(name): \(answer.text)")
                    #expect(!answer.text.contains("<html"))
                }
            }
            #expect(try await town.count("SELECT count(*) FROM matters") == 0)
            #expect(try await town.count("SELECT count(*) FROM open311_filings") == 0)
            // What a client may not say is not said.
            let number = try await town.filed([
                "status": "closed", "expected_datetime": "2030-01-01T00:00:00Z", "owner": "x", "lead": "x",
                "jurisdiction_id": "lianxin.example", "description": String(repeating: "👨‍👩‍👧", count: 4000),
            ])
            #expect(try await town.matter(number).isOpen)
        }
    }

    @Test("is never a page: not where nothing is, nor where the method or the body is wrong")
    func neverPage() async throws {
        try await ServerTown.with { town in
            let client = town.client()
            let answers: [(WebAnswer, Int)] = [
                (try await town.get("nothing.xml"), 404), (try await town.get("nothing"), 404),
                (try await town.get("requests/QS1.html"), 404),
                (try await town.get("requests/QS1.json"), 404),
                (try await town.get("services/9999.xml"), 404), (try await town.get("tokens/x.json"), 404),
                (try await client.send("DELETE", "/open311/v2/requests.xml"), 405),
                (try await client.post("/open311/v2/services.json", ["a": "b"]), 405),
                (
                    try await client.send(
                        "POST", "/open311/v2/requests.xml", headers: [.contentType: "text/xml"],
                        body: Array("<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><x>&a;</x>".utf8)),
                    415
                ),
                (
                    try await client.send(
                        "POST", "/open311/v2/requests.json",
                        headers: [.contentType: "application/x-www-form-urlencoded"],
                        body: Array(repeating: 97, count: 11_000_000)), 413
                ),
                (
                    try await client.send(
                        "POST", "/open311/v2/requests.json",
                        headers: [.contentType: "application/x-www-form-urlencoded"],
                        body: Array("description=%ff%fe".utf8)), 400
                ),
            ]
            for (answer, status) in answers {
                #expect(answer.status == status, "\(answer.text)")
                #expect(answer.text.contains("<errors><error><code>") || answer.text.hasPrefix("[{\"code\":"))
                #expect(!answer.text.contains("<html") && answer.cookies.isEmpty)
            }
            let head = try await client.send("HEAD", "/open311/v2/services.json")
            #expect(head.status == 200 && head.bytes.isEmpty)
            let options = try await client.send("OPTIONS", "/open311/v2/requests.json")
            #expect(options.status == 204 && options.headers[.accessControlAllowOrigin] == "*")
        }
    }

    @Test("answers the same question with a tag, and nothing new to who has it")
    func tagged() async throws {
        try await ServerTown.with { town in
            _ = try await town.filed()
            try await town.follow()
            let first = try await town.get("requests.json")
            let tag = try #require(first.headers[.eTag])
            #expect(first.headers[.accessControlAllowOrigin] == "*" && first.cookies.isEmpty)
            let again = try await town.client().get("/open311/v2/requests.json", headers: [.ifNoneMatch: tag])
            #expect(again.status == 304 && again.bytes.isEmpty)
            #expect(try await town.get("requests.xml?charset=none").headers[.contentType] == "text/xml")
            #expect(try await town.get("services.json?lang=en").status == 200)
        }
    }

    @Test(
        "files once what is sent twice under one key, also at once, and refuses other content",
        arguments: TestEngine.present)
    func once(engine: TestEngine) async throws {
        try await ServerTown.with(engine) { town in
            let numbers = try await withThrowingTaskGroup(of: String.self) { group in
                for _ in 0..<12 {
                    group.addTask {
                        let answer = try await town.post(headers: [.idempotencyKey: "abc-1"])
                        return try #require(try answer.rows.first?["service_request_id"] as? String)
                    }
                }
                return try await group.reduce(into: Set<String>()) { $0.insert($1) }
            }
            #expect(numbers.count == 1)
            #expect(try await town.count("SELECT count(*) FROM matters") == 1)
            let other = try await town.post(["description": "别的事"], headers: [.idempotencyKey: "abc-1"])
            #expect(other.status == 409)
            let second = try await town.post(["api_key": town.other], headers: [.idempotencyKey: "abc-1"])
            #expect(second.status == 200)
            #expect(try await town.count("SELECT count(*) FROM matters") == 2)
        }
    }

    @Test("stops five hundred equal requests of one minute, and a key that was revoked")
    func throttled() async throws {
        try await ServerTown.with { town in
            var states: [Int] = []
            for _ in 0..<500 { states.append(try await town.post().status) }
            #expect(states.filter { $0 == 200 }.count == 20 && states.filter { $0 == 429 }.count == 480)
            #expect(try await town.count("SELECT count(*) FROM matters") == 20)
            let stopped = try await town.post()
            #expect(stopped.headers[.retryAfter] != nil && stopped.text.hasPrefix("[{\"code\":"))
            let id = try #require(try await town.keys.keys(.open311).first { $0.name == "市民拍" }).id
            try await town.keys.revoke(id, at: town.now)
            #expect(try await town.post(["description": "再一件"]).status == 403)
        }
    }

    @Test("takes pictures that come along, and no other file; a file before the key is not read")
    func media() async throws {
        try await ServerTown.with { town in
            let fields = ServerTown.place.merging([
                "api_key": town.key, "service_code": "0101", "description": "看照片",
            ]) { $1 }
            let png = Array(Data(base64Encoded: Self.pixel) ?? Data())
            let good = try await town.multipart(fields, file: png)
            #expect(good.status == 200, "\(good.text)")
            let number = try #require(try good.rows.first?["service_request_id"] as? String)
            let dossier = try #require(try await town.desk.dossier(.number(number), for: .resident))
            #expect(dossier.attachments.count == 1)
            #expect(try await town.multipart(fields, file: Array("<svg onload=alert(1)>".utf8)).status == 400)
            #expect(try await town.multipart(fields, file: []).status == 400)
            let late = try await town.multipart(fields, file: png, fileFirst: true)
            #expect(late.status == 403 && late.text.hasPrefix("[{\"code\":"))
            #expect(try await town.count("SELECT count(*) FROM matters") == 1)
        }
    }

    private static let pixel =
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="

    @Test("shows at the desk what came along and what their side said, as text")
    func panel() async throws {
        try await ServerTown.with { town in
            let number = try await town.filed([
                "service_code": "0201", "attribute[FAULT]": "dark", "attribute[POLE]": "<script>",
                "account_id": "ACC-7",
            ])
            _ = try await town.update(number, "u1", ["status": "CLOSED", "description": "<img onerror=x>"])
            let client = town.open311
            let words = town.server.book.words(.zh)
            let visit = try Visit.specimen(words, now: town.now)
            let panel = try await client.panel.content(try await town.matter(number), visit)
            let text = try #require(panel).text
            #expect(text.contains("不亮") && text.contains("ACC-7") && text.contains("市民拍"))
            #expect(!text.contains("<script>") && !text.contains("<img"))
            for specimen in Open311Specimens.all {
                for language in Language.allCases {
                    #expect(try specimen.complaints(town.server.book.words(language)).isEmpty)
                }
            }
            #expect(town.server.complaints.isEmpty, "\(town.server.complaints)")
        }
    }
}

extension ServerTown {
    /// Sends a form in parts.
    func multipart(
        _ fields: [String: String], file: [UInt8], fileFirst: Bool = false
    ) async throws -> WebAnswer {
        var parts = fields.sorted { $0.key < $1.key }.map { name, value in
            Array("--b\r\nContent-Disposition: form-data; name=\"\(name)\"\r\n\r\n\(value)\r\n".utf8)
        }
        let head =
            "--b\r\nContent-Disposition: form-data; name=\"media\"; filename=\"a.png\"\r\n"
            + "Content-Type: image/png\r\n\r\n"
        let whole = Array(head.utf8) + file + Array("\r\n".utf8)
        parts.insert(whole, at: fileFirst ? 0 : parts.count)
        return try await client().send(
            "POST", "/open311/v2/requests.json", headers: [.contentType: "multipart/form-data; boundary=b"],
            body: parts.flatMap { $0 } + Array("--b--\r\n".utf8))
    }
}
