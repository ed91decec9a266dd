import Testing

@testable import Language

/// Made-up messages of three sorts, the same every time.
enum MadeUp {
    static let subjects = [
        "01": ["自来水", "水管", "水压", "水表", "水厂"],
        "0201": ["路灯", "人行道", "路面", "井盖", "斑马线"],
        "0202": ["学校", "老师", "食堂", "学费", "校车"],
    ]
    static let complaints = ["坏了", "没人管", "已经三天", "请尽快处理", "反映多次", "影响生活", "什么时候解决"]

    static func examples(each: Int = 20) -> [TextExample] {
        var made: [TextExample] = []
        for label in subjects.keys.sorted() {
            let words = subjects[label] ?? []
            for number in 0..<each {
                let (one, other) = (words[number % 5], words[(number / 5 + number + 1) % 5])
                let (first, second) = (complaints[number % 7], complaints[(number * 3 + 1) % 7])
                made.append(
                    TextExample(
                        title: "\(one)\(first)", text: "我们小区的\(one)和\(other)\(second)，\(first)。", label: label
                    ))
            }
        }
        return made
    }

    static func model() throws -> TextClassifier { try TextClassifier.train(examples()) }
}

@Suite("A classifier")
struct ClassifierTests {
    @Test("refuses examples of one label, naming it")
    func oneLabel() {
        let same = (0..<9).map { TextExample(title: "", text: "水管坏了\($0)", label: "01") }
        #expect(throws: TextClassifier.TrainingRefusal.oneClass("01")) { try TextClassifier.train(same) }
    }

    @Test("refuses too few examples, and does not count those that weigh nothing")
    func tooFew() {
        let three = Array(MadeUp.examples().prefix(3))
        #expect(throws: TextClassifier.TrainingRefusal.tooFew(3)) { try TextClassifier.train(three) }
        let weightless = MadeUp.examples().map {
            TextExample(title: $0.title, text: $0.text, label: $0.label, weight: 0)
        }
        #expect(throws: TextClassifier.TrainingRefusal.tooFew(0)) { try TextClassifier.train(weightless) }
        #expect(throws: TextClassifier.TrainingRefusal.tooFew(0)) { try TextClassifier.train([]) }
    }

    @Test("refuses more labels than it holds")
    func tooManyLabels() {
        let many = (0...TextClassifier.Options.mostLabels).map {
            TextExample(title: "", text: "\($0)", label: "\($0)")
        }
        #expect(throws: TextClassifier.TrainingRefusal.tooManyLabels(many.count)) {
            try TextClassifier.train(many)
        }
    }

    @Test("says what a new text is about, and is surer of a plain one than of a mixed one")
    func plain() throws {
        let model = try MadeUp.model()
        let plain = model.suggestions(title: "路灯不亮", text: "人行道的路灯坏了", limit: 3)
        let mixed = model.suggestions(title: "", text: "学校门口的路面坏了", limit: 3)
        #expect(plain.map(\.label).first == "0201")
        #expect(plain[0].probability > 0.7)
        #expect(plain[0].probability > mixed[0].probability)
        #expect(model.suggestions(title: "水表", text: "自来水的水压", limit: 1).map(\.label) == ["01"])
        #expect(model.suggestions(title: "水表", text: "", limit: 0).isEmpty)
    }

    @Test(
        "gives probabilities that sum to 1, whatever the text",
        arguments: [
            "", " \n\t", "，。！？", "🚰💡👨‍👩‍👧‍👦", "བོད་ཡིག་གི་ཡི་གེ", "ئۇيغۇرچە سۇ توختىدى",
            "停水 water آب \u{0}\u{202E}水",
            "ＡＢＣ１２３", String(repeating: "\u{301}", count: 500), "\u{FFFD}\u{10FFFF}",
        ])
    func anyText(_ text: String) throws {
        let model = try MadeUp.model()
        let all = model.suggestions(title: text, text: text, limit: 9)
        #expect(all.count == 3)
        #expect(abs(all.reduce(0) { $0 + $1.probability } - 1) < 1e-9)
        #expect(zip(all, all.dropFirst()).allSatisfy { $0.probability >= $1.probability })
        for word in model.explain(title: text, text: text, label: "01", limit: 5) {
            #expect(text.contains(word.word))
        }
    }

    @Test("reads 4 MB of one letter as far as it reads any text")
    func fourMegabytes() throws {
        let model = try MadeUp.model()
        let letter = String(repeating: "水", count: 1_400_000)
        let long = model.suggestions(title: "", text: letter, limit: 1)
        let short = model.suggestions(title: "", text: String(letter.prefix(5000)), limit: 1)
        #expect(long == short)
        #expect(model.suggestions(title: letter, text: "", limit: 1).count == 1)
    }

    @Test("reads full-width and capital letters, and every number, as the same")
    func folded() throws {
        let model = try MadeUp.model()
        let plain = model.suggestions(title: "路灯 ktv 12", text: "水管a3b", limit: 3)
        let wide = model.suggestions(title: "路灯 ＫＴＶ ８７６", text: "水管Ｃ９", limit: 3)
        #expect(plain == wide)
    }

    @Test("is sure of a branch where it is unsure of the leaf")
    func branches() throws {
        let model = try MadeUp.model()
        let text = "学校门口的路灯和老师走的人行道"
        let leaves = model.suggestions(title: "", text: text, limit: 3)
        let branches = leaves.branches(length: 2)
        #expect(branches.map(\.label) == ["02", "01"])
        #expect(branches[0].probability > leaves[0].probability)
        #expect(
            abs(model.probability(of: "02", title: "", text: text) - branches[0].probability) < 1e-9)
    }

    @Test("is the same to the byte from the same examples")
    func deterministic() throws {
        #expect(try MadeUp.model().encoded() == MadeUp.model().encoded())
    }

    @Test("learns less from what is less sure")
    func weights() throws {
        func probability(weight: Double) throws -> Double {
            let odd = (0..<6).map { number in
                TextExample(title: "电梯", text: "电梯坏了\(number)", label: "0202", weight: weight)
            }
            let model = try TextClassifier.train(MadeUp.examples() + odd)
            return model.probability(of: "0202", title: "电梯", text: "电梯坏了")
        }
        #expect(try probability(weight: 1) > probability(weight: 0.05))
    }

    @Test("tries every example on a part that had not learned it")
    func trials() throws {
        let (_, trials) = try TextClassifier.trainWithTrials(MadeUp.examples())
        #expect(trials.map(\.truth) == MadeUp.examples().map(\.label))
        #expect(trials.count { $0.truth == $0.given } > 54)
        // A label that stands once cannot be known where it was not learned.
        let lonely = TextExample(title: "噪声", text: "工地噪声扰民", label: "09")
        let (model, others) = try TextClassifier.trainWithTrials(MadeUp.examples() + [lonely])
        #expect(model.labels.contains("09"))
        #expect(others.last?.given != "09")
    }

    @Test("holds more labels than one block of eight")
    func manyLabels() throws {
        let words = ["停水", "路灯", "学费", "噪声", "垃圾", "公交", "医保", "户口", "养老", "拆迁", "网络", "电梯"]
        let examples = words.flatMap { word in
            (0..<6).map { TextExample(title: word, text: "\(word)的事\($0)请处理", label: "L\(word)") }
        }
        let model = try TextClassifier.train(examples)
        #expect(model.labels.count == 12)
        for word in words {
            let first = model.suggestions(title: word, text: "关于\(word)的事", limit: 1)
            #expect(first.map(\.label) == ["L\(word)"])
        }
        let again = try TextClassifier(decoding: model.encoded())
        #expect(
            again.suggestions(title: "医保", text: "", limit: 12)
                == model.suggestions(title: "医保", text: "", limit: 12))
    }
}

