import Foundation
import CityPack
import Storage
import ArgumentParser
import Core
import Directory

struct InitCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "init",
        abstract: "Make the database and load the city's people into it. Doing it twice is harmless.",
        discussion: """
            Examples:
              lianxin init
              lianxin init --database postgres://lianxin@db.example/lianxin --city Cities/demo
            """)

    @OptionGroup var place: Place
    @Flag(help: "One line of JSON instead of words.") var json = false

    struct Report: Encodable {
        let database: String
        let city: String
        let people: Int
        let kinds: [String]
    }

    func run() async throws {
        let town = try await Town(place, creating: true)
        try await town.admit(as: "init")
        _ = try await town.directory()
        let city = town.pack.city
        let report = Report(
            database: DatabaseName.masked(place.databaseAddress), city: city.name.zh,
            people: town.pack.people.count,
            kinds: city.procedures.keys.sorted())
        if json {
            try Console.json(report)
        } else {
            Console.say("\(city.name.zh) \(city.name.en) is ready in \(report.database).")
            Console.say("Next: lianxin serve --database \(report.database) --city \(place.cityFolder)")
        }
        await town.database.close()
    }
}

/// A database's address without its password, for people's eyes.
enum DatabaseName {
    /// The path of a SQLite file; nil for a server.
    static func path(_ address: String) -> String? {
        address.hasPrefix("sqlite:") ? String(address.dropFirst("sqlite:".count)) : nil
    }

    static func masked(_ address: String) -> String {
        if address.hasPrefix("sqlite:") { return address }
        // PostgreSQL takes a password after the question mark as well.
        let plain = address.replacing(/(?i)password=[^&\s]*/, with: "password=…")
        // Also where the scheme was forgotten.
        let start = plain.range(of: "://")?.upperBound ?? plain.startIndex
        guard let at = plain.lastIndex(of: "@"), start < at,
            let colon = plain[start..<at].firstIndex(of: ":")
        else { return plain }
        return plain[..<colon] + ":…" + plain[at...]
    }
}
