import Core
public import Language

/// Texts with their labels from a file, for training and trying a classifier: JSON lines or a table, packed
/// with gzip or not, with the fields `label`, `title`, and `detail` or `text`.
public struct ExampleFile: Sendable {
    /// In the order of the file.
    public private(set) var examples: [TextExample] = []
    /// How many lines could not be used.
    public private(set) var rejectedCount = 0
    /// The first of them, with the reason of each.
    public private(set) var rejected: [RejectedRow] = []

    /// More are only counted.
    public static let mostTold = 20

    /// - Throws: `Fault` where the file cannot be read.
    public init(path: String) async throws {
        let format = RowSource.Format(ofFile: path) ?? .jsonl
        try await RowSource.forEach(path, format: format) { row in
            switch row {
            case .failure(let problem): reject(problem)
            case .success(let row): take(row)
            }
        }
    }

    private mutating func take(_ row: SourceRow) {
        let title = row.fields["title"] ?? ""
        let text = row.fields["detail"] ?? row.fields["text"] ?? ""
        let label = (row.fields["label"] ?? "").trimmed
        if label.isEmpty { return reject(row, "has no label") }
        if title.trimmed.isEmpty, text.trimmed.isEmpty { return reject(row, "has no text") }
        examples.append(TextExample(title: title, text: text, label: label))
    }

    private mutating func reject(_ row: SourceRow, _ reason: String) {
        reject(RejectedRow(line: row.line, id: row.fields["id"], reason: reason))
    }

    private mutating func reject(_ problem: RejectedRow) {
        rejectedCount += 1
        if rejected.count < Self.mostTold { rejected.append(problem) }
    }
}
