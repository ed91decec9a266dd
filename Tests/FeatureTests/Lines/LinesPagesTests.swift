import Core
import Courier
import Desk
@testable import Lines
import Markup
import Storage
import Testing
import Web

@Suite("The pages of lines")
struct LinesPagesTests {
    private static let entry = [
        "code": "NEW", "number": "6600-999", "name_zh": "新热线", "name_en": "New line", "owner": "WATER",
        "mode": "merged", "from": "2026-04-01", "batch": "第三批", "accept_minutes": "30", "reason": "归并",
    ]

    @Test("are whole in every state and both languages")
    func specimens() throws {
        let book = WordBook([
            .web, WordFiles(owner: "Lines", zh: PackageResources.zh_words, en: PackageResources.en_words),
        ])
        #expect(book.complaints.isEmpty)
        #expect(LinesSpecimens.all.count >= 20)
        for specimen in LinesSpecimens.all {
            for language in Language.allCases {
                let complaints = try specimen.complaints(book.words(language))
                #expect(complaints.isEmpty, "\(complaints.first ?? "")")
            }
        }
    }

    @Test("write a line down with a reason, by who may, and keep what was before")
    func register() async throws {
        try await LinesTown.with(.sqlite) { town in
            let admin = town.browser("admin")
            let refused = try await town.browser("clerk").post("/lines", Self.entry, from: "/lines/messages")
            #expect(refused.status == 403)
            for field in ["code", "number", "name_zh", "owner", "mode", "from", "accept_minutes", "reason"] {
                var entry = Self.entry
                entry[field] = field == "accept_minutes" ? "0" : ""
                #expect(try await admin.post("/lines", entry, from: "/lines").status == 422, "\(field)")
            }
            #expect(try await admin.post("/lines", Self.entry, from: "/lines").status == 303)
            var change = Self.entry
            (change["mode"], change["from"], change["reason"]) = ("docked", "2026-05-01", "改为对接")
            #expect(try await admin.post("/lines", change, from: "/lines").status == 303)
            let history = try await admin.get("/lines/register/NEW").text
            #expect(history.contains("归并") && history.contains("改为对接"))
            let register = try await town.lines.register()
            #expect(register.line("NEW", on: TownCity.date("2026-04-30"))?.mode == .merged)
            #expect(register.line("NEW", on: TownCity.date("2026-05-01"))?.mode == .docked)
            #expect(try await admin.get("/lines?on=2026-04-02").text.contains("新热线"))
            #expect(!(try await admin.get("/lines?on=2026-03-02").text.contains("新热线")))
            #expect(try await admin.get("/lines/register/nothing").status == 404)
        }
    }

    @Test("take a sheet whole or not at all, and give one that no spreadsheet runs")
    func sheet() async throws {
        try await LinesTown.with(.sqlite) { town in
            let admin = town.browser("admin")
            let head = LineSheet.columns.joined(separator: ",")
            let good = "S1,6601,=1+1,Sum,WATER,no,merged,2026-01-01,,,"
            let bad = "S2,abc,坏,Bad,WATER,no,merged,2026-01-01,,,"
            let form = { (rows: [String]) in
                ["sheet": ([head] + rows).joined(separator: "\n"), "sheetReason": "归并"]
            }
            let answer = try await admin.post("/lines/import", form([good, bad]), from: "/lines")
            #expect(answer.status == 422 && answer.text.contains("第 3 行"))
            #expect(try await town.lines.register().history(of: "S1").isEmpty)
            for text in ["", "x", "\"", head] {
                let empty = ["sheet": text, "sheetReason": "归并"]
                #expect(try await admin.post("/lines/import", empty, from: "/lines").status == 422)
            }
            #expect(try await admin.post("/lines/import", form([good]), from: "/lines").status == 303)
            let sheet = try await admin.get("/lines/register.csv")
            #expect(sheet.text.contains("\"'=1+1\""))
            let (entries, problems) = LineSheet.read(sheet.text, in: town.desk.city)
            #expect(problems.isEmpty)
            #expect(entries == (try await town.lines.register().entries))
        }
    }

