public import Core
import Storage

/// A file of a matter's story: what it is, and with what it came.
public struct AttachmentRecord: Hashable, Sendable {
    public let attachment: Attachment
    /// The event it came with.
    public let sequence: Int
    public let at: Moment
    public let doer: Doer
    /// The move it came with; nil when it came with the matter itself.
    public let move: String?
    /// Whether the resident may see it: it came with the matter, from them, or with a move they are told of
    /// that gives no reason and leaves no note.
    public let isTold: Bool

    /// The files of a story. What was taken back is not told any more.
    static func all(in story: [Event], of procedure: Procedure?) -> [AttachmentRecord] {
        let standing = Set(story.standing.map(\.sequence))
        return story.flatMap { event in
            event.facts.compactMap { fact in
                guard case .attached(let attachment) = fact else { return nil }
                return AttachmentRecord(
                    attachment: attachment, sequence: event.sequence, at: event.at, doer: event.by,
                    move: event.move,
                    isTold: standing.contains(event.sequence) && isTold(event, by: procedure))
            }
        }
    }

    /// Reasons and notes are for the office, and so are the files that come with them.
    static func isTold(_ event: Event, by procedure: Procedure?) -> Bool {
        guard let name = event.move, event.by != .resident else { return true }
        guard let move = procedure?.move(name), move.told != nil else { return false }
        let isInternal = move.asks.contains { $0.word == .reason || $0.word == .note }
        return move.does.contains(.answer) || !isInternal
    }
}

extension Desk {
    /// The matter that names a file and the file itself, where the actor may see the matter; nil otherwise.
    public func attachment(
        _ id: String, for actor: Actor
    ) async throws -> (matter: Dossier, record: AttachmentRecord)? {
        let found = try await database.read { try AttachmentStore(connection: $0).matter(naming: id) }
        // A file that nobody named is looked for in a matter that nobody has: it is refused after the same
        // work as another's.
        guard let dossier = try await dossier(.id(found ?? 0), for: actor),
            let record = dossier.attachments.first(where: { $0.attachment.id == id })
        else { return nil }
        return (dossier, record)
    }

    /// The hashes among these that a matter names.
    public func named(_ hashes: [String]) async throws -> Set<String> {
        try await database.read { try AttachmentStore(connection: $0).named(hashes) }
    }

    /// Named files in the order of their ids, page by page: for checks of the folder.
    public func attachments(after id: String, limit: Int) async throws -> [NamedFile] {
        try await database.read { try AttachmentStore(connection: $0).files(after: id, limit: limit) }
    }
}

/// A file that a matter names, as checks need it.
public struct NamedFile: Sendable, Hashable {
    public let id: String
    public let hash: String
    public let name: String
    public let bytes: Int64
    /// The matter's number.
    public let matter: String
}
