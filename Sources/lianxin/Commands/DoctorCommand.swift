import ArgumentParser
import Core
import Courier
import Operation
import Storage
import Web

struct DoctorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract:
            "Look an installation over: a line for each part, with what to do where something is wrong.",
        discussion: """
            It changes nothing, and may be run beside a server. Give it the flags and the file that you give \
            to serve. 0 when nothing is broken, else 1; --strict gives 1 for warnings too.

            Examples:
              lianxin doctor
              lianxin doctor --config /etc/lianxin/lianxin.yaml --reach-out
              lianxin doctor --json
            """)

    @OptionGroup var place: Place
    @OptionGroup(title: "Ways out") var outside: OutsideOptions
    @OptionGroup(title: "Serving") var options: ServeOptions
    @Flag(help: "Also try whether the mail server and the site's own address can be reached.")
    var reachOut = false
    @Option(
        help: "Ask no more than this address, such as http://127.0.0.1:8080/readyz: 0 when it answers 200.")
    var ask: String?
    @Flag(help: "1 also for what is only worth a look.") var strict = false
    @Flag(help: "One line of JSON for each part.") var json = false
    @Option(help: "zh or en.") var language = Language.en.rawValue

    struct Line: Encodable {
        let part: String
        let state: HealthLine.State
        let finding: String
        let remedy: String?
    }

    func validate() throws {
        guard Language(rawValue: language) != nil else { throw ValidationError("--language is zh or en.") }
    }

    func run() async throws {
        if let ask { return try await Self.ask(ask) }
        let settings = place.configuration(options.flags.merging(outside.flags) { first, _ in first })
        let lines = await Examination(
            place: place, settings: settings, reachesOut: reachOut, now: Surroundings.live.now()
        ).lines()
        let words = WordBook([HealthTelling.files]).words(Language(rawValue: language) ?? .en)
        let telling = HealthTelling(words)
        for line in lines {
            let sentence = telling.sentence(line)
            if json {
                try Console.json(
                    Line(part: line.name, state: line.state, finding: sentence, remedy: telling.remedy(line)))
                continue
            }
            let mark = line.state.rawValue.padding(to: 4)
            let remedy = telling.remedy(line).map { " → \($0)" } ?? ""
            Console.say("\(mark)  \(telling.part(line)): \(sentence)\(remedy)")
        }
        if lines.state == .fail || strict && lines.state == .warn { throw ExitCode(1) }
    }

    /// For a container that has nothing else to ask with.
    private static func ask(_ url: String) async throws {
        let transport = Transport(openTo: .including(Reach.loopback))
        do throws(TransportRefusal) {
            let reply = try await transport.perform(WebRequest(url: url), keeping: .whole(65_536), within: 4)
            Console.say(String(decoding: reply.body, as: UTF8.self))
            if reply.status == 200 { return }
        } catch {
            Console.note("\(url) does not answer (\(error.code)).")
        }
        throw ExitCode(1)
    }
}
