import Storage
import ArgumentParser
import Core
import Directory
import Web

struct AccountCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "account", abstract: "Add people, and let them in again.",
        subcommands: [Add.self, Reset.self, Token.self])

    struct Link: Encodable {
        let login: String
        let link: String
    }

    struct Add: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "add",
            abstract:
                "Add a person with a post, and print the one-time link at which they choose a password.",
            discussion: """
                Examples:
                  lianxin account add li.na --name 李娜 --english "Li Na" \\
                    --role handler --unit HOTLINE --area 9801
                """)

        @Argument(help: "The name to sign in with.") var login: String
        @Option(help: "The person's name in Chinese.") var name: String
        @Option(help: "The person's name in Latin letters; else the same.") var english: String?
        @Option(help: "A role of the city pack.") var role: String
        @Option(help: "The code of a unit.") var unit: String
        @Option(help: "The code of the area the post is for.") var area: String
        @Option(help: "What the site is called; the link begins with it.") var address =
            "http://127.0.0.1:8080"
        @Flag(help: "One line of JSON instead of words.") var json = false
        @OptionGroup var place: Place

        func run() async throws {
            guard let code = AreaCode(area) else { throw ValidationError("“\(area)” is no area code.") }
            let town = try await Town(place)
            let directory = try await town.directory()
            let now = Surroundings.live.now()
            try await directory.addPerson(
                login: login, name: LocalText(zh: name, en: english ?? name),
                posts: [Post(role: role, unit: UnitCode(unit), area: code)], by: .system("console"), now: now)
            let link = try await directory.reset(login: login, by: .system("console"), now: now)
            try tell(login, address + link, json: json)
            await town.database.close()
        }
    }

    struct Reset: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "reset",
            abstract:
                "Print a one-time link at which a person chooses a new password. It holds for 24 hours.",
            discussion: """
                Examples:
                  lianxin account reset li.na
                """)

        @Argument(help: "The name to sign in with.") var login: String
        @Option(help: "What the site is called; the link begins with it.") var address =
            "http://127.0.0.1:8080"
        @Flag(help: "One line of JSON instead of words.") var json = false
        @OptionGroup var place: Place

        func run() async throws {
            let town = try await Town(place)
            let link = try await town.directory().reset(
                login: login, by: .system("console"), now: Surroundings.live.now())
            try tell(login, address + link, json: json)
            await town.database.close()
        }
    }

    struct Token: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "token",
            abstract: "Print a new API token of a person. It is never shown again.",
            discussion: """
                Examples:
                  lianxin account token li.na --name reports --scope matters:read
                  lianxin account token li.na --name desk --scope matters:read \\
                    --scope matters:write --scope moves:write
                """)

        @Argument(help: "The name the person signs in with.") var login: String
        @Option(help: "What the token is for.") var name: String
        @Option(help: "What it allows; may be given several times.") var scope: [String]
        @Option(help: "After how many days it ends.") var days = 365
        @Flag(help: "One line of JSON instead of words.") var json = false
        @OptionGroup var place: Place

        struct Made: Encodable {
            let login: String
            let token: String
        }

        func run() async throws {
            guard (1...3650).contains(days) else { throw ValidationError("--days is from 1 to 3650.") }
            let town = try await Town(place)
            let now = Surroundings.live.now()
            let token = try await town.directory().createToken(
                login: login, name: name, scopes: Set(scope), expires: now + Int64(days) * 86_400_000,
                by: .system("console"), now: now)
            if json { try Console.json(Made(login: login, token: token)) } else { Console.say(token) }
            await town.database.close()
        }
    }
}

private func tell(_ login: String, _ link: String, json: Bool) throws {
    if json {
        try Console.json(AccountCommand.Link(login: login, link: link))
    } else {
        Console.say("\(login) chooses a password here, once and within 24 hours: \(link)")
    }
}
