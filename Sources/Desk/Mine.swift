public import Core
import Storage

/// "My matters": everything that was raised under one telephone number or address, behind one private link.
///
/// Who shows a code that was sent to the contact gets the link. The link is a proof that only the holder of
/// the city's secret can make, over the key and the version of the contact: a new version ends all links
/// before it.
public struct Mine: Sendable {
    let desk: Desk

    /// How long a code counts, in milliseconds.
    public static let codeLife: Int64 = 10 * 60_000
    /// How often a code may be guessed.
    public static let triesPerCode = 5
    /// How many codes are sent to one contact in `window` milliseconds.
    public static let codesPerWindow = 5
    public static let window: Int64 = 60 * 60_000

    /// Sends a code to a contact, if matters were raised under it. The same is written and the same is
    /// answered whether or not it is known, so that nobody learns who raised something.
    ///
    /// - Parameter code: six digits that nobody can guess.
    /// - Returns: Whether the code counts now; false when too many were asked for.
    public func send(
        _ code: String, to contact: MineContact, in language: Language, at now: Moment
    ) async throws -> Bool {
        let hash = hash(code, of: contact)
        let message = message(code, in: language)
        return try await desk.database.write { connection in
            let store = MineStore(connection: connection)
            guard try store.setCode(hash, of: contact.text, at: now) else { return false }
            guard try store.isKnown(contact) else {
                // As much work as for one that is known: the time tells nobody who raised something.
                try store.keepCode(of: contact.text)
                return true
            }
            try Outbox.post(
                matter: 0, sequence: 0, audience: "resident", address: contact.text, template: "code",
                body: message, now: now, in: connection)
            return true
        }
    }

    /// The private link's token for whoever shows the code; nil for a wrong, used or old one. Every guess
    /// counts.
    public func token(for contact: MineContact, code: String, at now: Moment) async throws -> String? {
        let hash = hash(code, of: contact)
        let key = try await desk.database.write { connection in
            try MineStore(connection: connection).take(hash, of: contact.text, at: now)
        }
        return key.map(token)
    }

    /// What a token opens; nil for one that is wrong or was replaced.
    public func holder(of token: String) async throws -> Holder? {
        guard token.utf8.count <= 80, let dash = token.firstIndex(of: "-"), let id = Int64(token[..<dash]),
            let key = try await desk.database.read({ try MineStore(connection: $0).key(id) }),
            desk.links.isSame(token, self.token(key))
        else { return nil }
        return Holder(id: id, contact: MineContact(kept: key.contact))
    }

    /// Whose matters a link shows.
    public struct Holder: Sendable, Hashable {
        let id: Int64
        public let contact: MineContact
    }

    /// The matters of a contact, newest first.
    public func matters(of holder: Holder, after last: Int64?, limit: Int) async throws -> MatterPage {
        try await desk.database.read { connection in
            try MineStore(connection: connection).matters(of: holder.contact, after: last, limit: limit)
        }
    }

    /// How many of them wait for the resident's word.
    public func waiting(of holder: Holder) async throws -> Int {
        try await desk.database.read { try MineStore(connection: $0).waiting(of: holder.contact) }
    }

    /// A new link; the ones before it open nothing any more.
    public func renew(_ holder: Holder) async throws -> String? {
        let key = try await desk.database.write { connection in
            let store = MineStore(connection: connection)
            try store.renew(holder.id)
            return try store.key(holder.id)
        }
        return key.map(token)
    }

    /// The whole address behind a token.
    public func address(of token: String) -> String { desk.links.site + "/mine/" + token }

    private func token(_ key: MineStore.Key) -> String {
        "\(key.id)-" + desk.links.proof("mine 1 \(key.id) \(key.version) \(key.contact)")
    }

    /// Codes are short: without the city's secret their hash says nothing.
    private func hash(_ code: String, of contact: MineContact) -> [UInt8] {
        Array(desk.links.proof("mine code 1 \(code) \(contact.text)").utf8)
    }

    private func message(_ code: String, in language: Language) -> String {
        let text = desk.city.templates["code"]?.text ?? Self.plain
        return Notices.filled(text[language], ["code": code, "city": desk.city.name[language]])
    }

    /// For a city without a template of its own.
    private static let plain = LocalText(zh: "{city}：{code}", en: "{city}: {code}")
}

extension Desk {
    /// "My matters" of residents.
    public var mine: Mine { Mine(desk: self) }

    /// The token of a matter's private link, for who has proved to be its resident in another way.
    public func token(of number: String) -> String { links.token(of: number) }
}
