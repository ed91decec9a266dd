import Foundation

/// How hard a text is to read, measured as far as a program can.
enum PlainSpeech {
    /// A Chinese sentence may have so many characters; nine of ten have at most `usual`.
    static let most = 40
    static let usual = 30
    /// English words in a sentence; school years a sentence asks for, alone and on the average.
    static let mostWords = 25
    static let mostGrade = 12.0
    static let meanGrade = 8.0

    /// Words of offices, and what people say instead.
    static let office: [String: String] = [
        "予以": "直接说做什么", "兹": "删去", "特此": "删去", "贵方": "您", "经研究": "说是谁定的", "知悉": "知道",
        "妥否": "行不行", "事宜": "事", "逾期": "过期", "届时": "到时候", "敬请": "请", "相关部门": "说出是哪个单位",
        "有关部门": "说出是哪个单位", "有关规定": "说出是哪一条", "依法依规": "说出依据", "切实": "删去",
        "进一步": "删去", "高度重视": "删去", "加大力度": "删去", "贯彻": "删去", "上述": "这些", "该事项": "这件事",
        "诉求人": "提出的人", "销号": "办完", "办结": "办完", "督办": "催着办", "受理范围": "该不该我们管",
        "不予": "不", "如需": "要", "是否": "是不是", "若": "要是", "均": "都", "其": "它", "之": "的",
        "方可": "才能", "并非": "不是", "无需": "不用", "尚未": "还没有", "即可": "就行",
        "进行": "直接说做什么", "请知悉": "删去", "处置": "处理", "核实": "查看", "反馈": "答复",
    ]

    /// Words that the ones above stand in by chance.
    static let innocent = [
        "其他", "其中", "其实", "之后", "之前", "之间", "之内", "平均", "均匀", "给予", "尤其", "假若", "总之", "进行中",
    ]

    /// English words of offices, and what people say instead.
    static let hard: [String: String] = [
        "pursuant": "under", "hereby": "nothing", "henceforth": "from now on", "aforementioned": "this",
        "utilize": "use", "utilise": "use", "commence": "begin", "terminate": "end", "endeavour": "try",
        "endeavor": "try", "facilitate": "help", "notwithstanding": "despite", "jurisdiction": "ours to do",
        "ascertain": "find out", "subsequently": "later", "accordance": "as … says", "herein": "here",
        "thereof": "of it", "initiate": "begin", "rectify": "mend", "applicable": "nothing",
        "regarding": "about", "concerning": "about", "prior": "before", "upon": "on", "shall": "will",
        "whilst": "while", "furthermore": "also", "adjudicate": "decide", "remediate": "mend",
        "complainant": "who raised it", "aggrieved": "who raised it", "expedite": "hurry",
        "acknowledgement": "that we have it", "personnel": "people", "premises": "building",
        "remit": "ours to do", "deem": "think", "deemed": "thought", "obtain": "get", "require": "need",
        "assistance": "help", "additional": "more", "numerous": "many", "sufficient": "enough",
        "attempt": "try", "submit": "send", "inquire": "ask", "purchase": "buy", "residence": "home",
    ]

    /// Sentences of a Chinese text, without what is put in.
    static func sentences(ofChinese text: String) -> [String] {
        text.split { "。！？；\n".contains($0) }.map { $0.trimmingCharacters(in: .whitespaces) }
            .filter { !$0.isEmpty }
    }

    /// Characters as a reader counts them: a Latin word or a number is one, marks are none.
    static func length(ofChinese sentence: String) -> Int {
        var count = 0
        var inWord = false
        for letter in sentence {
            let isLatin = letter.isASCII && (letter.isLetter || letter.isNumber)
            if isLatin {
                count += inWord ? 0 : 1
            } else if letter.isLetter || letter.isNumber {
                count += 1
            }
            inWord = isLatin
        }
        return count
    }

    static func complaints(ofChinese text: String) -> [String] {
        var complaints: [String] = []
        for sentence in sentences(ofChinese: text) {
            let length = length(ofChinese: sentence)
            if length > most { complaints.append("\(length) characters without an end; make two sentences") }
            for clause in sentence.split(whereSeparator: { "，、：（）“”".contains($0) })
            where clause.split(separator: "的", omittingEmptySubsequences: false).count > 3 {
                complaints.append("three 的 in a row in “\(clause)”; say it in two steps")
            }
        }
        let bare = innocent.reduce(text) { $0.replacingOccurrences(of: $1, with: "") }
        for (word, instead) in office.sorted(by: { $0.key < $1.key }) where bare.contains(word) {
            complaints.append("“\(word)” is a word of offices; \(instead)")
        }
        return complaints
    }

    static func sentences(ofEnglish text: String) -> [[String]] {
        var bare = text
        while let open = bare.range(of: "{"), let close = bare[open.upperBound...].range(of: "}") {
            bare.replaceSubrange(open.lowerBound..<close.upperBound, with: "it")
        }
        let enders: Set<Character> = [".", "!", "?", ":", ";", "\n"]
        var sentences: [[String]] = [[]]
        for word in bare.split(whereSeparator: { $0 == " " || $0 == "\n" || $0 == "–" }) {
            let letters = word.lowercased().filter { $0.isLetter || $0 == "'" || $0 == "’" }
            if !letters.isEmpty { sentences[sentences.count - 1].append(letters) }
            let last = word.last { !"”\"')".contains($0) }
            if let last, enders.contains(last) { sentences.append([]) }
        }
        return sentences.filter { !$0.isEmpty }
    }

    /// The school years that a sentence asks for (Flesch and Kincaid).
    static func grade(_ words: [String]) -> Double {
        let syllables = words.map(syllables(in:)).reduce(0, +)
        return 0.39 * Double(words.count) + 11.8 * Double(syllables) / Double(max(1, words.count)) - 15.59
    }

    /// Groups of vowels, without a silent e at the end.
    static func syllables(in word: String) -> Int {
        let vowels: Set<Character> = ["a", "e", "i", "o", "u", "y"]
        var count = 0
        var inVowel = false
        for letter in word {
            let isVowel = vowels.contains(letter)
            if isVowel, !inVowel { count += 1 }
            inVowel = isVowel
        }
        if word.hasSuffix("e"), !word.hasSuffix("le"), count > 1 { count -= 1 }
        if word.hasSuffix("ed"), !word.hasSuffix("ted"), !word.hasSuffix("ded"), count > 1 { count -= 1 }
        return max(1, count)
    }

    static func complaints(ofEnglish text: String) -> [String] {
        var complaints: [String] = []
        for words in sentences(ofEnglish: text) {
            if words.count > mostWords { complaints.append("\(words.count) words in a sentence; make two") }
            // In a few words one long name decides alone.
            if words.count >= 6, grade(words) > mostGrade {
                complaints.append(
                    "asks for \(Int(grade(words))) school years: “\(words.joined(separator: " "))”")
            }
            for word in words {
                guard let instead = hard[word] else { continue }
                complaints.append("“\(word)” is a word of offices; \(instead)")
            }
        }
        return complaints
    }
}
