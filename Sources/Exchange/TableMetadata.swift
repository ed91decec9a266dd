import Core
import Storage

/// What a CSV file says, for programs: metadata of CSV on the Web, beside the file as `NAME-metadata.json`.
public struct TableMetadata: Encodable, Sendable {
    private let context = ["http://www.w3.org/ns/csvw"]
    private let url: String
    private let dialect = Dialect()
    private let tableSchema: Schema

    private enum CodingKeys: String, CodingKey {
        case context = "@context"
        case url, dialect, tableSchema
    }

    private struct Dialect: Encodable {
        let header = true
        let encoding = "utf-8"
        let delimiter = ","
        let lineTerminators = ["\r\n"]
    }

    private struct Schema: Encodable {
        let columns: [Column]
        let primaryKey: String?
    }

    private struct Column: Encodable {
        let name: String
        let titles: [String: String]
        let datatype: String
    }

    /// - Parameters:
    ///   - file: The name of the CSV file, without its folder.
    ///   - key: The column that names a row.
    public init(file: String, columns: [ExportColumn], key: String?) {
        url = file
        tableSchema = Schema(
            columns: columns.map { column in
                Column(
                    name: column.name, titles: ["zh": column.title.zh, "en": column.title.en],
                    datatype: column.type.rawValue)
            }, primaryKey: key)
    }

    public func text() throws -> String { try StoredJSON.text(self) + "\n" }
}
