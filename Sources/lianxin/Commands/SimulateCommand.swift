import Administration
import ArgumentParser
import CityPack
import Core
import Desk
import Directory
import Exchange
import Storage
import Synchronization
import Web

struct SimulateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "simulate",
        abstract:
            "Replay stored matters through changed limits, staff or rules, and say what would have been "
            + "late.",
        discussion: """
            Changes nothing. Compared with the pack on record, or with the folder of --old. What is assumed
            stands at the end of the answer, and in Documentation/simulation.md.

            Examples:
              lianxin simulate --limits tighter.csv
              lianxin simulate --city Cities/mine --from 2026-01-01 --until 2026-06-30
              lianxin simulate --staff WATER=+1,all=0.9 --order due --csv matters.csv
              lianxin simulate --rule 0103=URBAN --rule 0101@980101001=SANITATION --json
            """)

    @OptionGroup var place: Place
    @Option(help: "The first day on which matters were raised; else 365 days before the last one.")
    var from: String?
    @Option(help: "The last such day; else today.") var until: String?
    @Option(help: "A file like the pack's limits.csv, to be tried in its place.") var limits: String?
    @Option(help: "The folder of the pack in force; else the pack on record in the database.")
    var old: String?
    @Option(
        help: "More or fewer hands: UNIT=+1 and UNIT=-2 are people, UNIT=0.8 and all=0.8 are factors.")
    var staff: String?
    @Option(help: "How units work off what they have: shared (all at once), arrival, or due.")
    var order = "shared"
    @Option(help: "CATEGORY=UNIT or CATEGORY@AREA=UNIT: whom dispatch gives it to. May be repeated.")
    var rule: [String] = []
    @Option(help: "A file for one row of every matter.") var csv: String?
    @Flag(help: "One JSON object instead of tables.") var json = false

    func run() async throws {
        let pack = try limits.map { try CityPack.load(place.cityFolder, limits: $0) } ?? place.loadPack()
        guard let order = WorkOrder(rawValue: order) else {
            let words = WorkOrder.allCases.map(\.rawValue).joined(separator: ", ")
            throw ValidationError("--order is one of: \(words).")
        }
        let now = Surroundings.live.now()
        let span = try SimulationSpan(from: from, until: until, now: now, calendar: pack.city.calendar)
        let dispatch = try SimulationRules.read(rule, in: pack.city)
        let changes = try staff.map { try Self.changes($0, in: pack.city) } ?? []
        let database = try await place.openDatabase(creating: false)
        let city = pack.city.changed(dispatch: dispatch)
        let simulation = Simulation(
            raisedFrom: span.start, until: span.end, old: try await cityInForce(pack, database), city: city,
            staff: try await people(changes, pack, database, now), order: order)
        let outcome = try await run(simulation, on: database)
        await database.close()
        guard outcome.matters > 0 else {
            throw Fault(
                .configuration, "No matter was raised from \(span.first) to \(span.last).",
                remedy: "Name other days with --from and --until.")
        }
        let answer = SimulationAnswer(outcome, simulation, span, changes: changes, limits: limits)
        if json { try Console.json(answer) } else { answer.lines(in: city).forEach(Console.say) }
    }

    private func run(_ simulation: Simulation, on database: any Database) async throws -> Simulation.Outcome {
        let bar = Mutex<ProgressBar?>(nil)
        let file = Mutex(try csv.map { try OutputFile($0) })
        try file.withLock { try $0?.write(SimulationRow.header) }
        let calendar = simulation.city.calendar
        let outcome = try await simulation.run(
            on: database,
            progress: { done, total in
                bar.withLock { bar in
                    if bar == nil { bar = ProgressBar("Replaying", total: total) }
                    bar?.show(done)
                    if done == total { bar?.end(done) }
                }
            },
            each: { matter in
                try file.withLock { try $0?.write(SimulationRow.line(of: matter, calendar)) }
            })
        try file.withLock { try $0?.close() }
        return outcome
    }

    /// The older folder, or what is on record; the pack itself where it is the one in force.
    private func cityInForce(_ pack: LoadedPack, _ database: any Database) async throws -> City {
        if let old { return try CityPack.load(old).city }
        let latest = try await PackLedger(database).latest()
        let plain = limits == nil ? pack : try place.loadPack()
        guard let latest, latest.hash != plain.fingerprint, let outline = latest.content.outline else {
            return plain.city
        }
        return outline
    }

    private static func changes(_ text: String, in city: City) throws -> [StaffChange] {
        do {
            return try StaffChange.read(text, units: Set(city.units.keys))
        } catch {
            throw error.fault
        }
    }

    /// Who works where, by the accounts; by the pack's people in a database that has none.
    private func people(
        _ changes: [StaffChange], _ pack: LoadedPack, _ database: any Database, _ now: Moment
    ) async throws -> Staff? {
        if changes.isEmpty { return nil }
        let directory = Directory(database: database, city: pack.city, surroundings: .live, demo: false)
        let held = try await directory.everybody(at: now).map { $0.posts(at: now).map(\.unit) }
        let listed = Dictionary(grouping: pack.people, by: \.login).values.map { $0.map(\.post.unit) }
        var people: [UnitCode: Int] = [:]
        for units in held.isEmpty ? Array(listed) : held {
            for unit in Set(units) { people[unit, default: 0] += 1 }
        }
        do {
            return try Staff(people: people, changes: changes)
        } catch {
            throw error.fault
        }
    }
}

extension StaffProblem {
    /// In words, with what to do.
    fileprivate var fault: Fault {
        let form = "Write UNIT=+1 or UNIT=-1 for people, UNIT=0.8 for a factor, all=0.8 for every unit."
        switch self {
        case .unreadable(let part):
            return Fault(.configuration, "“\(part)” in --staff cannot be read.", remedy: form)
        case .unknownUnit(let unit):
            return Fault(
                .configuration, "There is no unit “\(unit)” in the city.",
                remedy: "Write a code of units.csv.")
        case .factor(let part):
            return Fault(
                .configuration, "“\(part)” in --staff: the factor is not above 0, up to 100.",
                remedy: "1 is as it is; 0.8 is a fifth less.")
        case .twice(let name):
            return Fault(.configuration, "--staff names “\(name)” twice.", remedy: "Name it once.")
        case .nobodyLeft(let unit, let people):
            return Fault(
                .configuration, "Nobody would be left in the unit \(unit), which has \(people).",
                remedy: "Take fewer people away.")
        }
    }
}
