public import Core
public import Desk
public import Web

/// "Is it one of these?" before a slip is taken. The program wires it.
public struct SlipLook: Sendable {
    /// Open matters that may be what a slip says, as far as who types it sees them, the surest first.
    public var likely:
        @Sendable (_ text: String, AreaCode, _ category: String?, Web.Visit) async throws -> [LikelyMatter]
    /// Says that the matter of a slip is the same as another one, in the transaction that files it.
    public var same:
        @Sendable (_ matter: Int64, _ main: Matter, Officer, Moment, DeskTransaction) throws -> Void

    public init(
        likely: @escaping @Sendable (String, AreaCode, String?, Web.Visit) async throws -> [LikelyMatter],
        same: @escaping @Sendable (Int64, Matter, Officer, Moment, DeskTransaction) throws -> Void
    ) {
        self.likely = likely
        self.same = same
    }
}
