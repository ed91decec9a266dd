import Core
import Storage
import Web

/// What files are written as.
enum PublishedFormat: String, CaseIterable, Sendable {
    case csv, json, geojson

    var type: String {
        switch self {
        case .csv: "text/csv; charset=utf-8; header=present"
        case .json: "application/json"
        case .geojson: "application/geo+json"
        }
    }

    var name: String { "matters.\(rawValue)" }
}

/// The columns of the table, in their order; the names of the fields in every format.
enum PublishedColumn: String, CaseIterable, Sendable {
    case number, kind
    case categoryCode = "category_code"
    case category
    case areaCode = "area_code"
    case area, place, latitude, longitude, title, question, answer
    case unitCode = "unit_code"
    case unit
    case raisedAt = "raised_at"
    case answeredAt = "answered_at"
    case closedAt = "closed_at"
    case outcome, solved, satisfied

    /// Its datatype in CSV on the Web.
    var datatype: String {
        switch self {
        case .latitude, .longitude: "double"
        case .solved, .satisfied: "boolean"
        case .raisedAt, .answeredAt, .closedAt: "dateTime"
        case .number, .kind, .categoryCode, .category, .areaCode, .area, .place, .title, .question,
            .answer, .unitCode, .unit, .outcome:
            "string"
        }
    }

    func value(of matter: AnsweredMatter) -> PublishedValue? {
        switch self {
        case .latitude: matter.position.map { .number($0.latitude) }
        case .longitude: matter.position.map { .number($0.longitude) }
        case .solved: matter.solved.map { .flag($0) }
        case .satisfied: matter.satisfied.map { .flag($0) }
        case .number, .kind, .categoryCode, .category, .areaCode, .area, .place, .title, .question,
            .answer, .unitCode, .unit, .raisedAt, .answeredAt, .closedAt, .outcome:
            text(of: matter).map { .text($0) }
        }
    }

    private func text(of matter: AnsweredMatter) -> String? {
        switch self {
        case .number: matter.number
        case .kind: matter.kind
        case .categoryCode: matter.categoryCode
        case .category: matter.category
        case .areaCode: matter.areaCode
        case .area: matter.area
        case .place: matter.place
        case .title: matter.title
        case .question: matter.question
        case .answer: matter.answer
        case .unitCode: matter.unitCode
        case .unit: matter.unit
        case .raisedAt: matter.raisedAt.iso
        case .answeredAt: matter.answeredAt?.iso
        case .closedAt: matter.closedAt?.iso
        case .outcome: matter.outcome?.rawValue
        case .latitude, .longitude, .solved, .satisfied: nil
        }
    }
}

/// What stands in a field, of the type that programs expect there.
enum PublishedValue: Encodable {
    case text(String)
    case number(Double)
    case flag(Bool)

    /// As it stands in a table. Only what somebody wrote could be a formula.
    var cell: String {
        switch self {
        case .text(let text): PublishedFile.cell(text)
        case .number(let number): "\(number)"
        case .flag(let flag): "\(flag)"
        }
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .text(let text): try container.encode(text)
        case .number(let number): try container.encode(number)
        case .flag(let flag): try container.encode(flag)
        }
    }
}

/// One page of what is published as a file.
struct PublishedFile {
    let telling: PublishedTelling
    let licence: PublishedDesk.Licence
    let matters: [AnsweredMatter]
    /// Where it goes on.
    let next: String?
    let at: Moment

    func text(_ format: PublishedFormat) throws -> String {
        switch format {
        case .csv: csv
        case .json: try StoredJSON.text(json)
        case .geojson: try StoredJSON.text(geoJSON)
        }
    }

    /// With a byte order mark, so that spreadsheets read Chinese right.
    private var csv: String {
        let head = PublishedColumn.allCases.map(\.rawValue)
        let rows = matters.map { matter in
            PublishedColumn.allCases.map { $0.value(of: matter)?.cell ?? "" }
        }
        return "\u{FEFF}" + ([head] + rows).map { $0.joined(separator: ",") + "\r\n" }.joined()
    }

