import Language
import Testing

@Suite("The wording of a text")
struct WordingTests {
    @Test("holds phrases in any width, spacing and script form, with stars for a few letters of a clause")
    func phrases() {
        let phrases = WordingPhrases(["感谢*支持": 1, "投诉": 3, "投诉电话": 1, "oa系统": 2])
        #expect(phrases.hits(in: Wording("感谢您对我们工作的支持！")).map(\.phrase) == ["感谢*支持"])
        #expect(phrases.hits(in: Wording("感谢您，我们支持")).isEmpty)
        #expect(phrases.hits(in: Wording("我要投 訴")).map(\.weight) == [3])
        #expect(phrases.hits(in: Wording("投诉电话")).map(\.phrase) == ["投诉电话"])
        #expect(phrases.hits(in: Wording("ＯＡ系统")).map(\.phrase) == ["oa系统"])
        #expect(phrases.hits(in: Wording("我要投 诉")).map(\.place) == [2..<5])
        #expect(WordingPhrases(["*", "", "。"]).isEmpty)
        for text in ["", "💡", "།", String(repeating: "感谢", count: 100_000)] {
            #expect(phrases.hits(in: Wording(text)).isEmpty)
        }
    }

    @Test("is said of something else in a quotation, a title or a condition")
    func elsewhere() {
        let phrases = WordingPhrases(["不予受理"])
        func said(_ text: String) -> [Bool] {
            let wording = Wording(text)
            return phrases.hits(in: wording).map { $0.isSaidOfSomethingElse(in: wording) }
        }
        #expect(said("经研究，不予受理。") == [false])
        #expect(said("逾期不提交的，不予受理。") == [true])
        #expect(said("按照《不予受理办法》办理。") == [true])
        #expect(said("如果材料不全，不予受理。经研究，不予受理。") == [true, false])
    }

    @Test("has keys that a small change leaves alike, and that another text does not share")
    func keys() throws {
        let text = "工作人员到桥头村三组查看，村道旁五盏路灯的线路老化，已全部更换，路灯现已亮灯。"
        let keys = try #require(WordingKeys(Wording(text)))
        let dated = try #require(WordingKeys(Wording(text + " 2026-3-1")))
        let other = try #require(WordingKeys(Wording("水压低是因为加压泵老化，新泵已经订货，到货后马上更换。")))
        #expect(keys.isNear(dated) && !keys.isNear(other))
        #expect(WordingKeys(Wording("好")) == nil && WordingKeys(Wording("OK, done and dusted")) == nil)
    }

    @Test("touches a question whose telling words it says, and judges no script that it cannot read")
    func touch() throws {
        var background = SignatureBackground()
        for _ in 0..<60 { background.show(SignatureText(title: "反映问题", text: "请有关部门尽快处理，谢谢")) }
        func share(_ answer: String, _ question: String = "桥头村三组村道旁的路灯连续不亮，老人晚上出门看不见") -> Double? {
            WordingTouch(title: "路灯不亮", text: question, answer: Wording(answer), against: background)?.share
        }
        let (near, far) = (try #require(share("桥头村的路灯线路已更换")), try #require(share("医保报销请带发票")))
        #expect(near > 0.3 && far < 0.1)
        #expect(share("The lamp was mended") == nil)
        #expect(WordingTouch(title: "", text: "修灯", answer: Wording("修好了"), against: background) == nil)
    }

    @Test("names the resident, a card and a private mobile, and not the number of an office")
    func privacy() {
        func sorts(_ text: String, _ resident: [String] = []) -> [WordingPrivacy.Sort] {
            WordingPrivacy(text, resident: resident).finds.map(\.sort)
        }
        #expect(sorts("已通知张大山本人。", ["张大山"]) == [.resident])
        #expect(sorts("张先生您好", ["张"]) == [])
        #expect(sorts("登记的是 110101199003071233。") == [.card])
        #expect(sorts("住户留下 13800001234 这个号。") == [.phone])
        #expect(sorts("联系电话：13800001234，或拨打12345。") == [])
        #expect(sorts("2026年3月31日前完成，共计1200元。") == [])
    }
}
