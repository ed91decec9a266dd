public import Core
import Storage

extension Desk {
    /// A matter with its whole story.
    public struct Dossier: Sendable {
        public let record: MatterRecord
        public let matter: Matter
        public let events: [Event]
        /// Who raised it, masked: enough to tell one from another, not to call.
        public let contact: MaskedContact
        /// The files that came with it, in the order they came.
        public let attachments: [AttachmentRecord]
    }

    /// The dossier of a matter for somebody; nil when there is none or they may not see it.
    public func dossier(_ reference: MatterReference, for actor: Actor) async throws -> Dossier? {
        try await database.read { connection in
            let store = MatterStore(connection: connection, city: city)
            guard let kept = try store.kept(reference, locked: false) else { return nil }
            let matter = kept.matter
            guard isInSight(matter, of: actor, in: city) else { return nil }
            guard let record = try store.record(matter.id) else { return nil }
            let events = try EventLog.events(of: matter.id, in: connection).map(EventPayload.decode)
            return Dossier(
                record: record, matter: matter, events: events,
                contact: MaskedContact(try store.contact(of: matter.id)),
                attachments: AttachmentRecord.all(in: events, of: city.procedures[matter.kind]))
        }
    }

    /// How many events a matter has now; nil where there is none. It says nothing about who may see it.
    public func version(of number: String) async throws -> Int? {
        try await database.glance { try MatterStore(connection: $0, city: city).version(of: number) }
    }

    /// A page of matters, newest first.
    public func list(
        _ filter: MatterFilter, in scope: Scope, after cursor: Int64? = nil, limit: Int = 20
    ) async throws -> MatterPage {
        let filter = filter.read(in: city)
        return try await database.read { connection in
            try ListStore(connection: connection).page(filter, in: scope, after: cursor, limit: limit)
        }
    }

    /// All matters in the order they came in, page by page, for exports.
    public func export(_ filter: MatterFilter, after last: Int64, limit: Int) async throws -> [MatterRecord] {
        try await database.read { connection in
            try ListStore(connection: connection).export(filter, after: last, limit: limit)
        }
    }

    /// What waits for the holders of posts, and how much there is of it.
    public func workbench(of posts: [Post], limit: Int = 20) async throws -> [Bench] {
        try await database.read { connection in
            try city.scopes(of: posts).map { scope in
                let stages = Set(
                    posts.filter { city.scopes(of: [$0]) == [scope] }.flatMap {
                        city.stagesToWork(in: $0.role)
                    }
                )
                .sorted()
                return Bench(
                    scope: scope, stages: stages,
                    mine: try WorkbenchStore(connection: connection).queue(
                        of: stages, in: scope, limit: limit),
                    counts: try TallyStore(connection: connection).counts(of: scope, in: city))
            }
        }
    }

    /// One scope of a workbench.
    public struct Bench: Sendable {
        public let scope: Scope
        /// The stages in which its holder has something to do.
        public let stages: [String]
        public let mine: [MatterRecord]
        /// Tallies by name: `open`, `overdue`, `stage:registered`, `outcome:solved`.
        public let counts: [String: Int]

        public var waiting: Int { stages.reduce(0) { $0 + (counts["stage:\($1)"] ?? 0) } }
    }
}

/// Contact data as anybody at work sees them.
public struct MaskedContact: Sendable, Hashable {
    public let name: String?
    public let phone: String?
    public let email: String?

    init(_ contact: Filing.Contact) {
        name = contact.name.map { name in
            name.prefix(1) + String(repeating: "*", count: max(1, min(name.count - 1, 3)))
        }
        phone = contact.phone.map { number in
            number.count >= 7 ? number.prefix(3) + "****" + number.suffix(number.count >= 11 ? 4 : 1) : "****"
        }
        email = contact.email.map { address in
            address.prefix(1) + "***" + (address.firstIndex(of: "@").map { String(address[$0...]) } ?? "")
        }
    }
}
