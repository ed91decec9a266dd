import Core

/// A CSV file with a header line: rows whose fields are found by the name of their column.
struct Table {
    let file: String
    private(set) var rows: [Row] = []

    struct Row {
        let line: Int
        fileprivate let fields: [String]
        fileprivate let columns: [String: Int]

        /// The field without the space around it; empty where the column is absent.
        subscript(_ column: String) -> String {
            columns[column].map { fields[$0].trimmed } ?? ""
        }
    }

    /// Reads a file whose header names all of `columns`, and perhaps `optional` ones. Nil when there is no
    /// such file.
    init?(
        _ file: String, columns: [String], optional: [String] = [], in folder: PackFolder,
        _ complaints: inout Complaints
    ) {
        guard let bytes = folder.bytes(of: file, &complaints) else { return nil }
        self.file = file
        var positions: [String: Int]?
        for result in CSVReader.records(in: bytes, skipsComments: true) {
            switch result {
            case .failure(let problem): Table.complain(of: problem, file: file, &complaints)
            case .success(let record):
                if let positions {
                    add(record, positions, &complaints)
                } else {
                    positions = header(record, columns: columns, optional: optional, &complaints)
                    if positions == nil { return }
                }
            }
        }
        if positions == nil, !complaints.all.contains(where: { $0.file == file }) {
            complaints.add(
                file, 1, "the file has no header",
                "Write as its first line: \(columns.joined(separator: ","))")
        }
    }

    private func header(
        _ record: CSVRecord, columns: [String], optional: [String], _ complaints: inout Complaints
    ) -> [String: Int]? {
        let names = record.fields.map(\.trimmed)
        let missing = columns.filter { !names.contains($0) }
        if !missing.isEmpty {
            complaints.add(
                file, record.line, "the header has no column \(quoted(missing))",
                "Write as the first line: \((columns + optional).joined(separator: ","))")
        }
        for name in names where !columns.contains(name) && !optional.contains(name) {
            complaints.add(
                file, record.line, "the column \"\(name)\" means nothing here",
                oneOf(columns + optional, insteadOf: name))
        }
        for name in Set(names) where names.count(where: { $0 == name }) > 1 {
            complaints.add(file, record.line, "the column \"\(name)\" stands twice", "Remove one of them")
        }
        guard missing.isEmpty else { return nil }
        return Dictionary(names.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    }

    private mutating func add(_ record: CSVRecord, _ positions: [String: Int], _ complaints: inout Complaints)
    {
        guard record.fields.count == positions.count else {
            complaints.add(
                file, record.line, "the row has \(record.fields.count) fields, the header \(positions.count)",
                "Add or remove commas; put a field that contains a comma in quotes")
            return
        }
        rows.append(Row(line: record.line, fields: record.fields, columns: positions))
    }

    private static func complain(of problem: CSVProblem, file: String, _ complaints: inout Complaints) {
        switch problem.reason {
        case .openQuote:
            complaints.add(
                file, problem.line, "a quote is opened and never closed",
                "Close it, or write it twice inside a field")
        case .textAfterQuote:
            complaints.add(
                file, problem.line, "text follows a closing quote",
                "Put the whole field in quotes, and double those inside")
        case .notUTF8:
            complaints.add(
                file, problem.line, "the text is not UTF-8 (perhaps GBK)",
                "Save the file again with the encoding UTF-8")
        case .tooLong:
            complaints.add(
                file, problem.line, "the row is longer than 1 MB", "Close the quote that it begins with")
        case .zeroByte:
            complaints.add(file, problem.line, "the row has a byte of zero", "Save the file as plain text")
        }
    }

    // MARK: Fields

    /// A field that must not be empty.
    func required(_ column: String, _ row: Row, _ complaints: inout Complaints) -> String? {
        let text = row[column]
        if !text.isEmpty { return text }
        complaints.add(file, row.line, "\"\(column)\" is empty", "Fill it in")
        return nil
    }

    /// The two columns of a name in both languages.
    func name(_ row: Row, _ complaints: inout Complaints) -> LocalText {
        LocalText(
            zh: required("name_zh", row, &complaints) ?? "", en: required("name_en", row, &complaints) ?? "")
    }

    func area(_ column: String, _ row: Row, _ complaints: inout Complaints) -> AreaCode? {
        guard let text = required(column, row, &complaints) else { return nil }
        if let code = AreaCode(text) { return code }
        complaints.add(
            file, row.line, "\"\(text)\" is no area code",
            "Write 2, 4, 6, 9, 12, 15 or 18 digits; spreadsheets drop leading zeros and round long numbers")
        return nil
    }
}
