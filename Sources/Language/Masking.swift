/// Makes the public copy of what a resident wrote: telephone, identity card, bank card and plate numbers,
/// addresses down to the door, names people give of themselves, e-mail and chat accounts become unreadable.
///
/// Better to hide a harmless number than to show a private one, but dates, amounts, the numbers of matters
/// and public hotlines stay, or the text would tell nothing. A masked text masked again stays as it is.
public enum Masking {
    /// The text without private data. Time grows with its length only.
    public static func publicCopy(of text: String) -> String {
        let page = MaskingPage(text)
        var result = String.UnicodeScalarView()
        var index = 0
        while index < page.count {
            if let edit = edit(page, at: index) {
                result.append(contentsOf: page.scalars[index..<edit.range.lowerBound])
                result.append(contentsOf: edit.replacement.unicodeScalars)
                index = edit.range.upperBound
            } else {
                result.append(page.scalars[index])
                index += 1
            }
        }
        return String(result)
    }

    /// The first rule that has something to hide here.
    private static func edit(_ page: MaskingPage, at index: Int) -> MaskingEdit? {
        page.account(at: index) ?? page.name(at: index) ?? page.plate(at: index) ?? page.room(at: index)
            ?? page.home(at: index) ?? page.number(at: index)
    }
}

/// What replaces a part of the text. It may begin later than where the rule was asked.
struct MaskingEdit {
    let range: Range<Int>
    let replacement: String
}

/// A text prepared for the rules: its scalars, the same in narrow lower case, and the digits among them.
struct MaskingPage {
    let scalars: [Unicode.Scalar]
    let plain: [Unicode.Scalar]
    /// −1 where no digit stands; Chinese numerals count.
    let digits: [Int8]

    init(_ text: String) {
        scalars = Array(text.unicodeScalars)
        plain = scalars.map { scalar in
            let narrow = Letters.narrow(scalar)
            return (65...90).contains(narrow.value) ? Unicode.Scalar(UInt8(narrow.value + 32)) : narrow
        }
        digits = scalars.map(Letters.digit)
    }

    var count: Int { scalars.count }

    func isDigit(_ index: Int) -> Bool { index >= 0 && index < count && digits[index] >= 0 }

    func isLatin(_ index: Int) -> Bool {
        index >= 0 && index < count && (97...122).contains(plain[index].value)
    }

    /// A digit in ASCII or full width.
    func isNumeral(_ index: Int) -> Bool {
        index >= 0 && index < count && (48...57).contains(plain[index].value)
    }

    func isHan(_ index: Int) -> Bool {
        index >= 0 && index < count && Letters.sort(scalars[index]) == .ideograph
    }

    /// Whether `word` (in narrow lower case) stands at `index`.
    func has(_ word: String, at index: Int) -> Bool {
        guard index >= 0, index < count else { return false }
        var place = index
        for scalar in word.unicodeScalars {
            guard place < count, plain[place] == scalar else { return false }
            place += 1
        }
        return true
    }

    /// The longest of `words` at `index`: where it ends.
    func end(ofAny words: [String], at index: Int) -> Int? {
        words.filter { has($0, at: index) }.map { index + $0.unicodeScalars.count }.max()
    }

    /// Whether one of `words` ends before `index`, with nothing but a colon, spaces or a verb between.
    func follows(_ words: [String], at index: Int) -> Bool {
        var end = index
        while true {
            if words.contains(where: { has($0, at: end - $0.unicodeScalars.count) }) { return true }
            guard end > 0, index - end < 4, MaskingPage.fillers.contains(plain[end - 1]) else { return false }
            end -= 1
        }
    }

    /// Past colons, spaces and verbs between a label and what it announces.
    func skipFillers(_ index: Int) -> Int {
        var index = index
        let limit = index + 4
        while index < count, index < limit, MaskingPage.fillers.contains(plain[index]) { index += 1 }
        return index
    }

    private static let fillers: Set<Unicode.Scalar> = [
        ":", "：", " ", "是", "为", "=", "#", "-", "(", "\u{201C}", "「", "码", "号", "\t", "\n",
    ]
}
