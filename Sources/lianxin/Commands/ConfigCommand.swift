import ArgumentParser
import Core
import Operation

struct ConfigCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "config", abstract: "Show and check the settings.", subcommands: [Check.self])

    struct Check: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "check",
            abstract: "Print every setting with where it comes from, and what is wrong with them.",
            discussion: """
                A flag comes before the environment, the environment before the file, the file before what \
                is usual. Give it the flags and the file that you give to serve, on the machine that serves: \
                whatever serve would refuse is told, but a port that is taken. 1 when something is wrong.

                Examples:
                  lianxin config check
                  lianxin config check --config /etc/lianxin/lianxin.yaml --trust-proxy
                """)

        @OptionGroup var place: Place
        @OptionGroup(title: "Ways out") var outside: OutsideOptions
        @OptionGroup(title: "Serving") var options: ServeOptions
        @Flag(help: "One line of JSON instead of words.") var json = false

        struct Report: Encodable {
            let file: String?
            let settings: [SettingLine]
            let complaints: [SettingComplaint]
        }

        func run() async throws {
            let found = place.configuration(
                options.flags.merging(outside.flags) { first, _ in first })
            let complaints = found.complaints + SettingTrial.complaints(found)
            if json {
                try Console.json(Report(file: found.file, settings: found.lines, complaints: complaints))
            } else {
                tell(found, complaints)
            }
            if complaints.contains(where: \.isError) { throw ExitCode(1) }
        }

        private func tell(_ found: Configuration, _ complaints: [SettingComplaint]) {
            Console.say("File: \(found.file ?? "none; \(Configuration.usualFile) is not there")")
            let width = Setting.allCases.map(\.key.count).max() ?? 0
            for line in found.lines {
                let name = line.key.padding(to: width)
                let value = line.value.isEmpty ? "–" : line.value
                let origin = line.place ?? line.origin
                Console.say("\(name)  \(value.padding(to: 34))  \(origin)")
            }
            for complaint in complaints { Console.note(complaint.sentence) }
        }
    }
}

extension String {
    /// With blanks behind it, so that columns stand below each other.
    func padding(to width: Int) -> String {
        count >= width ? self : self + String(repeating: " ", count: width - count)
    }
}
