import Language
import Testing

@Suite("A signature")
struct SignatureTests {
    private static let background: SignatureBackground = {
        var background = SignatureBackground()
        for index in 0..<400 {
            background.show(
                SignatureText(
                    title: "第\(index)条反映路灯不亮", text: "尊敬的领导，希望有关部门尽快处理路灯问题，谢谢，编号\(index)"))
        }
        return background
    }()

    private static func alike(_ one: (String, String), _ other: (String, String)) -> Double {
        SignatureText(title: one.0, text: one.1).likeness(
            to: SignatureText(title: other.0, text: other.1), against: background
        ).score
    }

    @Test("shares keys with a text about the same thing, and none with another")
    func keys() {
        func keys(_ title: String, _ text: String) -> Set<UInt64> {
            Set(Signature(of: SignatureText(title: title, text: text), against: Self.background).keys)
        }
        let first = keys("滨湖花园工地夜间施工扰民", "每天晚上十二点还在打桩，吵得孩子睡不着")
        let second = keys("投诉滨湖花园夜间施工", "滨湖花园旁边的工地天天半夜施工，打桩声很大")
        let other = keys("咨询退休手续怎么办理", "我今年五十五岁，想问社保在外地如何退休")
        #expect(first.intersection(second).count >= 2)
        #expect(first.intersection(other).isEmpty)
        #expect(first.count <= Signature.wholeKeys + Signature.titleKeys)
    }

    @Test("finds nearly all texts that are alike by their keys alone")
    func recall() {
        let things = ["滨湖花园工地", "文昌路水管", "钟楼菜市场", "学府路幼儿园", "新华桥护栏", "和平里锅炉房"]
        let troubles = ["夜间施工扰民", "破裂漏水没人修", "占道经营堵门口", "收费太高没有公示"]
        var (found, pairs) = (0, 0)
        for thing in things {
            for trouble in troubles {
                let (title, text) = ("投诉\(thing)\(trouble)", "住在附近的居民反映\(thing)\(trouble)，已经三天了")
                let again = ("\(thing)\(trouble)怎么办", "请领导关心一下，\(thing)这里\(trouble)，多次打电话没有结果")
                let one = Signature(of: SignatureText(title: title, text: text), against: Self.background)
                let two = Signature(
                    of: SignatureText(title: again.0, text: again.1), against: Self.background)
                pairs += 1
                if !Set(one.keys).isDisjoint(with: two.keys) { found += 1 }
            }
        }
        #expect(found == pairs)
    }

    @Test("is the same for texts that are equal but for case, width, spaces and marks")
    func exact() {
        let plain = SignatureText(title: "", text: "AB座停水了,请处理!")
        for text in ["ＡＢ座停水了，请处理！", "ab 座停水了 请处理", "a b座停\u{200B}水了。请处理", "  AB座停水了\n请处理"] {
            #expect(SignatureText(title: "x", text: text).exact == plain.exact, "\(text)")
        }
        #expect(SignatureText(title: "", text: "AB座停电了,请处理!").exact != plain.exact)
    }

    @Test("does not take courtesies for likeness")
    func courtesies() {
        let polite = "尊敬的领导您好，我是本市市民，希望有关部门尽快解决，谢谢，此致敬礼。"
        let different = Self.alike(("咨询公积金提取", polite + "我想提取公积金。"), ("噪音", polite + "广场舞太吵。"))
        let same = Self.alike(("滨湖花园停水", "滨湖花园三天没水"), ("滨湖花园停水三天", polite + "滨湖花园停水了。"))
        #expect(different < 0.2)
        #expect(same > 0.3)
        #expect(Self.alike(("停水", "停水"), ("停水", "停水")) > 0.99)
    }

    @Test("takes nothing, signs, any script and four million characters in bounded time")
    func badInput() {
        for text in ["", "。。。", "😀😀", "\u{200B}\u{FEFF}", "a", "一"] {
            let signed = SignatureText(title: "", text: text)
            #expect(signed.isEmpty, "\(text)")
            #expect(Signature(of: signed, against: Self.background).keys.isEmpty)
            #expect(signed.likeness(to: signed, against: Self.background).score == 0)
        }
        #expect(SignatureText(title: "", text: "😀").exact == nil)
        for text in ["ئۇيغۇرچە تېكىست", "བོད་སྐད་ཡིག", "מים אין בבית", "‮gnirts", "Ünïcödé straße"] {
            #expect(!SignatureText(title: "", text: text).isEmpty, "\(text)")
        }
        let huge = SignatureText(title: "", text: String(repeating: "水", count: 4_000_000))
        #expect(huge.terms.count == 1)
        let wide = SignatureText(
            title: "",
            text: String(String.UnicodeScalarView((0..<20_000).compactMap { Unicode.Scalar(0x4E00 + $0) })))
        #expect(wide.terms.count <= SignatureText.mostTerms)
    }

    @Test("keeps its background as bytes, and takes no others")
    func bytes() throws {
        let bytes = Self.background.bytes
        #expect(try #require(SignatureBackground(bytes: bytes)) == Self.background)
        let wrongs: [[UInt8]] = [[], [1], Array(bytes.dropLast()), [2] + bytes.dropFirst(), bytes + [0]]
        for wrong in wrongs {
            #expect(SignatureBackground(bytes: wrong) == nil)
        }
        var negative = bytes
        negative[8] = 0xFF
        #expect(SignatureBackground(bytes: negative) == nil)
    }

    @Test("learns from one message in sixteen once it knows enough")
    func sparse() {
        var background = SignatureBackground()
        let text = SignatureText(title: "路灯", text: "路灯不亮")
        let learned = (0..<SignatureBackground.dense + 160).count { _ in background.show(text) }
        #expect(learned == SignatureBackground.dense + 10)
    }
}
