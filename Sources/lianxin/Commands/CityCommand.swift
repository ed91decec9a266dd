import ArgumentParser
import CityPack
import Core

struct CityCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "city", abstract: "Look after a city pack.",
        subcommands: [Check.self, Diff.self, DryRun.self])

    struct Check: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "check",
            abstract:
                "Say everything that is wrong with a city pack, by file and line. Silent and 0 when it is "
                + "sound.",
            discussion: """
                Examples:
                  lianxin city check --city Cities/demo
                  lianxin city check --city Cities/mine --json
                """)

        @OptionGroup var place: Place
        @Flag(help: "One line of JSON for each complaint.") var json = false

        struct Line: Encodable {
            let file: String
            let line: Int
            let severity: String
            let problem: String
            let remedy: String
        }

        func run() async throws {
            do {
                for warning in try place.loadPack().warnings { try tell(warning) }
            } catch let refusal as PackRefusal {
                for complaint in refusal.complaints { try tell(complaint) }
                throw ExitCode(1)
            }
        }

        private func tell(_ complaint: PackComplaint) throws {
            if json {
                try Console.json(
                    Line(
                        file: complaint.file, line: complaint.line, severity: complaint.severity.rawValue,
                        problem: complaint.problem, remedy: complaint.remedy))
            } else {
                Console.say(complaint.description)
            }
        }
    }
}

struct ProcedureCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "procedure", abstract: "Look at how a kind of matter is brought to an end.",
        subcommands: [Draw.self])

    struct Draw: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "draw",
            abstract: "Draw a kind's stages and moves as SVG on standard output.",
            discussion: """
                Examples:
                  lianxin procedure draw request > request.svg
                  lianxin procedure draw criticism --language en > criticism.svg
                """)

        @Argument(help: "The kind's name.") var kind: String
        @Option(help: "zh or en.") var language = "zh"
        @OptionGroup var place: Place

        func run() async throws {
            let city = try place.loadPack().city
            guard let procedure = city.procedures[kind] else {
                throw Fault(
                    .configuration, "This city has no kind “\(kind)”.",
                    remedy: "It has: \(city.procedures.keys.sorted().joined(separator: ", ")).")
            }
            guard let language = Core.Language(rawValue: language) else {
                throw ValidationError("The language is zh or en.")
            }
            Console.say(ProcedureDrawing.svg(of: procedure, language: language))
        }
    }
}
