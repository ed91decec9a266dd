/// The outline of an area: one or more rings, islands beside each other, each closed by itself.
public struct Shape: Hashable, Sendable, Codable {
    /// At least three different points each; the last does not repeat the first.
    public let rings: [[Position]]

    public init(rings: [[Position]]) { self.rings = rings }
}
