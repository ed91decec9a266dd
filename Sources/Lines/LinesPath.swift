import Core
import Desk

/// The addresses of this slice.
enum LinesPath {
    static let home = "/lines"
    static let numbers = "/lines/numbers"
    static let transfers = "/lines/transfers"
    static let window = "/lines/window"
    static let messages = "/lines/messages"
    static let sheet = "/lines/register.csv"

    static func line(_ code: String) -> String { "/lines/register/\(code)" }
    static func transfer(_ code: String) -> String { "/lines/transfers/\(code)" }
    static func handOver(_ number: String) -> String { "/lines/hand-over/\(number)" }
    static func window(_ number: String) -> String { "/lines/window/\(number)" }
    static func messages(_ unit: UnitCode) -> String { "/lines/messages/\(unit)" }
    static func matter(_ number: String) -> String { "/matters/\(number)" }
}
