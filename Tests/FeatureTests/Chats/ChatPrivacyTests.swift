@testable import Chats
import Core
import Desk
import Testing
import Web

@Suite("Of private data in a message, a chat group")
struct ChatPrivacyTests {
    @Test("is told nothing back, in no receipt, step or answer")
    func told() async throws {
        try await ChatsTown.with { town in
            let record = try #require(try await town.chats.group("g1"))
            _ = try await town.chats.setEndpoint(
                "https://robot.example/g1", of: record, secret: town.secret, at: town.now)
            let message = town.told("m1", PrivateText.concern.replacing("\n", with: "，"))
            let taken = try await town.tell(message)
            #expect(PrivateText.leaks(taken.text) == [], "\(taken.text)")
            let ids = try await town.messages().map(\.id)
            let number = try await town.chats.make(
                ids, of: ChatsTown.group, category: "lamp", by: ChatsTown.officer("clerk"), at: town.now)
            let steps: [(String, Order)] = [
                ("clerk", Order("register", [.category: "lamp"])),
                ("dispatcher", Order("dispatch", [.unit: "ROADS"])),
                ("roads", Order("answer", [.answer: PrivateText.answer])),
            ]
            for (who, order) in steps {
                _ = try await town.town.desk.perform(
                    order, on: .number(number), by: try ChatsTown.officer(who).actor, at: town.now)
            }
            try await town.follow()
            let group = try await town.sent().filter { $0.body.contains("\"to\":\"group\"") }.map(\.body)
            #expect(group.contains { $0.contains("灯已换好") })
            for body in group { #expect(PrivateText.leaks(body) == [], "\(body)") }
        }
    }
}
