import CityPack
import ArgumentParser
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
            Use a release build, and a database of its own: matters are added to it and stay.

            Examples:
              lianxin bench --database sqlite:bench.db
              lianxin bench --only file,read --stored 0,1000000 --seconds 10 --database sqlite:bench.db --json
            """)

    @OptionGroup var place: Place
    @Option(help: "Which of file, read, workbench, list, search, perform; separated by commas.")
    var only = "file,read,workbench,list,search,perform"
    @Option(help: "How many matters are stored while measuring; separated by commas, growing.") var stored =
        "0"
    @Option(help: "How long each measurement takes.") var seconds = 5.0
    @Option(help: "How many ask at the same time.") var connections = 64
    @Flag(help: "One JSON object with all results.") var json = false

    struct Result: Encodable {
        let name: String
        let engine: String
        let stored: Int
        let connections: Int
        let perSecond: Double
        let p50: Double
        let p95: Double
        let p99: Double
        let limitPerSecond: Double?
        let ratio: Double?

        enum CodingKeys: String, CodingKey {
            case name, engine, stored, connections, ratio
            case perSecond = "per_second"
            case p50 = "p50_ms"
            case p95 = "p95_ms"
            case p99 = "p99_ms"
            case limitPerSecond = "limit_per_second"
        }
    }

    struct Report: Encodable {
        let results: [Result]
    }

    func run() async throws {
        guard seconds > 0, seconds <= 600, (1...4096).contains(connections) else {
            throw ValidationError("--seconds is up to 600 and --connections up to 4096.")
        }
        let sizes = stored.split(separator: ",").compactMap { Int($0) }.sorted()
        let subjects = only.split(separator: ",").compactMap { BenchSubject(rawValue: String($0)) }
        guard !sizes.isEmpty, !subjects.isEmpty else {
            throw ValidationError("Nothing to measure was named.")
        }
        let town = try await Town(place, creating: true)
        let stand = try await BenchStand(town: town, directory: try await town.directory(demo: true))
        var results: [Result] = []
        for size in sizes {
            try await stand.fill(to: size)
            for subject in subjects {
                let result = try await measure(subject, on: stand, stored: size)
                results.append(result)
                if !json { Console.say(line(result)) }
            }
        }
        if json { try Console.json(Report(results: results)) }
        await town.database.close()
    }

    private func measure(_ subject: BenchSubject, on stand: BenchStand, stored: Int) async throws -> Result {
        let limit = try await stand.limit(of: subject, seconds: min(seconds, 5))
        let work = try await stand.work(of: subject)
        let run = try await Load.run(tasks: connections, seconds: seconds, work)
        return Result(
            name: subject.rawValue, engine: stand.engine, stored: stored, connections: connections,
            perSecond: run.perSecond.rounded(), p50: run.percentile(50), p95: run.percentile(95),
            p99: run.percentile(99),
            limitPerSecond: limit?.rounded(), ratio: limit.map { (run.perSecond / $0 * 100).rounded() / 100 })
    }

    private func line(_ result: Result) -> String {
        let limit =
            result.limitPerSecond.map { String(format: "  limit %.0f/s  ratio %.2f", $0, result.ratio ?? 0) }
            ?? ""
        return String(
            format: "%-10@ %@ stored %d  %.0f/s  p50 %.2f  p95 %.2f  p99 %.2f ms%@", result.name as NSString,
            result.engine as NSString, result.stored, result.perSecond, result.p50, result.p95, result.p99,
            limit as NSString)
    }
}

/// What is measured.
enum BenchSubject: String, CaseIterable {
    case file, read, workbench, list, search, perform
}

/// Many askers for some seconds, and how long each answer took.
enum Load {
    struct Run: Sendable {
        let perSecond: Double
        let milliseconds: [Double]

        func percentile(_ percent: Int) -> Double {
            guard !milliseconds.isEmpty else { return 0 }
            let index = min(milliseconds.count - 1, milliseconds.count * percent / 100)
            return (milliseconds[index] * 100).rounded() / 100
        }
    }

    static func run(
        tasks: Int, seconds: Double, _ work: @escaping @Sendable (Int) async throws -> Void
    ) async throws -> Run {
        let start = ContinuousClock.now
        let end = start + .seconds(seconds)
        let times = try await withThrowingTaskGroup(of: [Double].self) { group in
            for task in 0..<tasks {
                group.addTask {
                    var times: [Double] = []
                    var turn = task
                    while ContinuousClock.now < end {
                        let began = ContinuousClock.now
                        try await work(turn)
                        times.append((ContinuousClock.now - began).inSeconds * 1000)
                        turn += tasks
                    }
                    return times
                }
            }
            var all: [Double] = []
            for try await some in group { all += some }
            return all
        }
        let took = (ContinuousClock.now - start).inSeconds
        return Run(perSecond: Double(times.count) / took, milliseconds: times.sorted())
    }
}
