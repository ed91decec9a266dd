import Core
import Desk
import Web

/// The stations, for programs.
extension StationsRoutes {
    static let scope = "matters:read"

    struct StationAnswer: Encodable, Sendable {
        let code: String
        let name: LocalText
        let unit: String
        let phone: String
        let onDuty: Bool
        let ownArea: Bool
        let meters: Int?
    }

    struct StationsAnswer: Encodable, Sendable {
        let stations: [StationAnswer]
    }

    func answer(_ context: ApiContext) throws -> JSONAnswer<StationsAnswer> {
        try context.require(scope: Self.scope)
        let query = context.query
        guard let category = city.catalogue[query["category"]]?.code else {
            throw WebRefusal.badField(path: "category", reason: .wrongKind)
        }
        guard let area = AreaCode(query["area"]), city.areas[area] != nil else {
            throw WebRefusal.badField(path: "area", reason: .wrongKind)
        }
        var position: Position?
        if let latitude = Double(query["latitude"]), let longitude = Double(query["longitude"]) {
            position = Position(latitude: latitude, longitude: longitude)
        }
        let call = StationBook.Call(
            category: category, area: area, position: position, isEmergency: query["emergency"] == "true")
        return JSONAnswer(
            StationsAnswer(
                stations: desk.book.choices(for: call, in: city, at: context.now).prefix(20).map { choice in
                    let station = choice.station
                    return StationAnswer(
                        code: station.code, name: station.name, unit: station.unit.text,
                        phone: station.phone, onDuty: choice.isOnDuty, ownArea: choice.isOwnArea,
                        meters: choice.meters)
                }))
    }

    static let operations = [
        Operation(
            "get", "/api/v1/stations", summary: "stations.api.find", tag: "stations",
            parameters: [
                .init("category", in: .query, required: true, summary: "stations.api.category"),
                .init("area", in: .query, required: true, summary: "stations.api.area"),
                .init("latitude", in: .query, schema: .number, summary: "stations.api.position"),
                .init("longitude", in: .query, schema: .number, summary: "stations.api.position"),
                .init("emergency", in: .query, schema: .boolean, summary: "stations.api.emergency"),
            ],
            responses: [
                200: .named(
                    "StationsFound",
                    .object(
                        [
                            "stations": .array(
                                .named(
                                    "StationFound",
                                    .object(
                                        [
                                            "code": .string,
                                            "name": .object(
                                                ["zh": .string, "en": .string], required: ["zh", "en"]),
                                            "unit": .string, "phone": .string, "onDuty": .boolean,
                                            "ownArea": .boolean, "meters": .integer,
                                        ],
                                        required: ["code", "name", "unit", "phone", "onDuty", "ownArea"])))
                        ], required: ["stations"]))
            ], refusals: [403, 422], scopes: [scope])
    ]
}
