public import Core
public import Markup

/// What a slice knows of a matter and shows on the matter's page at the desk: the call it came by, the server
/// it was handed to. The program hands the panels of all slices to the page.
public struct MatterPanel: Sendable {
    /// Panels stand in this order, whichever slice they come from.
    public let order: Int
    /// A section with its heading; nil where the slice knows nothing of the matter.
    public let content: @Sendable (Matter, Visit) async throws -> HTML?

    public init(order: Int, content: @escaping @Sendable (Matter, Visit) async throws -> HTML?) {
        self.order = order
        self.content = content
    }
}
