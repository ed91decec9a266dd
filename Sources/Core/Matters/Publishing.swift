/// How much of a kind's matters everybody may read, on the open pages and through Open311. Whoever raised one
/// is never among it, nor what staff wrote to each other.
public enum Publishing: String, Sendable, Codable, CaseIterable {
    /// Not even that there is one.
    case nothing = "none"
    /// What it was about and what became of it, by area: for matters whose place is somebody's home.
    case area
    /// With its place as well: a lamp, a pothole.
    case place

    /// How much that is: the more, the higher.
    public var rank: Int {
        switch self {
        case .nothing: 0
        case .area: 1
        case .place: 2
        }
    }
}

extension City {
    /// How much of this kind everybody may read; nothing unless the pack says more.
    public func publishing(of kind: String) -> Publishing { publishing[kind] ?? .nothing }
}
