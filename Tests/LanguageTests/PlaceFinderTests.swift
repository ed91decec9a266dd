import Language
import Testing

@Suite("Places in a text")
struct PlaceFinderTests {
    private static let finder = PlaceFinder(areas: [
        ("9801", ["云州市", "Yunzhou City"]),
        ("980101", ["云山区", "Yunshan District"]),
        ("980102", ["江岳县"]),
        ("980101001", ["府前街道"]),
        ("980101001001", ["府前路社区", "Fuqian Road Community"]),
        ("980101001001001", ["第一网格"]),
        ("980101001002", ["桃园社区", "桃园路", "桃花苑"]),
        ("980101001002001", ["第一网格"]),
        ("980102001001", ["中心社区"]),
        ("980101002001", ["中心社区"]),
        ("980102002", ["建设街道"]),
        ("980102003", ["和平镇"]),
        ("980102003001", ["和平村"]),
    ])

    private func codes(_ text: String, within: String? = nil) -> [String] {
        Self.finder.find(in: text, within: within).map(\.code)
    }

    @Test("are found by their full names, with where they stand")
    func full() {
        let text = "您好，桃园社区的路灯坏了"
        let found = Self.finder.find(in: text)
        #expect(found.map(\.code) == ["980101001002"])
        #expect(found.first?.text == "桃园社区")
        #expect(found.first.map { String(text[$0.range]) } == "桃园社区")
    }

    @Test("are found by their short forms only beside a word of place")
    func short() {
        #expect(codes("我住桃园，没水") == ["980101001002"])
        #expect(codes("桃园这边停水两天") == ["980101001002"])
        #expect(codes("建设单位没有出面") == [])
        #expect(codes("小区建设停车场") == [])
        #expect(codes("到建设局反映过") == [])
        #expect(codes("世界和平") == [])
    }

    @Test("are found by an address the city knows, and by a road that gave a place its name")
    func address() {
        #expect(codes("桃花苑3号楼漏水") == ["980101001002"])
        #expect(codes("府前路28号") == ["980101001001"])
        #expect(codes("桃园路口") == ["980101001002"])
    }

    @Test("which several share count only where the text or the reporter says which one")
    func shared() {
        #expect(codes("中心社区没有路灯") == [])
        #expect(codes("江岳县中心社区没有路灯") == ["980102001001", "980102"])
        #expect(codes("中心社区没有路灯", within: "980101") == ["980101002001"])
        #expect(codes("云州市府前路社区第一网格") == ["980101001001001", "980101001001", "9801"])
    }

    @Test("come with the one first whose surrounding place is named")
    func confirmed() {
        #expect(codes("桃园社区去云山区办事，府前街道也去过").first == "980101001002")
        #expect(codes("江岳县居民在桃园社区").first == "980101001002")
        #expect(codes("云山区府前街道").first == "980101001")
    }

    @Test("which are short forms of a town and a village in it mean the town")
    func nested() { #expect(codes("我在和平买了房") == ["980102003"]) }

    @Test("are found in full width, upper case and with invisible marks, and in the middle of no word")
    func spelling() {
        #expect(codes("FUQIAN ROAD COMMUNITY has no water") == ["980101001001"])
        #expect(codes("ｙｕｎｚｈｏｕ ｃｉｔｙ") == ["9801"])
        #expect(codes("桃\u{200B}园社区") == ["980101001002"])
        #expect(codes("Xyunzhou cityX") == [])
    }

    @Test("are found right behind a place that names its surroundings")
    func chained() { #expect(codes("云山区府前下水道堵了").contains("980101001")) }

    @Test("are not found in nothing, emoji, Tibetan and Uyghur")
    func none() {
        #expect(codes("") == [])
        #expect(codes("👍🏽👨‍👩‍👧") == [])
        #expect(codes("བོད་སྐད ئۇيغۇرچە") == [])
        #expect(PlaceFinder(areas: []).find(in: "桃园社区").isEmpty)
        #expect(PlaceFinder(areas: [("1", [""]), ("2", ["x"])]).find(in: "x").isEmpty)
    }

    @Test("take time that grows with the text alone: four million letters of one kind")
    func long() {
        let text = String(repeating: "桃", count: 1_350_000) + "园社区"
        #expect(codes(text) == ["980101001002"])
        let many = String(repeating: "桃园社区", count: 330_000)
        #expect(codes(many) == ["980101001002"])
    }

    @Test("agree with a plain search for every name, in texts put together at random")
    func random() {
        let names = ["甲乙社区", "乙丙社区", "甲乙", "丙丁村", "甲", "丁甲乙"]
        let finder = PlaceFinder(areas: [("01", ["甲乙社区"]), ("02", ["乙丙社区"]), ("03", ["丙丁村"])])
        var seed: UInt64 = 7
        for _ in 0..<500 {
            var text = ""
            for _ in 0..<8 {
                seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                text += names[Int(seed >> 33) % names.count] + ((seed >> 20) % 3 == 0 ? "，" : "")
            }
            let found = Set(finder.find(in: text).map(\.code))
            for (code, name) in [("01", "甲乙社区"), ("02", "乙丙社区"), ("03", "丙丁村")] {
                // Overlapping names may hide one another; what is said to be there has to be there.
                if found.contains(code) { #expect(text.contains(name) || text.contains(name.dropLast(2))) }
            }
            if text.contains("，甲乙社区，") { #expect(found.contains("01")) }
        }
    }
}
