import Core
import Desk

/// The addresses of this slice, in one place.
enum MattersPath {
    static let home = "/"
    static let raise = "/raise"
    static let workbench = "/matters/workbench"
    static let list = "/matters"
    static let new = "/matters/new"
    static let bulk = "/matters/bulk"

    static func raised(_ token: String) -> String { "/raised/\(token)" }
    static func track(_ token: String) -> String { "/track/\(token)" }
    static func track(_ token: String, _ move: Move) -> String { "/track/\(token)/\(move.name)" }
    static func matter(_ number: String) -> String { "/matters/\(number)" }
    static func move(_ number: String, _ move: Move) -> String { "/matters/\(number)/moves/\(move.name)" }
    static func workbench(_ scope: Scope) -> String { "/matters/workbench?scope=\(scope.text)" }

    /// The list of a scope with filters that are plain names.
    static func list(_ scope: Scope, _ filters: [(name: String, value: String)]) -> String {
        "/matters?" + ([("scope", scope.text)] + filters).map { "\($0.0)=\($0.1)" }.joined(separator: "&")
    }
}
