import Core

/// The dispatch catalogue as a sheet, in the columns of the city pack's `dispatch.csv`.
enum RuleSheet {
    static let columns = ["category", "area", "unit", "co_units", "from", "until", "limit", "source"]

    static func text(_ rules: [DispatchCatalogue.Rule]) -> String {
        let rows = rules.map { rule in
            [
                rule.category ?? "*", rule.area.text, rule.unit.text,
                rule.assistants.map(\.text).joined(separator: " "), rule.from?.description ?? "",
                rule.until?.description ?? "", rule.limit?.description ?? "", rule.source ?? "",
            ].map(cell).joined(separator: ",")
        }
        return ([columns.joined(separator: ",")] + rows).joined(separator: "\n") + "\n"
    }

    /// Quoted where it has to be; no spreadsheet takes it for a formula.
    static func cell(_ text: String) -> String {
        let isFormula = text.unicodeScalars.first.map { "=+-@\t\r\0＝＋－＠".unicodeScalars.contains($0) }
        let safe = isFormula == true ? "'" + text : text
        let isPlain = safe.utf8.allSatisfy { $0 != 0x2C && $0 != 0x22 && $0 != 0x0A && $0 != 0x0D }
        return isPlain ? safe : "\"" + safe.replacing("\"", with: "\"\"") + "\""
    }
}
