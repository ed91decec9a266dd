import Core
import Desk
import Storage
import Testing

@Suite("A message") struct NoticeTests {
    private struct Sent: Hashable {
        let sequence: Int
        let audience: String
        let address: String?
        let template: String
        let body: String
    }

    private func messages(_ town: DeskTown, of number: String) async throws -> [Sent] {
        let id = try await town.record(number).id
        let rows = try await town.database.read {
            try $0.rows(
                """
                SELECT sequence, audience, address, template, body FROM outbox
                WHERE matter_id = \(id) ORDER BY id
                """
            )
        }
        return try rows.map {
            Sent(
                sequence: try $0.get("sequence"), audience: try $0.get("audience"),
                address: try $0.get("address"),
                template: try $0.get("template"), body: try $0.get("body"))
        }
    }

    @Test("speaks the resident's language and carries their own link", arguments: TestEngine.present)
    func language(engine: TestEngine) async throws {
        try await DeskTown.with(engine) { town in
            var filing = DeskTown.filing()
            filing.contact.language = .en
            let english = try await town.answered(filing)
            let chinese = try await town.answered()
            for (receipt, word) in [(english, "satisfied"), (chinese, "满意")] {
                let sent = try await messages(town, of: receipt.number).filter { $0.audience == "resident" }
                #expect(sent.map(\.template) == ["received", "registered", "dispatched", "asked"])
                #expect(sent.allSatisfy { $0.address == "19900001234" })
                #expect(sent.allSatisfy { $0.body.contains(town.desk.link(of: receipt.number)) })
                #expect(sent.last?.body.contains(word) == true)
                #expect(sent.allSatisfy { !$0.body.contains("{") })
            }
        }
    }

    @Test("to a unit names nobody and opens no private link", arguments: TestEngine.present)
    func units(engine: TestEngine) async throws {
        try await DeskTown.with(engine) { town in
            let receipt = try await town.answered()
            try await town.move("rate", [.solved: "no", .satisfied: "no"], on: receipt.number, by: .resident)
            let sent = try await messages(town, of: receipt.number).filter { $0.audience != "resident" }
            #expect(sent.map(\.template) == ["dispatchedLead", "sentBackLead"])
            #expect(sent.allSatisfy { $0.audience == "unit:\(DeskTown.unit)" && $0.address == nil })
            for message in sent {
                #expect(!message.body.contains("1990000") && !message.body.contains("测试甲"))
                #expect(!message.body.contains(receipt.token))
                #expect(message.body.contains(receipt.number))
            }
        }
    }

    @Test("is not written to whoever left no way to be reached")
    func unreachable() async throws {
        try await DeskTown.with(.sqlite) { town in
            var filing = DeskTown.filing()
            filing.contact = Filing.Contact()
            let number = try await town.answered(filing).number
            #expect(try await messages(town, of: number).allSatisfy { $0.audience != "resident" })
        }
    }

    @Test("is told nobody twice, also not a unit that is the desk as well", arguments: TestEngine.present)
    func once(engine: TestEngine) async throws {
        try await DeskTown.with(engine) { town in
            let number = try await town.file().number
            try await town.move("register", [.category: DeskTown.category], on: number, by: DeskTown.clerk)
            try await town.move("dispatch", [.unit: "HOTLINE"], on: number, by: DeskTown.dispatcher)
            try await town.move("urge", on: number, by: .resident)
            _ = try await town.ring(at: DeskTown.start + 60 * DeskTown.day)
            let sent = try await messages(town, of: number).map {
                [String($0.sequence), $0.audience, $0.template]
            }
            #expect(sent.contains { $0[2] == "urged" } && sent.contains { $0[2] == "overdue" })
            #expect(Set(sent).count == sent.count)
        }
    }

    @Test("of a life led at random names nobody and leaves no blank", arguments: TestEngine.present)
    func lives(engine: TestEngine) async throws {
        try await DeskTown.with(engine) { town in
            var life = RandomLife(town: town, seed: 4, contentPercent: 50)
            try await life.lead(matters: 40, steps: 10)
            let rows = try await town.database.read {
                try $0.rows("SELECT audience, body, matter_id, sequence, template FROM outbox")
            }
            #expect(rows.count > 150)
            var seen: Set<[String]> = []
            for row in rows {
                let (audience, body): (String, String) = (try row.get("audience"), try row.get("body"))
                #expect(!body.contains("{") && !body.contains("1990000") && !body.contains("测试甲"))
                #expect(body.contains("/track/") == (audience == "resident"), "\(body)")
                let matter: Int64 = try row.get("matter_id")
                let sequence: Int64 = try row.get("sequence")
                #expect(
                    seen.insert(["\(matter)", "\(sequence)", audience, try row.get("template")]).inserted)
            }
        }
    }
}
