import Core
import Desk
import Storage
import Testing

@Suite("A request that arrives twice") struct RequestKeyTests {
    private func key(_ content: UInt8 = 1, owner: String = "token:1") -> RequestKey {
        RequestKey(owner: owner, key: "k-1", content: [content])
    }

    @Test("is done once and answered the same", arguments: TestEngine.present)
    func twice(engine: TestEngine) async throws {
        try await DeskTown.with(engine) { town in
            let first = try await town.desk.file(
                DeskTown.filing(), by: .resident, at: DeskTown.start, once: key())
            let again = try await town.desk.file(
                DeskTown.filing(), by: .resident, at: DeskTown.start + 1000, once: key())
            #expect(first == again)
            #expect(try await town.count("SELECT count(*) FROM matters") == 1)
        }
    }

    @Test("is done once even when all of it comes at the same time", arguments: TestEngine.present)
    func parallel(engine: TestEngine) async throws {
        try await DeskTown.with(engine) { town in
            for round in 0..<10 {
                let key = RequestKey(owner: "token:1", key: "k\(round)", content: [1])
                let receipts = try await withThrowingTaskGroup(of: Receipt.self) { group in
                    for _ in 0..<8 {
                        group.addTask {
                            try await town.desk.file(
                                DeskTown.filing(), by: .resident, at: DeskTown.start, once: key)
                        }
                    }
                    return try await group.reduce(into: []) { $0.append($1) }
                }
                #expect(Set(receipts).count == 1)
            }
            #expect(try await town.count("SELECT count(*) FROM matters") == 10)
        }
    }

    @Test("is refused when it is another one under the same key", arguments: TestEngine.present)
    func otherContent(engine: TestEngine) async throws {
        try await DeskTown.with(engine) { town in
            _ = try await town.desk.file(DeskTown.filing(), by: .resident, at: DeskTown.start, once: key())
            await #expect(throws: KeyUsedOtherwise.self) {
                try await town.desk.file(
                    DeskTown.filing("别的事"), by: .resident, at: DeskTown.start, once: key(2))
            }
            #expect(try await town.count("SELECT count(*) FROM matters") == 1)
        }
    }

    @Test("is its own when another sender uses the same key")
    func otherOwner() async throws {
        try await DeskTown.with(.sqlite) { town in
            _ = try await town.desk.file(DeskTown.filing(), by: .resident, at: DeskTown.start, once: key())
            _ = try await town.desk.file(
                DeskTown.filing(), by: .resident, at: DeskTown.start, once: key(owner: "token:2"))
            #expect(try await town.count("SELECT count(*) FROM matters") == 2)
        }
    }

    @Test("leaves its key free when it was refused")
    func refusedKey() async throws {
        try await DeskTown.with(.sqlite) { town in
            let receipt = try await town.file()
            let first = try await refusal {
                try await town.move("register", on: receipt.number, by: DeskTown.clerk, once: key())
            }
            #expect(first == .missing(.category))
            let done = try await town.move(
                "register", [.category: DeskTown.category], on: receipt.number, by: DeskTown.clerk,
                once: key(2))
            #expect(done.stage == "registered")
        }
    }

    @Test("moves a matter once", arguments: TestEngine.present)
    func moves(engine: TestEngine) async throws {
        try await DeskTown.with(engine) { town in
            let receipt = try await town.file()
            let inputs = [InputWord.text: "还有一件：楼道灯也坏了。"]
            let first = try await town.move("add", inputs, on: receipt.number, by: .resident, once: key())
            let again = try await town.move("add", inputs, on: receipt.number, by: .resident, once: key())
            #expect(first == again)
            #expect(try await town.matter(receipt.number).version == 2)
        }
    }

    @Test("gives a revealed contact again without a copy of it beside the key", arguments: TestEngine.present)
    func contact(engine: TestEngine) async throws {
        try await DeskTown.with(engine) { town in
            let receipt = try await town.file()
            let inputs = [InputWord.reason: "回访需要"]
            let first = try await town.move(
                "reveal", inputs, on: receipt.number, by: DeskTown.clerk, once: key())
            let again = try await town.move(
                "reveal", inputs, on: receipt.number, by: DeskTown.clerk, once: key())
            #expect(first.contact?.phone == "19900001234")
            #expect(first == again)
            let answers = try await town.database.read { try $0.rows("SELECT answer FROM idempotency") }
            let texts = try answers.map { try $0.get("answer", as: String.self) }
            #expect(!texts.isEmpty && !texts.contains { $0.contains("19900001234") || $0.contains("测试甲") })
        }
    }
}
