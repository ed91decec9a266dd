import Testing

@Suite("What residents read")
struct PlainLanguageTests {
    /// A text that residents read, and where it stands.
    struct Told {
        let place: String
        let zh: String
        let en: String
    }

    /// Beginnings of keys whose sentences stand on residents' pages.
    static let keys = [
        "matters.raise.", "matters.raised.", "matters.track.", "matters.mine.", "matters.rate.",
        "matters.ask.resident.", "matters.hint.resident.", "matters.hint.place", "matters.filing.",
        "matters.stale.", "matters.beside.resident.", "matters.near.", "matters.kept.", "matters.link.",
        "areas.", "papers.", "web.", "attachments.", "assessments.published.", "assessments.measure.",
        "published.", "lines.numbers", "lines.does.", "lines.notFound",
    ]
    /// Beginnings of keys among them that only people at work or programs meet.
    static let others = [
        "areas.api", "attachments.api", "papers.api", "web.api", "web.error.", "areas.admin",
        "published.column.",
    ]
    /// Pages whose help residents read.
    static let topics = [
        "raise", "raised", "track", "rate", "mine", "areas", "area", "papers",
        "assessments-published", "published", "numbers",
    ]

    static let told = words + templates + stages + help

    @Test("is short, in words that people use, in both languages")
    func plain() {
        #expect(Self.told.count > 150)
        expectNone(
            Self.told.flatMap { told in
                PlainSpeech.complaints(ofChinese: told.zh).map { "\(told.place): \($0): \(told.zh)" }
                    + PlainSpeech.complaints(ofEnglish: told.en).map { "\(told.place): \($0): \(told.en)" }
            })
    }

    @Test("asks for eight school years on the average, and nine sentences of ten for thirty characters")
    func usual() {
        let chinese = Self.told.flatMap { told in
            PlainSpeech.sentences(ofChinese: told.zh).map { (PlainSpeech.length(ofChinese: $0), $0) }
        }.sorted { $0.0 > $1.0 }
        let short = chinese.count { $0.0 <= PlainSpeech.usual }
        #expect(short * 10 >= chinese.count * 9, "\(short) of \(chinese.count)")
        let english = Self.told.flatMap { PlainSpeech.sentences(ofEnglish: $0.en) }.filter { $0.count >= 4 }
            .map { (PlainSpeech.grade($0), $0.joined(separator: " ")) }.sorted { $0.0 > $1.0 }
        let mean = english.map(\.0).reduce(0, +) / Double(max(1, english.count))
        #expect(mean <= PlainSpeech.meanGrade)
        print("Hardest of \(chinese.count) Chinese sentences:")
        for (length, text) in chinese.prefix(5) { print("  \(length)  \(text)") }
        print("Hardest of \(english.count) English sentences, mean grade \((mean * 10).rounded() / 10):")
        for (grade, text) in english.prefix(5) { print("  \((grade * 10).rounded() / 10)  \(text)") }
    }

    @Test("is found where it is hard to read")
    func findsWhatIsWrong() {
        #expect(PlainSpeech.complaints(ofChinese: "您的事项经核实不予受理，特此告知。").count == 3)
        #expect(PlainSpeech.complaints(ofChinese: "其他的人之后再说，平均一天。").isEmpty)
        #expect(PlainSpeech.complaints(ofChinese: "我们的小区的门口的路灯坏了").count == 1)
        let long = String(repeating: "很长", count: 21)
        #expect(PlainSpeech.complaints(ofChinese: "\(long)。短").count == 1)
        #expect(PlainSpeech.complaints(ofChinese: String(repeating: "很长，", count: 9) + "。短").isEmpty)
        #expect(PlainSpeech.complaints(ofEnglish: "We hereby commence. It is done.").count == 2)
        let words = Array(repeating: "go", count: 26).joined(separator: " ")
        #expect(PlainSpeech.complaints(ofEnglish: words).count == 1)
        #expect(
            PlainSpeech.complaints(
                ofEnglish: "Administrative considerations necessitate additional organisational evaluation."
            ).count == 2)
        #expect(PlainSpeech.grade(["the", "cat", "sat", "on", "the", "mat"]) < 1)
        #expect(
            ["like", "table", "asked", "wanted", "idea"].map(PlainSpeech.syllables(in:)) == [1, 2, 1, 2, 2])
    }
}

