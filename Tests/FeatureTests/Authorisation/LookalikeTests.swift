import HTTPTypes
import Synchronization
import Testing
import Web

@Suite("Another's thing")
struct LookalikeTests {
    /// What an answer says, without what is new each time and without the name that was asked for.
    struct Seen: Hashable {
        let status: Int
        let fields: [String]
        let text: String

        init(_ answer: WebAnswer, asked path: String, _ values: [String]) {
            status = answer.status
            fields = answer.headers.filter { !["Set-Cookie", "Content-Length"].contains($0.name.rawName) }
                .map { "\($0.name.rawName): \($0.value.replacing(path, with: "PATH"))" }.sorted()
            var text = answer.text.replacing(path, with: "PATH")
            // A short name stands in other words too; what a page says of it stands in its path.
            for value in values where value.count > 3 {
                text = text.replacing(WebClient.encode(value), with: "NAME").replacing(value, with: "NAME")
            }
            self.text = text.split(separator: "name=\"csrf\" value=\"").enumerated().map { index, part in
                index == 0 ? String(part) : String(part.drop { $0 != "\"" })
            }.joined(separator: "csrf")
        }
    }

    @Test("looks like one that nobody has: the same answer after the same work, wherever it is asked for")
    func everywhere() async throws {
        let matrix = try await Matrix.shared.value
        let more = Mutex<[Int: Int]>([:])
        let found = try await matrix.each { rule in
            guard let sort = rule.object.flatMap({ matrix.book[$0] }), !Self.known.contains(sort.name)
            else { return (0, []) }
            var lines: [String] = []
            var count = 0
            for caller in matrix.callers.people + [matrix.callers.former] {
                guard let foreign = sort.foreign(caller) else { continue }
                let means: Means =
                    rule.door == .api ? .token(caller.token ?? "") : .session(forged: false)
                func ask(_ values: [String]) async throws -> (Seen, [TriedDatabase.Work]) {
                    let path = rule.filled(values)
                    // What is kept of the asker is fetched before, so that both questions find it.
                    _ = try await matrix.whole.ask(rule, path: path, as: caller, by: means)
                    let (answer, work) = try await TriedDatabase.counting {
                        try await matrix.whole.ask(rule, path: path, as: caller, by: means)
                    }
                    return (Seen(answer, asked: path, values), work)
                }
                var (found, extra): (String?, Int) = (nil, 0)
                // Who asks is looked up anew whenever something of anybody's posts or keys changed beside us:
                // what is asked again looks alike then, and a true difference stays one.
                for _ in 0..<3 {
                    let (theirs, work) = try await ask(foreign.values)
                    let (nobodys, otherWork) = try await ask(sort.absent)
                    found = Self.difference(
                        theirs, work, nobodys, otherWork,
                        allowing: Self.even.contains(sort.name) ? 0 : Self.fewMore)
                    extra = max(0, Self.own(work).count - Self.own(otherWork).count)
                    if found == nil { break }
                }
                more.withLock { $0[extra, default: 0] += 1 }
                count += 1
                if let found { lines.append("\(rule.name) for \(caller.name): \(found)") }
            }
            return (count, lines)
        }
        let split = more.withLock { $0 }.sorted { $0.key < $1.key }.map { "\($1) with \($0)" }
        print(
            "Authorisation: \(found.cells) pairs of another's and nobody's, reads more:",
            split.joined(separator: ", "))
        for line in found.lines { Issue.record(Comment(rawValue: line)) }
        #expect(found.cells > 300)
    }

    private static func difference(
        _ theirs: Seen, _ work: [TriedDatabase.Work], _ nobodys: Seen, _ otherWork: [TriedDatabase.Work],
        allowing most: Int
    ) -> String? {
        if theirs != nobodys { return "\(theirs.status) and \(nobodys.status) differ" }
        let more = own(work).count - own(otherWork).count
        guard more > most else { return nil }
        return "\(more) statements more: \(own(work).suffix(more).joined(separator: " ; "))"
    }

    /// What the route itself asked; who asks is looked up anew now and then, whatever they ask for.
    private static func own(_ work: [TriedDatabase.Work]) -> [String] {
        work.map(\.statement).filter { statement in
            !["FROM people", "FROM posts", "sessions", "FROM tokens"].contains { statement.contains($0) }
        }
    }

    /// So many reads by a key more may be made of what is there, to find that it is not the asker's
    /// (Documentation/authorisation.md says where).
    private static let fewMore = 2
    /// What is refused after the very same number of statements.
    private static let even: Set<String> = ["call", "file"]
    /// What everybody may read of anyway, so that only the act is refused: places where slips are put in.
    private static let known: Set<String> = ["ownPlace"]
}
