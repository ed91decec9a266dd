import Markup
import Web

/// The rows of a schema as a table that people read.
struct ShapeTable {
    let rows: [SchemaRow]
    let caption: String
    /// Shapes that are described on the same page.
    let linked: Set<String>
    let words: Words
    /// Whether it is sent by the caller: then it says which fields must be given.
    let asked: Bool

    var html: HTML {
        guard !rows.isEmpty else { return .empty }
        let cells: [[HTML]] = rows.map { row in
            let name = row.path.isEmpty ? words("developers.shape.whole") : row.path
            return ["<code>\(name)</code>", sort(row.sort), need(row)]
        }
        return Table(
            caption: caption,
            columns: [
                .init(words("developers.shape.field")), .init(words("developers.shape.sort")),
                .init(words(asked ? "developers.shape.need" : "developers.shape.there")),
            ], rows: cells
        ).html
    }

    private func need(_ row: SchemaRow) -> HTML {
        switch (asked, row.required) {
        case (true, true): Tag(words("developers.shape.required"), tone: .accent).html
        case (true, false): "\(words("developers.shape.optional"))"
        case (false, true): "\(words("developers.shape.always"))"
        case (false, false): "\(words("developers.shape.sometimes"))"
        }
    }

    private func sort(_ sort: SchemaRow.Sort) -> HTML {
        switch sort {
        case .text: "\(words("developers.sort.text"))"
        case .limited(let least, let most):
            "\(words("developers.sort.limited", ["least": least, "most": most]))"
        case .pattern(let pattern): "\(words("developers.sort.pattern")) <code>\(pattern)</code>"
        case .whole: "\(words("developers.sort.whole"))"
        case .wholeBetween(let least, let most):
            "\(words("developers.sort.wholeBetween", ["least": least, "most": most]))"
        case .number: "\(words("developers.sort.number"))"
        case .numberBetween(let least, let most):
            """
            \(words(
                "developers.sort.numberBetween", ["least": Self.plain(least), "most": Self.plain(most)]))
            """
        case .flag: "\(words("developers.sort.flag"))"
        case .time: "\(words("developers.sort.time"))"
        case .oneOf(let values):
            "\(words("developers.sort.oneOf")) \(values.map { "<code>\($0)</code> " as HTML })"
        case .list(let item): "\(words("developers.sort.list")) \(self.sort(item))"
        case .fields: "\(words("developers.sort.fields"))"
        case .map(let inner): "\(words("developers.sort.map")) \(self.sort(inner))"
        case .shape(let name):
            linked.contains(name)
                ? ##"<a href="#shape-\##(name)"><code>\##(name)</code></a>"## : "<code>\(name)</code>"
        }
    }

    private static func plain(_ number: Double) -> String {
        number == number.rounded() ? String(Int(number)) : String(number)
    }
}
