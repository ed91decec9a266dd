import Core
import Courier
@testable import Deliveries
import Desk
import Foundation
import HTTPTypes
import Markup
import Storage
import Testing
import Web

@Suite("Deliveries") struct DeliveriesPagesTests {
    @Test("are whole in both languages, with hostile text too")
    func specimens() async throws {
        try await DeliveriesTown.with(.sqlite) { town in
            #expect(town.server.complaints == [])
            for language in Language.allCases {
                let words = Words(language, town.server.book)
                for specimen in DeliveriesSpecimens.all {
                    #expect(try specimen.complaints(words, menu: town.server.menu) == [])
                    let document = try specimen.document(words).text
                    #expect(!document.contains("<script>alert"))
                }
            }
        }
    }

    @Test("are only for those who manage the ways out")
    func closed() async throws {
        try await DeliveriesTown.with(.sqlite) { town in
            let id = try await town.endpoint("webhooks")
            for path in [
                "/deliveries", "/deliveries/webhooks", "/deliveries/webhooks/\(id)", "/deliveries/1",
            ] {
                #expect(try await town.browser("clerk").get(path).status == 403)
                #expect(try await WebClient(town.server).get(path).status == 303)
            }
            let token = WebClient(town.server, headers: [.authorization: "Bearer clerk+webhooks:manage"])
            #expect(try await token.get("/api/v1/webhooks").status == 403)
            let narrow = WebClient(town.server, headers: [.authorization: "Bearer manager+matters:read"])
            #expect(try await narrow.get("/api/v1/webhooks").status == 403)
        }
    }

