import HTTPTypes
import Testing
import Web

/// Questions behind an address that nobody asks by hand: every page and every list of the whole program.
@Suite("A question behind an address")
struct HostileQuestionTests {
    /// Every name that a page or a list reads, and some that none does.
    private static let names = [
        "q", "words", "after", "area", "state", "from", "scope", "longitude", "latitude", "matter",
        "category",
        "until", "unit", "size", "topic", "month", "endpoint", "within", "taken", "span", "result", "open",
        "on",
        "old", "new", "hour", "extensions", "by", "where", "what", "view", "version", "vacant", "to",
        "through",
        "taker", "studio", "sheet", "seat", "role", "reply", "rate", "question", "person", "part",
        "page_size",
        "page", "operation", "ofUnit", "ofCategory", "ofArea", "name", "mode", "line", "limit", "last",
        "kind",
        "key", "in", "host", "group", "grade", "for", "filed", "ended", "emergency", "direction", "datum",
        "channel", "before", "at", "start_date", "end_date", "raisedFrom", "raisedTo", "status", "lat",
        "long",
        "updated_after", "order", "sort", "nothing",
    ]

    private static let rows: [(row: Int, values: [String])] = [
        (12, ["' OR 1=1--", "%_\\", "NEAR(\"", "((a*)*)*b", String(repeating: "*", count: 60)]),
        (20, ["0000-00-00", "2026-02-30", "0001-01-01", "9999-12-31", "9999-12", "9999-12-31T23:59:60Z"]),
        (21, ["NaN", "1e400", "-181", "31,23"]),
        (22, ["-1", "9223372036854775807", "-9223372036854775808", "99999999999999999999"]),
        (23, ["\u{202E}\u{301}\u{1F468}\u{200D}", "１２", "\u{FFFF}"]),
    ]

    @Test(
        "rows 12, 20, 21, 22, 23: is answered or refused by every page and list, and breaks none",
        arguments: [true, false])
    func everywhere(atOnce: Bool) async throws {
        let matrix = try await Matrix.shared.value
        let values = Self.rows.flatMap(\.values)
        let (count, complaints) = try await matrix.each { rule in
            guard rule.method == "GET", rule.path != "/matters/live", !rule.path.contains("*") else {
                return (0, [])
            }
            let askers: Set<String> = ["dispatcher", "nobody"]
            let cell = matrix.cells(of: rule).first {
                askers.contains($0.caller.name) && [.own, .none].contains($0.object)
                    && $0.expected.verdicts.contains(.goes)
            }
            guard let cell else { return (0, []) }
            var lines: [String] = []
            var asked = 0
            for (index, value) in values.enumerated() {
                // All names at once, then a share of them alone: what one is refused for hides the next.
                let shares =
                    atOnce
                    ? [Self.names]
                    : Self.names.enumerated().filter { $0.offset % 23 == index }.map { [$0.element] }
                for names in shares {
                    let pairs = names.map { "\($0)=\(WebClient.encode(value))" }.joined(separator: "&")
                    let answer = try await matrix.whole.ask(
                        rule, path: "\(cell.path)?\(pairs)", as: cell.caller, by: cell.means)
                    asked += 1
                    if answer.status >= 500 {
                        lines.append(
                            "\(rule.name) \(names.count == 1 ? names[0] : "")=\(value): \(answer.status)")
                    }
                }
            }
            return (asked, lines)
        }
        print("\(count) questions asked")
        #expect(count > 1500)
        #expect(complaints.isEmpty, "\(complaints.count):\n\(complaints.prefix(40).joined(separator: "\n"))")
    }

    @Test(
        "row 22: asks a list for as many rows as it likes, and gets a page",
        arguments: ["0", "-5", "101", "1000000000", "9223372036854775807"])
    func sizes(size: String) async throws {
        let client = try WebClient(WebSite.server(), headers: [.authorization: "Bearer good"])
        let answer = try await client.json("GET", "/api/v1/notes?size=\(size)")
        #expect(answer.status == 200)
        #expect(answer.text.contains(size.hasPrefix("-") || size == "0" ? #""size":"1""# : #""size":"100""#))
    }

    @Test(
        "row 22: asks a list for what is no number of rows, and is told so",
        arguments: ["x", "1.5", "null", "１２", "1e2"])
    func noSize(size: String) async throws {
        let client = try WebClient(WebSite.server(), headers: [.authorization: "Bearer good"])
        let answer = try await client.json("GET", "/api/v1/notes?size=\(WebClient.encode(size))")
        #expect(answer.status == 422)
        #expect(answer.text.contains(#""field":"size""#))
    }
}
