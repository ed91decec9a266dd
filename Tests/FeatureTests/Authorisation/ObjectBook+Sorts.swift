import Core
import CityPack
import Desk
import Directory
import Storage
import Web

@testable import Areas
@testable import Deliveries
@testable import Duties
@testable import Papers
@testable import lianxin

extension ObjectBook {
    /// Everything, from the tables of the demo.
    static func make(_ whole: WholeTown, _ callers: Callers) async throws -> ObjectBook {
        var book = ObjectBook(whole)
        let sights = Sights(roles: whole.city.roles)
        try await book.addMatters(sights)
        try await book.addLinks(callers)
        try await book.addPlain()
        try await book.addPlaces(sights)
        try await book.addWork(sights, callers)
        return book
    }

    /// Matters in every state, open ones first, and what hangs on them.
    private mutating func addMatters(_ sights: Sights) async throws {
        let rows = try await whole.rows(
            "SELECT id, number, area, lead, raised_to FROM matters ORDER BY status DESC, id")
        let dropped = try await whole.rows("SELECT matter_id, unit FROM parts WHERE state = 'dropped'")
        var matters: [Thing] = []
        var moves: [Thing] = []
        var supervised: [Thing] = []
        for row in rows {
            guard let id = row["id"].flatMap({ Int64($0) }), let number = row["number"],
                let dossier = try await whole.town.desk.dossier(.id(id), for: .system("test"))
            else { continue }
            var thing = Thing(values: [number], area: row["area"].flatMap { AreaCode($0) })
            thing.leads = [row["lead"]].compactMap { $0.map { UnitCode($0) } }
            thing.units = [row["lead"], row["raised_to"]].compactMap { $0.map { UnitCode($0) } }
            thing.units += dossier.matter.sharers
            thing.formerUnits = dropped.filter { $0["matter_id"] == row["id"] }
                .compactMap { $0["unit"].map { UnitCode($0) } }.filter { !thing.units.contains($0) }
            matters.append(thing)
            if dossier.matter.side.supervision != nil { supervised.append(thing) }
            let note = whole.city.procedures[dossier.matter.kind]?.moves.first { move in
                move.does == [.note] && move.from.contains(dossier.matter.stage)
            }
            if let note { moves.append(thing.named([number, note.name])) }
        }
        let sees: ObjectSort.Sight = { sights.matter($0, $1) }
        add(["matter"], matters, absent: ["QS2020010100001"], seenBy: sees)
        add(["supervised"], supervised, absent: ["QS2020010100001"], seenBy: sees)
        add(["matterMove"], moves, absent: ["QS2020010100001", moves.first?.values[1] ?? ""], seenBy: sees)
    }

    /// Secrets: whoever holds one may, whoever has a letter of it wrong may not.
    private mutating func addLinks(_ callers: Callers) async throws {
        let desk = whole.town.desk
        let numbers = try await whole.rows("SELECT number, stage, kind FROM matters ORDER BY id")
        func wrong(_ token: String) -> String { token.dropLast() + (token.hasSuffix("A") ? "B" : "A") }
        let tokens = numbers.compactMap { $0["number"] }.prefix(2).map { desk.token(of: $0) }
        add(["link"], [Thing(values: [tokens[0]])], absent: [wrong(tokens[0])], malformed: ["%00'-x"])
        let rated = numbers.compactMap { row -> [String]? in
            let procedure = row["kind"].flatMap { whole.city.procedures[$0] }
            let move = procedure?.moves.first { move in
                move.by == [.resident] && row["stage"].map(move.from.contains) == true
            }
            return move.flatMap { move in row["number"].map { [desk.token(of: $0), move.name] } }
        }.first
        guard let rated else { throw WholeTown.Missing(what: "matter with a move for its resident") }
        add(["ratedLink"], [Thing(values: rated)], absent: [wrong(rated[0]), rated[1]])
        add(
            ["resetLink"], [try await resetLink()], absent: [Base64URL.encode(Array(repeating: 1, count: 32))]
        )
        add(["setUpLink"], [], absent: [Base64URL.encode(Array(repeating: 1, count: 32))])
        try await addMine()
        let now = Surroundings.live.now()
        if let person = callers.people.first?.personID {
            let token = try await whole.town.deliveries.makeCalendar(for: person, at: now)
            add(["calendar"], [Thing(values: [token + ".ics"])], absent: [wrong(token) + ".ics"])
        }
        try await whole.town.areas.ask(
            area: whole.city.area, address: "13800000001", language: .zh, now: now)
        let ids = try await whole.rows("SELECT id FROM area_subscriptions").compactMap {
            $0["id"].flatMap { Int64($0) }
        }
        let subscriptions = ids.map { Thing(values: [whole.town.areas.token(of: $0)]) }
        add(["subscription"], subscriptions, absent: [wrong(subscriptions.first?.values[0] ?? "1-x")])
    }

