@testable import Chats
import Core
import Courier
import Desk
import Files
import Matters
import Storage
import Testing
import Web

@Suite("Chat groups on both engines")
struct ChatsEngineTests {
    @Test("are kept, turned into matters, told and forgotten alike", arguments: TestEngine.present)
    func whole(engine: TestEngine) async throws {
        try await engine.withDatabase { database in
            let now = TownCity.start
            try await Migrator(
                StorageSchema.migrations + DeskSchema.migrations + MattersSchema.migrations
                    + FilesSchema.migrations + CourierSchema.migrations + ChatsSchema.migrations
            ).migrate(database, now: now)
            let desk = Desk(
                database: database, city: ChatsTown.city(), secret: Array(repeating: 5, count: 32),
                address: "https://12345.example.org")
            let keys = KeyRing(database: database) { Array(repeating: 7, count: $0) }
            let chats = ChatsDesk(desk: desk, keys: keys)
            try await chats.bringUpToDate([ChatsTown.group, ChatsTown.afar], at: now)
            let record = try #require(try await chats.group("g1"))
            _ = try await chats.setEndpoint("https://robot.example/1", of: record, secret: "whsec_a", at: now)
            _ = try await chats.setEndpoint("https://robot.example/2", of: record, secret: "whsec_b", at: now)
            #expect(try await chats.endpoint(of: "g1")?.url == "https://robot.example/2")
            for (index, text) in ["路灯不亮", "三号楼", "早上好"].enumerated() {
                var new = NewMessage(group: "g1", id: "m\(index)", at: now + Int64(index))
                (new.author, new.name, new.text) = ("u\(index)", "王小明", text)
                #expect(try await chats.hear(new, at: now))
                #expect(try await !chats.hear(new, at: now))
            }
            let late = now + 3_600_000 * 2
            #expect(try await chats.late(of: ["g1"], at: late, limit: 9).count == 3)
            let clerk = try ChatsTown.officer("clerk")
            let sight = ChatSight(clerk, in: ChatsTown.city())
            let waiting = try await chats.waiting(for: sight, limit: 9)
            #expect(waiting.map(\.count) == [3, 0] && waiting.last?.due == nil)
            let ids = try await chats.messages(of: "g1", before: nil, limit: 9).map(\.id).sorted()
            let outcomes = await withTaskGroup(of: String?.self) { tasks in
                for choice in [[ids[0]], [ids[1], ids[0]], [ids[0], ids[1]]] {
                    tasks.addTask {
                        try? await chats.make(
                            choice, of: ChatsTown.group, category: nil, by: clerk, at: late)
                    }
                }
                return await tasks.reduce(into: []) { $0.append($1) }
            }
            #expect(outcomes.compactMap(\.self).count == 1)
            try await chats.settle([ids[2]], of: ChatsTown.group, as: .aside, at: late)
            _ = try await FollowerRunner.settled([chats.follower], on: database)
            #expect(try await chats.sendings(to: "g1").count == 2)
            try await chats.tick(at: now + 40 * 86_400_000)
            let kept = try await chats.messages(of: "g1", before: nil, limit: 9)
            #expect(kept.allSatisfy { $0.state == .matter } && !kept.isEmpty)
            let figures = try await chats.figures(of: ["g1"], in: "2026-03")["g1"] ?? [:]
            #expect(figures[.messages] == 3 && figures[.matters] == 1 && figures[.aside] == 1)
        }
    }
}
