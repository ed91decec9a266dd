import Core
import Desk
import HTTPTypes
import Markup
@testable import Stations
import Storage
import Testing
import Web

@Suite("The stations")
struct StationsTests {
    private static let book = WordBook([
        .web,
        WordFiles(
            owner: "Stations", zh: Stations.PackageResources.zh_words,
            en: Stations.PackageResources.en_words),
    ])

    @Test(
        "have well made pages with all their words, in every state and both languages",
        arguments: Language.allCases)
    func wellMade(_ language: Language) throws {
        let words = Self.book.words(language)
        let complaints = try StationsSpecimens.all.flatMap { try $0.complaints(words) }
        #expect(complaints == [])
        for specimen in StationsSpecimens.all {
            #expect(!(try specimen.document(words).text.contains("<script>alert")), "\(specimen.name)")
        }
        #expect(Self.book.complaints == [])
    }

    @Test(
        "get each visit with when it was received and reached, and what was kept",
        arguments: TestEngine.present)
    func visit(_ engine: TestEngine) async throws {
        try await engine.withDatabase { database in
            let town = try await StationsTown(database)
            let receipt = try await town.sent()
            town.clock.move(5 * 60_000)
            try await town.move("accept", on: receipt.id, by: "roads")
            town.clock.move(14 * 60_000)
            try await town.move("arrive", on: receipt.id, by: "roads")
            try await town.follow()
            var visit = try #require(try await town.stations.visits(of: receipt.id).first)
            #expect(visit.station == "DAY" && visit.isOpen && visit.meters == 556)
            #expect(try await town.stations.open(at: "DAY").map(\.number) == [receipt.number])
            let page = try await town.browser("roads").get("/stations/DAY").text
            #expect(page.contains(receipt.number) && page.contains("20分钟"))
            try await town.move(
                "answer", [.answer: "好了", .checks: "greeting:yes cloth:no"], on: receipt.id, by: "roads")
            try await town.follow()
            visit = try #require(try await town.stations.visits(of: receipt.id).first)
            #expect(!visit.isOpen && visit.repairer == 3)
            #expect(visit.kept == ["greeting"] && visit.missed == ["cloth"])
            #expect(visit.receivedAt.map { $0 - visit.reportedAt } == Int64(360_000))
            #expect(visit.arrivedAt.map { $0 - visit.reportedAt } == Int64(1_200_000))
            // A "no" sends them again: a second visit of its own.
            try await town.move("rate", [.solved: "no", .satisfied: "no"], on: receipt.id, by: "")
            let before = try await town.stations.visits(of: receipt.id)
            // Rebuilt from nothing, it is the same.
            try await database.write { try StationStore(connection: $0).empty() }
            try await database.write { try $0.run("DELETE FROM followers WHERE name = 'stations'") }
            try await town.follow()
            let after = try await town.stations.visits(of: receipt.id)
            #expect(after.last == before.last)
        }
    }

    @Test("put emergencies before everything, and send only those who take them")
    func emergencies() async throws {
        try await TestEngine.sqlite.withDatabase { database in
            let town = try await StationsTown(database)
            let ordinary = try await town.sent()
            town.clock.move(60_000)
            let emergency = try await town.sent(urgency: .emergency)
            try await town.follow()
            #expect(try await town.stations.visits(of: emergency.id).first?.station == "NEAR")
            let changed = try await town.stations.change(
                ordinary.id, round: 1, to: StationsTown.book.stations[1], reason: "顺路", person: 2,
                at: town.now)
            #expect(changed)
            let open = try await town.stations.open(at: "NEAR").map(\.number)
            #expect(open == [emergency.number, ordinary.number])
            let counts = try await town.stations.openCounts()
            #expect(counts["NEAR"]?.all == 2 && counts["NEAR"]?.emergencies == 1)
        }
    }

    @Test("are changed only for a reason, by those who send, and the reason outlives a rebuild")
    func change() async throws {
        try await TestEngine.sqlite.withDatabase { database in
            let town = try await StationsTown(database)
            let receipt = try await town.sent()
            try await town.follow()
            let path = StationsPath.change(receipt.number)
            let form = ["station": "FAR", "round": "1", "reason": "DAY 站缺人"]
            let clerk = town.browser("clerk")
            for (field, value, status) in [
                ("reason", "", 422), ("reason", String(repeating: "长", count: 501), 422),
                ("station", "ELSE", 422), ("station", "NONE", 422), ("round", "7", 409),
            ] {
                let answer = try await clerk.post(
                    path, form.merging([field: value]) { $1 }, from: StationsPath.home)
                #expect(answer.status == status, "\(field) \(value.prefix(5))")
            }
            let water = try await town.browser("water").post(path, form, from: StationsPath.home)
            #expect(water.status == 404)
            let supervisor = try await town.browser("supervisor").post(path, form, from: StationsPath.home)
            #expect(supervisor.status == 403)
            #expect(try await clerk.post(path, form, from: StationsPath.home).status == 303)
            try await town.move("accept", on: receipt.id, by: "roads")
            try await town.follow()
            let visit = try #require(try await town.stations.visits(of: receipt.id).first)
            #expect(visit.station == "FAR" && visit.reason == "DAY 站缺人")
        }
    }

