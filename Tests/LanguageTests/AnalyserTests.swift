import Language
import Testing

@Suite("The analyser")
struct AnalyserTests {
    @Test(
        "makes pairs of what is written without spaces, and words of the rest",
        arguments: [
            ("噪音扰民", ["噪音", "音扰", "扰民", "民"]), ("水", ["水"]), ("停水，停电", ["停水", "水", "停电", "电"]),
            ("A区12栋", ["a", "区", "12", "栋"]), ("Water OUT since 8:30", ["water", "out", "since", "8", "30"]),
            ("ＬＸ２０２６　路灯", ["lx2026", "路灯", "灯"]), ("café CAFE\u{301} Łódź", ["cafe", "cafe", "lodz"]),
            ("don’t O'Brien", ["dont", "obrien"]), ("e-mail", ["e", "mail", "email"]),
            ("010-1234-5678", ["010", "1234", "5678", "01012345678"]), ("路灯 - 坏了", ["路灯", "灯", "坏了", "了"]),
            ("ДОРОГА", ["дорога"]), ("ไฟดับ", ["ไฟดับ"]), ("カフェ", ["カフ", "フェ", "ェ"]),
            ("𠮷野家", ["𠮷野", "野家", "家"]),
            ("街道\u{200B}办\u{FE0F}事", ["街道", "道办", "办事", "事"]), ("--a--", ["a"]), ("'a'", ["a"]),
        ])
    func tokens(text: String, expected: [String]) {
        #expect(Analyser.tokens(text) == expected)
        #expect(Analyser.indexText(text) == expected.joined(separator: " "))
    }

    @Test(
        "finds nothing where no letter or digit is",
        arguments: [
            "", " \n\t　", "。，！？", "👨‍👩‍👧‍👦🎉", "\u{301}\u{302}\u{303}", "\u{202E}\u{200F}", "\u{0}\u{1}\u{7F}",
            "%_\\*'\"",
            "\u{93F}\u{94D}", "----", "\u{FFFD}\u{FFFD}",
        ])
    func nothing(text: String) {
        #expect(Analyser.tokens(text).isEmpty)
        #expect(Analyser.query(text).isEmpty)
    }

    @Test("stays within its bounds whatever it is given")
    func bounds() {
        let word = Analyser.tokens(String(repeating: "a", count: 100_000))
        #expect(word == [String(repeating: "a", count: 64)])
        #expect(Analyser.tokens(String(repeating: "水电", count: 100_000)).count == 4000)
        let chain = Analyser.tokens(String(repeating: "ab-", count: 30_000))
        #expect(chain.count <= 4000 && chain.allSatisfy { $0.unicodeScalars.count <= 64 })
        #expect(Analyser.query(String(repeating: "水电 气暖", count: 10_000)).terms.count <= 32)
        let words = (0..<5000).map { "w\($0)" }.joined(separator: " ")
        #expect(Analyser.query(words).terms.count == 32)
        #expect(Analyser.tokens("a" + String(repeating: "\u{301}", count: 50_000)) == ["a"])
    }

    @Test("asks for what the index holds: every query of a part of a text finds that text")
    func queryFindsParts() {
        let text = "云山区人民路12号门口的LED路灯坏了三天，e-mail 已发 report-7。"
        let scalars = Array(text)
        let tokens = Set(Analyser.tokens(text))
        for start in scalars.indices {
            for end in start..<min(scalars.count, start + 9) {
                let part = String(scalars[start...end])
                // A part that cuts a word in two is another word.
                let cuts = isInsideWord(scalars, start - 1) || isInsideWord(scalars, end)
                if cuts { continue }
                let query = Analyser.query(part)
                for term in query.terms {
                    let found =
                        term.isPrefix
                        ? tokens.contains { $0.hasPrefix(term.text) } : tokens.contains(term.text)
                    #expect(found, "\(part): \(term)")
                }
                #expect(Analyser.matches(text, query), "\(part)")
            }
        }
    }

    private func isInsideWord(_ text: [Character], _ place: Int) -> Bool {
        guard place >= 0, place + 1 < text.count else { return false }
        return [text[place], text[place + 1]].allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber) }
    }

    @Test(
        "writes operators and wild cards of the engines as text or not at all",
        arguments: [
            ("' OR 1=1--", "\"or\" AND \"1\"", "'or' & '1'"),
            ("NEAR(\"水管", "\"near\" AND \"水管\"", "'near' & '水管'"),
            ("%_\\ 灯", "\"灯\"*", "'灯':*"), ("a:* & !b | c", "\"a\" AND \"b\" AND \"c\"", "'a' & 'b' & 'c'"),
            ("噪音扰民", "\"噪音\" AND \"音扰\" AND \"扰民\"", "'噪音' & '音扰' & '扰民'"),
        ])
    func expressions(text: String, fts: String, tsQuery: String) {
        #expect(Analyser.query(text).ftsExpression == fts)
        #expect(Analyser.query(text).tsQuery == tsQuery)
    }

    @Test("rejects on second look what only has the pairs in other places")
    func recheck() {
        let query = Analyser.query("扰民噪音")
        #expect(!Analyser.matches("噪音扰民，民噪，扰民，噪音", query))
        #expect(Analyser.matches("施工扰民噪音很大", query))
        #expect(Analyser.matches("无水", Analyser.query("水")))
        #expect(!Analyser.matches("无电", Analyser.query("水")))
        #expect(!Analyser.matches("waterfall", Analyser.query("water")))
        #expect(Analyser.matches("anything", Analyser.query("")))
    }

    @Test("takes words in quotes as they stand, in any kind of quotes")
    func quotes() {
        for quoted in ["\"hot water\"", "“hot water”", "「hot water」", "\"hot water"] {
            let query = Analyser.query(quoted)
            #expect(Analyser.matches("no HOT  water", query))
            #expect(!Analyser.matches("hot tap water", query))
        }
        #expect(Analyser.matches("hot tap water", Analyser.query("hot water")))
    }

    @Test("finds a hyphenated word by either spelling")
    func hyphens() {
        #expect(Analyser.matches("send e-mail", Analyser.query("email")))
        #expect(Analyser.matches("tel 010-1234-5678", Analyser.query("01012345678")))
        #expect(Analyser.matches("send e-mail", Analyser.query("e-mail")))
    }

    @Test("shows the surroundings of the first hit, hits apart, and keeps every character once")
    func highlight() {
        let text = String(repeating: "前言", count: 60) + "小区噪音扰民，Noise 很大" + String(repeating: "后记", count: 60)
        let pieces = Analyser.highlight(text, Analyser.query("噪音 noise"))
        #expect(pieces.filter(\.isHit).map(\.text) == ["噪音", "Noise"])
        #expect(pieces.first?.text == "…" && pieces.last?.text == "…")
        let middle = pieces.map(\.text).joined().dropFirst().dropLast()
        #expect(text.contains(middle) && middle.count == 80)
        let all = Analyser.highlight("路灯坏了", Analyser.query("下水道"))
        #expect(all.map(\.text) == ["路灯坏了"] && all.allSatisfy { !$0.isHit })
        #expect(Analyser.highlight("", Analyser.query("灯")).isEmpty)
        let marked = Analyser.highlight("CAFE\u{301}馆", Analyser.query("café"))
        #expect(marked.map(\.text) == ["CAFE\u{301}", "馆"])
    }
}
