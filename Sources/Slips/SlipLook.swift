public import Core
public import Desk
public import Web

/// An open matter that may be what a slip says.
public struct LikelySlip: Hashable, Sendable {
    public let number: String
    public let title: String
    public let kind: String
    public let stage: String
    public let area: AreaCode
    /// Why it may be, in a line.
    public let why: String

    public init(number: String, title: String, kind: String, stage: String, area: AreaCode, why: String) {
        self.number = number
        self.title = title
        self.kind = kind
        self.stage = stage
        self.area = area
        self.why = why
    }
}

/// "Is it one of these?" before a slip is taken. The program wires it.
public struct SlipLook: Sendable {
    /// Open matters that may be what a slip says, as far as who types it sees them, the surest first.
    public var likely:
        @Sendable (_ text: String, AreaCode, _ category: String?, Web.Visit) async throws -> [LikelySlip]
    /// Says that the matter of a slip is the same as another one, in the transaction that files it.
    public var same:
        @Sendable (_ matter: Int64, _ main: Matter, Officer, Moment, DeskTransaction) throws -> Void

    public init(
        likely: @escaping @Sendable (String, AreaCode, String?, Web.Visit) async throws -> [LikelySlip],
        same: @escaping @Sendable (Int64, Matter, Officer, Moment, DeskTransaction) throws -> Void
    ) {
        self.likely = likely
        self.same = same
    }
}
