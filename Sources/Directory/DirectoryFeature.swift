public import Core
public import Web

/// What of somebody's work is kept by other slices: asked for on the page that hands it over.
public typealias HeldWork = @Sendable (_ person: Int64, _ posts: [Post]) async throws -> [HeldElsewhere]

extension Feature {
    /// Accounts: signing in and out, one's own account, the people of the city, and in the demo the page that
    /// signs in as anybody.
    ///
    /// - Parameters:
    ///   - home: where somebody lands who signs in without having asked for a page.
    ///   - elsewhere: what other slices keep of somebody's work.
    public static func directory(
        _ directory: Directory, home: String = "/", elsewhere: @escaping HeldWork = { _, _ in [] }
    ) -> Feature {
        Feature(
            name: "directory",
            words: WordFiles(
                owner: "Directory", zh: PackageResources.zh_words, en: PackageResources.en_words),
            menu: menu(demo: directory.demo), operations: operations,
            specimens: { DirectorySpecimens(organisation: directory.organisation).all }
        ) { site in
            SignInRoutes(directory: directory, home: home).add(to: site)
            LinkRoutes(directory: directory, home: home).add(to: site)
            AccountRoutes(directory: directory).add(to: site)
            PeopleRoutes(directory: directory, elsewhere: elsewhere).add(to: site)
            DirectoryAPI(directory: directory).add(to: site)
            if directory.demo, site.settings.demo {
                DemoRoutes(directory: directory, home: home).add(to: site)
            }
        }
    }

    private static func menu(demo: Bool) -> [MenuEntry] {
        var entries = [
            MenuEntry(
                key: "directory.people.menu", path: "/directory", audience: .power(.manageAccounts),
                icon: "people", order: 80, group: .city),
            MenuEntry(
                key: "directory.account.menu", path: "/account", audience: .officers, order: 90,
                group: .account),
            MenuEntry(
                key: "directory.signIn.menu", path: "/sign-in", audience: .visitors, icon: "lock", order: 95),
        ]
        if demo {
            entries.append(
                MenuEntry(
                    key: "directory.demo.menu", path: "/demo", audience: .everyone, icon: "eye", order: 99))
        }
        return entries
    }

    private static var operations: [Operation] {
        let localText = Schema.named(
            "LocalText", .object(["zh": .string, "en": .string], required: ["zh", "en"]))
        let post = Schema.named(
            "Post",
            .object(
                ["role": .string, "unit": .string, "area": .string], required: ["role", "unit", "area"]))
        let person = Schema.named(
            "Person",
            .object(
                ["id": .integer, "name": localText, "posts": .array(post)], required: ["id", "name", "posts"])
        )
        let account = Schema.named(
            "Account",
            .object(
                [
                    "person": .reference("Person"), "powers": .array(.string),
                    "scopes": .nullable(.array(.string)),
                ], required: ["person", "powers", "scopes"]))
        return [
            Operation(
                "get", "/api/v1/people", summary: "directory.api.people", tag: "directory",
                parameters: [
                    .init("q", in: .query, summary: "directory.api.q"),
                    .init("unit", in: .query, summary: "directory.api.unit"),
                    .init("size", in: .query, schema: .integer, summary: "directory.api.size"),
                    .init("after", in: .query, summary: "directory.api.after"),
                ],
                responses: [
                    200: .named(
                        "People",
                        .object(
                            ["people": .array(person), "next": .nullable(.string)],
                            required: ["people", "next"]))
                ], scopes: ["directory:read"]),
            Operation(
                "get", "/api/v1/account", summary: "directory.api.account", tag: "directory",
                responses: [200: account], scopes: []),
        ]
    }
}