    @Test("show the secret of a receiver once, and try it")
    func endpoints() async throws {
        try await DeliveriesTown.with(.sqlite) { town in
            let browser = town.browser("manager")
            let from = "/deliveries/webhooks/new"
            let bad = try await browser.post(
                "/deliveries/webhooks",
                ["topic": "webhooks", "name": "<b>x", "url": "https://u:p@example.org"], from: from)
            #expect(bad.status == 422 && bad.text.contains("&lt;b&gt;x") && !bad.text.contains("<b>x"))
            let made = try await browser.post(
                "/deliveries/webhooks",
                ["topic": "webhooks", "name": "水司", "url": "https://example.org/h", "types": "closed"],
                from: from)
            #expect(made.status == 200 && made.text.contains("whsec_"))
            let endpoint = try #require(try await town.deliveries.endpoints().first)
            let page = "/deliveries/webhooks/\(endpoint.id)"
            #expect(try await browser.get(page).text.contains("whsec_") == false)
            #expect(WebhookFilter(stored: endpoint.filter) == WebhookFilter(types: ["closed"]))
            #expect(try await browser.post("\(page)/test", [:], from: page).location == page)
            let sent = try await town.requests("webhooks")
            #expect(sent.count == 1 && sent.first?.body.contains(PublicWord.test) == true)
            #expect(try await browser.post("\(page)/rotate", [:], from: page).text.contains("whsec_"))
            #expect(try await browser.post("\(page)/pause", [:], from: page).status == 303)
            #expect(try await town.deliveries.endpoint(endpoint.id)?.state == .paused)
            #expect(try await browser.post("\(page)/explode", [:], from: page).status == 404)
            let replay = ["from": "2026-03-02T08:00", "to": "2026-03-02T10:00"]
            #expect(try await browser.post("\(page)/replay", replay, from: page).status == 200)
            #expect(
                try await browser.post("\(page)/replay", ["from": "gestern", "to": ""], from: page).status
                    == 422)
            #expect(try await browser.post("\(page)/delete", [:], from: page).status == 303)
            #expect(try await browser.get(page).status == 404)
        }
    }

    @Test("list what failed first, and send it again with a reason")
    func log() async throws {
        try await DeliveriesTown.with(.sqlite) { town in
            let id = try await town.endpoint("webhooks")
            let number = try await town.filed().number
            try await town.follow()
            let sending = try #require(try await town.sendings("webhooks").first)
            let browser = town.browser("manager")
            #expect(try await browser.get("/deliveries").text.contains(number) == false)
            try await town.settle(sending.id, as: .failed, reason: "<i>500</i>")
            for path in [
                "/deliveries", "/deliveries?topic=webhooks", "/deliveries?endpoint=\(id)",
                "/deliveries?matter=\(number)",
            ] {
                let page = try await browser.get(path)
                #expect(page.status == 200 && page.text.contains(number) && !page.text.contains("<i>500"))
                #expect(Structure.complaints(ofBytes: page.bytes) == [])
            }
            #expect(try await browser.get("/deliveries?topic=x").status == 404)
            #expect(try await browser.get("/deliveries?matter=QS0").text.contains(number + "</a>") == false)
            let page = "/deliveries/\(sending.id)"
            #expect(try await browser.post("\(page)/again", ["reason": ""], from: page).status == 422)
            #expect(try await browser.post("\(page)/again", ["reason": "好了"], from: page).status == 303)
            #expect(try await browser.get(page).text.contains("好了"))
            #expect(try await town.sendings("webhooks").first?.state == .waiting)
            #expect(try await browser.get("/deliveries/999").status == 404)
        }
    }

    @Test("never show a private link or a code to staff")
    func veiled() async throws {
        try await DeliveriesTown.with(.sqlite) { town in
            let receipt = try await town.filed()
            try await town.post("您的验证码是 123456", template: "code")
            town.clock.move(6 * DeliveriesTown.minute)
            try await town.tick()
            let browser = town.browser("manager")
            for sending in try await town.sendings("mail") {
                let page = try await browser.get("/deliveries/\(sending.id)")
                #expect(page.status == 200 && !page.text.contains(receipt.token))
                #expect(!page.text.contains("123456") && !page.text.contains("li@example"))
            }
            let matter = try #require(try await town.deliveries.matter(receipt.number))
            let log = try await town.deliveries.log(ofMatter: matter)
            let visit = try Visit.specimen(Words(.zh, town.server.book), officer: nil, menu: [])
            let panel = MatterLogPanel(
                telling: DeliveryTelling(visit: visit, city: town.desk.city), log: log
            ).html.text
            #expect(panel.contains("已收到") && !panel.contains(receipt.token))
        }
    }

    @Test("are managed by programs")
    func api() async throws {
        try await DeliveriesTown.with(.sqlite) { town in
            let client = WebClient(
                town.server, headers: [.authorization: "Bearer manager+webhooks:manage"])
            let made = try await client.json(
                "POST", "/api/v1/webhooks",
                body: #"{"name":"a","url":"https://example.org/","types":["closed"]}"#)
            #expect(made.status == 201 && made.text.contains("whsec_"))
            let place = try #require(made.location)
            #expect(try await client.get(place).text.contains(#""types":["closed"]"#))
            let bad = try await client.json(
                "POST", "/api/v1/webhooks", body: #"{"name":"a","url":"https://example.org/","types":["x"]}"#)
            #expect(bad.status == 422 && bad.text.contains("types"))
            let change = try await client.json(
                "PUT", place, body: #"{"name":"b","url":"https://example.org/b"}"#)
            #expect(change.status == 200 && change.text.contains(#""types":[]"#))
            for what in ["test", "pause", "resume", "rotate"] {
                #expect(try await client.json("POST", "\(place)/\(what)").status == 200)
            }
            let replay = #"{"from":"2026-03-02T00:00:00Z","to":"2026-03-03T00:00:00+08:00"}"#
            #expect(try await client.json("POST", "\(place)/replay", body: replay).status == 202)
            let wrong = #"{"from":"2026-03-02","to":"2026-03-03T00:00:00+08:00"}"#
            #expect(try await client.json("POST", "\(place)/replay", body: wrong).status == 422)
            let log = try await client.get("/api/v1/deliveries?state=waiting")
            #expect(log.status == 200 && log.text.contains(#""topic":"webhooks""#))
            let id = try #require(try await town.sendings("webhooks").first?.id)
            #expect(try await client.get("/api/v1/deliveries/\(id)").status == 200)
            let again = try await client.json(
                "POST", "/api/v1/deliveries/\(id)/again", body: #"{"reason":"x"}"#)
            #expect(again.status == 409)
            #expect(try await client.send("DELETE", place).status == 204)
            #expect(try await client.get(place).status == 404)
        }
    }

    @Test("put a person's due dates into a calendar that says no private word")
    func calendar() async throws {
        try await DeliveriesTown.with(.sqlite) { town in
            let number = try await town.filed("张三家，没有灯").number
            try await town.move("register", [.category: "lamp"], on: number, by: "clerk")
            try await town.move("dispatch", [.unit: "ROADS"], on: number, by: "dispatcher")
            try await town.move("accept", on: number, by: "roads")
            let browser = town.browser("roads")
            let made = try await browser.post(
                "/deliveries/calendar", [:], from: "/deliveries/calendar")
            let start = try #require(made.text.firstRange(of: "/deliveries/calendar/"))
            let path = String(made.text[start.lowerBound...].prefix { $0 != "<" && $0 != "\"" })
            let reader = WebClient(town.server)
            let feed = try await reader.get(path)
            #expect(feed.status == 200)
            #expect(feed.headers[.contentType] == "text/calendar; charset=utf-8")
            #expect(!feed.text.contains("张三") && !feed.text.contains("没有灯"))
            #expect(feed.text.split(separator: "\r\n").allSatisfy { $0.utf8.count <= 75 })
            if try await town.desk.dossier(.number(number), for: .resident)?.record.dueAt != nil {
                #expect(feed.text.contains("SUMMARY:\(number)"))
            }
            let tag = try #require(feed.headers[.eTag])
            #expect(try await reader.get(path, headers: [.ifNoneMatch: tag]).status == 304)
            #expect(try await browser.get("/deliveries/calendar").text.contains(path) == false)
            #expect(
                try await browser.post("/deliveries/calendar/end", [:], from: "/deliveries/calendar").status
                    == 303)
            #expect(try await reader.get(path).status == 404)
            #expect(try await reader.get("/deliveries/calendar/x.ics").status == 404)
        }
    }

    @Test("do not answer a calendar that asks a hundred times a second")
    func pressed() async throws {
        try await DeliveriesTown.with(.sqlite) { town in
            var last: WebAnswer?
            for _ in 0..<30 { last = try await WebClient(town.server).get("/deliveries/calendar/x.ics") }
            #expect(last?.status == 429)
            #expect(last?.headers[.retryAfter] != nil)
        }
    }

    @Test("write calendars as RFC 5545 says")
    func calendarText() {
        #expect(CalendarText.escaped("a;b,c\\d\ne\r\u{7}") == "a\\;b\\,c\\\\d\\ne")
        let folded = CalendarText.folded("SUMMARY:" + String(repeating: "长", count: 60))
        let lines = folded.components(separatedBy: "\r\n")
        #expect(lines.allSatisfy { $0.utf8.count <= 75 })
        #expect(lines.dropFirst().allSatisfy { $0.hasPrefix(" ") })
        #expect(lines.enumerated().map { $0 == 0 ? $1 : String($1.dropFirst()) }.joined().count == 68)
        #expect(CalendarText.utc(Moment(milliseconds: 0)) == "19700101T000000Z")
        #expect(CalendarText.utc(Moment(milliseconds: -1000)) == "19691231T235959Z")
    }
}
