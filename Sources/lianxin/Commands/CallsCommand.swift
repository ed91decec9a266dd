import ArgumentParser
import Calls
import CityPack
import Core
import Courier
import Desk
import Directory
import Foundation
import Storage
import Web

struct CallsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "calls", abstract: "Try out what the hotline can take.", subcommands: [Simulate.self])

    struct Simulate: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "simulate",
            abstract: "Play a made-up day of a call centre, as many takers at once as the city has.",
            discussion: """
                Straight into the database, with what comes of each call; or, with --address and --key, as
                signed events to a running server, where takers then wrap them up. The same seed is the same
                day, so a day that was played once is not played again.

                Examples:
                  lianxin calls simulate --calls 3500 --day 2026-03-02
                  lianxin calls simulate --calls 200 --address http://127.0.0.1:8080 --key whsec_…
                """)

        @OptionGroup var place: Place
        @Option(help: "How many calls come in.") var calls = 3500
        @Option(help: "Which day, YYYY-MM-DD; else yesterday.") var day: String?
        @Option(help: "Which day of all possible days.") var seed: UInt64 = 12345
        @Option(help: "The address of a running server.") var address: String?
        @Option(help: "A key of the scope calls, made with `lianxin token create`.") var key: String?
        @Flag(help: "One line of JSON instead of words.") var json = false

        struct Report: Encodable {
            let calls: Int
            let answered: Int
            let abandoned: Int
            let filed: Int
            let distinctNumbers: Int
        }

        func run() async throws {
            guard (1...200_000).contains(calls) else {
                throw ValidationError("--calls is from 1 to 200,000.")
            }
            guard (address == nil) == (key == nil) else {
                throw ValidationError("--address and --key go together.")
            }
            let town = try await Town(place, creating: false)
            let directory = try await town.directory()
            let takers = try await CallTakers(town, directory)
            let calendar = town.pack.city.calendar
            let yesterday = calendar.date(of: Surroundings.live.now()).adding(days: -1)
            guard let date = day.map({ CivilDate($0) }) ?? yesterday else {
                throw ValidationError("“\(day ?? "")” is no day; write YYYY-MM-DD.")
            }
            let made = SimulatedDay(
                calls: calls, from: calendar.start(of: date), takers: takers.logins, called: ["12345"],
                seed: seed)
            let numbers: [String]
            if let address, let key {
                try await send(made, to: address, key: key)
                numbers = []
            } else {
                numbers = try await play(made, town, directory, takers)
            }
            try tell(made, numbers)
            await town.database.close()
        }

        private func play(
            _ made: SimulatedDay, _ town: Town, _ directory: Directory, _ takers: CallTakers
        ) async throws -> [String] {
            let texts = try DemoTexts(pack: town.pack)
            let concerns = CallConcerns(made, texts, town.pack.city, seed: seed)
            let player = CallPlayer(
                town.calls.helped(by: town.callsHelp(directory)), takers: takers.officers,
                concern: { concerns[$0] })
            guard try await !player.hasPlayed(made) else {
                throw ValidationError("This day was played before; give another --day or --seed.")
            }
            let bar = ProgressBar("Calls", total: made.items.count)
            let played = try await player.play(made)
            bar.end(played.calls)
            try await town.calls.tick(at: Surroundings.live.now())
            return played.numbers
        }

        /// As the switch of a call centre: in the order of the day, signed anew each.
        private func send(_ made: SimulatedDay, to address: String, key: String) async throws {
            let transport = Transport(openTo: .including(Reach.loopback))
            let events = made.items.flatMap { item in item.events.map { (item.id, $0) } }
                .sorted { $0.1.at < $1.1.at }
            let bar = ProgressBar("Events", total: events.count)
            for (index, (call, event)) in events.enumerated() {
                let body = Array(try StoredJSON.text(CallMessage(call, event)).utf8)
                let id = "\(call)-\(event.what.rawValue)-\(event.at.milliseconds)"
                let now = Surroundings.live.now()
                let reply = try await transport.perform(
                    WebRequest(
                        method: "POST", url: address + "/calls/events",
                        headers: [
                            "content-type": "application/json", "webhook-id": id,
                            "webhook-timestamp": String(now.milliseconds / 1000),
                            "webhook-signature": Signature.header(
                                id: id, at: now, body: body, secrets: [key]),
                        ], body: body), keeping: .first(4096), within: 15)
                guard reply.status == 200 else {
                    throw ValidationError("The server answered \(reply.status): \(reply.text)")
                }
                bar.show(index + 1)
            }
            bar.end(events.count)
        }

        private func tell(_ made: SimulatedDay, _ numbers: [String]) throws {
            let answered = made.items.count { $0.taker != nil }
            let report = Report(
                calls: made.items.count, answered: answered, abandoned: made.items.count - answered,
                filed: numbers.count, distinctNumbers: Set(numbers).count)
            if json { return try Console.json(report) }
            Console.say(
                "\(report.calls) calls: \(report.answered) answered, \(report.abandoned) missed, "
                    + "\(report.filed) matters filed under \(report.distinctNumbers) numbers.")
        }
    }
}

