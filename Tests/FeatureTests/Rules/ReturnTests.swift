import Core
import Desk
@testable import Rules
import Storage
import Testing
import Web

@Suite("Returns")
struct ReturnTests {
    @Test(
        "are told by unit and reason, and rebuilt from nothing they are the same",
        arguments: TestEngine.present)
    func figures(_ engine: TestEngine) async throws {
        try await engine.withDatabase { database in
            let town = try await RulesTown(database)
            let receipt = try await town.tossed(to: "ROADS")
            try await town.move("accept", on: receipt.id, by: "roads")
            try await town.move("answer", [.answer: "修好了"], on: receipt.id, by: "roads")
            try await town.follow()
            let first = try await Self.read(town)
            let roads = try #require(first.first { $0.unit.text == "ROADS" })
            #expect(roads.given == 2 && roads.count(.returned) == 1 && roads.count(.kept) == 1)
            #expect(roads.counts["why:duty"] == 1)
            let water = try #require(first.first { $0.unit.text == "WATER" })
            #expect(water.count(.returned) == 1 && water.counts["why:other"] == 1)
            try await database.write { connection in
                try ReturnStore(connection: connection).empty()
                try connection.run("DELETE FROM followers WHERE name = 'rules'")
            }
            try await town.follow()
            #expect(try await Self.read(town) == first)
            let page = try await town.browser("auditor").get(
                "/rules/figures?unit=ROADS&result=returned"
            ).text
            #expect(page.contains("不属本单位职责") && page.contains(receipt.number) && page.contains("50.0%"))
        }
    }

    private static func read(_ town: RulesTown) async throws -> [ReturnStore.Figure] {
        try await town.desk.database.read {
            try ReturnStore(connection: $0).figures(0...town.today.daysSince1970)
        }
    }

    @Test("from one to the other and back are listed with their path, in one's own area")
    func tossed() async throws {
        try await TestEngine.sqlite.withDatabase { database in
            let town = try await RulesTown(database)
            let receipt = try await town.tossed(to: "ROADS")
            let plain = try await town.filed()
            try await town.move("dispatch", [.unit: "ROADS"], on: plain.id, by: "dispatcher")
            try await town.follow()
            let page = try await town.browser("auditor").get(RulesPath.returns).text
            #expect(page.contains(receipt.number) && !page.contains(plain.number))
            #expect(page.contains("路政队 → 水务所 → 路政队") && page.contains("又回来了"))
            #expect(try await town.browser("supervisor").get(RulesPath.returns).text.contains(receipt.number))
            let ended = try await town.browser("auditor").get(RulesPath.returns + "?ended=1").text
            #expect(!ended.contains(receipt.number))
            #expect(try await town.browser("roads").get(RulesPath.returns).status == 403)
        }
    }

    @Test("that were ruled propose a rule, which becomes a draft", arguments: TestEngine.present)
    func proposals(_ engine: TestEngine) async throws {
        try await engine.withDatabase { database in
            let town = try await RulesTown(database)
            let one = try await town.tossed()
            let against = try await town.tossed(to: "ROADS")
            _ = try await town.tossed()
            try await town.follow()
            let waiting = try await town.rules.waitingProposals(limit: 10)
            #expect(waiting.count == 1)
            let id = try #require(waiting.first)
            let proposal = try await town.rules.proposal(id)
            #expect(proposal.cell.text == "lamp@110101" && proposal.unit.text == "WATER")
            #expect(proposal.support == 2)
            let auditor = town.browser("auditor")
            let page = try await auditor.get(RulesPath.proposal(id)).text
            #expect(page.contains("支持的裁定") && page.contains(one.number))
            #expect(page.contains("相反的裁定") && page.contains(against.number))
            let path = RulesPath.proposal(id)
            let empty = try await auditor.post("\(path)/decline", ["why": ""], from: path)
            #expect(empty.status == 422)
            let form = ["from": town.today.description, "reason": "三次裁定"]
            let accepted = try await auditor.post("\(path)/accept", form, from: path)
            #expect(accepted.status == 303)
            let draft = try #require(try await town.rules.proposal(id).change)
            #expect(try await town.rules.record(draft).proposal == id)
            #expect(try await auditor.post("\(path)/accept", form, from: path).status == 409)
            #expect(town.whoHasLamps() == "ROADS", "a draft changes nothing")
        }
    }

    @Test("that were declined as a rule are proposed again by the next ruling")
    func declined() async throws {
        try await TestEngine.sqlite.withDatabase { database in
            let town = try await RulesTown(database)
            _ = try await town.tossed()
            try await town.follow()
            let id = try #require(try await town.rules.waitingProposals(limit: 1).first)
            try await town.rules.refuse(id, why: "个案", by: 8, at: town.now)
            try await town.follow()
            #expect(try await town.rules.waitingProposals(limit: 1).isEmpty)
            _ = try await town.tossed()
            try await town.follow()
            #expect(try await town.rules.waitingProposals(limit: 1) == [id])
        }
    }
}