    @Test("tell everybody which number does what")
    func numbers() async throws {
        try await LinesTown.with(.sqlite) { town in
            let page = try await WebClient(town.server).get("/lines/numbers")
            #expect(page.status == 200 && page.text.contains("4420000") && page.text.contains("tel:110"))
            let found = try await WebClient(town.server).get("/lines/numbers?q=442-0000").text
            #expect(found.contains("热线OLD") && !found.contains("热线GAS"))
            #expect(try await WebClient(town.server).get("/lines/numbers?q=%3Cscript%3E").status == 200)
            #expect(try await WebClient(town.server).get("/lines").status == 303)
        }
    }

    @Test("label what came by an old number")
    func origin() async throws {
        try await LinesTown.with(.sqlite) { town in
            let origin = try #require(try await town.lines.origin(of: "(442) 0000", at: town.now))
            #expect(origin == LineOrigin(code: "OLD", number: "4420000", mode: .merged))
            #expect(try await town.lines.origin(of: "12345", at: town.now) == nil)
            let number = try await town.registered()
            let matter = try #require(try await town.matter(number))
            let now = town.now
            try await town.desk.database.write { connection in
                try LinesDesk.note(origin, of: matter.id, at: now, in: connection)
                try LinesDesk.note(
                    LineOrigin(code: "GAS", number: "1", mode: .docked), of: matter.id, at: now,
                    in: connection)
            }
            let kept = try await town.desk.database.read {
                try RegisterStore(connection: $0).origin(of: matter.id)
            }
            #expect(kept == origin)
        }
    }

    @Test("hand a matter over by one key, and show where it is")
    func key() async throws {
        try await LinesTown.with(.sqlite) { town in
            let number = try await town.registered()
            let path = "/lines/hand-over/\(number)"
            let browser = town.browser("dispatcher")
            #expect(try await browser.get(path).text.contains("热线GAS"))
            let empty = try await browser.post(path, ["line": "GAS", "reason": ""], from: path)
            #expect(empty.status == 422)
            let other = try await browser.post(path, ["line": "OLD", "reason": "x"], from: path)
            #expect(other.status == 422)
            let done = try await browser.post(path, ["line": "GAS", "reason": "没气"], from: path)
            #expect(done.status == 303)
            let code = try #require(done.location?.split(separator: "/").last.map(String.init))
            #expect(try await browser.get("/lines/transfers/\(code)").text.contains("没气"))
            #expect(try await town.browser("afar").get(path).status == 404)
            #expect(try await town.browser("water").get("/lines/transfers/\(code)").status == 404)
            // What was said by phone counts as if their system had told it.
            let told = try await browser.post(
                "/lines/transfers/\(code)", ["news": "accepted"], from: "/lines/transfers/\(code)")
            #expect(told.status == 303)
            #expect(try await town.lines.transfer(code)?.state == .accepted)
        }
    }

    @Test("connect a line's system, show its secret once, and take it away")
    func docking() async throws {
        try await LinesTown.with(.sqlite) { town in
            let (admin, path) = (town.browser("admin"), "/lines/register/ALONE")
            for url in ["", "ftp://x.example", "javascript:alert(1)", "https://u:p@x.example/"] {
                let refused = try await admin.post(path, ["url": url], from: path)
                #expect(refused.status == 422, "\(url)")
            }
            let clerk = try await town.browser("clerk").post(
                path, ["url": "https://x.example/"], from: "/lines/messages")
            #expect(clerk.status == 403)
            let made = try await admin.post(path, ["url": "https://x.example/hook"], from: path)
            #expect(made.status == 200 && made.text.contains("whsec_"))
            let later = try await admin.get(path).text
            #expect(later.contains("https://x.example/hook") && !later.contains("whsec_"))
            #expect(try await town.lines.endpoint(of: "ALONE")?.filter == "ALONE")
            let ended = try await admin.post(path, ["disconnect": "yes"], from: path)
            #expect(ended.status == 303)
            #expect(try await town.lines.endpoint(of: "ALONE") == nil)
        }
    }
}