extension PlainLanguageTests {
    /// The sentences of the language files.
    static var words: [Told] {
        WordsFile.all.filter { $0.path.hasSuffix("zh.words") }.flatMap { zh -> [Told] in
            let path = zh.path.replacing("zh.words", with: "en.words")
            let english = Dictionary(
                WordsFile(House.text(path) ?? "", path: path).entries.map { ($0.key, $0.text) },
                uniquingKeysWith: { first, _ in first })
            return zh.entries.filter { isResidents($0.key) }.map {
                Told(place: "\(zh.path):\($0.line): \($0.key)", zh: $0.text, en: english[$0.key] ?? "")
            }
        }
    }

    private static func isResidents(_ key: String) -> Bool {
        keys.contains { key.hasPrefix($0) } && !others.contains { key.hasPrefix($0) }
    }

    /// Messages to residents: those that speak to “you”.
    static var templates: [Told] {
        pairs("Cities/demo/templates.yaml").filter { $0.zh.contains("您") }
    }

    /// What the steps of the demo's procedures are called to residents.
    static var stages: [Told] {
        House.paths.filter { $0.hasPrefix("Cities/demo/kinds/") }.flatMap { path in
            pairs(path, below: "told:")
        }
    }

    /// The help of residents' pages.
    static var help: [Told] {
        let files = ["zh", "en"].map { House.text("Sources/Developers/Texts/help.\($0).md") ?? "" }
        return topics.compactMap { topic in
            let texts = files.map { $0.after("\n# \(topic): ") ?? ("\n" + $0).after("\n# \(topic): ") ?? "" }
                .map { ($0.before("\n# ") ?? $0).split(separator: "\n").map(bare).joined(separator: "\n") }
            guard !texts[0].isEmpty else { return nil }
            return Told(place: "help.zh.md: \(topic)", zh: texts[0], en: texts[1])
        }
    }

    /// A line without the marks at its beginning.
    private static func bare(_ line: Substring) -> String {
        String(line.drop { "#->1234567890. |".contains($0) })
    }

    /// Neighbouring `zh:` and `en:` of a YAML file, in two lines or in one; only behind a key, if one is
    /// given.
    static func pairs(_ path: String, below key: String? = nil) -> [Told] {
        var told: [Told] = []
        var chinese: (line: Int, text: String)?
        var isBelow = key == nil
        let lines = (House.text(path) ?? "").split(separator: "\n", omittingEmptySubsequences: false)
        for (number, raw) in lines.enumerated() {
            let line = raw.drop { $0 == " " }
            if let key, let colon = line.firstIndex(of: ":"), !line.hasPrefix("zh:"), !line.hasPrefix("en:") {
                isBelow = line[...colon] == key
            }
            if isBelow, let inner = line.after("{zh: "), let cut = inner.firstRange(of: ", en: ") {
                let english = inner[cut.upperBound...].split(separator: "}").first.map(String.init) ?? ""
                told.append(
                    Told(
                        place: "\(path):\(number + 1)", zh: String(inner[..<cut.lowerBound]), en: english))
            } else if line.hasPrefix("zh: ") {
                chinese = (number + 1, unquoted(line.dropFirst(4)))
            } else if line.hasPrefix("en: "), let (at, text) = chinese {
                if isBelow {
                    told.append(Told(place: "\(path):\(at)", zh: text, en: unquoted(line.dropFirst(4))))
                }
                chinese = nil
            }
        }
        return told
    }

    private static func unquoted(_ text: Substring) -> String {
        String(text.hasPrefix("\"") && text.hasSuffix("\"") ? text.dropFirst().dropLast() : text)
    }
}
