import Core
import Testing

@Suite("What rises")
struct TopicTests {
    @Test("rises only where many more people speak of it than usual")
    func level() {
        let rules = TopicRules(people: 4, times: 2, quiet: [], choosers: [])
        func rises(_ people: Int, _ before: [Int], lastYear: [Int] = []) -> Bool {
            TopicLevel(people: people, before: before, lastYear: lastYear).rises(by: rules)
        }
        #expect(!rises(3, [0, 0, 0]))
        #expect(rises(5, [0, 0, 0]))
        #expect(!rises(10, [10, 9, 11]))
        #expect(!rises(19, [10, 10, 10]))
        #expect(rises(30, [10, 9, 11]))
        // What came last year at this time too is half usual.
        #expect(rises(22, [0, 0, 0, 0]))
        #expect(!rises(22, [0, 0, 0, 0], lastYear: [30, 26, 28]))
        // Newer weeks count more.
        let rising = TopicLevel(people: 9, before: [8, 2, 2, 2], lastYear: [])
        let falling = TopicLevel(people: 9, before: [2, 2, 2, 8], lastYear: [])
        #expect(rising.expected > falling.expected)
        #expect(TopicLevel(people: 0, before: [], lastYear: []).expected == 0)
    }

    @Test("is called by the words its titles share, rare words first")
    func phrases() {
        let phrase = TopicPhrase { text in text.contains("请") || text.contains("投诉") ? 0.05 : 1 }
        let phrases = phrase.phrases(of: [
            "投诉滨湖花园工地夜间施工", "请管管滨湖花园工地夜间施工噪音", "滨湖花园夜间施工扰民", "投诉滨湖花园半夜还在打桩",
        ])
        #expect(phrases.first == "滨湖花园")
        #expect(!phrases.contains { $0.contains("投诉") })
        #expect(phrase.phrases(of: []) == [])
        #expect(phrase.phrases(of: ["停水"]) == [])
        #expect(phrase.phrases(of: ["路灯不亮", "树倒了"]) == [])
        #expect(phrase.phrases(of: ["😀", "😀", "。。。"]) == [])
        #expect(
            phrase.phrases(of: ["Burst main in Lake Street", "burst", "the Burst main again"]).count <= 3)
        let long = String(repeating: "一", count: 100_000)
        #expect(phrase.phrases(of: [long, long, long]).count <= 3)
    }

    private static func area(_ text: String) -> AreaCode {
        guard let code = AreaCode(text) else { preconditionFailure("\(text) is no area code") }
        return code
    }

    private static func rise(
        _ name: String, _ matters: Range<Int64>, area: String = "110101", people: Int? = nil
    ) -> TopicRise {
        TopicRise(
            subject: TopicSubject(area: Self.area(area), sort: .word, name: name),
            level: TopicLevel(people: people ?? matters.count, expected: 0.5),
            senders: Dictionary(uniqueKeysWithValues: matters.map { ($0, $0) }))
    }

    @Test("gathers what the same matters tell, and never along a chain")
    func gather() {
        let gathered = TopicGathering.gather(
            [Self.rise("甲", 0..<20, people: 20), Self.rise("乙", 2..<16), Self.rise("丙", 40..<50)], limit: 9)
        #expect(gathered.map(\.rises.count) == [2, 1])
        #expect(gathered[0].senders.count == 20 && gathered[0].people == 20)
        // A–B and B–C overlap, A–C does not: C stays alone.
        let chain = TopicGathering.gather(
            [
                Self.rise("甲", 0..<10, people: 30), Self.rise("乙", 4..<14, people: 20),
                Self.rise("丙", 8..<18, people: 10),
            ], limit: 9)
        #expect(chain.map { $0.rises.map(\.subject.name) } == [["甲", "乙"], ["丙"]])
        // The same words in two counties are two topics.
        let apart = TopicGathering.gather(
            [Self.rise("甲", 0..<10), Self.rise("甲", 0..<10, area: "110102")], limit: 9)
        #expect(apart.count == 2)
        // A wide class does not swallow a topic within it.
        let wide = TopicGathering.gather([Self.rise("甲", 0..<200), Self.rise("乙", 0..<9)], limit: 9)
        #expect(wide.count == 2)
        #expect(TopicGathering.gather([Self.rise("甲", 0..<9), Self.rise("乙", 90..<99)], limit: 1).count == 1)
    }

    @Test("keeps its subjects as text, whatever stands in them")
    func subjects() {
        for name in ["0401", "滨湖", "a|b", "%", "c"] {
            let subject = TopicSubject(area: Self.area("1101"), sort: .word, name: name)
            #expect(TopicSubject(subject.text) == subject)
        }
        for text in ["", "1101", "1101|x|a", "1101|c|", "abc|c|a", "|c|a"] {
            #expect(TopicSubject(text) == nil, "\(text)")
        }
    }

    @Test("knows a month from what is none")
    func months() {
        #expect(MonthlyTopic.Month("2026-03")?.description == "2026-03")
        for text in ["", "2026", "2026-3", "2026-13", "1999-12", "9999-01", "2026-03-01", "２０２６-03"] {
            #expect(MonthlyTopic.Month(text) == nil, "\(text)")
        }
    }
}
