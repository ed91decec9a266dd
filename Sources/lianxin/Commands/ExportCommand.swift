import ArgumentParser
import CityPack
import Core
import Desk
import Directory
import Exchange
import Foundation
import Storage
import Web

struct ExportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export", abstract: "Hand out what is kept here.",
        subcommands: [Matters.self, People.self, Units.self, Areas.self])

    /// Where it goes, and as what.
    struct Target: ParsableArguments {
        @Option(help: "csv, jsonl, geojson or xlsx.") var format = "csv"
        @Option(help: "A file instead of standard output; needed for xlsx.") var output: String?

        /// Writes to the target; beside a CSV file stands what its columns mean (CSV on the Web).
        ///
        /// - Parameters:
        ///   - key: The column that names a row.
        ///   - write: Writes all rows.
        func write(
            _ columns: [ExportColumn], key: String, _ write: (any TableSink) async throws -> Int
        ) async throws {
            let count: Int
            if format == "xlsx" {
                guard let output else { throw ValidationError("A spreadsheet needs --output FILE.xlsx.") }
                // It is written at its end only: where it cannot be, that is said before the work.
                try OutputFile(output).close()
                count = try await write(try SpreadsheetSink(path: output))
            } else {
                guard let format = TextSink.Format(rawValue: format) else {
                    throw ValidationError("--format is csv, jsonl, geojson or xlsx.")
                }
                let file = try output.map(OutputFile.init) ?? OutputFile()
                count = try await write(TextSink(format) { try file.write($0) })
                try file.close()
                if format == .csv, let output { try describe(output, columns, key: key) }
            }
            Console.note("\(count) rows written.")
        }

        private func describe(_ output: String, _ columns: [ExportColumn], key: String) throws {
            let name = URL(fileURLWithPath: output).lastPathComponent
            let file = try OutputFile(output + "-metadata.json")
            try file.write(try TableMetadata(file: name, columns: columns, key: key).text())
            try file.close()
        }

        func write(_ table: CityTable) async throws {
            try await write(table.columns, key: table.columns.first?.name ?? "code") { sink in
                try table.write(into: sink)
                return table.rows.count
            }
        }
    }

    struct Matters: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "matters",
            abstract:
                "Write matters as CSV, JSON lines, GeoJSON or a spreadsheet, without anybody's contact data.",
            discussion: """
                Cells that a spreadsheet would take for a formula are written with an apostrophe before them.
                GeoJSON holds those that have a place. Beside a CSV file stands FILE-metadata.json.

                Examples:
                  lianxin export matters > matters.csv
                  lianxin export matters --format jsonl --open > open.jsonl
                  lianxin export matters --format xlsx --output matters.xlsx
                """)

        @Flag(help: "Only those that have not ended.") var open = false
        @OptionGroup var target: Target
        @OptionGroup var place: Place

        func run() async throws {
            let town = try await Town(place)
            var filter = MatterFilter()
            if open { filter.isOpen = true }
            let exporter = Exporter(desk: town.desk)
            try await target.write(Exporter.columns, key: "number") { [filter] sink in
                try await exporter.run(into: sink, filter: filter)
            }
            await town.database.close()
        }
    }

    struct People: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "people",
            abstract: "Write who works here with which posts; `lianxin import people` reads it back.",
            discussion: """
                Examples:
                  lianxin export people --output people.csv
                """)

        @OptionGroup var target: Target
        @OptionGroup var place: Place

        func run() async throws {
            let town = try await Town(place)
            let directory = try await town.directory()
            let now = Surroundings.live.now()
            var rows: [[String?]] = []
            for person in try await directory.people(matching: "", activeOnly: true, limit: 100_000) {
                for post in person.posts(at: now) {
                    rows.append([
                        person.login, person.name.zh, person.name.en, post.role, post.unit.text,
                        post.area.text,
                    ])
                }
            }
            try await target.write(CityTable(columns: Self.columns, rows: rows))
            await town.database.close()
        }

        private static let columns = [
            ExportColumn("login", zh: "登录名", en: "Login"),
            ExportColumn("name_zh", zh: "姓名", en: "Chinese name"),
            ExportColumn("name_en", zh: "英文姓名", en: "English name"),
            ExportColumn("role", zh: "角色", en: "Role"),
            ExportColumn("unit", zh: "单位代码", en: "Unit"),
            ExportColumn("area", zh: "区域代码", en: "Area"),
        ]
    }

    struct Units: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "units", abstract: "Write the city's units.",
            discussion: """
                Examples:
                  lianxin export units --format xlsx --output units.xlsx
                """)

        @OptionGroup var target: Target
        @OptionGroup var place: Place

        func run() async throws { try await target.write(.units(of: place.loadPack().city)) }
    }

    struct Areas: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "areas", abstract: "Write the city's areas; as GeoJSON, their middles.",
            discussion: """
                Examples:
                  lianxin export areas --format geojson > areas.geojson
                """)

        @OptionGroup var target: Target
        @OptionGroup var place: Place

        func run() async throws { try await target.write(.areas(of: place.loadPack().city)) }
    }
}
