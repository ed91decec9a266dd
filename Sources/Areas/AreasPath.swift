import Core

/// The addresses of the area pages.
enum AreasPath {
    static let find = "/areas"
    static let meToo = "/areas/me-too"

    static func area(_ code: AreaCode) -> String { "/areas/\(code)" }
    static func card(_ code: AreaCode) -> String { "/areas/\(code)/card" }
    static func feed(_ code: AreaCode) -> String { "/areas/\(code)/feed.atom" }
    static func subscribe(_ code: AreaCode) -> String { "/areas/\(code)/subscribe" }
    static func meToo(_ key: String) -> String { "/areas/me-too?key=\(key)" }
    static func subscription(_ token: String) -> String { "/areas/subscriptions/\(token)" }
    static func end(_ token: String) -> String { "/areas/subscriptions/\(token)/end" }
    /// Where a concern is raised for an area.
    static func raise(_ code: AreaCode) -> String { "/raise?area=\(code)" }
}
