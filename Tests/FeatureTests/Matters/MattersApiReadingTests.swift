import Core
import Desk
import HTTPTypes
import Testing

@Suite("Reading through the API")
struct MattersApiReadingTests {
    @Test(
        "answers the same for another county's matter, one that does not exist and words that are no number"
    )
    func hidden() async throws {
        try await TestTown.with { town in
            let life = try await ApiLife.begin(in: town)
            let names = [
                life.number, "QS2026030299999", "1", "-1", "0", "%27%20OR%201=1", "..%2F..",
                String(repeating: "9", count: 300),
            ]
            for suffix in ["", "/moves"] {
                var bodies: Set<String> = []
                for name in names {
                    let answer = try await town.officer("afar").get("/api/v1/matters/\(name)\(suffix)")
                    #expect(answer.status == 404, "\(name)")
                    bodies.insert(answer.text)
                }
                #expect(bodies.count == 1)
            }
            var orders: Set<String> = []
            for name in names.prefix(3) {
                let answer = try await town.officer("afar").json(
                    "POST", "/api/v1/matters/\(name)/moves",
                    body: body(["move": "register", "inputs": ["category": "lamp"]]))
                #expect(answer.status == 404)
                orders.insert(answer.text)
            }
            #expect(orders.count == 1)
            #expect(try await town.officer("nobody").get("/api/v1/matters/\(life.number)").status == 404)
        }
    }

    @Test("shows a unit only what it leads, also after the matter went elsewhere")
    func unitsSight() async throws {
        try await TestTown.with { town in
            let life = try await ApiLife.begin(in: town)
            try await life.move("register", ["category": "lamp"], as: "clerk")
            try await life.move("dispatch", ["unit": "WATER"], as: "dispatcher")
            #expect(try await town.officer("water").get("/api/v1/matters/\(life.number)").status == 200)
            try await life.move("return", ["reason": "不是我们的"], as: "water")
            try await life.move("dispatch", ["unit": "ROADS"], as: "dispatcher")
            #expect(try await town.officer("roads").get("/api/v1/matters/\(life.number)").status == 200)
            #expect(try await town.officer("water").get("/api/v1/matters/\(life.number)").status == 404)
            #expect(try await town.officer("roads").get("/api/v1/matters").value["matters"].list.count == 1)
            #expect(try await town.officer("water").get("/api/v1/matters").value["matters"].list.isEmpty)
        }
    }

