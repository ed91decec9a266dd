public import Core
import Desk
public import Storage

/// Calls colleagues who are named in notes: `@login` or `@姓名`.
public enum Mentions {
    /// Follows the log: each note's names become rows of `mentions`, for those who see the matter. Rows are
    /// kept when it is rebuilt: what somebody has seen stays seen.
    ///
    /// - Parameter people: Finds people by login or name, with the posts they hold at a moment.
    public static func follower(
        city: City,
        people: @escaping @Sendable (_ names: [String], _ at: Moment, any Connection) throws -> [Colleague]
    ) -> Follower {
        Follower(name: "mentions") { events, connection in
            let store = MentionStore(connection: connection)
            for logged in events {
                let event = try Event(logged)
                for fact in event.facts {
                    switch fact {
                    case .undone(let sequence): try store.forget(logged.matterID, sequence)
                    case .noted(let text):
                        let called = try called(in: text, by: event, people, connection)
                        try store.keep(called, at: event, of: logged.matterID, in: city)
                    default: break
                    }
                }
            }
        }
    }

    private static func called(
        in text: String, by event: Event,
        _ people: (_ names: [String], _ at: Moment, any Connection) throws -> [Colleague],
        _ connection: any Connection
    ) throws -> [Colleague] {
        let calls = calls(in: text)
        if calls.isEmpty { return [] }
        let found = try people(Array(Set(calls.flatMap(\.self))), event.at, connection)
        var called: [Colleague] = []
        for names in calls {
            // The longest name that somebody has.
            let some = names.lazy.map { name in found.filter { $0.isCalled(name) } }.first { !$0.isEmpty }
            called += (some ?? []).filter { !called.contains($0) }
        }
        if case .officer(let author, _) = event.by { called.removeAll { $0.id == author } }
        return called
    }

    /// At most so many are called by one note.
    static let most = 10
    private static let longestName = 30

    /// What each `@` may mean, the longest name first: nothing says where a Chinese name ends.
    static func calls(in text: String) -> [[String]] {
        var calls: [[String]] = []
        let parts = text.split(separator: "@", omittingEmptySubsequences: false)
        for (before, part) in zip(parts, parts.dropFirst()) where calls.count < most {
            // What stands in an address of mail calls nobody.
            if before.last?.isLatin == true || part.first?.isWhitespace != false { continue }
            let line = Array(part.prefix { !$0.isNewline }.prefix(longestName))
            let names = (0..<line.count).reversed().compactMap { last -> String? in
                let (end, next) = (line[last], last + 1 < line.count ? line[last + 1] : " ")
                // `@lisa` does not call `li`.
                if end.isLatin, next.isLatin || next == "-" || next == "_" { return nil }
                if end.isWhitespace { return nil }
                return String(line[...last])
            }
            if !names.isEmpty { calls.append(names) }
        }
        return calls
    }
}

extension Character {
    fileprivate var isLatin: Bool { isASCII && (isLetter || isNumber) }
}

extension Colleague {
    fileprivate func isCalled(_ text: String) -> Bool {
        let small = text.lowercased()
        return login.lowercased() == small || name.zh == text || name.en.lowercased() == small
    }
}
