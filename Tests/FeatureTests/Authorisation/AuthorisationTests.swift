import HTTPTypes
import Testing
import Web

@Suite("Authorisation: the matrix of routes, askers and things")
struct AuthorisationTests {
    @Test("has a line for every route, and no line without one")
    func whole() async throws {
        let matrix = try await Matrix.shared.value
        let served = Set(
            matrix.whole.server.routes.map { route in
                route.path.hasPrefix("/assets/") ? "GET /assets/*" : "\(route.method) \(route.path)"
            })
        let told = matrix.rules.map(\.name)
        #expect(served.subtracting(told).sorted() == [], "say in Documentation/authorisation.md who may ask")
        #expect(Set(told).subtracting(served).sorted() == [], "no such route any more")
        #expect(told.count == Set(told).count, "each route once")
        for rule in matrix.rules {
            if let object = rule.object { #expect(matrix.book[object] != nil, "\(rule.name): \(object)") }
            for need in rule.needs { #expect(Need.words.contains(need), "\(rule.name): \(need)") }
        }
    }

    @Test("is answered in every cell as its line says")
    func everyCell() async throws {
        let matrix = try await Matrix.shared.value
        let wrong = try await matrix.wrong { matrix.cells(of: $0) }
        print("Authorisation: \(matrix.rules.count) routes, \(wrong.cells) cells")
        for line in wrong.lines { Issue.record(Comment(rawValue: line)) }
        #expect(wrong.cells > 5000)
    }

    @Test(
        "is answered on PostgreSQL as on SQLite, at every route, for every sort of thing",
        .enabled(if: !TestEngine.postgresIsSkipped))
    func onPostgres() async throws {
        try await TestEngine.postgres.withPlace { place in
            let whole = try await WholeTown(in: place)
            let matrix = try await Matrix(whole)
            let wrong = try await matrix.wrong { matrix.drawn(1, of: $0) }
            await whole.database.close()
            print("Authorisation: \(matrix.rules.count) routes, \(wrong.cells) cells on PostgreSQL")
            for line in wrong.lines { Issue.record(Comment(rawValue: line)) }
            #expect(wrong.cells > 800)
        }
    }

    @Test("knows no other verb of any path, whoever asks and whatever it names")
    func verbs() async throws {
        let matrix = try await Matrix.shared.value
        let verbs = ["GET", "POST", "PUT", "PATCH", "DELETE"]
        let known = Dictionary(grouping: matrix.rules.filter { $0.path != "/assets/*" }, by: \.path)
        var cells = 0
        for (path, rules) in known.sorted(by: { $0.key < $1.key }) {
            guard let rule = rules.first, let clerk = matrix.callers.people.first else { continue }
            let named = rule.object.flatMap { matrix.book[$0] }
            let targets = [named?.own(clerk)?.values, named?.absent].compactMap(\.self)
            for verb in verbs where !rules.contains(where: { $0.method == verb }) {
                // Where a longer path would fit as well, the router knows another route.
                for values in targets.isEmpty ? [[]] : targets {
                    for (caller, means) in [
                        (matrix.callers.nobody, Means.nothing), (clerk, .session(forged: false)),
                    ] {
                        let answer = try await matrix.whole.ask(
                            rule, method: verb, path: rule.filled(values), as: caller, by: means)
                        cells += 1
                        let isOther = matrix.rules.contains {
                            $0.method == verb && $0.matches(rule.filled(values))
                        }
                        if !isOther {
                            #expect(answer.status == 405, "\(verb) \(path) as \(caller.name)")
                        }
                    }
                }
            }
        }
        print("Authorisation: \(cells) cells of other verbs")
        #expect(cells > 1000)
    }

    @Test("reads its own lines, and says which it cannot read")
    func lines() throws {
        let rules = try RouteRule.read(
            """
            GET /outside a b c
            ```routes
            GET  /a.(csv|json)  visitor     -         -
            POST /b/{id}        api:b:write p|q       thing   unseen=303|410,own=404
            ```
            """)
        #expect(rules.map(\.name) == ["GET /a.csv", "GET /a.json", "POST /b/{id}"])
        #expect(rules[2].proof == "b:write" && rules[2].needs == ["p", "q"] && rules[2].object == "thing")
        #expect(rules[2].statuses == ["unseen": [303, 410], "own": [404]])
        #expect(rules[2].filled(["%'"]) == "/b/%25%27")
        for line in ["GET /a", "GET /a somebody - -", "GET /a visitor - - - -"] {
            #expect(throws: RouteRule.Unreadable.self) { try RouteRule.read("```routes\n\(line)\n```") }
        }
    }
}
