import Core
import Foundation
import Storage
import Testing
import Web

@testable import Operation

@Suite("The operator's desk")
struct OperationTests {
    @Test("counts what was filed, once, and again from the beginning", arguments: TestEngine.present)
    func counts(engine: TestEngine) async throws {
        try await engine.withDatabase { database in
            let town = try await OperationTown(database)
            try await town.file("路灯不亮")
            try await town.file("井盖坏了")
            #expect(try await town.operation.waits(at: town.now).standings.first?.behind == 2)
            let runner = FollowerRunner(database: database, followers: [OperationDesk.follower])
            func filed() async throws -> [Int64] {
                try await database.read { try OperationStore(connection: $0).counts() }.map(\.filed)
            }
            try await FollowerRunner.settled([OperationDesk.follower], on: database)
            try await runner.advanceAll()
            #expect(try await filed() == [2])
            try await runner.rebuild("operation")
            #expect(try await filed() == [])
            try await runner.advanceAll()
            #expect(try await filed() == [2])
            let text = await town.operation.figureText(at: town.now)
            #expect(text.contains("\nlianxin_up 1\n"))
            #expect(text.contains("\nlianxin_matters_filed_total{kind=\"request\"} 2\n"))
            #expect(text.contains("\nlianxin_follower_lag_events{follower=\"operation\"} 0\n"))
            #expect(text.contains("\nlianxin_outbox_waiting{sort=\"sendings\"} 0\n"))
            #expect(!text.contains("路灯"))
        }
    }

    @Test("tells a follower that catches up from one that stands", arguments: TestEngine.present)
    func standing(engine: TestEngine) async throws {
        try await engine.withDatabase { database in
            let town = try await OperationTown(database)
            try await town.file("路灯不亮")
            func line() async -> HealthLine? {
                await town.operation.health(at: town.now).first { $0.name == "followers" }
            }
            town.clock.move(400_000)
            #expect(await line()?.state == .warn)
            town.clock.move(400_000)
            #expect(await line()?.state == .fail)
            #expect(await line()?.values["name"] == "operation")
            #expect(try await WebClient(town.server).get("/readyz").status == 503)
            _ = try await FollowerRunner.settled([OperationDesk.follower], on: database)
            town.clock.move(2_000)
            #expect(await line()?.state == .ok)
            let ready = try await WebClient(town.server).get("/readyz")
            #expect(ready.status == 200 && ready.text.hasPrefix("ok\ndatabase: "))
            // To strangers no more than the name of a part.
            #expect(
                ready.text.split(separator: "\n").dropFirst().allSatisfy {
                    $0.split(separator: " ").count == 2
                })
        }
    }

    @Test("says that the database is away, and lives on")
    func away() async throws {
        try await TestEngine.sqlite.withPlace { place in
            let database = try place.open()
            let town = try await OperationTown(database)
            await database.close()
            let client = WebClient(town.server)
            let ready = try await client.get("/readyz")
            #expect(ready.status == 503 && ready.text.contains("database: fail"))
            #expect(try await client.get("/healthz").status == 200)
            let text = await town.operation.figureText(at: town.now)
            #expect(
                text.contains("\nlianxin_up 0\n") && text.contains("lianxin_build_info{version=\"1.2.3\""))
        }
    }

    @Test("says that the file was moved, and which")
    func moved() async throws {
        try await TestEngine.sqlite.withPlace { place in
            let database = try place.open()
            let town = try await OperationTown(database)
            try FileManager.default.moveItem(atPath: place.address, toPath: place.address + ".aside")
            let ready = try await WebClient(town.server).get("/readyz")
            #expect(ready.status == 503 && ready.text.contains("database: fail"))
            // Where it is goes to nobody outside.
            #expect(!ready.text.contains("test.sqlite"))
            let line = await town.operation.health(at: town.now).first { $0.name == "database" }
            #expect(line?.finding == "gone" && line?.values["what"]?.contains("test.sqlite") == true)
            for language in [Language.zh, .en] {
                let telling = HealthTelling(WordBook([HealthTelling.files]).words(language))
                #expect(line.map { telling.sentence($0).contains("test.sqlite") } == true)
            }
            await database.close()
        }
    }

    @Test("shows its page to administrators alone, and in every state")
    func page() async throws {
        try await TestEngine.sqlite.withDatabase { database in
            let town = try await OperationTown(database)
            #expect(try await WebClient(town.server).get("/operation").status == 303)
            #expect(try await town.browser("supervisor").get("/operation").status == 403)
            let answer = try await town.browser("manager").get("/operation")
            #expect(answer.status == 200 && answer.text.contains("sqlite:town.sqlite"))
            for specimen in OperationSpecimens.all {
                for language in [Language.zh, .en] {
                    let words = town.server.book.words(language)
                    #expect(try specimen.complaints(words, menu: town.server.menu) == [])
                }
            }
        }
    }

    @Test("has a sentence and a remedy for everything it can find", arguments: [Language.zh, .en])
    func sentences(language: Language) {
        let telling = HealthTelling(WordBook([HealthTelling.files]).words(language))
        for line in OperationSpecimens.every(TownCity.start) {
            let sentence = telling.part(line) + telling.sentence(line)
            #expect(!sentence.contains("⟦"), "\(line)")
            #expect((telling.remedy(line) != nil) == (line.state != .ok), "\(line)")
        }
    }

    @Test("counts requests by the pattern of their route, never by their address")
    func requests() async throws {
        try await TestEngine.sqlite.withDatabase { database in
            let town = try await OperationTown(database)
            let client = WebClient(town.server)
            _ = try await client.get("/nothing/13800000000")
            _ = try await client.get("/assets/none-13800000000.css")
            _ = try await client.get("/operation?phone=13800000000")
            _ = try await client.send("BREW13800000000", "/operation")
            let text = await town.operation.figureText(at: town.now)
            #expect(!text.contains("13800000000"))
            #expect(text.contains("route=\"none\",status=\"404\"} 2\n"))
            #expect(
                text.contains(
                    "lianxin_http_requests_total{method=\"GET\",route=\"/operation\",status=\"303\"} 1"))
            #expect(
                text.contains("lianxin_http_request_seconds_count{asker=\"visitor\",route=\"/operation\"}"))
        }
    }

    @Test("counts commits, callers that share them, and faults")
    func database() async throws {
        try await TestEngine.sqlite.withDatabase { database in
            let town = try await OperationTown(database)
            database.meter?.report(to: town.operation.watch)
            try await town.file("路灯不亮")
            await #expect(throws: Fault.self) {
                try await database.write { try $0.run("INSERT INTO operation_counts (kind) VALUES (NULL)") }
            }
            let text = await town.operation.figureText(at: town.now)
            #expect(text.contains("# TYPE lianxin_database_batch_size histogram"))
            #expect(text.contains("lianxin_database_faults_total{code=\"constraint\"} 1"))
            #expect(!text.contains("lianxin_database_commits_total 0"))
            #expect(database.meter?.open == 0)
        }
    }
}
