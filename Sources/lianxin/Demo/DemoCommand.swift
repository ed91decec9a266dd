import CityPack
import ArgumentParser
import Core
import Desk
import Directory
import Storage
import Web

struct DemoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo",
        abstract: "Fill the city with a year of made-up matters, in every stage, by moves through the Desk.",
        discussion: """
            The same seed makes the same year. A database that has matters already is left alone.

            Examples:
              lianxin demo
              lianxin demo --matters 500 --seed 7
            """)

    @OptionGroup var place: Place
    @Option(help: "How many matters.") var matters = 20_000
    @Option(help: "Which year of all possible years.") var seed: UInt64 = 12345
    @Flag(help: "One line of JSON instead of words.") var json = false

    struct Report: Encodable {
        let matters: Int
        let skipped: Bool
    }

    func run() async throws {
        guard (1...10_000_000).contains(matters) else {
            throw ValidationError("--matters is from 1 to 10,000,000.")
        }
        let town = try await Town(place, creating: true)
        try await town.admit(as: "demo")
        let directory = try await town.directory(demo: true)
        let isEmpty = try await town.desk.list(MatterFilter(), in: .city, limit: 1).matters.isEmpty
        if isEmpty {
            let year = try DemoYear(
                town: town, people: try await DemoPeople(of: town, directory), seed: seed,
                end: Surroundings.live.now())
            let bar = ProgressBar("A year of \(town.pack.city.name.en)", total: matters)
            try await year.run(matters) { bar.show($0) }
            bar.end(matters)
            _ = try await FollowerRunner(database: town.database, followers: Features.followers(town))
                .advanceAll()
        }
        if json {
            try Console.json(Report(matters: isEmpty ? matters : 0, skipped: !isEmpty))
        } else if !isEmpty {
            Console.say("There are matters already; nothing was added.")
        }
        await town.database.close()
    }
}

/// A believable year: more by day than by night, more on Mondays, more in towns than in villages.
struct DemoYear {
    private let desk: Desk
    private let life: DemoLife
    private let texts: DemoTexts
    private let seed: UInt64
    private let start: Moment
    private let end: Moment
    private let places: [AreaCode]
    private static let day: Int64 = 86_400_000
    /// Matters of one transaction.
    private static let batch = 50

    init(town: Town, people: DemoPeople, seed: UInt64, end: Moment) throws {
        desk = town.desk
        let city = town.pack.city
        texts = try DemoTexts(pack: town.pack)
        life = DemoLife(desk: desk, people: people, texts: texts, end: end)
        self.seed = seed
        self.end = end
        start = end + -365 * Self.day
        places = city.areas.codes.filter { $0.level >= .village }
    }

    func run(_ count: Int, progress: (Int) -> Void) async throws {
        var dice = Dice(seed: seed)
        var done = 0
        while done < count {
            var plans: [Plan] = []
            for index in done..<min(done + Self.batch, count) {
                // In the order of the year, so that numbers grow with time.
                let moment = self.moment(index, of: count, &dice)
                let (filing, category, filer) = filing(&dice)
                let identity = try await desk.identity(for: filing, at: moment)
                plans.append(
                    Plan(
                        filing: filing, filer: filer, identity: identity, at: moment,
                        dice: Dice(seed: dice.next()),
                        category: category))
            }
            let (life, batch) = (life, plans)
            try await desk.batch { transaction in
                for plan in batch {
                    var dice = plan.dice
                    try life.live(
                        plan.filing, about: plan.category, by: plan.filer, as: plan.identity, at: plan.at,
                        in: transaction,
                        dice: &dice)
                }
            }
            done += plans.count
            progress(done)
        }
    }

    private struct Plan: Sendable {
        let filing: Filing
        let filer: Actor
        let identity: MatterIdentity
        let at: Moment
        let dice: Dice
        let category: String
    }

    /// Evenly over the year, then moved to an hour at which people are awake.
    private func moment(_ index: Int, of count: Int, _ dice: inout Dice) -> Moment {
        let span = Double(end - start)
        let even = start + Int64(span * (Double(index) + dice.share()) / Double(count))
        let date = desk.city.calendar.date(of: even)
        let hours: [Int64] = [7, 8, 9, 9, 10, 10, 11, 12, 13, 14, 15, 15, 16, 17, 18, 19, 20, 21, 22, 2]
        let hour = dice.pick(hours) ?? 9
        let awake = desk.city.calendar.start(of: date) + hour * 3_600_000 + Int64(dice.below(3_600_000))
        return min(awake, end + -60_000)
    }

    /// A place in an area that only the text decides, so that matters do not lie on top of each other.
    private func nearby(_ area: AreaCode, _ text: String) -> Position? {
        guard let middle = desk.city.areas[area]?.position else { return nil }
        let mix = text.utf8.reduce(UInt64(area.text.utf8.count)) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
        let share = { (shift: UInt64) in Double((mix >> shift) & 0xFFFF) / 65_535 - 0.5 }
        let moved = Position(
            latitude: middle.latitude + share(16) * 0.006, longitude: middle.longitude + share(40) * 0.006)
        let isInside = moved.map { desk.city.areas[area]?.shape?.contains($0) ?? true } ?? false
        return isInside ? moved : middle
    }

    private func filing(_ dice: inout Dice) -> (Filing, String, Actor) {
        let channels: [Channel] = [
            .hotline, .hotline, .hotline, .hotline, .web, .web, .app, .chat, .box, .visit, .station,
        ]
        let channel = dice.pick(channels) ?? .hotline
        let area = dice.pick(places) ?? desk.city.area
        let composed = texts.compose(in: area, of: desk.city, &dice)
        var filing = Filing(text: composed.text, channel: channel)
        filing.area = area
        filing.place = composed.place
        filing.caller = dice.hits(12) ? .enterprise : .resident
        if dice.hits(93) { filing.contact = texts.contact(&dice) }
        filing.position = nearby(area, composed.text)
        let isByResident = channel == .web || channel == .app
        if !isByResident {
            filing.category = composed.category
            filing.kind = composed.kind
            if dice.hits(4) { filing.urgency = .emergency } else if dice.hits(12) { filing.urgency = .urgent }
        }
        let filer = isByResident ? Actor.resident : life.people.anyone(in: area, &dice) ?? .system("demo")
        return (filing, composed.category, filer)
    }
}
