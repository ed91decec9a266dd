import ArgumentParser
import Assessments
import CityPack
import Core
import Desk
import Directory
import Foundation
import Published
import Storage
import Web

struct DemoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo",
        abstract: "Fill the city with a year of made-up matters, in every stage, by moves through the Desk.",
        discussion: """
            The same seed makes the same year. A database that has matters already is left alone.

            Examples:
              lianxin demo
              lianxin demo --matters 500 --seed 7
            """)

    @OptionGroup var place: Place
    @Option(help: "How many matters.") var matters = 20_000
    @Option(help: "Which year of all possible years.") var seed: UInt64 = 12345
    @Flag(help: "Leave out what calls, slips, chats and other lines bring beside the year.") var yearOnly =
        false
    @Flag(help: "One line of JSON instead of words.") var json = false

    struct Report: Encodable {
        let matters: Int
        let skipped: Bool
    }

    func run() async throws {
        guard (1...10_000_000).contains(matters) else {
            throw ValidationError("--matters is from 1 to 10,000,000.")
        }
        guard let path = place.databasePath, !FileManager.default.fileExists(atPath: path) else {
            return try await fill(place)
        }
        // Made beside and put in its place at the end: a demo that was interrupted leaves no half city
        // behind that the next start would take for a whole one.
        let making = path + ".making"
        for neighbour in ["", "-wal", "-shm"] {
            try? FileManager.default.removeItem(atPath: making + neighbour)
        }
        var beside = place
        beside.database = "sqlite:\(making)"
        beside.files = place.filesFolder
        try await fill(beside)
        // A closed file has no journal any more; with one its newest rows would stay behind.
        guard !FileManager.default.fileExists(atPath: making + "-wal") else {
            throw Fault(
                .full, "The demo stands in \(making), whose journal could not be copied into it.",
                remedy: "Make room on the disk, and start again.")
        }
        try FileManager.default.moveItem(atPath: making, toPath: path)
    }

    private func fill(_ place: Place) async throws {
        let town = try await Town(place, creating: true)
        try await town.admit(as: "demo")
        let directory = try await town.directory(demo: true)
        let isEmpty = try await town.desk.list(MatterFilter(), in: .city, limit: 1).matters.isEmpty
        if isEmpty {
            let year = try DemoYear(
                town: town, people: try await DemoPeople(of: town, directory), seed: seed,
                end: Surroundings.live.now())
            let bar = ProgressBar("A year of \(town.pack.city.name.en)", total: matters)
            try await year.run(matters) { bar.show($0) }
            bar.end(matters)
            if yearOnly { try await follow(town) } else { try await channels(town, directory) }
            Console.note("Figures of the year, and when matters may be finished")
            try await town.assessments.tick(at: Surroundings.live.now())
            try await town.desk.rehearseExpectations(months: 6, at: Surroundings.live.now())
        }
        if json {
            try Console.json(Report(matters: isEmpty ? matters : 0, skipped: !isEmpty))
        } else if !isEmpty {
            Console.say("There are matters already; nothing was added.")
        }
        await town.database.close()
    }

    /// What came by the other ways in and went by those out, in an order where each finds what it stands on.
    private func channels(_ town: Town, _ directory: Directory) async throws {
        let end = Surroundings.live.now()
        let steps: [() async throws -> Void] = [
            { try await DemoDeliveries.receivers(town, end: end) },
            { try await DemoSlips.fill(town, directory, seed: seed, end: end) },
            { try await DemoChats.fill(town, directory, seed: seed, end: end) },
            { try await DemoLines.fill(town, directory, seed: seed, end: end) },
            { try await DemoCalls.fill(town, directory, seed: seed, end: end) },
            { try await DemoOpen311.fill(town, directory, end: Surroundings.live.now()) },
            { try await DemoTopics.fill(town, directory, seed: seed, end: end) },
            { try await DemoJoins.fill(town, directory, seed: seed, end: end) },
            { try await DemoRules.fill(town, directory, seed: seed, end: end) },
            { try await DemoQuality.answer(town, directory, end: end) },
            { try await follow(town) },
            { try await DemoTriage.fill(town, directory, seed: seed, end: end) },
            { try await follow(town) },
            { try await DemoTopics.find(town, directory, end: end) },
            { try await DemoRules.decide(town, directory, end: end) },
            { try await DemoQuality.decide(town, directory, end: end) },
            { try await town.published.tick(at: end) },
            { try await DemoDeliveries.fill(town, seed: seed, end: end) },
            { try await DemoKnowledge.fill(town, directory, seed: seed, end: Surroundings.live.now()) },
        ]
        let bar = ProgressBar("Channels, rules, reading", total: steps.count)
        for (index, step) in steps.enumerated() {
            try await step()
            bar.show(index + 1)
        }
        if Console.isTerminal { Console.note("") }
    }

    private func follow(_ town: Town) async throws {
        _ = try await FollowerRunner(database: town.database, followers: Features.followers(town))
            .advanceAll()
    }
}
