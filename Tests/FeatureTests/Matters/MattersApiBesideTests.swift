import Core
import Desk
import Foundation
import Testing
import Web

@Suite("Beside a matter's way, by the API") struct MattersApiBesideTests {
    private func life(_ body: (TestTown, BesideWay) async throws -> Void) async throws {
        try await BesideWay.with(["route": "individual"]) { town, way in
            try await way.make("givePart", ["part": "WATER", "task": "查水管"], as: "roads")
            try await way.make("refusePart", ["reason": "不归我们"], as: "water")
            try await way.make("askTime", ["until": "2026-04-30", "reason": "等材料"], as: "roads")
            try await way.make("grantTime", ["reason": "同意"], as: "reviewer")
            try await way.make("askTime", ["until": "2026-05-30", "reason": "还在等"], as: "roads")
            try await way.make("supervise", ["demand": "请说明"], as: "supervisor")
            try await way.make("escalate", ["reason": "要协调"], as: "roads")
            try await way.make("callLeader", ["sharpness": "3", "reason": "难"], as: "dispatcher")
            try await way.make("contract", ["plan": "先谈", "until": "2026-05-01"], as: "auditor")
            try await way.make("nameParty", ["party": "王小甲", "partyKind": "owner"], as: "roads")
            try await way.make("key", ["reason": "影响多"], as: "dispatcher")
            try await way.make("contact", ["way": "phone", "note": "谈了"], as: "roads")
            try await body(town, way)
        }
    }

    private func value(_ text: String) throws -> ApiValue {
        try JSONDecoder().decode(ApiValue.self, from: Data(text.utf8))
    }

    @Test("is answered to those who see the matter, as it is described")
    func officers() async throws {
        try await life { town, way in
            let answer = try await town.officer("roads").get("/api/v1/matters/\(way.number)")
            #expect(answer.status == 200)
            let beside = try value(answer.text)["beside"]
            #expect(beside["parts"][0]["state"] == .text("refused"))
            #expect(beside["parts"][0]["unit"]["code"] == .text("WATER"))
            #expect(beside["proposals"][0]["until"] == .text("2026-05-30"))
            #expect(beside["extensions"].list.count == 1)
            #expect(beside["supervision"]["level"] == .text("order"))
            #expect(beside["raised"][0]["unit"]["code"] == .text("COUNTY"))
            #expect(beside["leadership"]["sharpness"] == .number(3))
            #expect(beside["parties"][0]["name"] == .text("王小甲"))
            #expect(beside["missing"].list == [.text("promise")])
            #expect(beside["excluded"] == .flag(false))
            #expect(misfits(try value(answer.text), "Matter", town) == [])
            #expect(try await town.officer("afar").get("/api/v1/matters/\(way.number)").status == 404)
        }
    }

    @Test("is answered to the resident without people, reasons or parties")
    func residents() async throws {
        try await life { town, way in
            let token = town.desk.link(of: way.number).split(separator: "/").last ?? ""
            let answer = try await town.visitor().get("/api/v1/tracks/\(token)")
            let beside = try value(answer.text)["beside"]
            #expect(beside["raisedTo"]["code"] == .text("COUNTY") && beside["supervised"] == .flag(true))
            #expect(beside["led"]["code"] == .text("CENTRE") && beside["extensions"].list.count == 1)
            #expect(misfits(try value(answer.text), "Track", town) == [])
            for hidden in ["王小甲", "不归我们", "等材料", "请说明", "先谈", "影响多", "谈了", "测试"] {
                #expect(!answer.text.contains(hidden), "\(hidden)")
            }
        }
    }

    @Test("tells what may be answered where a move asks for one of a few words")
    func choices() async throws {
        try await life { town, way in
            let answer = try await town.officer("roads").get("/api/v1/matters/\(way.number)/moves")
            let asks = try value(answer.text)["moves"].list.flatMap { $0["asks"].list }
            func choices(_ name: String) -> [ApiValue] {
                asks.first { $0["name"] == .text(name) }?["choices"].list ?? []
            }
            #expect(choices("way") == ContactWay.allCases.map { .text($0.rawValue) })
            #expect(choices("session") == SessionKind.allCases.map { .text($0.rawValue) })
            #expect(choices("partyKind") == PartyKind.allCases.map { .text($0.rawValue) })
            #expect(choices("task") == [])
        }
    }

    private func misfits(_ value: ApiValue, _ name: String, _ town: TestTown) -> [String] {
        let text = town.server.openAPIDocument(town.server.book.words(.en))
        guard let document = try? JSONDecoder().decode(ApiValue.self, from: Data(text.utf8)) else {
            return ["none"]
        }
        let schemas = document["components"]["schemas"]
        return value.misfits(schemas[name], schemas, name)
    }
}
