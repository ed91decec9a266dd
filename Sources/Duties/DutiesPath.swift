import Desk
import Web

/// The addresses of this slice, in one place.
enum DutiesPath {
    static let home = "/duties"
    static let ledgers = "/duties/ledgers"

    static func ledger(_ ledger: Ledger, in scope: Scope? = nil) -> String {
        "/duties/ledgers/\(ledger.rawValue)" + (scope.map { "?scope=\($0.text)" } ?? "")
    }

    /// A matter's page, which belongs to the loop.
    static func matter(_ number: String) -> String { "/matters/\(number)" }
    static let workbench = "/matters/workbench"
}
