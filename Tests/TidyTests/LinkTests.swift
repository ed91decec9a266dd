import Foundation
import Testing

@Suite("The documents")
struct LinkTests {
    @Test("link only to what is there")
    func noDeadLinks() {
        // Articles of the program link to places of the site; ManualTests follow those.
        let files = House.paths.filter { $0.hasSuffix(".md") && !$0.contains("/Texts/") }
        #expect(files.count >= 5)
        expectNone(
            files.flatMap { Self.dead($0, House.text($0) ?? "", exists: Self.isInHouse, read: House.text) })
    }

    @Test("of the compiler name only what the code declares")
    func namesExist() {
        let declared = Self.declared(House.sources.filter { $0.room == "Core" })
        for path in House.paths where path.hasPrefix("Sources/Core/") && path.hasSuffix(".md") {
            expectNone(Self.unknownNames(path, House.text(path) ?? "", declared: declared))
        }
    }

    @Test("are found when a link leads nowhere")
    func findsDeadLinks() {
        let text = """
            # One title: `code`, and more
            [a](b.md) [c](https://d.example/e) [f](g.md) [h](#one-title-code-and-more) [i](#no) ![j](k.png)
            ```
            [l](m.md)
            ```
            [n](b.md#there) [o](b.md#nowhere) <doc:P> `[q](r.md)`
            """
        let there: Set<String> = ["docs/b.md", "docs/a.md"]
        let dead = Self.dead("docs/a.md", text, exists: there.contains, read: { _ in "## There" })
        #expect(
            dead.compactMap { $0.after(": ")?.before(" ") } == ["g.md", "#no", "k.png", "b.md#nowhere", "P"])
        let names = Self.unknownNames(
            "A.md", "``Core`` ``B/c(_:)`` ``D`` `E`",
            declared: Self.declared([
                SwiftText("struct B { func c(_ a: Int) {} }", path: "Sources/Core/B.swift")
            ]))
        #expect(names.count == 1 && names[0].contains("D"))
    }

    private static func isInHouse(_ path: String) -> Bool {
        FileManager.default.fileExists(atPath: House.root.appending(path: path).path)
    }

    static func dead(
        _ path: String, _ text: String, exists: (String) -> Bool, read: (String) -> String?
    ) -> [String] {
        prose(text).flatMap { number, line -> [String] in
            let targets = line.components(separatedBy: "](").dropFirst().compactMap { $0.before(")") }
            let articles = line.components(separatedBy: "<doc:").dropFirst().compactMap { $0.before(">") }
            let folder = path.split(separator: "/").dropLast().joined(separator: "/")
            let dead = targets.filter { target in
                if target.contains("://") || target.hasPrefix("mailto:") { return false }
                let parts = target.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
                let file = parts[0].isEmpty ? path : resolved(String(parts[0]), from: folder)
                guard parts[0].isEmpty || exists(file) else { return true }
                guard parts.count == 2 else { return false }
                return !anchors(parts[0].isEmpty ? text : read(file) ?? "").contains(String(parts[1]))
            }
            let lost = articles.filter {
                !exists(resolved($0.split(separator: "#")[0] + ".md", from: folder))
            }
            return (dead + lost).map {
                "\(path):\(number): \($0) is not there; correct the link or remove it"
            }
        }
    }

    /// The lines outside of code blocks, without code spans.
    private static func prose(_ text: String) -> [(Int, String)] {
        var isCode = false
        return text.components(separatedBy: "\n").enumerated().compactMap { index, line in
            if line.drop(while: { $0 == " " }).hasPrefix("```") { isCode.toggle() }
            if isCode { return nil }
            let spans = line.components(separatedBy: "`").enumerated()
            return (
                index + 1, spans.filter { $0.offset.isMultiple(of: 2) }.map(\.element).joined(separator: " ")
            )
        }
    }

    private static func resolved(_ target: String, from folder: String) -> String {
        var parts = folder.split(separator: "/").map(String.init)
        for part in target.split(separator: "/") where part != "." {
            if part == ".." { _ = parts.popLast() } else { parts.append(String(part)) }
        }
        return parts.joined(separator: "/").removingPercentEncoding ?? ""
    }

    /// The names by which headings are linked: lower case, blanks as dashes, no other signs.
    private static func anchors(_ text: String) -> Set<String> {
        Set(
            text.components(separatedBy: "\n").filter { $0.hasPrefix("#") }.map { heading in
                heading.drop { $0 == "#" }.trimmingCharacters(in: .whitespaces).lowercased()
                    .replacing(" ", with: "-").filter { $0.isLetter || $0.isNumber || $0 == "-" || $0 == "_" }
            })
    }

    static func declared(_ files: [SwiftText]) -> Set<String> {
        Set(files.flatMap(\.code).flatMap(\.identifiers))
    }

    /// The names in double backquotes of which the code has no part.
    static func unknownNames(_ path: String, _ text: String, declared: Set<String>) -> [String] {
        text.components(separatedBy: "\n").enumerated().flatMap { index, line in
            (line.hasPrefix("```") ? "" : line).components(separatedBy: "``").enumerated().filter {
                !$0.offset.isMultiple(of: 2)
            }.flatMap {
                span in
                span.element.identifiers.filter { $0 != "_" && $0 != "Core" && !declared.contains($0) }.map {
                    "\(path):\(index + 1): \($0) is declared nowhere; name what is"
                }
            }
        }
    }
}
