import ArgumentParser
import CityPack
import Core
import Directory
import Exchange
import Foundation
import Storage
import Web

extension ImportCommand {
    struct People: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "people",
            abstract: "Add people and posts from a list: login, name_zh, name_en, role, unit, area.",
            discussion: """
                Every row is told; what is here already is left as it is. Nobody is taken away.

                Examples:
                  lianxin import people new.xlsx --dry-run
                """)

        @Argument(help: "A CSV file or spreadsheet.") var file: String
        @Flag(help: "Check every row and tell what would come of it, and take nothing in.") var dryRun = false
        @Flag(help: "One line of JSON instead of words.") var json = false
        @OptionGroup var place: Place

        struct Told: Encodable {
            let dryRun: Bool
            let read: Int
            let taken: Int
            let same: Int
            let rejected: [RejectedRow]
        }

        func run() async throws {
            let town = try await Town(place)
            let directory = try await town.directory()
            let list = try await directory.check(list: try await CityList.text(of: file))
            guard list.missing.isEmpty else {
                throw ValidationError(
                    "The list has no column \(list.missing.map { $0.rawValue }.joined(separator: ", ")).")
            }
            let rejected = list.rows.compactMap { row -> RejectedRow? in
                guard case .refused(let flaws) = row.outcome else { return nil }
                let reason = "is refused: " + flaws.map(\.rawValue).joined(separator: ", ")
                return RejectedRow(line: row.line, id: row.login, reason: reason)
            }
            if !dryRun, !list.good.isEmpty {
                try await directory.importPeople(list.good, now: Surroundings.live.now())
            }
            let same = list.count { $0 == .nothing }
            let told = Told(
                dryRun: dryRun, read: list.rows.count, taken: list.good.count - same, same: same,
                rejected: rejected)
            try tell(told)
            await town.database.close()
        }

        private func tell(_ told: Told) throws {
            if json { return try Console.json(told) }
            for row in told.rejected { Console.say("line \(row.line): \(row.id ?? "") \(row.reason)") }
            Console.say(
                "\(told.read) rows: \(told.taken) \(dryRun ? "would be " : "")taken in, "
                    + "\(told.same) here already, \(told.rejected.count) rejected.")
        }
    }

    struct Units: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "units",
            abstract: "Put a list of units into the city pack: code, name_zh, name_en, area, parent.",
            discussion: """
                Rows are known by their code; units that are not in the list stay. The pack is checked as it
                would be, and written only when nothing is wrong with it.

                Examples:
                  lianxin import units units.xlsx --dry-run
                """)

        @OptionGroup var list: PackList

        func run() async throws {
            try await list.take("units.csv", ["code", "name_zh", "name_en", "area", "parent"])
        }
    }

    struct Areas: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "areas",
            abstract: "Put a list of areas into the city pack: code, name_zh, name_en, latitude, longitude.",
            discussion: """
                Rows are known by their code; areas that are not in the list stay. The pack is checked as it
                would be, and written only when nothing is wrong with it.

                Examples:
                  lianxin import areas areas.csv --dry-run
                """)

        @OptionGroup var list: PackList

        func run() async throws {
            try await list.take("areas.csv", ["code", "name_zh", "name_en", "latitude", "longitude"])
        }
    }

    /// A list that becomes part of the city pack.
    struct PackList: ParsableArguments {
        @Argument(help: "A CSV file or spreadsheet.") var file: String
        @Flag(help: "Check it and tell what would change, and write nothing.") var dryRun = false
        @Flag(help: "One line of JSON instead of words.") var json = false
        @OptionGroup var place: Place

        struct Told: Encodable {
            let dryRun: Bool
            let report: CityList.Report
        }

        func take(_ name: String, _ columns: [String]) async throws {
            let path = place.cityFolder + "/" + name
            guard let current = FileManager.default.contents(atPath: path) else {
                throw Fault(
                    .configuration, "There is no \(path).", remedy: "Name the pack's folder with --city.")
            }
            let merged = try await CityList(columns: columns).merged(file, into: Array(current))
            let trial = path + ".new"
            let output = try OutputFile(trial)
            try output.write(merged.text)
            try output.close()
            defer { try? FileManager.default.removeItem(atPath: trial) }
            _ = try CityPack.load(place.cityFolder, replacing: [name: trial])
            if !dryRun, merged.report.added + merged.report.changed > 0 {
                // In one step: whoever reads meanwhile sees the old file or the new one.
                _ = try FileManager.default.replaceItemAt(
                    URL(fileURLWithPath: path), withItemAt: URL(fileURLWithPath: trial))
            }
            try tell(merged.report)
        }

        private func tell(_ report: CityList.Report) throws {
            if json { return try Console.json(Told(dryRun: dryRun, report: report)) }
            for row in report.rejected { Console.say("line \(row.line): \(row.id ?? "") \(row.reason)") }
            Console.say(
                "\(report.read) rows: \(report.added) new, \(report.changed) changed, "
                    + "\(report.same) the same, \(report.rejected.count) rejected"
                    + "\(dryRun ? "; nothing was written" : "").")
        }
    }
}
