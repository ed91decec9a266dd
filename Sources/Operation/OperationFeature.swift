import Core
import Hummingbird
import Markup
public import Web

extension Feature {
    /// The operator's: is it well, what waits, where its backups are, what was set.
    public static func operation(_ desk: OperationDesk) -> Feature {
        Feature(
            name: "operation", words: HealthTelling.files,
            menu: [
                MenuEntry(
                    key: "operation.menu", path: "/operation", audience: .power(.manageAccounts),
                    icon: "settings", order: 83, group: .city)
            ], specimens: { OperationSpecimens.all }
        ) { site in
            site.officers.get("/operation") { _, context in
                try context.require(.manageAccounts)
                return OperationPage(
                    visit: context.visit, standing: try await desk.standing(at: context.now)
                ).page
            }
        }
    }
}
