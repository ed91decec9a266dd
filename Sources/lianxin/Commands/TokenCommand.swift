public import ArgumentParser
import Core
public import Courier
import Foundation
import Storage
import Web

struct TokenCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "token", abstract: "Give other systems keys, and take them away.",
        discussion: """
            A key is of a system, not of a person: a server that files by Open311, a telephone system, a chat
            gateway, another line. It counts at once, also where a server is running on this database.
            """,
        subcommands: [Create.self, List.self, Rotate.self, Revoke.self])

    struct Create: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "create",
            abstract: "Print a new key. It is never shown again.",
            discussion: """
                open311 keys are sent along as api_key; all others sign messages (Standard Webhooks).

                Examples:
                  lianxin token create "Water company" --scope lines
                  lianxin token create FixMyStreet --scope open311 --json
                """)

        @Argument(help: "Whose key it is, as people here will read it.") var name: String
        @Option(help: "What it allows: open311, calls, chats or lines.") var scope: KeyScope
        @Flag(help: "One line of JSON instead of the key alone.") var json = false
        @OptionGroup var place: Place

        func run() async throws {
            let name = name.trimmingCharacters(in: .whitespacesAndNewlines)
            guard (1...100).contains(name.count), !name.contains(where: \.isNewline) else {
                throw ValidationError("A name has 1 to 100 characters.")
            }
            try await TokenCommand.open(place) { ring in
                let key = try await ring.create(name, scope: scope, at: Surroundings.live.now())
                if json {
                    try Console.json(Made(name: name, scope: scope, key: key))
                } else {
                    Console.say(key)
                }
            }
        }

        private struct Made: Encodable {
            let name: String
            let scope: KeyScope
            let key: String
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list", abstract: "Show the keys, without their secrets.",
            discussion: """
                Examples:
                  lianxin token list
                  lianxin token list --scope open311 --json
                """)

        @Option(help: "Only those that allow this.") var scope: KeyScope?
        @Flag(help: "One line of JSON for each instead of words.") var json = false
        @OptionGroup var place: Place

        func run() async throws {
            try await TokenCommand.open(place) { ring in
                for key in try await ring.keys(scope) {
                    if json { try Console.json(Line(key)) } else { Console.say(Line(key).text) }
                }
            }
        }

        private struct Line: Encodable {
            let id: Int64
            let name: String
            let scope: KeyScope
            let created: String
            let revoked: String?

            init(_ key: Key) {
                id = key.id
                name = key.name
                scope = key.scope
                created = key.createdAt.day
                revoked = key.revokedAt?.day
            }

            var text: String {
                "\(id)  \(scope.rawValue)  \(created)  \(name)" + (revoked.map { "  (revoked \($0))" } ?? "")
            }
        }
    }

    struct Rotate: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "rotate",
            abstract: "Print a new secret of a signing key. The old one counts for another 24 hours.",
            discussion: """
                Examples:
                  lianxin token rotate 3
                """)

        @Argument(help: "The key's number, as `lianxin token list` shows it.") var id: Int64
        @Flag(help: "One line of JSON instead of the key alone.") var json = false
        @OptionGroup var place: Place

        func run() async throws {
            try await TokenCommand.open(place) { ring in
                guard let key = try await ring.rotate(id, at: Surroundings.live.now()) else {
                    throw ValidationError(
                        "There is no signing key \(id) that holds. For an open311 key make a new one, and "
                            + "revoke the old one when the other side uses it.")
                }
                if json { try Console.json(Made(id: id, key: key)) } else { Console.say(key) }
            }
        }

        private struct Made: Encodable {
            let id: Int64
            let key: String
        }
    }

    struct Revoke: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "revoke", abstract: "Take a key away, at once and for good.",
            discussion: """
                Examples:
                  lianxin token revoke 3
                """)

        @Argument(help: "The key's number, as `lianxin token list` shows it.") var id: Int64
        @OptionGroup var place: Place

        func run() async throws {
            try await TokenCommand.open(place) { ring in
                guard try await ring.revoke(id, at: Surroundings.live.now()) else {
                    throw ValidationError("There is no key \(id) that holds.")
                }
                Console.note("Key \(id) no longer counts.")
            }
        }
    }

    /// Opens the database for one piece of work on its keys; a city is not needed.
    private static func open(_ place: Place, _ work: (KeyRing) async throws -> Void) async throws {
        let database = try await place.openDatabase(creating: false)
        do {
            try await work(KeyRing(database: database, randomBytes: Surroundings.live.randomBytes))
        } catch {
            await database.close()
            throw error
        }
        await database.close()
    }
}

extension KeyScope: ExpressibleByArgument {}

extension Moment {
    /// The day in UTC.
    fileprivate var day: String {
        CivilDate(daysSince1970: Int((Double(milliseconds) / 86_400_000).rounded(.down))).description
    }
}
