import Core
import Foundation
import HTTPTypes
import Hummingbird
import Web

/// What the scripts of pages ask for: outlines, the area at a place, areas by name, what is open near by.
extension AreasRoutes {
    private static let lookUp = RateLimit("areas-look-up", burst: 120, perMinute: 120)

    func addJSON(to site: Site) {
        site.visitors.get("/areas/shapes.json") { request, context in
            let areas = try await desk.areas(at: context.now)
            let asked = context.query.given("within") ?? desk.city.area.text
            guard let code = AreaCode(asked), areas[code] != nil else { throw WebRefusal.notFound }
            let answer = ShapesAnswer(
                of: code, in: areas, tiles: desk.city.tiles, language: context.visit.language)
            return cached(try encoded(answer), type: "application/geo+json", maxAge: 300, request, context)
        }
        site.visitors.get("/areas/at.json") { request, context in
            try context.spend(from: Self.lookUp)
            return try await place(request, context)
        }
        site.visitors.get("/areas/find.json") { _, context in
            try context.spend(from: Self.lookUp)
            return JSONAnswer(
                AreaSearch(areas: desk.city.areas).find(context.query["q"]).map { area in
                    AreaAnswer(
                        code: area.code.text, name: context.words(area.name),
                        path: path(to: area.code, context.words), latitude: area.position?.latitude,
                        longitude: area.position?.longitude)
                })
        }
        site.visitors.get("/areas/near.json") { _, context in
            try context.spend(from: Self.lookUp)
            return JSONAnswer(try await near(context))
        }
    }

    private func place(_ request: Request, _ context: VisitorContext) async throws -> Response {
        let query = context.query
        let areas = try await desk.areas(at: context.now)
        guard let datum = Datum(rawValue: query.given("datum") ?? "wgs84") else {
            throw WebRefusal.malformed
        }
        let found: (area: AreaCode, position: Position)
        do throws(PlaceProblem) {
            found = try areas.find(
                latitude: query["latitude"], longitude: query["longitude"], datum: datum)
        } catch {
            let answer = PlaceRefusal(
                code: error.rawValue, detail: context.words("areas.place.\(error.rawValue)"))
            return try JSONAnswer(answer, status: error == .outside ? 404 : 400)
                .response(from: request, context: context)
        }
        let answer = PlaceAnswer(
            area: found.area.text, name: areas[found.area].map { context.words($0.name) } ?? "",
            path: path(to: found.area, context.words), latitude: found.position.latitude,
            longitude: found.position.longitude)
        return try JSONAnswer(answer).response(from: request, context: context)
    }

    private func near(_ context: VisitorContext) async throws -> [NearAnswer] {
        let query = context.query
        var position: Position?
        if query.given("latitude") != nil, query.given("longitude") != nil {
            let areas = try await desk.areas(at: context.now)
            position = try? areas.find(
                latitude: query["latitude"], longitude: query["longitude"]
            ).position
        }
        let area = query.given("area").flatMap { AreaCode($0) }.flatMap { desk.city.areas[$0]?.code }
        let found = try await desk.near(position, area: area, category: query.given("category"))
        return found.map { record, meters in
            NearAnswer(
                key: record.key,
                category: desk.city.catalogue[record.category].map { context.words($0.name) } ?? "",
                area: desk.sight.place(of: record.area, context.visit.language),
                stage: desk.sight.stage(record, context.visit.language),
                raised: record.raisedAt.iso, distanceMeters: meters, meToo: record.seconds)
        }
    }

    /// From the county down: `云山区 府前街道 花园社区`.
    private func path(to code: AreaCode, _ words: Words) -> String {
        desk.city.areas.path(to: code).filter { $0.code.level >= .county }.map { words($0.name) }
            .joined(separator: " ")
    }

    private func encoded(_ answer: some Encodable) throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return Array(try encoder.encode(answer))
    }
}
