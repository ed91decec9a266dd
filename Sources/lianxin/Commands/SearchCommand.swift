import ArgumentParser
import Core
import Desk
import Foundation
import Storage
import Web

struct SearchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "search",
        abstract: "The index of words: how it stands, make it anew, measure it.",
        subcommands: [Status.self, Reindex.self, Bench.self])

    /// How the indexes stand.
    struct Status: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "status", abstract: "Which words answer now, and whether others are being made.",
            discussion: """
                Example:
                  lianxin search status
                """)

        @OptionGroup var place: Place

        func run() async throws {
            let town = try await Town(place)
            for index in try await town.desk.searchProgress() { Console.say(SearchCommand.line(index)) }
            await town.database.close()
        }
    }

    /// Makes both indexes anew, while servers go on answering from the old ones.
    struct Reindex: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "reindex", abstract: "Make the index of words anew from what is stored.",
            discussion: """
                `serve` does this by itself after an upgrade that reads words otherwise. Searches go on
                meanwhile; stopped, it goes on where it was at the next start of `serve` or of this.

                Example:
                  lianxin search reindex
                """)

        @OptionGroup var place: Place

        func run() async throws {
            let town = try await Town(place)
            try await town.desk.remakeSearch()
            var waits = 0
            while true {
                let progress = try await town.desk.searchProgress()
                if progress.allSatisfy({ $0.done == nil }) { break }
                if try await town.desk.tendSearch() {
                    waits = 0
                } else {
                    // A transaction that began before still runs.
                    waits += 1
                    guard waits < 600 else {
                        throw Fault(
                            .busy, "A transaction of another program does not end.",
                            remedy: "End it, then run this again: it goes on where it was.")
                    }
                    try await Task.sleep(for: .milliseconds(500))
                }
            }
            while try await town.desk.tendSearch() {}
            for index in try await town.desk.searchProgress() { Console.say(SearchCommand.line(index)) }
            await town.database.close()
        }
    }

    /// Fills an index with made-up texts and asks it.
    struct Bench: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "bench", abstract: "Measure the index of words alone, with made-up short texts.",
            discussion: """
                Use a release build, and an empty database of its own: only the index is filled, no matters.

                Example:
                  lianxin search bench --stored 1000000 --database sqlite:search.db
                """)

        @OptionGroup var place: Place
        @Option(help: "How many texts are indexed.") var stored = 1_000_000
        @Option(help: "How many ask at the same time.") var readers = 8
        @Option(help: "How long each question is asked.") var seconds = 5.0
        @Flag(help: "One JSON object with all results.") var json = false

        struct Report: Encodable {
            let engine: String
            let stored: Int
            let readers: Int
            let fillSeconds: Double
            let bytes: Int64
            let insertMilliseconds: Double
            let answers: [SearchBench.Answer]

            enum CodingKeys: String, CodingKey {
                case engine, stored, readers, bytes, answers
                case fillSeconds = "fill_seconds"
                case insertMilliseconds = "insert_ms"
            }
        }

        func run() async throws {
            guard (1...100_000_000).contains(stored), (1...64).contains(readers),
                (0.1...600).contains(seconds)
            else { throw ValidationError("--stored, --readers or --seconds is out of reach.") }
            let database = try await place.openDatabase(creating: true, connections: readers + 1)
            let measure = SearchMeasure(database)
            guard try await measure.isAlone() else {
                throw Fault(
                    .configuration, "The database holds matters of a city.",
                    remedy: "Name an empty one: this fills its index with made-up texts.")
            }
            let bench = SearchBench(measure: measure)
            let bar = ProgressBar("Filling", total: stored)
            let start = ContinuousClock.now
            var next: Int64? = try await measure.next()
            while let first = next {
                next = try await bench.fill(from: first, to: Int64(stored))
                bar.show(Int(next ?? first))
            }
            let took = (ContinuousClock.now - start).inSeconds
            bar.end(stored)
            let report = Report(
                engine: database.dialect.rawValue, stored: stored, readers: readers, fillSeconds: took,
                bytes: try await measure.bytes(),
                insertMilliseconds: try await bench.insert(2048),
                answers: try await bench.ask(readers: readers, seconds: seconds))
            await database.close()
            if json { return try Console.json(report) }
            Console.say(text(report))
        }

        private func text(_ report: Report) -> String {
            let head = String(
                format:
                    "%@, %d texts: filled in %.0f s, index %.0f MB, %.3f ms for each insert (64 a commit)",
                report.engine as NSString, report.stored, report.fillSeconds,
                Double(report.bytes) / 1_000_000, report.insertMilliseconds)
            let lines = report.answers.map { answer in
                String(
                    format: "%-42@ %4d hits%@  %.0f/s  p50 %.2f  p99 %.2f ms", answer.question as NSString,
                    answer.hits, answer.isCut ? " (cut)" : "", answer.perSecond, answer.p50, answer.p99)
            }
            return ([head] + lines).joined(separator: "\n")
        }
    }

    fileprivate static func line(_ index: Desk.SearchProgress) -> String {
        let making =
            index.done.map { "; a new one is being made: \($0) of \(index.last ?? 0)" } ?? ""
        return "\(index.index): words of version \(index.version)\(making)"
    }
}