/// An event as a switch sends it.
private struct CallMessage: Encodable {
    let call: String
    let event: String
    let at: String
    let caller: String?
    let called: String?
    let agent: String?
    let queue: String?
    let recording: String?

    init(_ call: String, _ event: CallEvent) {
        (self.call, self.event, at) = (call, event.what.rawValue, event.at.iso)
        (caller, called, agent) = (event.caller, event.called, event.agent)
        (queue, recording) = (event.queue, event.recording)
    }
}

/// Who takes calls in a city: everybody of its desk who may.
struct CallTakers {
    let officers: [String: Officer]

    var logins: [String] { officers.keys.sorted() }

    init(_ town: Town, _ directory: Directory) async throws {
        let city = town.pack.city
        var officers: [String: Officer] = [:]
        for row in town.pack.people where row.post.unit == city.desk {
            let powers = city.roles[row.post.role]?.powers ?? []
            guard powers.contains(.takeCalls), let person = try await directory.person(login: row.login)
            else { continue }
            officers[row.login] = Officer(
                personID: person.id, name: person.name, login: row.login,
                posts: person.posts(at: Surroundings.live.now()), powers: powers, sessionID: "")
        }
        guard !officers.isEmpty else {
            throw Fault(
                .configuration, "Nobody of \(city.desk) takes calls.",
                remedy: "Give a role of posts.csv the power takeCalls in roles.yaml.")
        }
        self.officers = officers
    }
}

/// What each caller of a made-up day says, composed before it is played, so that it does not depend on who
/// speaks first.
struct CallConcerns: Sendable {
    private let concerns: [String: CallPlayer.Concern]

    init(_ day: SimulatedDay, _ texts: DemoTexts, _ city: City, seed: UInt64, standing: [MatterRecord] = []) {
        var dice = Dice(seed: seed ^ 0xCA11)
        let places = city.areas.codes.filter { $0.level == .village }
        var standing = standing[...]
        var concerns: [String: CallPlayer.Concern] = [:]
        for item in day.items {
            let area = dice.pick(places) ?? city.area
            let composed = texts.compose(in: area, of: city, &dice)
            let record = item.result == .filed ? standing.popFirst() : nil
            concerns[item.id] = CallPlayer.Concern(
                text: record?.text ?? composed.text, category: record?.category ?? composed.category,
                area: record?.area ?? area, place: composed.place, standsFor: record)
        }
        self.concerns = concerns
    }

    subscript(item: SimulatedDay.Item) -> CallPlayer.Concern {
        concerns[item.id] ?? CallPlayer.Concern(text: "—", category: nil, area: nil)
    }
}
