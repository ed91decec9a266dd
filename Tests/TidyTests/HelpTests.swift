import Testing

@Suite("Help")
struct HelpTests {
    /// Pages that need no help of their own: what they say is all there is, or they only lead on.
    static let plain: Set<String> = [
        "Sources/Web/Pages/ErrorPage.swift", "Sources/Developers/Pages/ArticlePages.swift",
        "Sources/Developers/Pages/SpecimensPage.swift",
    ]

    @Test("is there for every page, in both languages")
    func everyTopic() {
        // What commands say of their flags is another help.
        let topics = House.sources.filter { $0.room != "lianxin" }.flatMap(Self.topics)
        #expect(topics.count > 3)
        for language in ["zh", "en"] {
            let written = Self.written(language)
            expectNone(
                topics.filter { !written.contains($0.topic) }.map {
                    "\($0.place): no help “\($0.topic)”; write it in Texts/help.\(language).md"
                })
            let asked = Set(topics.map(\.topic))
            expectNone(
                written.subtracting(asked).sorted().map {
                    "Sources/Developers/Texts/help.\(language).md: no page asks for “\($0)”; remove it"
                })
        }
    }

    @Test("is named by every page")
    func everyPage() { expectNone(House.sources.flatMap(Self.pagesWithout)) }

    @Test("is missed where there is none")
    func findsWhatIsWrong() {
        let code = SwiftText(
            """
            let a = Page(
                title: words("a", ["b": c(d)]),
                help: "one.two") { "x" }
            let b = Page(title: t) { "help: x" }
            """, path: "Sources/A/Pages/A.swift")
        #expect(Self.topics(code).map(\.topic) == ["one.two"])
        #expect(Self.pagesWithout(code).count == 1)
    }

    static func topics(_ file: SwiftText) -> [(place: String, topic: String)] {
        file.lines.enumerated().flatMap { index, line in
            line.split(separator: "help: \"", omittingEmptySubsequences: false).dropFirst()
                .compactMap { $0.before("\"") }.map { (file.place(index + 1), $0) }
        }
    }

    static func written(_ language: String) -> Set<String> {
        let text = House.text("Sources/Developers/Texts/help.\(language).md") ?? ""
        return Set(
            text.split(separator: "\n").filter { $0.hasPrefix("# ") }
                .compactMap { $0.dropFirst(2).before(":") })
    }

    /// Calls of `Page(` whose arguments name no help.
    static func pagesWithout(_ file: SwiftText) -> [String] {
        guard file.path.contains("/Pages/"), !plain.contains(file.path) else { return [] }
        return file.code.enumerated().compactMap { index, line in
            guard line.hasPrefix("Page(") || line.contains(" Page("), !line.contains("func ") else {
                return nil
            }
            let rest = file.code[index...].prefix(20).joined(separator: "\n").after("Page(") ?? ""
            var depth = 1
            let arguments = rest.prefix { letter in
                depth += letter == "(" ? 1 : letter == ")" ? -1 : 0
                return depth > 0
            }
            guard !arguments.contains("help:") else { return nil }
            return "\(file.place(index + 1)): a page without help; name a topic"
        }
    }
}
