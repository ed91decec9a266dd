import ArgumentParser
import Core
import Desk
import Foundation
import Joins
import Storage
import Synchronization
import Web

/// What finding the same problem costs, the more is stored.
struct JoinsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "joins", abstract: "One matter for one problem.", subcommands: [Bench.self])

    /// Fills a city to growing sizes and asks what a new message may be the same as.
    struct Bench: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "bench",
            abstract: "Measure what a message costs that is compared with what is stored.",
            discussion: """
                Use a release build, and an empty database of its own: matters are added to it and stay.

                Example:
                  lianxin joins bench --stored 1000,10000,100000,1000000 --database sqlite:joins.db --json
                """)

        @OptionGroup var place: Place
        @Option(help: "How many matters are stored while measuring; separated by commas, growing.")
        var stored =
            "1000,10000,100000"
        @Option(help: "How many messages are compared at each size.") var messages = 500
        @Flag(help: "One JSON object with all results.") var json = false

        /// Of one size, for each message.
        struct Result: Encodable {
            let engine: String
            let stored: Int
            let statements: Double
            /// Rows that came back from the engine, the most of any message beside the mean.
            let rows: Double
            let mostRows: Int
            /// Processor time of the whole process, milliseconds.
            let processor: Double
            let p50: Double
            let p99: Double

            enum CodingKeys: String, CodingKey {
                case engine, stored, statements, rows
                case mostRows = "most_rows"
                case processor = "processor_ms"
                case p50 = "p50_ms"
                case p99 = "p99_ms"
            }
        }

        struct Report: Encodable { let results: [Result] }

        func run() async throws {
            let sizes = stored.split(separator: ",").compactMap { Int($0) }.sorted()
            guard !sizes.isEmpty, sizes.allSatisfy({ (1...100_000_000).contains($0) }),
                (1...100_000).contains(messages)
            else { throw ValidationError("--stored or --messages is out of reach.") }
            let counted = CountedDatabase(try await place.openDatabase(creating: true))
            let town = try await Town(place, database: counted)
            let cast = try await BenchCast(town, try await town.directory(demo: false))
            let fill = BenchFill(town: town, cast: cast)
            var results: [Result] = []
            let similar = SimilarDesk(desk: town.desk)
            for size in sizes {
                try await fill.fill(to: size, followers: [similar.follower])
                let result = try await measure(fill, similar, counted, size)
                results.append(result)
                if !json { Console.say(Self.line(result)) }
            }
            await counted.close()
            if json { try Console.json(Report(results: results)) }
        }

        private func measure(
            _ fill: BenchFill, _ similar: SimilarDesk, _ database: CountedDatabase, _ size: Int
        ) async throws -> Result {
            let now = Surroundings.live.now()
            var (times, most) = ([Double](), 0)
            database.count.withLock { $0 = .init() }
            let before = ProcessTime.milliseconds
            for turn in 0..<messages {
                // Every word of it is in use, and none like it is stored.
                let filing = fill.filing(size + 1 + turn &* 31)
                guard let area = filing.area else { continue }
                let rows = database.count.withLock { $0.rows }
                let began = ContinuousClock.now
                _ = try await similar.similar(
                    to: SimilarQuestion(
                        title: String(filing.text.prefix(24)), text: filing.text, area: area, at: now),
                    for: fill.cast.clerk, at: now)
                times.append((ContinuousClock.now - began).inSeconds * 1000)
                most = max(most, database.count.withLock { $0.rows } - rows)
            }
            let processor = (ProcessTime.milliseconds - before) / Double(messages)
            let count = database.count.withLock { $0 }
            times.sort()
            return Result(
                engine: database.dialect.rawValue, stored: size,
                statements: Double(count.statements) / Double(messages),
                rows: Double(count.rows) / Double(messages), mostRows: most, processor: processor,
                p50: times[times.count / 2], p99: times[min(times.count - 1, times.count * 99 / 100)])
        }

        private static func line(_ result: Result) -> String {
            String(
                format: "%@, %d stored: %.1f statements, %.0f rows (at most %d), %.2f ms of processor, "
                    + "p50 %.2f ms, p99 %.2f ms for each message",
                result.engine as NSString, result.stored, result.statements, result.rows, result.mostRows,
                result.processor, result.p50, result.p99)
        }
    }
}

/// The processor time this process has used.
enum ProcessTime {
    static var milliseconds: Double {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return Double(time.tv_sec) * 1000 + Double(time.tv_nsec) / 1_000_000
    }
}

/// A database that counts what is asked of it. Lock: the counts, which many tasks raise.
final class CountedDatabase: Database {
    struct Count: Sendable {
        var statements = 0
        var rows = 0
    }

    let count = Mutex(Count())
    private let inner: any Database

    init(_ inner: any Database) { self.inner = inner }

    var dialect: Dialect { inner.dialect }

    func write<T: Sendable>(_ work: @escaping @Sendable (any Connection) throws -> T) async throws -> T {
        try await inner.write { try work(Counted(inner: $0, owner: self)) }
    }

    func read<T: Sendable>(_ work: @escaping @Sendable (any Connection) throws -> T) async throws -> T {
        try await inner.read { try work(Counted(inner: $0, owner: self)) }
    }

    func touch() async throws { try await inner.touch() }

    func close() async { await inner.close() }

    private struct Counted: Connection {
        let inner: any Connection
        let owner: CountedDatabase

        var dialect: Dialect { inner.dialect }

        private func note(_ rows: Int) {
            owner.count.withLock { count in
                count.statements += 1
                count.rows += rows
            }
        }

        func run(_ sql: SQL) throws(Fault) -> Int {
            let changed = try inner.run(sql)
            note(changed)
            return changed
        }

        func rows(_ sql: SQL) throws(Fault) -> [Row] {
            let rows = try inner.rows(sql)
            note(rows.count)
            return rows
        }

        func forEach(_ sql: SQL, _ body: (Row) throws -> Void) throws {
            var rows = 0
            try inner.forEach(sql) { row in
                rows += 1
                try body(row)
            }
            note(rows)
        }
    }
}
