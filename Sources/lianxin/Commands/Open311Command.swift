import ArgumentParser
import Core
import Courier
import Foundation
import Open311
import Storage
import Web

struct Open311Command: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "open311",
        abstract: "Take in what other Open311 servers hold, and hand matters to them.",
        subcommands: [Import.self, Destinations.self])

    struct Import: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "import",
            abstract: "Take in the requests of another Open311 server, from a file or an address.",
            discussion: """
                JSON and XML as servers really write them. The same file again takes in nothing twice. What
                was closed there is kept as ended elsewhere; nobody here calls it solved.

                Examples:
                  lianxin open311 import requests.json --source bloomington --services services.json
                  lianxin open311 import https://311.example.org/open311/v2/requests.xml --source example \\
                    --category-map map.csv --dry-run
                """)

        @Argument(help: "A file, or an address that begins with http:// or https://.") var from: String
        @Option(help: "What the server is called here, in one word.") var source: String
        @Option(help: "Its list of services, a file or an address: requests that say only a code get a name.")
        var services: String?
        @Option(help: "A CSV file: service code or name, category of ours. `*` stands for all others.")
        var categoryMap: String?
        @Option(help: "Hours ahead of UTC of times without a zone, such as -8.") var zone = 0
        @Flag(help: "Check everything and tell what would come of it, and take nothing in.") var dryRun =
            false
        @Flag(help: "One line of JSON instead of words.") var json = false
        @OptionGroup(title: "Ways out") var outside: OutsideOptions
        @OptionGroup var place: Place

        func run() async throws {
            guard (-12...14).contains(zone) else { throw ValidationError("--zone is from -12 to 14.") }
            let outside = try Outside(place.configuration(outside.flags))
            let town = try await Town(place, outside: outside)
            do throws(Open311Importer.Refusal) {
                try await take(town)
            } catch {
                await town.database.close()
                throw ValidationError(error.reason)
            }
            await town.database.close()
        }

        private func take(_ town: Town) async throws(Open311Importer.Refusal) {
            var importer = try Open311Importer(desk: town.desk, source: source)
            importer.zone = Int64(zone) * 3600
            if let services {
                let known = try importer.know(services: try await bytes(of: services, town))
                for row in known.refused { Console.note("service \(row.row): \(row.reason)") }
            }
            if let categoryMap { try importer.map(categories: try await bytes(of: categoryMap, town)) }
            let bytes = try await bytes(of: from, town)
            do {
                let report = try await importer.run(bytes, dryRun: dryRun, at: Surroundings.live.now())
                if !dryRun {
                    _ = try await FollowerRunner(
                        database: town.database, followers: Features.followers(town)
                    ).advanceAll()
                }
                try tell(report)
            } catch let refusal as Open311Importer.Refusal {
                throw refusal
            } catch {
                throw Open311Importer.Refusal(reason: "\(error)")
            }
        }

        private func bytes(of name: String, _ town: Town) async throws(Open311Importer.Refusal) -> [UInt8] {
            guard name.hasPrefix("http://") || name.hasPrefix("https://") else {
                guard let data = FileManager.default.contents(atPath: name) else {
                    throw Open311Importer.Refusal(reason: "The file \(name) cannot be read.")
                }
                return Array(data)
            }
            do {
                let answer = try await Open311Client.fetch(name, 64 << 20, by: town.outside.transport)
                guard (200..<300).contains(answer.status) else {
                    throw Open311Importer.Refusal(reason: "\(name) answers \(answer.status).")
                }
                return answer.body
            } catch let refusal as Open311Importer.Refusal {
                throw refusal
            } catch {
                throw Open311Importer.Refusal(reason: "\(name) does not answer: \(error).")
            }
        }

        private func tell(_ report: Open311Importer.Report) throws {
            if json { return try Console.json(report) }
            Console.say(
                "\(report.read) requests: \(report.imported) \(dryRun ? "would be " : "")taken in, "
                    + "\(report.known) here already, \(report.rejected.count) rejected.")
            for row in report.rejected { Console.note("row \(row.row) (\(row.id ?? "-")): \(row.reason)") }
            for row in report.remarks { Console.note("row \(row.row) (\(row.id ?? "-")): \(row.reason)") }
            for (service, count) in report.uncategorised.sorted(by: { $0.value > $1.value }) {
                Console.note("\(count) without a category: \(service)")
            }
        }
    }

    struct Destinations: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "destination", abstract: "The servers that matters are handed to.",
            subcommands: [Add.self, Map.self, List.self, Pause.self, Resume.self, Remove.self])

        struct Add: AsyncParsableCommand {
            static let configuration = CommandConfiguration(
                commandName: "add",
                abstract: "Add a server, and the unit of ours that stands for it. Prints its number.",
                discussion: """
                    Examples:
                      lianxin open311 destination add "Next city" --address https://311.example.org/open311/v2 \\
                        --unit LIGHTING --key-file key.txt --map 0201=0201 --map 0202=roads
                    """)

            @Argument(help: "Its name, as people here read it.") var name: String
            @Option(help: "Where its GeoReport v2 stands.") var address: String
            @Option(help: "The code of the unit.") var unit: String
            @Option(help: "What a category is called there: CATEGORY=SERVICE; may be given several times.")
            var map: [String] = []
            @Option(help: "A file with the key they gave; - reads it from standard input.") var keyFile:
                String?
            @Option(help: "jurisdiction_id, where they ask for it.") var jurisdiction: String?
            @Option(help: "json or xml.") var format = "json"
            @Flag(help: "They may know who raised a matter.") var knowsResident = false
            @OptionGroup var place: Place

            func run() async throws {
                guard let format = Destination.Format(rawValue: format) else {
                    throw ValidationError("--format is json or xml.")
                }
                let pairs = try map.map(Self.pair)
                var new = NewDestination(name: name, base: address, unit: UnitCode(unit))
                (new.jurisdiction, new.format, new.knowsResident) = (jurisdiction, format, knowsResident)
                new.key = try keyFile.map(Self.key)
                try await Destinations.open(place) { client in
                    let id = try await client.add(new, at: Surroundings.live.now())
                    for (category, service) in pairs {
                        try await client.map(category, to: service, of: id)
                    }
                    Console.say("\(id)")
                }
            }

            static func pair(_ text: String) throws -> (String, String) {
                let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
                guard parts.count == 2 else { throw ValidationError("--map is CATEGORY=SERVICE.") }
                return (parts[0], parts[1])
            }

            private static func key(_ path: String) throws -> String {
                let data =
                    path == "-"
                    ? FileHandle.standardInput.readDataToEndOfFile()
                    : FileManager.default.contents(atPath: path)
                guard let data, let text = String(data: data, encoding: .utf8) else {
                    throw ValidationError("The key file cannot be read.")
                }
                return text.trimmingCharacters(in: .whitespacesAndNewlines)
            }
        }

        struct Map: AsyncParsableCommand {
            static let configuration = CommandConfiguration(
                commandName: "map", abstract: "Say what a category is called there.")
            @Argument(help: "The number of the destination.") var id: Int64
            @Argument(help: "CATEGORY=SERVICE.") var pair: String
            @Option(help: "An answer their form wants: CODE=VALUE; may be given several times.")
            var attribute: [String] = []
            @OptionGroup var place: Place

            func run() async throws {
                let (category, service) = try Add.pair(pair)
                let fixed = try attribute.map(Add.pair)
                try await Destinations.open(place) { client in
                    try await client.map(
                        category, to: service,
                        attributes: Dictionary(fixed, uniquingKeysWith: { $1 }), of: id)
                }
            }
        }

        struct List: AsyncParsableCommand {
            static let configuration = CommandConfiguration(
                commandName: "list", abstract: "Show them, without their keys.")
            @Flag(help: "One line of JSON for each instead of words.") var json = false
            @OptionGroup var place: Place

            struct Line: Encodable {
                let id: Int64
                let name: String
                let address: String
                let unit: String
                let state: String
                let failures: Int
                let error: String?
            }

            func run() async throws {
                try await Destinations.open(place) { client in
                    for one in try await client.destinations() {
                        let line = Line(
                            id: one.id, name: one.name, address: one.base, unit: one.unit.text,
                            state: one.state.rawValue, failures: one.failures, error: one.error)
                        if json {
                            try Console.json(line)
                        } else {
                            let trouble = one.failures > 0 ? " · \(one.error ?? "")" : ""
                            Console.say(
                                "\(one.id) · \(one.name) · \(one.base) · \(one.unit.text) · "
                                    + "\(one.state.rawValue)\(trouble)")
                        }
                    }
                }
            }
        }

        struct Pause: AsyncParsableCommand {
            static let configuration = CommandConfiguration(
                commandName: "pause", abstract: "Hold back what is for it, and do not ask it.")
            @Argument(help: "Its number.") var id: Int64
            @OptionGroup var place: Place
            func run() async throws { try await Destinations.set(.paused, id, place) }
        }

        struct Resume: AsyncParsableCommand {
            static let configuration = CommandConfiguration(commandName: "resume", abstract: "Let it go on.")
            @Argument(help: "Its number.") var id: Int64
            @OptionGroup var place: Place
            func run() async throws { try await Destinations.set(.active, id, place) }
        }

        struct Remove: AsyncParsableCommand {
            static let configuration = CommandConfiguration(
                commandName: "remove", abstract: "Forget it and its key; what waits for it does not go.")
            @Argument(help: "Its number.") var id: Int64
            @OptionGroup var place: Place
            func run() async throws { try await Destinations.set(.removed, id, place) }
        }

        static func set(_ state: Destination.State, _ id: Int64, _ place: Place) async throws {
            try await open(place) { try await $0.set(state, of: id, at: Surroundings.live.now()) }
        }

        /// Does something with the client, and tells what it refuses.
        static func open(_ place: Place, _ body: (Open311Client) async throws -> Void) async throws {
            let town = try await Town(place)
            do {
                try await body(town.open311)
            } catch let refusal as DestinationRefusal {
                await town.database.close()
                throw ValidationError(town.open311.sentence(refusal))
            }
            await town.database.close()
        }
    }
}
