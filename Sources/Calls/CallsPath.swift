import Core

/// Where the pages of calls stand.
enum CallsPath {
    enum Tab: String, CaseIterable, Sendable {
        case home, backs, list, figures, seats

        var path: String { self == .home ? CallsPath.home : "\(CallsPath.home)/\(rawValue)" }
    }

    static let home = "/calls"

    static func call(_ id: Int64) -> String { "/calls/\(id)" }

    /// The list of a span of days, and of one sort of its calls.
    static func list(from: CivilDate, through: CivilDate, _ sort: (name: String, value: String)? = nil)
        -> String
    {
        let sort = sort.map { "&\($0.name)=\($0.value.replacing(":", with: "%3A"))" } ?? ""
        return "/calls/list?from=\(from)&to=\(through)\(sort)"
    }
}
