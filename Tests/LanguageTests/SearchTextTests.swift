import Language
import Testing

@Suite("What is typed into a search field")
struct SearchTextTests {
    @Test(
        "is words and fields, whatever the width and language of a colon",
        arguments: [
            ("路灯 坏了", "路灯 坏了", []),
            ("地点:文昌路 路灯", "路灯", ["area=文昌路"]),
            ("路灯 类别：照明 单位:\"东城 城管\" 坏了", "路灯 坏了", ["category=照明", "unit=东城 城管"]),
            ("Title:lamp STATUS:open", "", ["title=lamp", "status=open"]),
            ("時間:2026-03 水", "水", ["time=2026-03"]), ("类别:", "类别:", []), ("terms:路灯", "terms:路灯", []),
            ("编号:“12 34", "", ["number=12 34"]), ("“类别:水” 电", "“类别:水” 电", []),
            ("http://x", "http://x", []), (":::", ":::", []),
        ] as [(String, String, [String])])
    func fields(text: String, words: String, wishes: [String]) {
        let read = SearchText(text)
        #expect(read.words == words)
        #expect(read.wishes.map { "\($0.field)=\($0.value)" } == wishes)
    }

    @Test("has no more fields than make sense, and no end that hangs")
    func bounded() {
        let many = SearchText(String(repeating: "类别:水 ", count: 5000))
        #expect(many.wishes.count == SearchText.mostWishes)
        #expect(SearchText(String(repeating: "\"", count: 9999)).wishes.isEmpty)
        #expect(SearchText(String(repeating: ":", count: 100_000)).wishes.isEmpty)
    }

    @Test(
        "is one spelling with every other way to write it",
        arguments: [
            ("馬路上的路燈壞了", "马路上的路灯坏了"), ("ＬＥＤ１２", "led12"), ("٣号楼", "3号楼"), ("③号楼", "3号楼"),
            ("⽔管", "水管"), ("ｶﾌｪ", "カフェ"), ("ÉCOLE", "ecole"), ("體驗臺灣", "体验台湾"),
            ("\u{F900}", "岂"), ("苧麻", "苎麻"),
        ])
    func oneSpelling(text: String, same: String) {
        #expect(Analyser.tokens(text) == Analyser.tokens(same))
        #expect(Analyser.matches(same, Analyser.query(text)))
        #expect(Analyser.matches(text, Analyser.query(same)))
    }

    @Test("may end in a star: a word that goes on is found too")
    func prefixes() {
        let query = Analyser.query("wat*")
        #expect(query.terms == Analyser.query("WAT＊").terms && query.terms.map(\.isPrefix) == [true])
        #expect(Analyser.matches("no water", query))
        #expect(!Analyser.matches("no wet", query))
        #expect(!Analyser.matches("no water", Analyser.query("wat")))
        #expect(Analyser.matches("路灯", Analyser.query("路灯*")))
    }

    @Test("counts how often it stands in a text")
    func counting() {
        let query = Analyser.query("路灯 坏")
        #expect(Analyser.count(of: query, in: "路灯坏了，路燈真坏") == 4)
        #expect(Analyser.count(of: query, in: String(repeating: "路灯", count: 100)) == 5)
    }

    @Test("finds any text by any two characters that stand together in it")
    func everyPair() {
        var dice: UInt64 = 20_260_302
        func roll(_ sides: Int) -> Int {
            dice = dice &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(dice >> 33) % sides
        }
        let letters = Array("路燈坏了噪音擾民水管漏ＡＢc1２，。 -'é\u{301}🎉༄བཀུرس한글カﾌ").map(\.self)
        for _ in 0..<300 {
            let text = String((0..<roll(40) + 2).map { _ in letters[roll(letters.count)] })
            let tokens = Set(Analyser.tokens(text))
            let scalars = Array(text)
            for (one, next) in zip(scalars, scalars.dropFirst())
            where [one, next].allSatisfy({
                $0.unicodeScalars.allSatisfy { (0x4E00...0x9FFF).contains($0.value) }
            }) {
                let query = Analyser.query("\(one)\(next)")
                #expect(query.terms.allSatisfy { tokens.contains($0.text) })
                #expect(Analyser.matches(text, query))
            }
        }
    }
}