    @Test("asks for a token and for its scope")
    func scopes() async throws {
        try await TestTown.with { town in
            for path in ["/matters", "/matters/QS1", "/matters/QS1/moves", "/workbench"] {
                #expect(try await town.visitor().get("/api/v1\(path)").status == 401, "\(path)")
                #expect(
                    try await town.officer("clerk+moves:write").get("/api/v1\(path)").status == 403, "\(path)"
                )
            }
            #expect(try await town.visitor().get("/api/v1/me").status == 401)
            let body = body(["move": "note", "inputs": ["note": "x"], "numbers": ["QS1"]])
            for path in ["/matters/QS1/moves", "/moves"] {
                #expect(try await town.visitor().json("POST", "/api/v1\(path)", body: body).status == 401)
                let answer = try await town.officer("clerk+matters:read").json(
                    "POST", "/api/v1\(path)", body: body)
                #expect(answer.status == 403)
                #expect(answer.headers[.wwwAuthenticate]?.contains("moves:write") == true)
                let forged = try await town.browser("clerk").json("POST", "/api/v1\(path)", body: body)
                #expect(forged.status == 403)
                #expect(forged.code == "forged")
            }
        }
    }

    private static let badQuestions: [(String, String)] = [
        ("status=done", "status"), ("status=", "status"), ("raisedTo=", "raisedTo"), ("scope=", "scope"),
        ("stage=nowhere", "stage"), ("kind=war", "kind"),
        ("category=x", "category"), ("unit=X", "unit"),
        ("area=12", "area"), ("area=x", "area"), ("outcome=good", "outcome"), ("overdue=maybe", "overdue"),
        ("route=new", "route"), ("grade=", "grade"), ("supervised=yes", "supervised"),
        ("excluded=1", "excluded"),
        ("size=0", "size"),
        ("size=101", "size"), ("size=-1", "size"), ("size=ten", "size"),
        ("size=99999999999999999999", "size"),
        ("raisedFrom=0001-01-01T00:00:00Z", "raisedFrom"), ("raisedTo=9999-12-31T23:59:59Z", "raisedTo"),
        ("raisedFrom=2026-02-30T00:00:00Z", "raisedFrom"), ("raisedFrom=2026-01-01", "raisedFrom"),
        ("raisedFrom=2026-01-01T24:00:00Z", "raisedFrom"), ("raisedFrom=2026-01-01T00:00:60Z", "raisedFrom"),
        ("raisedFrom=2026-03-02T00:00:00Z&raisedTo=2026-03-01T00:00:00Z", "raisedTo"),
        ("q=\(String(repeating: "x", count: 201))", "q"),
    ]

    @Test("refuses questions that make no sense by name instead of showing more than was asked for")
    func badQuestions() async throws {
        try await TestTown.with { town in
            for (question, field) in Self.badQuestions {
                let answer = try await town.officer("clerk").get("/api/v1/matters?\(question)")
                #expect(answer.status == 400, "\(question)")
                #expect(answer.fields == [field], "\(question)")
            }
            let unknown = try await town.officer("clerk").get("/api/v1/matters?statsu=open")
            #expect(unknown.status == 400)
            #expect(unknown.code == "unknown_parameters")
            for cursor in ["", "1", "abc", "AAAAAAAAAAAMQ", "%00"] {
                #expect(
                    try await town.officer("clerk").get("/api/v1/matters?after=\(cursor)").status == 400,
                    "\(cursor)")
            }
        }
    }

    @Test("lists only within the officer's own scopes; another scope looks like none")
    func otherScope() async throws {
        try await TestTown.with { town in
            for scope in ["city", "area-110102", "unit-WATER", "nonsense", "area-"] {
                let answer = try await town.officer("roads").get("/api/v1/matters?scope=\(scope)")
                #expect(answer.status == 404, "\(scope)")
            }
            #expect(try await town.officer("roads").get("/api/v1/matters?scope=unit-ROADS").status == 200)
            #expect(try await town.officer("nobody").get("/api/v1/matters").status == 403)
        }
    }

    @Test("filters, and pages to the end without a row lost or twice")
    func pages() async throws {
        try await TestTown.with { town in
            var numbers: [String] = []
            for index in 0..<7 {
                let life = try await ApiLife.begin(in: town, text: "第\(index)盏路灯不亮")
                numbers.append(life.number)
                town.wait(60_000)
                if index < 3 { try await life.move("register", ["category": "lamp"], as: "clerk") }
            }
            var seen: [String] = []
            var next: String? = "/api/v1/matters?size=3&status=open"
            while let path = next {
                let page = try await town.officer("clerk").get(path)
                #expect(page.status == 200)
                seen += page.value["matters"].list.compactMap { $0["number"].text }
                next = page.value["next"].text
            }
            #expect(seen == numbers.reversed())
            let counts = [
                "stage=registered": 3, "category=lamp": 3, "kind=request": 7, "area=110101": 7,
                "area=110102": 0, "q=路灯": 7,
                "q=第5盏": 1, "status=closed": 0, "overdue=false": 7, "supervised=true": 0,
                "excluded=false": 7, "route=legacy": 0, "outcome=solved": 0, "unit=ROADS": 0,
                "source=old": 0,
                "raisedFrom=2026-03-02T01:01:00Z&raisedTo=2026-03-02T01:03:00Z": 2,
                "raisedFrom=2026-03-02T09:06:00%2B08:00": 1,
            ]
            for (question, count) in counts {
                let answer = try await town.officer("clerk").get("/api/v1/matters?\(encoded(question))")
                #expect(answer.value["matters"].list.count == count, "\(question): \(answer.text)")
            }
        }
    }

    private func encoded(_ question: String) -> String {
        question.unicodeScalars.map { $0.isASCII ? String($0) : WebClient.encode(String($0)) }.joined()
    }

    @Test("answers 304 to whoever has the current version, and the whole matter after a move")
    func notModified() async throws {
        try await TestTown.with { town in
            let life = try await ApiLife.begin(in: town)
            let path = "/api/v1/matters/\(life.number)"
            let first = try await town.officer("clerk").get(path)
            let tag = try #require(first.headers[.eTag])
            #expect(tag == "\"v1\"")
            for known in [tag, "W/\(tag)", "\"v9\", \(tag)", "*"] {
                let again = try await town.officer("clerk").get(path, headers: [.ifNoneMatch: known])
                #expect(again.status == 304, "\(known)")
                #expect(again.bytes.isEmpty)
                #expect(again.headers[.eTag] == tag)
            }
            try await life.move("note", ["note": "x"], as: "clerk")
            #expect(try await town.officer("clerk").get(path, headers: [.ifNoneMatch: tag]).status == 200)
            #expect(try await town.officer("afar").get(path, headers: [.ifNoneMatch: "*"]).status == 404)
        }
    }

    @Test("shows the workbench, who one is, and the city's own lists")
    func reference() async throws {
        try await TestTown.with { town in
            let life = try await ApiLife.begin(in: town)
            let bench = try await town.officer("clerk").get("/api/v1/workbench?size=5").value["benches"][0]
            #expect(bench["scope"].text == "city")
            #expect(bench["queue"].list.compactMap { $0["number"].text } == [life.number])
            #expect(try await town.officer("clerk").get("/api/v1/workbench?size=0").status == 400)
            let me = try await town.officer("roads").get("/api/v1/me").value
            #expect(me["login"].text == "roads")
            #expect(me["scopes"].list == [.text("unit-ROADS")])
            #expect(me["posts"][0]["role"]["text"]["zh"].text == "承办人")
            let counts = [
                "catalogue": ("categories", 3), "units": ("units", 5), "areas": ("areas", 1),
                "kinds": ("kinds", 1),
            ]
            for (path, (field, count)) in counts {
                let answer = try await town.visitor().get("/api/v1/\(path)")
                #expect(answer.value[field].list.count == count, "\(path): \(answer.text)")
                #expect(answer.headers[.eTag] == "\"v4\"")
                let again = try await town.visitor().get("/api/v1/\(path)", headers: [.ifNoneMatch: "\"v4\""])
                #expect(again.status == 304)
            }
            #expect(try await town.visitor().get("/api/v1/areas?parent=1101").value["areas"].list.count == 2)
            #expect(try await town.visitor().get("/api/v1/areas?parent=77").status == 400)
            let kind = try await town.visitor().get("/api/v1/kinds/request").value
            #expect(kind["stages"].list.count == 14)
            #expect(kind["limits"][0]["span"].text == "15wd")
            #expect(try await town.visitor().get("/api/v1/kinds/war").status == 404)
        }
    }

    @Test("says what is wrong in the reader's language")
    func languages() async throws {
        try await TestTown.with { town in
            let zh = try await town.visitor().json("POST", "/api/v1/matters", body: "{}")
            let en = try await town.visitor().json(
                "POST", "/api/v1/matters", body: "{}", headers: [.acceptLanguage: "en-GB,en;q=0.9"])
            #expect(zh.headers[.contentLanguage]?.hasPrefix("zh") == true)
            #expect(en.headers[.contentLanguage]?.hasPrefix("en") == true)
            #expect(zh.value["detail"].text != en.value["detail"].text)
            #expect(!zh.text.contains("⟦") && !en.text.contains("⟦"))
        }
    }

    @Test("gives a list and a workbench again only when something in them changed, packed or not")
    func knownLists() async throws {
        try await TestTown.with { town in
            let life = try await ApiLife.begin(in: town)
            for path in ["/api/v1/matters", "/api/v1/workbench"] {
                let first = try await town.officer("clerk").get(path)
                let tag = try #require(first.headers[.eTag])
                #expect(tag.hasPrefix("W/\""), "\(path)")
                for known in [tag, "\"x\", \(tag)", "*", String(tag.dropFirst(2))] {
                    let again = try await town.officer("clerk").get(path, headers: [.ifNoneMatch: known])
                    #expect(again.status == 304 && again.bytes.isEmpty && again.headers[.eTag] == tag)
                }
                #expect(
                    try await town.officer("clerk").get(path, headers: [.ifNoneMatch: "\"x\""]).status == 200)
                // Whoever may not see it is not told by a tag that nothing changed.
                #expect(try await town.visitor().get(path, headers: [.ifNoneMatch: tag]).status == 401)
            }
            let before = try await town.officer("clerk").get("/api/v1/matters").headers[.eTag]
            try await life.move("note", ["note": "看过了"], as: "clerk")
            #expect(try await town.officer("clerk").get("/api/v1/matters").headers[.eTag] != before)
        }
    }

    @Test("tells what became of a matter at once, though it answered the same question a moment ago")
    func fresh() async throws {
        try await TestTown.with { town in
            let life = try await ApiLife.begin(in: town)
            let path = "/api/v1/matters/\(life.number)"
            let first = try await town.officer("clerk").get(path)
            #expect(try await town.officer("clerk").get(path).text == first.text)
            try await life.move("note", ["note": "刚刚写下"], as: "clerk")
            let second = try await town.officer("clerk").get(path)
            #expect(second.text.contains("刚刚写下") && second.headers[.eTag] != first.headers[.eTag])
            // What one person may do next is not what another may.
            let other = try await town.officer("dispatcher").get(path)
            #expect(other.value["moves"] != second.value["moves"])
            #expect(try await town.officer("afar").get(path).status == 404)
        }
    }
}
