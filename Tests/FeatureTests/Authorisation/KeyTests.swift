import Core
import Testing
import Web

@Suite("A key of another system")
struct KeyTests {
    @Test("for other things is refused in the same words and by the same work as none that is known")
    func others() async throws {
        let matrix = try await Matrix.shared.value
        guard let token = matrix.callers.people.first?.token else { throw WholeTown.Missing(what: "a token") }
        var asked = 0
        for rule in matrix.rules where rule.door == .machine {
            guard let sort = rule.proof else { continue }
            func seen(_ key: String) async throws -> (answer: LookalikeTests.Seen, statements: [String]) {
                let (answer, work) = try await TriedDatabase.counting {
                    try await matrix.whole.ask(
                        rule, path: rule.filled(["NONE"]), as: matrix.callers.nobody, by: .key(key))
                }
                return (LookalikeTests.Seen(answer, asked: rule.path, []), work.map(\.statement))
            }
            for (who, key) in matrix.keys.wrong(at: sort, token: token) {
                // The same form of key, and nobody's: its beginning stays, its end, and its length.
                let body = key.dropFirst(6).prefix { $0 != "=" }
                let nobodys = key.prefix(6) + body.reversed() + key.dropFirst(6 + body.count)
                let (theirs, none) = (try await seen(key), try await seen(String(nobodys)))
                #expect(theirs.answer == none.answer, "\(rule.name) with \(who)")
                #expect(theirs.statements == none.statements, "\(rule.name) with \(who)")
                #expect([401, 403].contains(theirs.answer.status), "\(rule.name) with \(who)")
                asked += 1
            }
            let key = try #require(matrix.keys.right(at: sort))
            #expect(try await ![401, 403].contains(seen(key).answer.status), "\(rule.name) with its own key")
        }
        print("Authorisation: \(asked) keys of another sort")
        #expect(asked >= 30)
    }
}
