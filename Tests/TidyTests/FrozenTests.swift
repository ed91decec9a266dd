import Crypto
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
        let now = files.flatMap(Self.migrations).sorted().joined(separator: "\n") + "\n"
        if ProcessInfo.processInfo.environment["LIANXIN_RECORD"] == "1" {
            try now.write(to: House.root.appending(path: Self.golden), atomically: true, encoding: .utf8)
        }
        let kept = try #require(House.text(Self.golden))
        expectNone(Self.differences(kept: kept, now: now))
    }

    @Test("stays as it was: names of events")
    func events() throws {
        let text = try #require(House.text("Tests/CoreTests/Matters/Golden/facts.json"))
        let names = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
        #expect(!names.isEmpty)
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
        let two = Self.migrations(one) + ["0002-b 00"]
        #expect(Self.migrations(one).count == 1 && Self.migrations(one) == Self.migrations(indented))
        #expect(Self.migrations(one) != Self.migrations(other))
        func differences(_ kept: [String], _ now: [String]) -> [String] {
            Self.differences(kept: kept.joined(separator: "\n"), now: now.joined(separator: "\n"))
        }
        #expect(differences(two, two).isEmpty)
        #expect(differences(Self.migrations(one), Self.migrations(other)).first?.contains("changed") == true)
        #expect(differences(two, Self.migrations(one)).first?.contains("is gone") == true)
        #expect(differences(Self.migrations(one), two).first?.contains("is new") == true)
    }

    /// `name checksum` of every migration in a file. Indentation and comments may change.
    static func migrations(_ file: SwiftText) -> [String] {
        let names = file.literals.filter { literal in
            literal.line > 1 && file.code[literal.line - 2].contains("Migration(")
        }
        return names.map { name in
            let end = file.code[name.line...].firstIndex { $0.contains("static let") } ?? file.code.count
            let texts = file.literals.filter { $0.line > name.line && $0.line <= end }
            let text = texts.map { literal in
                literal.text.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }
                    .filter { !$0.isEmpty }.joined(separator: "\n")
            }
            let hash = SHA256.hash(data: Data(text.joined(separator: "\n\n").utf8))
            return "\(name.text) \(hash.map { String(format: "%02x", $0) }.joined())"
        }
    }

    static func differences(kept: String, now: String) -> [String] {
        func entries(_ text: String) -> [String: String] {
            let pairs = text.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
            return Dictionary(pairs.map { ($0[0], $0.last ?? "") }, uniquingKeysWith: { _, last in last })
        }
        let (kept, now) = (entries(kept), entries(now))
        return Set(kept.keys).union(now.keys).sorted().compactMap { name in
            switch (kept[name], now[name]) {
            case (nil, _): "\(golden):1: \(name) is new; record it with LIANXIN_RECORD=1"
            case (_, nil): "\(golden):1: \(name) is gone; a shipped migration stays"
            case (let left, let right) where left != right:
                "\(golden):1: \(name) changed; a shipped migration never does: write a new one"
            default: nil
            }
        }
    }
}