    @Test("answer for a breach of the three noes in a matter of its own, once")
    func breach() async throws {
        try await TestEngine.sqlite.withDatabase { database in
            let town = try await StationsTown(database)
            let receipt = try await town.sent()
            try await town.follow()
            let (clerk, path) = (town.browser("clerk"), StationsPath.breach(receipt.number))
            for form in [["sort": "none", "text": "x"], ["sort": "money", "text": ""]] {
                #expect(try await clerk.post(path, form, from: StationsPath.home).status == 422)
            }
            let form = ["sort": "money", "text": "收了五十元"]
            let forbidden = try await town.browser("roads").post(path, form, from: StationsPath.home)
            #expect(forbidden.status == 403)
            let first = try await clerk.post(path, form, from: StationsPath.home)
            let second = try await clerk.post(path, form, from: StationsPath.home)
            #expect(first.status == 303)
            #expect(first.location?.prefix(30) == second.location?.prefix(30))
            let count: Int? = try await database.read { try $0.value("SELECT count(*) FROM matters") }
            #expect(count == 2)
        }
    }

    @Test("are compared by how quickly they came, to those who see figures")
    func report() async throws {
        try await TestEngine.sqlite.withDatabase { database in
            let town = try await StationsTown(database)
            for minutes in [4, 9, 29] as [Int64] {
                let receipt = try await town.sent(urgency: .emergency)
                try await town.move("accept", on: receipt.id, by: "roads")
                town.clock.move(minutes * 60_000)
                try await town.move("arrive", on: receipt.id, by: "roads")
                try await town.move(
                    "answer", [.answer: "好了", .checks: "greeting:yes cloth:no"], on: receipt.id, by: "roads")
            }
            try await town.follow()
            let day = TownCity.city.calendar.date(of: town.now)
            let report = try await town.stations.report(from: day, through: day, stations: ["NEAR"])
            let line = try #require(report.stations["NEAR"])
            #expect(line.visits == 3 && line.done == 3 && line.emergencies == 3 && line.inTime == 2)
            // 5, 10 and 30 minutes after the report.
            #expect(StationReport.Line.mean(line.untilArrived) == Int64(900_000))
            #expect(StationReport.Line.ninth(line.untilArrived) == Int64(1_800_000))
            #expect(line.compliance.kept == 3 && line.compliance.of == 6)
            #expect(report.repairers[3]?.visits == 3)
            #expect(try await town.browser("roads").get(StationsPath.report).status == 403)
            let supervisor = town.browser("supervisor")
            #expect(try await supervisor.get(StationsPath.report).text.contains("张师傅"))
            let csv = try await supervisor.get("/stations/report.csv").text
            #expect(csv.contains("NEAR,\"NEAR站\",3,3,1,15,30,3,2,0/3,3/3"))
            #expect(try await supervisor.get("/stations/report?from=x&until=9999-99-99").status == 200)
        }
    }

    @Test("are seen by their unit and by the places they serve")
    func sight() async throws {
        try await TestEngine.sqlite.withDatabase { database in
            let town = try await StationsTown(database)
            let roads = try await town.browser("roads").get("/stations").text
            #expect(roads.contains("NEAR站") && !roads.contains("ELSE站"))
            #expect(try await town.browser("roads").get("/stations/ELSE").status == 404)
            #expect(try await town.browser("afar").get("/stations/NEAR").status == 404)
            #expect(try await town.browser("afar").get("/stations/WEST").status == 200)
            let client = WebClient(town.server, headers: [.authorization: "Bearer clerk+matters:read"])
            let found = try await client.json(
                "GET", "/api/v1/stations?category=lamp&area=\(TownCity.village)&latitude=30.6&longitude=110.2"
            )
            #expect(found.status == 200)
            let codes = found.text.split(separator: "\"code\":\"").dropFirst().map {
                $0.prefix { $0 != "\"" }
            }
            #expect(codes == ["DAY", "NEAR", "FAR", "WEST"])
            #expect(try await client.json("GET", "/api/v1/stations?category=moon&area=1101").status == 422)
        }
    }
}
