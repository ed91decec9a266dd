import Core

/// The addresses of this slice.
enum RulesPath {
    static let home = "/rules"
    static let changes = "/rules/changes"
    static let runs = "/rules/runs"
    static let returns = "/rules/returns"
    static let figures = "/rules/figures"
    static let proposals = "/rules/proposals"
    static let sheet = "/rules/dispatch.csv"

    static func cell(_ cell: DispatchCatalogue.Cell) -> String { "/rules/at/\(cell.text)" }
    static func change(_ id: Int64) -> String { "\(changes)/\(id)" }
    static func run(_ id: Int64) -> String { "\(runs)/\(id)" }
    static func proposal(_ id: Int64) -> String { "\(proposals)/\(id)" }
    static func matter(_ number: String) -> String { "/matters/\(number)" }
}
