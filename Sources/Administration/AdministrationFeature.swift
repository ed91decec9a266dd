import Core
public import Web

extension Feature {
    /// The city's data as it is in force, what a new pack would change, and the traces of what was done.
    public static func administration(_ administration: Administration) -> Feature {
        Feature(
            name: "administration",
            words: WordFiles(
                owner: "Administration", zh: PackageResources.zh_words, en: PackageResources.en_words),
            menu: [
                MenuEntry(
                    key: "administration.menu", path: "/administration", audience: .power(.manageAccounts),
                    icon: "settings", order: 82, group: .city),
                MenuEntry(
                    key: "administration.audit.menu", path: "/administration/audit",
                    audience: .power(.exchange), icon: "history", order: 84, group: .city),
            ],
            specimens: { AdministrationSpecimens(city: administration.city).all }
        ) { site in
            let routes = AdministrationRoutes(administration: administration)
            routes.addOverview(to: site)
            routes.addAreas(to: site)
            routes.addOutline(to: site)
            routes.addUnits(to: site)
            routes.addPack(to: site)
            routes.addKinds(to: site)
            routes.addAudit(to: site)
        }
    }
}
