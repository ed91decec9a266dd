import CityPack
import Core
import Desk
import Directory
import Open311
import Web

/// A neighbouring city's server that street lights on the border are handed to. It is paused, because nobody
/// answers there: what would go waits, and can be looked at.
enum DemoOpen311 {
    static func fill(_ town: Town, _ directory: Directory, end: Moment) async throws {
        // Before the followers run: they hand over what the unit has.
        var lights = NewDestination(
            name: "邻市市民热线（路灯）", base: "https://311.neighbour.example/open311/v2",
            unit: UnitCode("LIGHTING"))
        lights.jurisdiction = "neighbour.example"
        try await add(lights, ["0201": "street-lights", "0203": "manholes"], town, end)
        var water = NewDestination(
            name: "流域水务联合中心", base: "https://water.neighbour.example/georeport/v2",
            unit: UnitCode("WATERCO"))
        water.format = .xml
        try await add(water, ["0301": "W-01"], town, end)
        guard let officer = try await DemoSlips.officer(town, directory)?.actor else { return }
        for (category, unit, text) in border {
            try await give(text, category, to: UnitCode(unit), town, officer, at: end)
        }
    }

    /// What is on the border, so that something waits whatever the year brought: category, unit, words.
    private static let border = [
        ("0201", "LIGHTING", "界河桥头的三盏路灯夜里不亮，桥那边归邻市。"),
        ("0201", "LIGHTING", "省道交界处路灯忽明忽暗，看不清路牌。"),
        ("0301", "WATERCO", "上游水库放水以后，我们这边自来水发浑。"),
    ]

    private static func give(
        _ text: String, _ category: String, to unit: UnitCode, _ town: Town, _ officer: Actor, at end: Moment
    ) async throws {
        let city = town.pack.city
        guard city.units[unit] != nil, city.catalogue[category] != nil else { return }
        var filing = Filing(text: text, channel: .hotline)
        filing.area = city.areas.codes.filter { $0.level == .village }.min()
        filing.category = category
        let number = try await town.desk.file(filing, by: officer, at: end + -60_000).number
        guard let matter = try await town.desk.dossier(.number(number), for: officer)?.matter,
            let move = city.procedures[matter.kind]?.moves.first(where: { move in
                move.does.contains(.dispatch) && move.from.contains(matter.stage)
                    && move.asks.allSatisfy { $0.word == .unit || !$0.required }
            })
        else { return }
        _ = try await town.desk.perform(
            Order(move.name, [.unit: unit.text]), on: .number(number), by: officer, at: end)
    }

    private static func add(
        _ new: NewDestination, _ mapped: [String: String], _ town: Town, _ now: Moment
    ) async throws {
        guard town.pack.city.units[new.unit] != nil else { return }
        let id = try await town.open311.add(new, at: now)
        for (category, service) in mapped.sorted(by: { $0.key < $1.key })
        where town.pack.city.catalogue[category] != nil {
            try await town.open311.map(category, to: service, of: id)
        }
        try await town.open311.set(.paused, of: id, at: now)
    }
}
