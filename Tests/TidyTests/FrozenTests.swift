import Foundation
import Testing

/// From the first release on nothing here is recorded again: a migration that changed is refused by every
/// database that has it, and an event whose name changed is lost to every follower.
@Suite("What was shipped")
struct FrozenTests {
    private static let golden = "Tests/TidyTests/Golden/migrations.txt"

    @Test("stays as it was: migrations")
    func migrations() throws {
        let files = House.sources.filter { $0.name.hasSuffix("Schema.swift") && $0.room != "CityPack" }
        let now = files.flatMap(Self.migrations).sorted { $0.name < $1.name }
        #expect(now.count >= 4)
        if ProcessInfo.processInfo.environment["LIANXIN_RECORD"] == "1" {
            try now.map(\.text).joined()
                .write(to: House.root.appending(path: Self.golden), atomically: true, encoding: .utf8)
        }
        let kept = try #require(House.text(Self.golden))
        expectNone(Self.differences(kept: Kept.all(in: kept), now: now))
    }

    @Test("stays as it was: names of events")
    func events() throws {
        let text = try #require(House.text("Tests/CoreTests/Matters/Golden/facts.json"))
        let facts = try #require(JSONSerialization.jsonObject(with: Data(text.utf8)) as? [[String: Any]])
        #expect(facts.count > 20 && facts.allSatisfy { !$0.isEmpty })
    }

    @Test("is named when it changed, and may grow")
    func findsWhatChanged() {
        func migration(_ name: String, _ text: String) -> String {
            "static let a = Migration(\n    \"\(name)\",\n    \"\"\"\n    \(text)\n    \"\"\")\n"
        }
        let one = SwiftText(migration("0001-a", "CREATE TABLE a (b TEXT)"), path: "ASchema.swift")
        let indented = SwiftText(
            "enum A {\n    // Why.\n    "
                + migration("0001-a", "CREATE TABLE a (b TEXT)")
                .replacing("\n", with: "\n    ") + "\n}", path: "ASchema.swift")
        let other = SwiftText(migration("0001-a", "CREATE TABLE a (c TEXT)"), path: "ASchema.swift")
        let (first, changed) = (Self.migrations(one), Self.migrations(other))
        let two = first + [Kept(name: "0002-b", lines: ["DROP TABLE c"])]
        #expect(first.map(\.lines) == [["CREATE TABLE a (b TEXT)"]] && first == Self.migrations(indented))
        #expect(
            Kept.all(in: two.map(\.text).joined()) == two && Self.differences(kept: two, now: two).isEmpty)
        #expect(Self.differences(kept: first, now: changed).first?.contains("changed") == true)
        #expect(Self.differences(kept: two, now: first).first?.contains("is gone") == true)
        #expect(Self.differences(kept: first, now: two).first?.contains("is new") == true)
    }

    /// A migration as it is kept: its name, and its lines without indentation.
    struct Kept: Equatable {
        let name: String
        let lines: [String]

        var text: String { "== \(name)\n" + lines.map { $0 + "\n" }.joined() }

        static func all(in text: String) -> [Kept] {
            text.components(separatedBy: "== ").dropFirst().map { part in
                let lines = part.split(separator: "\n").map(String.init)
                return Kept(name: lines[0], lines: Array(lines.dropFirst()))
            }
        }
    }

    /// The migrations of a file, each from its name to the next declaration.
    static func migrations(_ file: SwiftText) -> [Kept] {
        let names = file.literals.filter { literal in
            literal.line > 1 && !literal.text.isEmpty && file.code[literal.line - 2].contains("Migration(")
        }
        return names.map { name in
            let end = file.code[name.line...].firstIndex { $0.contains("static let") } ?? file.code.count
            let texts = file.literals.filter { $0.line > name.line - 1 && $0.line <= end }
            let lines = texts.flatMap { $0.text.split(separator: "\n") }
                .map { $0.trimmingCharacters(in: .whitespaces) }
            return Kept(name: name.text, lines: lines.filter { !$0.isEmpty && $0 != name.text })
        }
    }

    static func differences(kept: [Kept], now: [Kept]) -> [String] {
        let gone = kept.filter { old in !now.contains { $0.name == old.name } }.map {
            "\(golden):1: \($0.name) is gone; a shipped migration stays"
        }
        return gone
            + now.compactMap { new in
                guard let old = kept.first(where: { $0.name == new.name }) else {
                    return "\(golden):1: \(new.name) is new; record it with LIANXIN_RECORD=1"
                }
                guard old != new else { return nil }
                return "\(golden):1: \(new.name) changed; a shipped migration never does: write a new one"
            }
    }
}
