import ArgumentParser
import CityPack
import Core
import Desk
import Directory
import Foundation
import Storage
import Web

struct BenchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench",
        abstract: "Measure this machine's limits and this program against them, in the same run.",
        discussion: """
            A server of this program is started and asked over HTTP. Use a release build, and a database of
            its own: matters are added to it and stay. Progress goes to standard error.

            Examples:
              lianxin bench --database sqlite:bench.db
              lianxin bench --only file,read --stored 0,1000000 --seconds 10 --connections 16,64 --json
              lianxin bench --json > results.json && lianxin bench table results.json
            """,
        subcommands: [BenchTable.self, BenchEcho.self])

    @OptionGroup var place: Place
    @Option(
        help: "Which of file, read, workbench, list, search, perform, lifecycle, spike; separated by commas.")
    var only = BenchSubject.allCases.map(\.rawValue).joined(separator: ",")
    @Option(help: "How many matters are stored while measuring; separated by commas.")
    var stored = "0"
    @Option(help: "How long each measurement takes.") var seconds = 5.0
    @Option(help: "How many ask at the same time; separated by commas.") var connections = "16,64"
    @Flag(help: "One JSON object with all results.") var json = false

    func validate() throws {
        guard seconds >= 0.2, seconds <= 600 else { throw ValidationError("--seconds is 0.2 to 600.") }
        _ = try (asked(), numbers(stored, 0...100_000_000), numbers(connections, 1...2000))
    }

    func run() async throws {
        BenchSocket.allowMany()
        let (subjects, widths) = (try asked(), try numbers(connections, 1...2000))
        var results: [BenchResult] = []
        var limits: BenchLimits?
        for size in try numbers(stored, 0...100_000_000) {
            let (scripts, engine, matters) = try await prepared(size)
            let known: BenchLimits
            if let limits {
                known = limits
            } else {
                known = try await BenchLimits.measure(
                    place, scripts, connections: widths, seconds: min(seconds, 5))
                limits = known
            }
            let stand = BenchStand(
                place: place, scripts: scripts, limits: known, engine: engine, stored: size,
                matters: matters, seconds: seconds)
            try await stand.measure(subjects, connections: widths) { result in
                results.append(result)
                Console.note(result.line)
            }
        }
        try say(results, limits)
    }

    private func say(_ results: [BenchResult], _ limits: BenchLimits?) throws {
        let day = CivilTime(Surroundings.live.now())
        let report = BenchReport(
            results: results,
            machine: .here(day: String(format: "%04d-%02d-%02d", day.year, day.month, day.day)),
            limits: limits.map(BenchBare.init))
        if json {
            try Console.json(report)
        } else {
            Console.say(BenchWriting(report).table)
        }
        let wrong = results.reduce(0) { $0 + $1.errors }
        if wrong > 0 {
            Console.note("\(wrong) answers were wrong; see above. The figures are worth nothing.")
            throw ExitCode(1)
        }
    }

    /// A city filled to a size, at rest and closed again, so that the server has it alone.
    private func prepared(_ size: Int) async throws -> (
        BenchScripts, engine: String, matters: Int
    ) {
        let town = try await Town(place, creating: true)
        do {
            let directory = try await town.directory(demo: false)
            let cast = try await BenchCast(town, directory)
            let fill = BenchFill(town: town, cast: cast)
            try await fill.fill(to: size)
            let movable = try await fill.movable(1000)
            let store = BenchStore(database: town.database)
            let (numbers, matters) = (try await store.numbers(1000), try await store.count())
            let engine = town.database.dialect.rawValue
            await town.database.close()
            return (BenchScripts(cast: cast, numbers: numbers, movable: movable), engine, matters)
        } catch {
            await town.database.close()
            throw error
        }
    }

    private func asked() throws -> [BenchSubject] {
        let names = only.split(separator: ",").map(String.init)
        let subjects = names.compactMap(BenchSubject.init)
        guard !names.isEmpty, subjects.count == names.count else {
            let known = BenchSubject.allCases.map(\.rawValue).joined(separator: ", ")
            throw ValidationError("--only takes some of \(known).")
        }
        // The spike comes last: what it leaves behind is not the others' burden.
        return subjects.filter { $0 != .spike } + subjects.filter { $0 == .spike }
    }

    private func numbers(_ text: String, _ range: ClosedRange<Int>) throws -> [Int] {
        let parts = text.split(separator: ",")
        let numbers = parts.compactMap { Int($0) }.filter(range.contains)
        guard !parts.isEmpty, numbers.count == parts.count else {
            throw ValidationError("“\(text)” is no list of whole numbers from \(range.lowerBound) on.")
        }
        return numbers.sorted()
    }
}
