/// What is wrong with the log, and where.
public struct Complaint: Sendable, Hashable {
    public let matter: Int64
    /// The event's number within the matter; 0 means the matter itself.
    public let sequence: Int
    public let kind: Kind

    public init(matter: Int64, sequence: Int, kind: Kind) {
        self.matter = matter
        self.sequence = sequence
        self.kind = kind
    }

    /// What happened to the event.
    public enum Kind: String, Sendable, CaseIterable {
        /// Its content or its hash is not what was written.
        case altered
        /// It is gone; with number 0 the matter is gone and its events are left.
        case missing
        /// It stands in another one's place.
        case swapped
        /// It, and all after it, are gone.
        case tailCut
    }
}
