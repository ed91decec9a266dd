import ArgumentParser
import Core
import Exchange
import Foundation
import Web

extension ExpectCommand {
    struct Evaluate: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "evaluate",
            abstract:
                "Try the estimates on a file of past cases: learn from the first part, look at the rest.",
            discussion: """
                What was still open at the end of the first part counts as open: nothing is known before it
                happened. The naive estimate beside it is the median and the 90th percentile of what had
                finished of the category.

                Examples:
                  lianxin expect evaluate --input cases.csv.gz --mapping Cities/demo/mappings/boston311.yaml
                  lianxin expect evaluate --input cases.csv.gz --fine TYPE --place neighborhood --json
                """)

        @Option(help: "The file, packed with gzip or not.") var input: String
        @Option(help: "The mapping file (Documentation/import.md).")
        var mapping = "Cities/demo/mappings/boston311.yaml"
        @Option(help: "A column that tells the cases of a category apart further.") var fine: String?
        @Option(help: "A column that says where, for the closest groups.") var place: String?
        @Option(
            help: "The first day of the test, such as 2015-09-01; else after two thirds of the time.")
        var until: String?
        @Option(help: "The day the record ends: what happened later is not looked at.")
        var knownUntil: String?
        @Option(help: "After how many days a case weighs half as much; 0 for never.") var halving = 60
        @Flag(help: "One line of JSON instead of words.") var json = false

        func run() async throws {
            guard (0...10_000).contains(halving) else {
                throw ValidationError("--halving is from 0 to 10,000 days.")
            }
            let mapping = try Mapping(path: mapping)
            let (cut, end) = (try day(until, mapping), try day(knownUntil, mapping))
            let (cases, rejected) = try await read(mapping, before: end)
            guard let first = cases.map(\.raisedAt).min(), let last = cases.map(\.raisedAt).max() else {
                throw ValidationError("The file has no case with a beginning.")
            }
            let start = cut ?? first + (last - first) / 3 * 2
            let test = Backtest(cases, recency: Recency(days: halving == 0 ? nil : halving))
            let result = Result(
                cases: cases.count, rejected: rejected,
                learned: cases.count { $0.raisedAt < start },
                openThen: cases.count { $0.raisedAt < start && ($0.endedAt ?? start) >= start },
                from: first.iso, until: start.iso, halvingDays: halving,
                naive: test.naive(at: start), once: test.once(at: start),
                every30Days: test.refitted(from: start, every: 30 * 86_400_000))
            if json { return try Console.json(result) }
            Console.say(result.text)
        }

        private func day(_ text: String?, _ mapping: Mapping) throws -> Moment? {
            guard let text else { return nil }
            guard let day = mapping.start(of: text) else {
                throw ValidationError("“\(text)” is no day; write 2015-09-01.")
            }
            return day
        }

        private func read(
            _ mapping: Mapping, before end: Moment?
        ) async throws -> (cases: [PastCase], rejected: Int) {
            var (cases, rejected): ([PastCase], Int) = ([], 0)
            let limit = end ?? Moment(milliseconds: .max)
            try await PastRows(mapping).forEach(input) { row in
                guard case .success(let row) = row else { return rejected += 1 }
                guard row.raisedAt < limit else { return }
                let (groups, category) = try groups(of: row)
                cases.append(
                    PastCase(
                        raisedAt: row.raisedAt, endedAt: row.endedAt.flatMap { $0 < limit ? $0 : nil },
                        groups: groups, category: category))
            }
            return (cases, rejected)
        }

        /// The closest first: finer category at the place, finer category, category, all.
        private func groups(of row: PastRow) throws -> (groups: [String], category: String) {
            let wide = row.category ?? ""
            let category = try fine.map { "\(wide)/\(try column($0, row))" } ?? wide
            let there = try place.map { ["\(category)@\(try column($0, row))"] } ?? []
            return (there + (category == wide ? [] : [category]) + [wide, ""], category)
        }

        private func column(_ name: String, _ row: PastRow) throws -> String {
            guard let value = row.fields[name] else {
                throw ValidationError("The file has no column “\(name)”.")
            }
            return value
        }
    }
}

extension ExpectCommand.Evaluate {
    fileprivate struct Result: Encodable {
        let cases: Int
        let rejected: Int
        /// How many were raised before the test, and how many of those were open at its beginning.
        let learned: Int
        let openThen: Int
        let from: String
        let until: String
        let halvingDays: Int
        let naive: Backtest.Outcome
        let once: Backtest.Outcome
        let every30Days: Backtest.Outcome

        var text: String {
            let head = """
                \(cases) cases, \(rejected) left out. Learned from \(learned) before \(until), \
                \(openThen) of them open then; tried on \(once.cases).
                """
            let lines = [
                ("naive median of the category", naive), ("estimate, made once", once),
                ("estimate, made every 30 days", every30Days),
            ].map { name, outcome in
                "\(name)\n  half: \(outcome.half.text)\n  nine in ten: \(outcome.most.text)"
            }
            return ([head] + lines).joined(separator: "\n")
        }
    }
}

extension Backtest.Score {
    fileprivate var text: String {
        func number(_ value: Double?, _ digits: Int) -> String {
            value.map { String(format: "%.\(digits)f", $0) } ?? "–"
        }
        func percent(_ value: Double?) -> String { number(value.map { $0 * 100 }, 1) }
        return "said to \(given), passed for \(due), kept \(percent(share)) % "
            + "(of all between \(percent(atLeast)) and \(percent(atMost)) %), "
            + "median \(number(medianDays, 1)) d, loss \(number(loss, 2)) d"
    }
}
