public import Web

extension Feature {
    /// Open311 GeoReport v2: other systems file here and follow what they filed; matters go to other cities'
    /// servers.
    ///
    /// - Parameter files: Keeps the pictures that come along; without it only words are taken.
    public static func open311(
        _ server: Open311Server, client: Open311Client, files: FormFiles? = nil
    ) -> Feature {
        Feature(
            name: "open311",
            words: WordFiles(
                owner: "Open311", zh: PackageResources.zh_words, en: PackageResources.en_words),
            menu: Open311Client.menu,
            specimens: { Open311Specimens.all + Open311Client.specimens },
            panels: [server.panel] + client.panels, machineDoor: server.door
        ) { site in
            server.add(to: site, files: files)
            client.add(to: site)
        }
    }
}
