public import Core
import Desk
public import Web

extension Feature {
    /// What is told outside: notices, webhooks, calendars, and what became of each.
    ///
    /// - Parameters:
    ///   - holder: the posts of a person now; nil where nobody has that key any more.
    ///   - names: people's names.
    public static func deliveries(
        _ desk: DeliveriesDesk, holder: @escaping @Sendable (Int64) async throws -> [Post]?,
        names: @escaping @Sendable (Set<Int64>) async throws -> [Int64: LocalText]
    ) -> Feature {
        Feature(
            name: "deliveries",
            words: WordFiles(
                owner: "Deliveries", zh: PackageResources.zh_words, en: PackageResources.en_words),
            menu: [
                MenuEntry(
                    key: "deliveries.menu", path: DeliveriesPath.log, audience: .power(.manageChannels),
                    icon: "send", order: 62, group: .channels),
                MenuEntry(
                    key: "deliveries.menu.calendar", path: DeliveriesPath.calendar, audience: .officers,
                    icon: "bell", order: 92, group: .account),
            ],
            operations: DeliveriesRoutes.operations, specimens: { DeliveriesSpecimens.all },
            panels: [
                MatterPanel(order: 80) { matter, visit in
                    let log = try await desk.log(ofMatter: matter.id)
                    guard !log.isEmpty else { return nil }
                    let telling = DeliveryTelling(visit: visit, city: desk.desk.city)
                    return MatterLogPanel(telling: telling, log: log).html
                }
            ]
        ) { site in DeliveriesRoutes(deliveries: desk, holder: holder, names: names).add(to: site) }
    }
}
