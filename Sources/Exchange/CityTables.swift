public import Core

/// A list of the city that is handed out whole: units, areas, people.
public struct CityTable: Sendable {
    public let columns: [ExportColumn]
    public let rows: [[String?]]

    public init(columns: [ExportColumn], rows: [[String?]]) {
        self.columns = columns
        self.rows = rows
    }

    public func write(into sink: any TableSink) throws {
        try sink.begin(columns)
        for row in rows { try sink.add(row) }
        try sink.end()
    }

    /// The units of a city, as `units.csv` of its pack has them.
    public static func units(of city: City) -> CityTable {
        CityTable(
            columns: [
                ExportColumn("code", zh: "单位代码", en: "Code"),
                ExportColumn("name_zh", zh: "中文名称", en: "Chinese name"),
                ExportColumn("name_en", zh: "英文名称", en: "English name"),
                ExportColumn("area", zh: "区域代码", en: "Area"),
                ExportColumn("parent", zh: "上级单位", en: "Unit above"),
            ],
            rows: city.units.values.sorted { $0.code < $1.code }.map {
                [$0.code.text, $0.name.zh, $0.name.en, $0.area.text, $0.parent?.text]
            })
    }

    /// The areas of a city with their middle, as `areas.csv` of its pack has them.
    public static func areas(of city: City) -> CityTable {
        CityTable(
            columns: [
                ExportColumn("code", zh: "区域代码", en: "Code"),
                ExportColumn("name_zh", zh: "中文名称", en: "Chinese name"),
                ExportColumn("name_en", zh: "英文名称", en: "English name"),
                ExportColumn("latitude", .decimal, zh: "纬度", en: "Latitude"),
                ExportColumn("longitude", .decimal, zh: "经度", en: "Longitude"),
            ],
            rows: city.areas.codes.compactMap { city.areas[$0] }.map {
                [
                    $0.code.text, $0.name.zh, $0.name.en, $0.position.map { String($0.latitude) },
                    $0.position.map { String($0.longitude) },
                ]
            })
    }
}
