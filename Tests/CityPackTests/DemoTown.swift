import CityPack
import Core
import Foundation
import Testing

/// The demo city with people to act in it and a clock that stands until it is moved.
final class DemoTown {
    let pack: LoadedPack
    let clock: Clock
    /// A leaf of the catalogue, and a unit below another where all are handlers.
    let leaf: String
    let unit: UnitCode
    private let village: AreaCode

    var city: City { pack.city }

    final class Clock {
        var now: Moment
        init(_ now: Moment) { self.now = now }
        func advance(hours: Int64) { now = now + hours * 3_600_000 }
    }

    /// Read once for all tests: it does not change.
    private static let loaded = Result { () throws(PackRefusal) in
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        return try CityPack.load(root.appendingPathComponent("Cities/demo").path)
    }

    init() throws {
        let pack = try DemoTown.loaded.get()
        let day = try #require(CivilDate("2026-03-11"))
        self.pack = pack
        clock = Clock(pack.city.calendar.start(of: day) + 10 * 3_600_000)
        leaf = try #require(pack.city.catalogue.leaves.first?.code)
        let handler = try #require(
            pack.people.first { person in
                person.post.role == "handler" && pack.city.units[person.post.unit]?.parent != nil
                    && !pack.people.contains { $0.post.role != "handler" && $0.post.unit == person.post.unit }
            })
        unit = handler.post.unit
        village = try #require(pack.city.areas.codes.first { $0.level == .village })
    }

    func raise(_ kind: String, urgency: Urgency = .ordinary, at area: AreaCode? = nil) throws -> Matter {
        let raised = Fact.Raised(
            number: "X1", kind: kind, text: "路灯不亮", title: "路灯不亮", channel: .web, caller: .resident,
            area: area ?? village,
            urgency: urgency, reachable: true)
        let events = try Core.raise(raised, by: .resident, in: city, at: clock.now)
        var matter = try #require(Matter(from: events[0]))
        for event in events.dropFirst() { matter.apply(event) }
        return matter
    }

    /// A request that was given to the unit, and perhaps accepted.
    func request(upTo stage: String, _ inputs: [String: String] = [:]) throws -> Matter {
        var matter = try raise("request")
        try move("register", ["category": leaf], by: "clerk", &matter)
        let given = inputs.merging(["unit": unit.text]) { own, _ in own }
        try move("dispatch", given, by: "dispatcher", &matter)
        if stage == "handling" { try move("accept", by: "handler", &matter) }
        return matter
    }

    /// Makes a move as somebody of the pack who holds the role, of the unit where that matters: the test's
    /// own, or the one named.
    func move(
        _ name: String, _ inputs: [String: String] = [:], by role: String, of other: UnitCode? = nil,
        _ matter: inout Matter
    ) throws {
        let unit = other ?? (role == "handler" ? self.unit : nil)
        let index = try #require(
            pack.people.firstIndex { person in
                person.post.role == role && (unit == nil || person.post.unit == unit)
                    && (unit != nil || person.post.area.contains(village))
            })
        try perform(
            name, inputs, by: .officer(id: Int64(index + 1), posts: [pack.people[index].post]), &matter)
    }

    func resident(_ name: String, _ inputs: [String: String] = [:], _ matter: inout Matter) throws {
        try perform(name, inputs, by: .resident, &matter)
    }

    func rate(_ solved: String, _ satisfied: String, _ matter: inout Matter) throws {
        try resident("rate", ["solved": solved, "satisfied": satisfied], &matter)
    }

    /// Lets a limit of the matter run out, or warn.
    func timer(_ mark: TimerMark, _ limit: String, _ matter: inout Matter) throws {
        let due = try #require(matter.clock(limit)?.due)
        clock.now = max(clock.now, due)
        for event in try decide(timer: mark, of: limit, on: matter, in: city, at: clock.now) {
            matter.apply(event)
        }
    }

    private func perform(
        _ name: String, _ inputs: [String: String], by actor: Actor, _ matter: inout Matter
    ) throws {
        var words: [InputWord: String] = [:]
        for (word, value) in inputs { words[try #require(InputWord(rawValue: word))] = value }
        for event in try decide(Order(name, words), on: matter, by: actor, in: city, at: clock.now) {
            matter.apply(event)
        }
    }
}