    /// A cell that a spreadsheet would compute gets an apostrophe before it, and is text then.
    static func cell(_ raw: String) -> String {
        let isFormula = raw.unicodeScalars.first.map { "=+-@\t\r".unicodeScalars.contains($0) } == true
        let text = isFormula ? "'" + raw : raw
        // Scalars, not characters: a return and a line feed are one character together.
        guard text.unicodeScalars.contains(where: { ",\"\r\n".unicodeScalars.contains($0) }) else {
            return text
        }
        return "\"" + text.replacing("\"", with: "\"\"") + "\""
    }

    private struct Collection: Encodable {
        let source: String
        let licence: String
        let at: String
        let next: String?
        let matters: [[String: PublishedValue]]
    }

    private var json: Collection {
        Collection(
            source: telling.words(telling.city.name), licence: licence.address, at: at.iso, next: next,
            matters: matters.map { fields($0, without: []) })
    }

    private func fields(
        _ matter: AnsweredMatter, without left: Set<PublishedColumn>
    ) -> [String: PublishedValue] {
        var fields: [String: PublishedValue] = [:]
        for column in PublishedColumn.allCases where !left.contains(column) {
            fields[column.rawValue] = column.value(of: matter)
        }
        return fields
    }

    /// RFC 7946. Where the city does not publish the place, there is no geometry.
    private struct Features: Encodable {
        let type = "FeatureCollection"
        let licence: String
        let next: String?
        let features: [Feature]

        struct Feature: Encodable {
            let type = "Feature"
            let id: String
            let geometry: Point?
            let properties: [String: PublishedValue]

            enum CodingKeys: String, CodingKey { case type, id, geometry, properties }

            func encode(to encoder: any Encoder) throws {
                var container = encoder.container(keyedBy: CodingKeys.self)
                try container.encode(type, forKey: .type)
                try container.encode(id, forKey: .id)
                // Said to be none, not left out.
                try container.encode(geometry, forKey: .geometry)
                try container.encode(properties, forKey: .properties)
            }
        }

        struct Point: Encodable {
            let type = "Point"
            /// Longitude first.
            let coordinates: [Double]
        }
    }

    private var geoJSON: Features {
        Features(
            licence: licence.address, next: next,
            features: matters.map { matter in
                Features.Feature(
                    id: matter.number,
                    geometry: matter.position.map {
                        Features.Point(coordinates: [$0.longitude, $0.latitude])
                    }, properties: fields(matter, without: [.latitude, .longitude]))
            })
    }
}

/// What the table's columns are (CSV on the Web), at the place where its readers look first.
struct PublishedMetadata {
    let telling: PublishedTelling
    let licence: PublishedDesk.Licence

    private struct Document: Encodable {
        let context = "http://www.w3.org/ns/csvw"
        let url: String
        let title: [String: String]
        let licence: String
        let tableSchema: Schema

        enum CodingKeys: String, CodingKey {
            case context = "@context"
            case url, tableSchema
            case title = "dc:title"
            case licence = "dc:license"
        }

        struct Schema: Encodable {
            let columns: [Column]
            let primaryKey = "number"
        }

        struct Column: Encodable {
            let name: String
            let titles: String
            let description: String
            let datatype: String
            let required: Bool

            enum CodingKeys: String, CodingKey {
                case name, titles, datatype, required
                case description = "dc:description"
            }
        }
    }

    var text: String {
        let words = telling.words
        let document = Document(
            url: PublishedFormat.csv.name, title: [words.language.rawValue: words("published.title")],
            licence: licence.address,
            tableSchema: .init(
                columns: PublishedColumn.allCases.map { column in
                    .init(
                        name: column.rawValue, titles: column.rawValue,
                        description: words("published.column.\(column.rawValue)"),
                        datatype: column.datatype,
                        required: [.number, .kind, .areaCode, .answer, .raisedAt].contains(column))
                }))
        // Only texts and lists of texts: nothing in it can fail to be written.
        return (try? StoredJSON.text(document)) ?? "{}"
    }
}
