import Core
import Courier
import Deliveries
import Storage
import Web

/// Three receivers of the demo city, and the last days of what they were told: nearly everything arrives, a
/// little is tried again, a little is given up.
enum DemoDeliveries {
    private static let day: Int64 = 86_400_000

    /// Before the followers run: they write what these are told.
    static func receivers(_ town: Town, end: Moment) async throws {
        let topic = DeliveriesDesk.webhooks
        try await town.database.write { connection in
            let store = DemoDeliveriesStore(connection: connection)
            try store.passOn(before: end)
            try store.endpoint(
                topic, "自来水公司工单系统", url: "https://orders.water.example/lianxin", secret: secret(),
                filter:
                    #"{"areas":[],"categories":[],"kinds":[],"types":["dispatched","answered","closed"]}"#,
                since: end + -3 * day)
            try store.endpoint(
                topic, "市数据平台", url: "https://data.city.example/events", secret: secret(), filter: "",
                since: end + -40 * 60_000, state: .paused)
            try store.endpoint(
                topic, "旧工单接口", url: "https://old.example/hook", secret: secret(), filter: "",
                since: end + -200 * day, state: .gone, reason: "gone")
        }
    }

    /// After the followers ran: what became of it.
    static func fill(_ town: Town, seed: UInt64, end: Moment) async throws {
        try await town.database.write { connection in
            var dice = Dice(seed: seed ^ 0xDE11)
            let store = DemoDeliveriesStore(connection: connection)
            let told = try store.waiting(DeliveriesDesk.webhooks, limit: 5000)
            let paused = Set(
                try EndpointStore(connection).all(DeliveriesDesk.webhooks).filter { $0.state == .paused }
                    .map(\.id))
            for sending in told.reversed() where sending.endpointID.map({ !paused.contains($0) }) ?? true {
                try settle(sending, store, &dice, end: end)
            }
        }
    }

    private static func settle(
        _ sending: Sending, _ store: DemoDeliveriesStore, _ dice: inout Dice, end: Moment
    ) throws {
        let first = sending.createdAt + 1000
        let took = Int64(60 + dice.below(400))
        let arrived = DemoDeliveriesStore.Attempt(at: first, milliseconds: took, status: 200, reason: nil)
        if dice.hits(93) { return try store.settle(sending, [arrived], as: .sent, due: nil) }
        let busy = DemoDeliveriesStore.Attempt(
            at: first, milliseconds: took, status: 503, reason: "status")
        if dice.hits(75) {
            let second = DemoDeliveriesStore.Attempt(
                at: first + 5600, milliseconds: took, status: 200, reason: nil)
            return try store.settle(sending, [busy, second], as: .sent, due: nil)
        }
        if end - first < 3_600_000 {
            return try store.settle(sending, [busy], as: .waiting, due: end + 600_000)
        }
        let refused = DemoDeliveriesStore.Attempt(
            at: first, milliseconds: took, status: 400, reason: "status")
        try store.settle(sending, [refused], as: .failed, due: nil)
    }

    private static func secret() -> String { Signature.newSecret(Surroundings.live.randomBytes) }
}