    private func resetLink() async throws -> Thing {
        guard let login = whole.people.last?.login else { throw WholeTown.Missing(what: "people") }
        let path = try await whole.directory.reset(
            login: login, by: .system("test"), now: Surroundings.live.now())
        return Thing(values: [String(path.dropFirst("/reset/".count))])
    }

    private mutating func addMine() async throws {
        let now = Surroundings.live.now()
        guard let contact = MineContact("13800000002"),
            try await whole.town.desk.mine.send("123456", to: contact, in: .zh, at: now),
            let token = try await whole.town.desk.mine.token(for: contact, code: "123456", at: now)
        else { throw WholeTown.Missing(what: "link to my matters") }
        add(["mineLink"], [Thing(values: [token])], absent: [token.dropLast(3) + "xyz"])
    }

    /// What the door and a power guard enough: whoever may see one may see all.
    private mutating func addPlain() async throws {
        add(["person"], try await things("SELECT id FROM people", "id"), absent: ["999999"])
        add(["kind"], whole.city.procedures.keys.sorted().map { Thing(values: [$0]) }, absent: ["wish"])
        add(["language"], [Thing(values: ["zh"])], absent: ["fr"])
        add(["area"], [Thing(values: [whole.city.area.text])], absent: ["980199"])
        add(["unitCode", "unit"], try await things("SELECT unit AS code FROM posts", "code"), absent: ["NO"])
        add(["paper"], try papers(), absent: ["no-such-paper"])
        add(["suggestion"], try await suggestions(), absent: ["no-such-paper"])
        add(["published"], try await things("SELECT number FROM public_matters", "number"), absent: ["QS1"])
        add(["ledger"], Ledger.allCases.map { Thing(values: [$0.rawValue]) }, absent: ["nothing"])
        add(["line"], try await things("SELECT code FROM lines_register", "code"), absent: ["none"])
        add(["duty"], try await things("SELECT id FROM lines_roster", "id"), absent: ["999999"])
        add(["quick"], whole.town.pack.knowledge.quick.map { Thing(values: [$0.code]) }, absent: ["none"])
        add(["model"], try await things("SELECT version FROM triage_models", "version"), absent: ["999999"])
        add(["cell"], [Thing(values: ["*@\(whole.city.area)"])], absent: ["0000@980199"])
        add(["change"], try await things("SELECT id, area FROM rules_changes", "id"), absent: ["999999"])
        add(["run"], try await things("SELECT id FROM rules_runs", "id"), absent: ["999999"])
        add(["proposal"], try await things("SELECT id, area FROM rules_proposals", "id"), absent: ["999999"])
        add(["sending"], try await things("SELECT id FROM sendings", "id"), absent: ["999999"])
        let hooks = "SELECT id, 'pause' AS what FROM courier_endpoints WHERE topic = 'webhook'" as SQL
        add(["webhook"], try await things(hooks, "id"), absent: ["999999"])
        add(["webhookWhat"], try await things(hooks, "id", "what"), absent: ["999999", "pause"])
        add(["destination"], try await things("SELECT id FROM open311_destinations", "id"), absent: ["99"])
        let sent = "SELECT id, destination_id FROM open311_sent" as SQL
        add(["destinationSent"], try await things(sent, "destination_id", "id"), absent: ["1", "999999"])
        add(["packVersion"], try await things("SELECT id FROM pack_versions", "id"), absent: ["999999"])
        add(["guide"], [Thing(values: ["first-request"])], absent: ["nothing"])
        add(["help"], [Thing(values: ["raise"])], absent: ["nothing"])
    }

    private func papers() throws -> [Thing] { whole.city.papers.map { Thing(values: [$0.name]) } }

    /// Papers in which enough people missed something.
    private func suggestions() async throws -> [Thing] {
        var found: [Thing] = []
        for paper in whole.city.papers where try await whole.town.papers.suggestion(of: paper) != nil {
            found.append(Thing(values: [paper.name]))
        }
        return found
    }
}
