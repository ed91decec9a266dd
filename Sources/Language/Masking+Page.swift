/// A text prepared for the rules: its scalars, the same as they are compared, and the digits among them.
struct MaskingPage {
    let scalars: [Unicode.Scalar]
    /// As the rules compare them: narrow, simplified, in lower case.
    let plain: [Unicode.Scalar]
    /// −1 where no digit stands; Chinese numerals count.
    let digits: [Int8]
    let sorts: [Sort]
    let author: Masking.Author

    /// What the rules must know of a scalar.
    enum Sort: UInt8 { case numeral, latin, han, mark, other }

    init(_ text: String, by author: Masking.Author = .resident) {
        self.author = author
        scalars = Array(text.unicodeScalars)
        var (plain, digits, sorts) = ([Unicode.Scalar](), [Int8](), [Sort]())
        plain.reserveCapacity(scalars.count)
        digits.reserveCapacity(scalars.count)
        sorts.reserveCapacity(scalars.count)
        for scalar in scalars {
            let narrow = MaskingPage.plain(scalar)
            plain.append(narrow)
            digits.append(Letters.digit(narrow))
            sorts.append(MaskingPage.sort(narrow, of: scalar))
        }
        (self.plain, self.digits, self.sorts) = (plain, digits, sorts)
    }

    private static func plain(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        // Mathematical digits, in five dresses.
        if (0x1D7CE...0x1D7FF).contains(scalar.value) {
            return Unicode.Scalar(UInt8(48 + (scalar.value - 0x1D7CE) % 10))
        }
        return Letters.fold(scalar)
    }

    private static func sort(_ plain: Unicode.Scalar, of scalar: Unicode.Scalar) -> Sort {
        switch plain.value {
        case 48...57:
            // `①13812345678`: a digit in a circle counts what follows it.
            let isDressed = scalar.value > 0x7F && scalar.properties.numericType == .digit
            return isDressed ? .other : .numeral
        case 97...122: return .latin
        case 0x4E00...0x9FFF: return .han
        case 0..<0x80: return .other
        default:
            let sort = Letters.sort(plain)
            return sort == .ideograph ? .han : sort == .mark ? .mark : .other
        }
    }

    var count: Int { scalars.count }

    /// A digit of any script; Chinese numerals count.
    func isDigit(_ index: Int) -> Bool { index >= 0 && index < count && digits[index] >= 0 }

    func isLatin(_ index: Int) -> Bool { index >= 0 && index < count && sorts[index] == .latin }

    /// A digit of any script, but not a Chinese numeral.
    func isNumeral(_ index: Int) -> Bool { index >= 0 && index < count && sorts[index] == .numeral }

    func isHan(_ index: Int) -> Bool { index >= 0 && index < count && sorts[index] == .han }

    /// The scalar at `index` as it is compared; NUL outside the text.
    func at(_ index: Int) -> Unicode.Scalar { index >= 0 && index < count ? plain[index] : "\0" }

    /// Whether one of `words` ends before `index`, with nothing but a colon, spaces or a verb between.
    func follows(_ words: MaskingWords, at index: Int) -> Bool {
        var end = index
        while true {
            if words.ends(in: plain, before: end) { return true }
            guard end > 0, index - end < 4, MaskingPage.isFiller(plain[end - 1]) else { return false }
            end -= 1
        }
    }

    /// Past colons, spaces and verbs between a label and what it announces.
    func skipFillers(_ index: Int) -> Int {
        var index = index
        let limit = min(count, index + 4)
        while index < limit, MaskingPage.isFiller(plain[index]) { index += 1 }
        return index
    }

    private static func isFiller(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case ":", "：", "﹕", " ", "是", "为", "=", "#", "-", "(", "\u{201C}", "「", "【", "[", "码", "号", "\t",
            "\n",
            "\r", "\u{FE0F}", "\u{200B}":
            true
        default: false
        }
    }
}

/// Some characters of the basic plane, one bit for each.
struct MaskingLetters: Sendable {
    private let bits: [UInt64]

    init(_ letters: some Sequence<Unicode.Scalar>) {
        var bits = [UInt64](repeating: 0, count: 1024)
        for letter in letters where letter.value <= 0xFFFF {
            bits[Int(letter.value) >> 6] |= 1 << UInt64(letter.value & 63)
        }
        self.bits = bits
    }

    init(_ letters: String) { self.init(letters.unicodeScalars) }

    func contains(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value <= 0xFFFF && bits[Int(scalar.value) >> 6] & (1 << UInt64(scalar.value & 63)) != 0
    }
}

/// Some words, found quickly at the start or before the end of a place in a text.
struct MaskingWords: Sendable {
    private let byFirst: [Unicode.Scalar: [[Unicode.Scalar]]]
    private let byLast: [Unicode.Scalar: [[Unicode.Scalar]]]
    /// So that most places are passed at one look.
    private let firsts: MaskingLetters
    private let lasts: MaskingLetters

    /// The words with spaces between them, narrow, simplified, in lower case; `_` stands for a space.
    init(_ words: String) {
        let all = words.split { $0 == " " || $0 == "\n" }.map { word in
            word.unicodeScalars.map { $0 == "_" ? " " : $0 }
        }
        let longestFirst = all.sorted { $0.count > $1.count }
        byFirst = Dictionary(grouping: longestFirst) { $0[0] }
        byLast = Dictionary(grouping: longestFirst) { $0[$0.count - 1] }
        firsts = MaskingLetters(byFirst.keys)
        lasts = MaskingLetters(byLast.keys)
    }

    /// Where the longest word that begins at `index` ends.
    func end(in text: [Unicode.Scalar], at index: Int) -> Int? {
        guard index >= 0, index < text.count, firsts.contains(text[index]),
            let words = byFirst[text[index]]
        else { return nil }
        for word in words where index + word.count <= text.count {
            if (1..<word.count).allSatisfy({ text[index + $0] == word[$0] }) { return index + word.count }
        }
        return nil
    }

    /// Whether a word ends right before `end`.
    func ends(in text: [Unicode.Scalar], before end: Int) -> Bool {
        guard end > 0, end <= text.count, lasts.contains(text[end - 1]), let words = byLast[text[end - 1]]
        else { return false }
        return words.contains { word in
            word.count <= end && (0..<word.count - 1).allSatisfy { text[end - word.count + $0] == word[$0] }
        }
    }
}
