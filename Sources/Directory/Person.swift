public import Core

/// Somebody who works for the city.
public struct Person: Hashable, Sendable {
    public let id: Int64
    /// The name they sign in with: small letters, digits, `.`, `_`, `-`, `@`.
    public let login: String
    public let name: LocalText
    /// Nobody signs in as a person who is not active.
    public let active: Bool
    /// Whether they have chosen a password. Those without one come in by a one-time link.
    public let hasPassword: Bool
    /// Whether the password was given by somebody else and is good for one sign-in only.
    public let mustChange: Bool
    /// Every post, the ended ones too, in the order they were given.
    public let posts: [HeldPost]

    /// The posts held at a moment.
    public func posts(at now: Moment) -> [Post] { posts.filter { $0.isHeld(at: now) }.map(\.post) }
}

/// A post with the time for which a person holds it.
public struct HeldPost: Hashable, Sendable {
    public let id: Int64
    public let post: Post
    public let since: Moment
    /// The first moment at which it is held no more; nil while no end is known.
    public let until: Moment?

    func isHeld(at now: Moment) -> Bool { since <= now && until.map { now < $0 } ?? true }
}

/// One row of a list of posts: a person and what they do. A person with three posts has three rows.
public struct PostRow: Hashable, Sendable {
    public let login: String
    public let name: LocalText
    public let post: Post

    public init(login: String, name: LocalText, post: Post) {
        self.login = login
        self.name = name
        self.post = post
    }
}

/// What an import of people did.
public struct PeopleImported: Hashable, Sendable {
    /// People who were not there before.
    public var people = 0
    /// Posts that were not there before.
    public var posts = 0
    /// People whose name is another now.
    public var renamed = 0

    public init() {}
}

/// The rules of names.
enum PersonRules {
    /// A login as it is kept: small letters, nothing around it. Nil when it is none.
    static func login(_ text: String) -> String? {
        let login = text.lowercased().trimmed
        let allowed = login.utf8.allSatisfy { byte in
            (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) || (48...57).contains(byte)
                || ".-_@".utf8.contains(byte)
        }
        return allowed && (2...64).contains(login.utf8.count) ? login : nil
    }

    /// A name in both languages; the Chinese stands in where the other is missing. Nil when it is none.
    static func name(_ text: LocalText) -> LocalText? {
        let zh = text.zh.trimmed
        let en = text.en.trimmed
        let name = LocalText(zh: zh.isEmpty ? en : zh, en: en.isEmpty ? zh : en)
        let sound = [name.zh, name.en].allSatisfy { part in
            (1...60).contains(part.count) && part.utf8.count <= 240
                && part.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control }
        }
        return sound ? name : nil
    }
}
