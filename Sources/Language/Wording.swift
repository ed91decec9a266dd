/// A text prepared for looking at how it is worded: its letters in one spelling without spaces, its marks
/// folded to `,` and `.`, and where each stood in the original.
public struct Wording: Sendable {
    /// Characters of the original that are looked at.
    public static let longest = 6000

    /// A comma stands for a soft end, a full stop for a hard one.
    let letters: [Unicode.Scalar]
    /// For each letter its offset among the scalars of the original.
    let places: [Int]
    /// Whether a letter stands within quotation marks or the title of a law.
    let isQuoted: [Bool]
    /// Han characters, and letters of any script.
    public let hanCount: Int
    public let letterCount: Int

    public init(_ text: String) {
        var fold = WordingFold()
        var offset = 0
        for scalar in text.unicodeScalars {
            if offset == Self.longest { break }
            fold.take(scalar, at: offset)
            offset += 1
        }
        (letters, places, isQuoted) = (fold.letters, fold.places, fold.isQuoted)
        (hanCount, letterCount) = (fold.hanCount, fold.letterCount)
    }

    /// Whether lists of Chinese words can say anything about it: most of its letters are Chinese. Of a text
    /// in Tibetan, Uyghur or English nothing is said.
    public var isChinese: Bool { hanCount > 0 && hanCount * 2 >= letterCount }

    /// Where letters stood in the original, in scalars.
    func place(of range: Range<Int>) -> Range<Int> {
        guard let last = range.last, places.indices.contains(range.lowerBound), places.indices.contains(last)
        else { return 0..<0 }
        return places[range.lowerBound]..<places[last] + 1
    }

    func isEnd(_ index: Int) -> Bool {
        index < 0 || index >= letters.count || letters[index] == "," || letters[index] == "."
    }

    /// What stands before a letter in its sentence.
    func sentence(before index: Int) -> Range<Int> {
        var start = index
        while start > 0, letters[start - 1] != "." { start -= 1 }
        return start..<index
    }
}

/// Reads a text once.
private struct WordingFold {
    private(set) var letters: [Unicode.Scalar] = []
    private(set) var places: [Int] = []
    private(set) var isQuoted: [Bool] = []
    private(set) var hanCount = 0
    private(set) var letterCount = 0
    private var depth = 0

    mutating func take(_ scalar: Unicode.Scalar, at offset: Int) {
        let narrow = Letters.narrow(scalar)
        switch narrow {
        case "“", "「", "『", "《": depth += 1
        case "”", "」", "』", "》": depth = max(0, depth - 1)
        case ",", "、", ":", "：", "，": end(",", offset)
        case "." where letters.last.map({ (48...57).contains($0.value) }) == true: end(",", offset)
        case "。", ".", "!", "?", ";", "\n", "！", "？", "；":
            end(".", offset)
            depth = 0
        default: letter(narrow, offset)
        }
    }

    private mutating func letter(_ narrow: Unicode.Scalar, _ offset: Int) {
        switch Letters.sort(narrow) {
        case .ideograph:
            hanCount += 1
            letterCount += 1
            add(Letters.fold(narrow), offset)
        case .word, .sign:
            letterCount += Letters.sort(narrow) == .word && !(48...57).contains(narrow.value) ? 1 : 0
            add(Letters.fold(narrow), offset)
        case .mark, .hyphen, .apostrophe, .gap: break
        }
    }

    private mutating func end(_ mark: Unicode.Scalar, _ offset: Int) {
        // Within a title or quotation a comma ends nothing.
        if depth > 0, mark == "," { return }
        if mark == ".", letters.last == "," { letters[letters.count - 1] = "." }
        guard let last = letters.last, last != ",", last != "." else { return }
        add(mark, offset)
    }

    private mutating func add(_ scalar: Unicode.Scalar, _ offset: Int) {
        letters.append(scalar)
        places.append(offset)
        isQuoted.append(depth > 0)
    }
}
