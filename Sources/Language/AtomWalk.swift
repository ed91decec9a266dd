/// One ideograph, or one word in its folded spelling, and where it stands.
struct Atom {
    var isIdeograph: Bool
    var follows: Link
    /// Where it stands in the text, in bytes of UTF-8.
    var bytes: Range<Int>
    /// Its folded scalars, in the list that the walk fills.
    var letters: Range<Int>

    /// What lies between an atom and the one before it.
    enum Link { case directly, byHyphen, afterGap }
}

/// Goes through a text atom by atom, once, over its bytes: nothing is allocated but what the caller keeps.
struct AtomWalk {
    private let bytes: UnsafeBufferPointer<UInt8>
    private let table: UnsafeBufferPointer<UInt32>
    private var index = 0
    /// Where the atom before ended, if nothing but marks came since.
    private var touches: (isIdeograph: Bool, end: Int)?

    /// - Parameter bytes: Well-formed UTF-8, as every `String` is.
    private init(_ bytes: UnsafeBufferPointer<UInt8>, _ table: UnsafeBufferPointer<UInt32>) {
        self.bytes = bytes
        self.table = table
    }

    /// Lets `body` walk through a text; the walk is not kept beyond it.
    static func through<T>(_ text: String, _ body: (inout AtomWalk) -> T) -> T {
        var text = text
        return text.withUTF8 { bytes in
            Letters.table.withUnsafeBufferPointer { table in
                var walk = AtomWalk(bytes, table)
                return body(&walk)
            }
        }
    }

    /// The next atom; its letters are appended to `letters`.
    mutating func next(_ letters: inout [UInt32]) -> Atom? {
        var link = Atom.Link.directly
        while index < bytes.count {
            let (form, sort, length) = look(at: index)
            switch sort {
            case .ideograph: return ideograph(form, length, link, &letters)
            case .word: return word(link, &letters)
            case .mark: break
            case .hyphen: link = joinsWords(length) ? .byHyphen : .afterGap
            case .apostrophe, .gap, .sign: link = .afterGap
            }
            index += length
        }
        return nil
    }

    private mutating func ideograph(
        _ form: UInt32, _ length: Int, _ link: Atom.Link, _ letters: inout [UInt32]
    ) -> Atom {
        let start = index
        index += length
        skipMarks()
        let isDirect = link == .directly && touches?.isIdeograph == true
        touches = (true, index)
        letters.append(form)
        return Atom(
            isIdeograph: true, follows: isDirect ? .directly : .afterGap, bytes: start..<index,
            letters: letters.count - 1..<letters.count)
    }

    private mutating func word(_ link: Atom.Link, _ letters: inout [UInt32]) -> Atom {
        let (start, first) = (index, letters.count)
        scan: while index < bytes.count {
            let (form, sort, length) = look(at: index)
            switch sort {
            case .word, .sign:
                if letters.count - first < Analyser.longestToken { letters.append(form) }
            case .apostrophe where isWord(at: index + length): break
            case .mark: break
            case .apostrophe, .ideograph, .hyphen, .gap: break scan
            }
            index += length
        }
        let isJoined = link == .byHyphen && touches?.isIdeograph == false
        touches = (false, index)
        return Atom(
            isIdeograph: false, follows: isJoined ? .byHyphen : .afterGap, bytes: start..<index,
            letters: first..<letters.count)
    }

    /// Whether a hyphen at `index` stands between a word that ends here and another one.
    private func joinsWords(_ length: Int) -> Bool {
        guard let touches, !touches.isIdeograph, touches.end == index else { return false }
        return isWord(at: index + length)
    }

    private func isWord(at place: Int) -> Bool { place < bytes.count && look(at: place).sort == .word }

    private mutating func skipMarks() {
        while index < bytes.count {
            let (_, sort, length) = look(at: index)
            if sort != .mark { return }
            index += length
        }
    }

    /// The folded scalar at a place, its sort, and how many bytes it takes.
    private func look(at place: Int) -> (form: UInt32, sort: Letters.Sort, length: Int) {
        let first = UInt32(bytes[place])
        let value: UInt32
        let length: Int
        switch first {
        case 0..<0x80: (value, length) = (first, 1)
        case 0..<0xE0: (value, length) = ((first & 0x1F) << 6 | tail(place + 1), 2)
        case 0..<0xF0:
            (value, length) = ((first & 0x0F) << 12 | tail(place + 1) << 6 | tail(place + 2), 3)
        default:
            (value, length) = (
                (first & 0x07) << 18 | tail(place + 1) << 12 | tail(place + 2) << 6 | tail(place + 3), 4
            )
        }
        let (form, sort) = Letters.look(value, in: table)
        return (form, sort, length)
    }

    private func tail(_ place: Int) -> UInt32 { UInt32(bytes[place] & 0x3F) }
}

extension [UInt8] {
    /// Appends a scalar in UTF-8.
    mutating func append(scalar value: UInt32) {
        switch value {
        case 0..<0x80: append(UInt8(value))
        case 0..<0x800:
            append(UInt8(0xC0 | value >> 6))
            append(UInt8(0x80 | value & 0x3F))
        case 0..<0x10000:
            append(UInt8(0xE0 | value >> 12))
            append(UInt8(0x80 | value >> 6 & 0x3F))
            append(UInt8(0x80 | value & 0x3F))
        default:
            append(UInt8(0xF0 | value >> 18 & 0x07))
            append(UInt8(0x80 | value >> 12 & 0x3F))
            append(UInt8(0x80 | value >> 6 & 0x3F))
            append(UInt8(0x80 | value & 0x3F))
        }
    }
}
