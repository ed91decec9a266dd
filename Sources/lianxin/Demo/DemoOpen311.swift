import CityPack
import Core
import Open311

/// A neighbouring city's server that street lights on the border are handed to. It is paused, because nobody
/// answers there: what would go waits, and can be looked at.
enum DemoOpen311 {
    static func fill(_ town: Town, end: Moment) async throws {
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