@Suite("The words that decided")
struct ClassifierExplainingTests {
    @Test("stand in the text where they say, and speak for the label")
    func words() throws {
        let model = try MadeUp.model()
        let (title, text) = ("咨询👨‍👩‍👧水压", "请问：小区自来水的水压为什么这样低？路很好走。")
        let words = model.explain(title: title, text: text, label: "01", limit: 10)
        #expect(words.contains { $0.word.contains("水") })
        #expect(!words.contains { $0.word.contains("路") })
        #expect(words.reduce(0) { $0 + $1.weight } <= 1.0001)
        #expect(zip(words, words.dropFirst()).allSatisfy { $0.weight >= $1.weight })
        for word in words {
            let bytes = Array((word.place == .title ? title : text).utf8)[word.bytes]
            #expect(String(decoding: bytes, as: UTF8.self) == word.word)
        }
    }

    @Test("are none for a label nobody knows, for no text, and when none are wanted")
    func none() throws {
        let model = try MadeUp.model()
        #expect(model.explain(title: "水压", text: "", label: "99", limit: 5).isEmpty)
        #expect(model.explain(title: "", text: "", label: "01", limit: 5).isEmpty)
        #expect(model.explain(title: "水压", text: "", label: "01", limit: 0).isEmpty)
    }
}

@Suite("A classifier that goes on learning")
struct ClassifierLearningTests {
    @Test("decides otherwise after a correction, and keeps what it knew")
    func moves() throws {
        var model = try MadeUp.model()
        let (title, text) = ("电梯停了", "电梯里被困，物业不来")
        let before = model.probability(of: "0202", title: title, text: text)
        for _ in 0..<3 { model.learn(TextExample(title: title, text: text, label: "0202")) }
        #expect(model.probability(of: "0202", title: title, text: text) > max(0.5, before))
        #expect(model.facts.learnedSince == 3)
        #expect(model.suggestions(title: "水表", text: "自来水", limit: 1).map(\.label) == ["01"])
    }

    @Test("takes in a label it did not know")
    func newLabel() throws {
        var model = try MadeUp.model()
        let (title, text) = ("工地噪声", "夜里工地施工噪声扰民")
        for _ in 0..<3 { model.learn(TextExample(title: title, text: text, label: "09")) }
        #expect(model.suggestions(title: title, text: text, limit: 1).map(\.label) == ["09"])
        #expect(model.suggestions(title: "校车", text: "学校的校车", limit: 1).map(\.label) == ["0202"])
        let again = try TextClassifier(decoding: model.encoded())
        #expect(again.labels.last == "09")
        #expect(
            again.suggestions(title: title, text: text, limit: 9)
                == model.suggestions(title: title, text: text, limit: 9))
    }

    @Test("grows no further than its bounds")
    func bounds() throws {
        var model = try MadeUp.model()
        for number in 0..<TextClassifier.Options.mostLabels + 5 {
            model.learn(TextExample(title: "", text: "x", label: "n\(number)"))
        }
        #expect(model.labels.count == TextClassifier.Options.mostLabels)
        #expect(model.suggestions(title: "水", text: "", limit: 2000).count == model.labels.count)
    }

    @Test("learns nothing from an example that weighs nothing, and its copies learn apart")
    func weightless() throws {
        let model = try MadeUp.model()
        var other = model
        other.learn(TextExample(title: "a", text: "b", label: "01", weight: 0))
        #expect(other.encoded() == model.encoded())
        other.learn(TextExample(title: "电梯", text: "电梯", label: "01"))
        #expect(other.encoded() != model.encoded())
        #expect(model.facts.learnedSince == 0)
    }
}
