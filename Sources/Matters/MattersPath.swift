import Core
import Desk
import Web

/// The addresses of this slice, in one place.
enum MattersPath {
    static let home = "/"
    static let raise = "/raise"
    static let workbench = "/matters/workbench"
    static let list = "/matters"
    static let new = "/matters/new"
    static let bulk = "/matters/bulk"

    static let mine = "/mine"
    static let mineCode = "/mine/code"
    static func mine(_ token: String) -> String { "/mine/\(token)" }
    static func mineRenew(_ token: String) -> String { "/mine/\(token)/renew" }

    static func raised(_ token: String) -> String { "/raised/\(token)" }
    static func track(_ token: String) -> String { "/track/\(token)" }
    static func track(_ token: String, _ move: Move) -> String { "/track/\(token)/\(move.name)" }
    static func matter(_ number: String) -> String { "/matters/\(number)" }
    static func undo(_ number: String) -> String { "/matters/\(number)/undo" }
    static func handed(_ number: String) -> String { "/matters/\(number)/handed" }
    static func order(_ number: String) -> String { "/matters/\(number)/order.pdf" }
    static func supervision(_ number: String) -> String { "/matters/\(number)/supervision" }
    static func supervisionPaper(_ number: String) -> String { "/matters/\(number)/supervision.pdf" }
    static func receipt(_ token: String) -> String { "/track/\(token)/receipt.pdf" }
    static func people(_ number: String) -> String { "/matters/\(number)/people.json" }
    static func move(_ number: String, _ move: Move) -> String { "/matters/\(number)/moves/\(move.name)" }
    /// A file of a matter, for people at work; and for the resident with the link.
    static func file(_ id: String) -> String { "/attachments/\(id)" }
    static func file(_ token: String, _ id: String) -> String { "/track/\(token)/files/\(id)" }
    static let views = "/matters/views"
    static func view(_ id: Int64) -> String { "/matters/views/\(id)" }

    /// The matter with the way to its neighbours in the list it was opened from.
    /// - Parameter question: Of the list, beginning with `?`.
    static func matter(_ number: String, in question: String) -> String {
        let plain = question.hasPrefix("?") ? String(question.dropFirst()) : question
        let asked = FormAnswers(plain.isEmpty ? [:] : ["in": plain]).asQuery()
        return matter(number) + asked
    }

    static func workbench(_ scope: Scope) -> String { "/matters/workbench?scope=\(scope.text)" }

    /// The list of a scope with filters that are plain names.
    static func list(_ scope: Scope, _ filters: [(name: String, value: String)]) -> String {
        "/matters?" + ([("scope", scope.text)] + filters).map { "\($0.0)=\($0.1)" }.joined(separator: "&")
    }
}
