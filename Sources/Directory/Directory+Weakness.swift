public import Core
import Storage

extension Directory {
    /// What an operator should know of the accounts.
    public struct Weakness: Sendable, Hashable {
        /// Logins whose password is one of those tried first, of those looked at.
        public var guessable: [String] = []
        /// How many active people still have the password that somebody else gave them, counted up to 100.
        public var unchanged = 0
    }

    /// Looks for passwords that open the door to the first who tries: those of people who manage accounts,
    /// the newest eight of them, because each guess costs as much work as a sign-in.
    public func weakness(now: Moment) async throws -> Weakness {
        let roles = organisation.administrators
        let (accounts, unchanged) = try await database.read { connection in
            let people = PeopleStore(connection)
            return (
                try people.passwords(ofHolders: roles, limit: Self.mostTried, now: now),
                try people.withPasswordOfOthers()
            )
        }
        var weakness = Weakness()
        weakness.unchanged = unchanged
        for account in accounts where try await isGuessable(account) {
            weakness.guessable.append(account.login)
        }
        return weakness
    }

    private static let mostTried = 8

    /// None of them can be chosen here; they come with accounts of another program, and by hand.
    private func isGuessable(_ account: (login: String, hash: String)) async throws -> Bool {
        let (login, hash) = account
        for guess in [
            login, login + login, login + "123", "lianxin", "admin", "password", "12345678", "demo",
        ]
        where try await passwords.verify(Password(guess), against: hash) {
            return true
        }
        return false
    }
}
