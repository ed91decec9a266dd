import CityPack
import ArgumentParser
import Core
import Desk
import Exchange
import Foundation
import Storage
import Web

struct ImportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import", abstract: "Take in what other systems hold.",
        subcommands: [Matters.self, People.self, Units.self, Areas.self])

    struct Matters: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "matters",
            abstract:
                "Take in matters from a CSV or JSON-lines file, packed with gzip or not, or a spreadsheet.",
            discussion: """
                The mapping file says which column is what. The same file again takes in nothing twice.
                Rows that cannot be taken in are written to the report with their line and reason.
                Text may be UTF-8, with a byte order mark or without, UTF-16 with one, or GB 18030.

                Examples:
                  lianxin import matters cases.csv.gz --mapping Cities/demo/mappings/boston311.yaml
                  lianxin import matters old.jsonl --mapping old.yaml --report rejected.jsonl --json
                  lianxin import matters old.xlsx --mapping old.yaml --dry-run
                """)

        @Argument(help: "The file.") var file: String
        @Option(help: "The mapping file (Documentation/import.md).") var mapping: String
        @Option(
            help: "Where rejected rows are written, one JSON object a line; else FILE.rejected.jsonl here.")
        var report: String?
        @Flag(help: "Check every row and tell what would come of it, and take nothing in.") var dryRun = false
        @Flag(help: "One line of JSON instead of words.") var json = false
        @OptionGroup var place: Place

        struct Result: Encodable {
            let dryRun: Bool
            let read: Int
            let imported: Int
            let known: Int
            let rejected: Int
            let seconds: Double
            let perSecond: Int
            let report: String?
        }

        func run() async throws {
            let town = try await Town(place)
            let importer = Importer(desk: town.desk, mapping: try Mapping(path: mapping))
            let path = report ?? URL(fileURLWithPath: file).lastPathComponent + ".rejected.jsonl"
            let rejects = RejectFile(path: path)
            let began = ContinuousClock.now
            let progress = Ticker("Rows")
            let done = try await importer.run(
                file, at: Surroundings.live.now(), isTrial: dryRun, rejected: { try rejects.write($0) },
                progress: { progress.show($0) })
            try rejects.close()
            let seconds = (ContinuousClock.now - began).inSeconds
            progress.end()
            _ = try await FollowerRunner(database: town.database, followers: Features.followers(town))
                .advanceAll()
            await town.database.close()
            try tell(done, seconds, rejects.count > 0 ? path : nil)
        }

        private func tell(_ done: Importer.Report, _ seconds: Double, _ path: String?) throws {
            let rate = seconds > 0 ? Int(Double(done.read) / seconds) : done.read
            if json {
                return try Console.json(
                    Result(
                        dryRun: dryRun, read: done.read, imported: done.imported, known: done.known,
                        rejected: done.rejected,
                        seconds: (seconds * 100).rounded() / 100, perSecond: rate, report: path))
            }
            Console.say(
                "\(done.read) rows in \(String(format: "%.1f", seconds)) s (\(rate) a second): "
                    + "\(done.imported) \(dryRun ? "would be " : "")taken in, \(done.known) here already, "
                    + "\(done.rejected) rejected\(path.map { ", see \($0)" } ?? "")."
            )
        }
    }
}

extension Duration {
    var inSeconds: Double { Double(components.seconds) + Double(components.attoseconds) / 1e18 }
}
