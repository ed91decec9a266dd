import Core
import Courier
import Desk
import Deliveries
import Storage
import Testing
import Web

@Suite("Of private data in a matter, a webhook")
struct WebhookPrivacyTests {
    @Test("tells nothing to other systems", arguments: TestEngine.present)
    func told(engine: TestEngine) async throws {
        try await DeliveriesTown.with(engine) { town in
            _ = try await town.endpoint("webhooks")
            let number = try await town.filed(PrivateText.concern).number
            try await town.answered(number, answer: PrivateText.answer)
            try await town.follow()
            let bodies = try await town.requests("webhooks").map(\.body)
            #expect(bodies.count > 2 && bodies.contains { $0.contains("灯已换好") })
            for body in bodies { #expect(PrivateText.leaks(body) == [], "\(body)") }
        }
    }
}
