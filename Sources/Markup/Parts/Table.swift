/// A table that becomes a list of cards on a phone: every cell carries the head of its column.
public struct Table: Component {
    /// A column: its head, and whether it holds numbers.
    public struct Column: Sendable {
        let head: String
        let numeric: Bool

        public init(_ head: String, numeric: Bool = false) {
            self.head = head
            self.numeric = numeric
        }
    }

    private let caption: String
    private let columns: [Column]
    private let rows: [[HTML]]
    private let captionHidden: Bool

    /// - Parameters:
    ///   - caption: what the table shows; read aloud, and seen unless hidden.
    ///   - rows: one cell for every column, the first of them the head of its row.
    public init(caption: String, captionHidden: Bool = false, columns: [Column], rows: [[HTML]]) {
        self.caption = caption
        self.captionHidden = captionHidden
        self.columns = columns
        self.rows = rows
    }

    public var html: HTML {
        let heads: [HTML] = columns.map { column in
            #"<th scope="col"\#(attribute: "class", column.numeric ? "number" : nil)>\#(column.head)</th>"#
        }
        return """
            <div class="table"><table class="cards">
            <caption\(attribute: "class", captionHidden ? "unseen" : nil)>\(caption)</caption>
            <thead><tr>\(heads)</tr></thead>
            <tbody>\(rows.map(row))</tbody>
            </table></div>
            """
    }

    private func row(_ cells: [HTML]) -> HTML {
        var line: HTML = "<tr>"
        for (index, (column, cell)) in zip(columns, cells).enumerated() {
            let kind: HTML = "\(attribute: "class", column.numeric ? "number" : nil)"
            line +=
                index == 0
                ? #"<th scope="row" data-label="\#(column.head)"\#(kind)>\#(cell)</th>"#
                : #"<td data-label="\#(column.head)"\#(kind)>\#(cell)</td>"#
        }
        line += "</tr>\n"
        return line
    }
}
