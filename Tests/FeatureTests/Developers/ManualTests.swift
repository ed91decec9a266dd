import Core
@testable import Developers
import Testing

@Suite("The manual")
struct ManualTests {
    @Test("is whole in both languages")
    func whole() {
        #expect(Manual.shared.complaints == [])
        #expect(Manual.shared.guides[.zh]?.count ?? 0 >= 8)
        for (zh, en) in zip(Manual.shared.help[.zh] ?? [], Manual.shared.help[.en] ?? []) {
            #expect(zh.name == en.name, "the same order helps whoever translates")
            #expect(zh.blocks.count == en.blocks.count, "\(zh.name)")
            #expect(zh.title != en.title, "\(zh.name)")
        }
    }

    @Test("says in every help what the page is for and how it is used", arguments: Language.allCases)
    func useful(_ language: Language) {
        for article in Manual.shared.help[language] ?? [] {
            #expect(!article.opening.isEmpty, "\(article.name)")
            let steps = article.blocks.compactMap { block in
                if case .list(true, let items) = block { items.count } else { nil }
            }
            #expect(steps.contains { (2...7).contains($0) }, "\(article.name) has no steps")
        }
    }

    @Test("leads only to places that are there", arguments: Language.allCases)
    func links(_ language: Language) {
        let manual = Manual.shared
        for article in (manual.guides[language] ?? []) + (manual.help[language] ?? []) {
            for place in Self.places(article.blocks) {
                let parts = place.split(separator: "/").map(String.init)
                guard parts.first == "developers", parts.count == 3 else { continue }
                let found =
                    parts[1] == "guides" ? manual.guide(parts[2], language) : manual.help(parts[2], language)
                #expect(found != nil, "\(article.name) leads to \(place)")
            }
        }
    }

    @Test("reads the marks it knows and shows all others as they are")
    func reads() throws {
        let text = """
            # one: Title: with colon
            First `a*b` line
            goes on with **strong** and [[Ctrl]] and [a link](/developers).

            1. One
              goes on
            2. Two
            - Other
            > Note
            | A | B |
            |---|---|
            | 1 | `x` |
            ```
            # not a heading
            ```
            ## Two
            <b>&amp; *star* [no link] ** ` [[
            """
        let reader = ManualReader(text, file: "t")
        #expect(reader.complaints == [])
        let blocks = try #require(reader.articles.first).blocks
        #expect(reader.articles.first?.title == "Title: with colon")
        #expect(blocks.count == 8)
        #expect(
            blocks[0]
                == .paragraph([
                    .text("First "), .code("a*b"), .text(" line goes on with "), .strong("strong"),
                    .text(" and "), .key("Ctrl"), .text(" and "), .link(text: "a link", to: "/developers"),
                    .text("."),
                ]))
        #expect(blocks[1] == .list(numbered: true, items: [[.text("One goes on")], [.text("Two")]]))
        #expect(blocks[4] == .table([[[.text("A")], [.text("B")]], [[.text("1")], [.code("x")]]]))
        #expect(blocks[5] == .code("# not a heading"))
        #expect(blocks[7] == .paragraph([.text("<b>&amp; *star* [no link] ** ` [[")]))
    }

    @Test(
        "is complained about by file and line",
        arguments: [
            ("text\n# a: A\nx", "t:1"), ("# a\nx", "t:1"), ("# a: A\n", "a says nothing"),
            ("# a: A\n```\nx", "t:2: this code does not end"),
            ("# a: A\n| a |\n| a | b |", "number of cells"),
            ("# a: A\n[x](javascript:alert(1))", "javascript"), ("# a: A\n[x](//e.example)", "//e.example"),
            ("# a: A\nx\n# a: B\ny", "twice"),
        ])
    func complaints(_ text: String, _ complaint: String) {
        #expect(ManualReader(text, file: "t").complaints.contains { $0.contains(complaint) })
    }

    @Test("of one language is missed in the other")
    func missing() {
        let manual = Manual { $0 == "help.zh" ? "# a: 甲\n乙" : "" }
        #expect(manual.complaints == ["help.en: a is missing"])
    }

    @Test("never hangs, whatever stands in a file")
    func anything() {
        for text in [
            "#", "# ", "#:", "# :", "|", "|\n|", "```", "- ", "1. ", "> ", "\n\n\n", "  x",
            "# a: b\n  - x\n1.", "[a](", "[[", "``",
        ] {
            _ = ManualReader(text, file: "t")
            _ = ManualReader("# a: b\n" + text, file: "t")
        }
    }

    private static func places(_ blocks: [ArticleBlock]) -> [String] {
        blocks.flatMap { block -> [ArticleSpan] in
            switch block {
            case .paragraph(let spans), .note(let spans): spans
            case .list(_, let items): items.flatMap(\.self)
            case .table(let rows): rows.flatMap(\.self).flatMap(\.self)
            case .heading, .code: []
            }
        }.compactMap { if case .link(_, let place) = $0 { place } else { nil } }
    }
}
