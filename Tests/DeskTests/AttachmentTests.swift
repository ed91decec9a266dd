import Core
import Desk
import Foundation
import Testing

@Suite("The files of a matter")
struct AttachmentTests {
    static func file(_ id: String, _ part: Core.Attachment.Part = .after) -> Core.Attachment {
        Core.Attachment(
            id: id, hash: String(repeating: "a", count: 64), name: "灯.jpg", kind: .jpeg, bytes: 7, part: part)
    }

    @Test("come with it, are found by their id, and are named once", arguments: TestEngine.present)
    func named(engine: TestEngine) async throws {
        try await DeskTown.with(engine) { town in
            var filing = Filing(text: "路灯不亮了", channel: .web)
            filing.attachments = [Self.file("one"), Self.file("two")]
            let now = DeskTown.start
            let receipt = try await town.desk.file(filing, by: .resident, at: now)
            let dossier = try #require(try await town.desk.dossier(.id(receipt.id), for: .resident))
            #expect(dossier.attachments.map(\.attachment.id) == ["one", "two"])
            #expect(dossier.attachments.allSatisfy { $0.attachment.part == .raised && $0.isTold })
            let found = try await town.desk.attachment("two", for: .resident)
            #expect(found?.matter.record.number == receipt.number)
            #expect(try await town.desk.attachment("three", for: .resident) == nil)
            let again = filing
            await #expect(throws: FilingRefusal.invalid(.files)) {
                try await town.desk.file(again, by: .resident, at: now)
            }
            var order = Order("withdraw")
            order.attachments = [Self.file("three")]
            let refused = order
            await #expect(throws: Refusal.invalid(.files, .notAllowed)) {
                try await town.desk.perform(refused, on: .id(receipt.id), by: .resident, at: now)
            }
            let hashes = try await town.desk.named([String(repeating: "a", count: 64), "b"])
            #expect(hashes.count == 1)
        }
    }
}
