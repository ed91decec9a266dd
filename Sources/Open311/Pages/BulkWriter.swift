/// Writes the rows of a bulk download.
enum BulkWriter {
    static let columns = [
        "service_request_id", "requested_datetime", "updated_datetime", "closed_date", "status_description",
        "status_notes", "source", "service_name", "service_subtype", "description", "agency_responsible",
        "address", "lat", "long",
    ]

    static func head(_ format: BulkFormat) -> String {
        switch format {
        // The mark tells spreadsheet programs that it is UTF-8.
        case .csv: "\u{FEFF}" + columns.joined(separator: ",") + "\r\n"
        case .json: "["
        case .xml: #"<?xml version="1.0" encoding="utf-8"?>"# + "\n<service_requests>\n"
        }
    }

    static func foot(_ format: BulkFormat) -> String {
        switch format {
        case .csv: ""
        case .json: "]\n"
        case .xml: "</service_requests>\n"
        }
    }

    static func row(_ fields: [Tree.Field], _ format: BulkFormat, isFirst: Bool) -> String {
        switch format {
        case .csv: fields.map { cell($0.value) }.joined(separator: ",") + "\r\n"
        case .json: (isFirst ? "\n" : ",\n") + TreeDocument("request", .fields(fields)).json
        case .xml: TreeDocument("request", .fields(fields)).element + "\n"
        }
    }

    private static func cell(_ tree: Tree) -> String {
        switch tree {
        case .none: ""
        case .text(let text): quoted(text)
        case .number(let number): Tree.decimal(number)
        case .whole(let number): String(number)
        case .truth(let isTrue): isTrue ? "true" : "false"
        case .list, .fields: ""
        }
    }

    /// A cell that a spreadsheet program would take for a formula gets a mark before it.
    static func quoted(_ text: String) -> String {
        var text = text
        let first = text.unicodeScalars.first { !$0.properties.isWhitespace && $0.value >= 32 }
        let marks: Set<Unicode.Scalar> = ["=", "+", "-", "@", "＝", "＋", "－", "＠"]
        let startsOddly = text.unicodeScalars.first.map { $0 == "\t" || $0 == "\r" || $0.value == 0 } ?? false
        if startsOddly || first.map(marks.contains) == true { text = "'" + text }
        guard text.contains(where: { $0 == "," || $0 == "\"" || $0.isNewline }) else { return text }
        return "\"" + text.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"")
            + "\""
    }
}
