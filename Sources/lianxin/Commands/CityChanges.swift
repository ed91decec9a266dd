import Administration
import ArgumentParser
import CityPack
import Core
import Desk
import Directory
import Storage
import Web

extension CityCommand {
    /// What the folder changes against the pack in force.
    struct Diff: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "diff",
            abstract: "Say what a city pack changes against the one in force, or against another folder.",
            discussion: """
                A line for each row that came (+), went (-) or changed (~). Silent when nothing did.

                Examples:
                  lianxin city diff --city Cities/mine
                  lianxin city diff --city Cities/mine --old /backup/mine
                """)

        @OptionGroup var place: Place
        @Option(help: "The folder of the older pack; else the pack in force is read from the database.")
        var old: String?

        func run() async throws {
            let new = PackContent(try place.loadPack())
            let content: PackContent
            if let old {
                content = PackContent(try CityPack.load(old))
            } else {
                let database = try await place.openDatabase(creating: false)
                let latest = try await PackLedger(database).latest()
                await database.close()
                guard let latest else { throw CityCommand.noRecord }
                content = latest.content
            }
            let difference = PackDifference(old: content, new: new)
            if !difference.isEmpty { Console.say(difference.description) }
        }
    }

    /// What the folder would do to the database's matters and people.
    struct DryRun: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "dry-run",
            abstract:
                "Say what a city pack would do to the matters and people of a database. Changes nothing.",
            discussion: """
                1 when the pack would be refused at the start, 0 otherwise.

                Examples:
                  lianxin city dry-run --city Cities/mine --database sqlite:lianxin.db
                """)

        @OptionGroup var place: Place

        func run() async throws {
            let pack = try place.loadPack()
            let database = try await place.openDatabase(creating: false)
            let now = Surroundings.live.now()
            let latest = try await PackLedger(database).latest()
            let directory = Directory(database: database, city: pack.city, surroundings: .live, demo: false)
            let holders = try await directory.everybody(at: now).map { person in
                PackDryRun.Holder(id: person.id, name: person.name, posts: person.posts(at: now))
            }
            let run = try await PackDryRun.run(
                old: latest?.content.outline, new: pack.city, holders: holders, on: database, at: now)
            await database.close()
            for line in CityCommand.lines(of: run) { Console.say(line) }
            if latest == nil {
                Console.note("No pack is on record yet, so only what is in use was looked at.")
            }
            if !run.blockers.isEmpty { throw ExitCode(1) }
        }
    }

    fileprivate static let noRecord = Fault(
        .configuration, "No pack is on record in this database.",
        remedy: "`lianxin init` or `lianxin serve` keeps one; or name the older folder with --old.")

    private static func lines(of run: PackDryRun) -> [String] {
        var lines = run.findings.map { "\($0.severity == .blocking ? "blocks" : "warning"): \($0)" }
        if run.redirected > 0 {
            lines.append("\(run.redirected) matters of the last 30 days would have gone elsewhere:")
        }
        lines += run.elsewhere.map { row in
            "  \(row.count) of \(row.category) in \(row.area): \(row.old?.text ?? "nobody") → "
                + "\(row.new?.text ?? "nobody")"
        }
        lines += run.clocks.map { clock in
            let days = Double(clock.new - clock.old) / 86_400_000
            let change = (abs(days) * 10).rounded() / 10
            return "limit \(clock.kind)/\(clock.limit) (\(clock.urgency)) would end \(change) days "
                + (days < 0 ? "sooner" : "later")
        }
        lines += run.losses.map { loss in
            let lost = loss.powers.map(\.rawValue) + loss.scopes.map { "sight of \($0.text)" }
            return "\(loss.name.en) would lose \(lost.joined(separator: ", "))"
        }
        return lines
    }
}
