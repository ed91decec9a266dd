import ArgumentParser
import Core
import Desk
import Storage
import Web

struct ExpectCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "expect",
        abstract: "When matters may be finished, going by similar ones, and how often that came true.",
        subcommands: [Report.self, Refresh.self, Evaluate.self])

    /// How what was expected of this city's matters came true.
    struct Report: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "report", abstract: "How often what was expected came true, by group.",
            discussion: """
                Example:
                  lianxin expect report --json
                """)

        @OptionGroup var place: Place
        @Option(help: "At most how many groups, those of which most is known first.") var groups = 50
        @Flag(help: "One line of JSON instead of words.") var json = false

        func run() async throws {
            guard (1...10_000).contains(groups) else {
                throw ValidationError("--groups is from 1 to 10,000.")
            }
            let town = try await Town(place)
            let state = try await town.desk.expectationState()
            // The line for all together comes first.
            let hits = try await town.desk.expectationHits(limit: groups + 1)
            await town.database.close()
            let report = ExpectReport(state, hits)
            if json { return try Console.json(report) }
            Console.say(report.text)
        }
    }

    /// What `serve` does every hour, now.
    struct Refresh: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "refresh", abstract: "Make the estimates anew now, as `serve` does by itself.",
            discussion: """
                After an import, `--months 6` also says what would have been expected in the last months,
                each from what was known at its beginning, so that the report has something to count.

                Examples:
                  lianxin expect refresh
                  lianxin expect refresh --months 6
                """)

        @OptionGroup var place: Place
        @Option(help: "How many months that the job did not run are made up for, at most 18.")
        var months = 0

        func run() async throws {
            guard (0...18).contains(months) else { throw ValidationError("--months is from 0 to 18.") }
            let town = try await Town(place)
            let round = try await town.desk.rehearseExpectations(
                months: months, at: Surroundings.live.now())
            await town.database.close()
            Console.say(
                round.fitted.map {
                    "Made from \($0) matters; \(round.settled) times that passed were counted."
                }
                    ?? "Another server is making them.")
        }
    }
}

/// The report as it is written.
private struct ExpectReport: Encodable {
    let fittedAt: String?
    let matters: Int
    let groups: Int
    let all: Line?
    let byGroup: [Line]

    struct Line: Encodable {
        let group: String?
        let saidHalf: Int
        let keptHalf: Int
        /// From 0 to 100; absent where nothing has passed yet.
        let halfPercent: Double?
        let saidMost: Int
        let keptMost: Int
        let mostPercent: Double?

        init(_ hits: ExpectationHits) {
            group = hits.group?.text
            (saidHalf, keptHalf) = (hits.halfDue, hits.halfKept)
            (saidMost, keptMost) = (hits.mostDue, hits.mostKept)
            halfPercent = Self.percent(keptHalf, saidHalf)
            mostPercent = Self.percent(keptMost, saidMost)
        }

        private static func percent(_ kept: Int, _ due: Int) -> Double? {
            due == 0 ? nil : (Double(kept) * 1000 / Double(due)).rounded() / 10
        }

        var text: String {
            func side(_ percent: Double?, _ kept: Int, _ due: Int) -> String {
                percent.map { "kept \($0) % (\(kept) of \(due))" } ?? "nothing has passed yet"
            }
            return "\(group ?? "all"): said half – \(side(halfPercent, keptHalf, saidHalf)); "
                + "said nine in ten – \(side(mostPercent, keptMost, saidMost))"
        }
    }

    init(_ state: ExpectationState, _ hits: [ExpectationHits]) {
        fittedAt = state.fittedAt?.iso
        (matters, groups) = (state.matters, state.groups)
        all = hits.first { $0.group == nil }.map(Line.init)
        byGroup = hits.filter { $0.group != nil }.map(Line.init)
    }

    var text: String {
        guard let fittedAt else { return "No estimates yet; `lianxin expect refresh` makes them." }
        let head = "\(groups) estimates from \(matters) matters, made at \(fittedAt)."
        return ([head] + [all].compactMap { $0?.text } + byGroup.map(\.text)).joined(separator: "\n")
    }
}
