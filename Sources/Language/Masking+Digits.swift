/// Digits that belong together, with what separates them: at most as many as the longest number we know.
struct MaskingDigits {
    /// 0 to 9, and 10 for the X of an identity card. In registers, because every digit of a text may begin
    /// one.
    private(set) var values = SIMD32<UInt8>()
    private(set) var count = 0
    private(set) var groups = 0
    /// For each unbroken row of digits of one script, how many digits came before its end.
    private var totals = SIMD32<UInt8>()
    /// For each, how far from the first digit it ends.
    private var offsets = SIMD32<UInt8>()
    /// For each, what stands before it; 0 for nothing.
    private var separators = SIMD32<UInt8>()

    static let most = 24

    mutating func append(_ digit: UInt8) {
        values[count] = digit
        count += 1
    }

    mutating func endGroup(at offset: Int, separator: Int) {
        totals[groups] = UInt8(count)
        offsets[groups] = UInt8(min(offset, 255))
        separators[groups] = UInt8(separator)
        groups += 1
    }

    /// How many digits the first groups have.
    func total(_ count: Int) -> Int { Int(totals[count - 1]) }
    /// How far from the first digit a group ends.
    func offset(_ group: Int) -> Int { Int(offsets[group]) }
    func size(_ group: Int) -> Int { Int(totals[group]) - (group > 0 ? Int(totals[group - 1]) : 0) }

    func text(_ range: Range<Int>) -> String {
        String(decoding: range.map { values[$0] == 10 ? 88 : values[$0] + 48 }, as: UTF8.self)
    }

    func hasLetter(_ total: Int) -> Bool { total == 18 && values[17] == 10 }

    /// Whether groups look like one number: a usual grouping, or one and the same separator.
    ///
    /// - Parameter skipping: Digits at the front that are a prefix, in a group of their own or not.
    func isOneNumber(_ count: Int, skipping: Int = 0, shapes: [[Int]]) -> Bool {
        let first = skipping > 0 && size(0) == skipping && count > 1 ? 1 : 0
        let cut = first == 0 && size(0) > skipping ? skipping : 0
        if count - first == 1 { return true }
        let isShaped = shapes.contains { shape in
            shape.count == count - first
                && shape.indices.allSatisfy { size(first + $0) - ($0 == 0 ? cut : 0) == shape[$0] }
        }
        if isShaped { return !hasComma(count) || size(count - 1) > 3 }
        let separator = separators[first + 1]
        var (areShort, areSame) = (true, true)
        for group in first..<count {
            areShort = areShort && size(group) <= 2
            areSame = areSame && (group == first || separators[group] == separator)
        }
        guard areSame, !hasComma(count) else { return false }
        return separator == 0 || areShort || size(first) - cut >= 3
    }

    /// Commas stand between numbers more often than within one.
    private func hasComma(_ count: Int) -> Bool {
        (1..<max(1, count)).contains { separators[$0] == MaskingDigits.comma }
    }

    func isUnbroken(_ count: Int) -> Bool { (1..<max(1, count)).allSatisfy { separators[$0] == 0 } }

    static let comma: UInt8 = 7

    /// Spaces and marks people put between digits; invisible ones count as nothing.
    static func separator(_ scalar: Unicode.Scalar, _ sort: MaskingPage.Sort) -> Int? {
        switch scalar {
        case " ", "\t", "\n", "\r": 1
        case "-", "‐", "‑", "–", "—", "―", "_", "~", "−", "ー": 2
        case ".", "·", "•", "。", "・": 3
        case "(", ")", "（", "）", "[", "]", "【", "】": 4
        case "*", "\\", "|", "+": 5
        case "/": 6
        case ",", "，", "、": 7
        default: sort == .mark ? 0 : nil
        }
    }
}

extension MaskingPage {
    /// The digits from `start` on.
    func run(at start: Int) -> MaskingDigits {
        var run = MaskingDigits()
        var (index, separator) = (start, 0)
        while index < count, run.count < MaskingDigits.most {
            index = takeGroup(from: index, into: &run)
            run.endGroup(at: index - start, separator: separator)
            separator = 0
            var next = index
            while next < count, next - index < 3, digits[next] < 0,
                let kind = MaskingDigits.separator(plain[next], sorts[next])
            {
                // Up to three marks are told from others, and a comma alone from all.
                if kind > 0 { separator = separator == 0 ? kind : 8 + (separator * 7 + kind) % 240 }
                next += 1
            }
            guard isDigit(next) else { break }
            index = next
        }
        return run
    }

    private func takeGroup(from start: Int, into run: inout MaskingDigits) -> Int {
        var index = start
        let isChinese = !isNumeral(start)
        while run.count < MaskingDigits.most {
            if isDigit(index), isNumeral(index) != isChinese {
                run.append(UInt8(digits[index]))
            } else if index > start, let digit = lookalike(at: index, isChinese) {
                run.append(digit)
            } else {
                break
            }
            index += 1
        }
        // The check digit of an identity card may be the letter X.
        if run.count == 17, at(index) == "x" || at(index) == "×", !isLatin(index + 1), !isDigit(index + 1) {
            run.append(10)
            index += 1
        }
        if run.count == 10, run.values[0] == 1, at(index) == "o", !isLatin(index + 1) {
            run.append(0)
            index += 1
        }
        return index
    }

    /// Letters that stand for digits between digits: `138O1234567`, `幺三八洞`.
    private func lookalike(at index: Int, _ isChinese: Bool) -> UInt8? {
        switch at(index) {
        case "o", "l", "i", "洞", "拐", "勾": break
        default: return nil
        }
        var next = index + 1
        while next - index < 4, "洞拐勾".unicodeScalars.contains(at(next)) { next += 1 }
        guard index < count, isDigit(next) else { return nil }
        switch plain[index] {
        case "o" where !isChinese: return 0
        case "l" where !isChinese, "i" where !isChinese: return 1
        case "洞" where isChinese: return 0
        case "拐" where isChinese: return 7
        case "勾" where isChinese: return 9
        default: return nil
        }
    }
}
