/// Walks the bytes of a text and hands out the hash of each run of one to three symbols: an ideograph is a
/// symbol, so is a whole word of a script that separates its words, every number, and every gap.
struct SymbolRuns {
    /// Letters that are read before the walk ends.
    let limit: Int

    static let gap: UInt64 = 1
    static let number: UInt64 = 2

    /// Calls with each run's hash (never 0) and the bytes it spans.
    @inline(__always)
    func walk(_ bytes: UnsafeBufferPointer<UInt8>, salt: UInt64, _ body: (UInt32, Int, Int) -> Void) {
        // The two symbols before, each with the byte it began at; 0 where there is none.
        var (first, second): (UInt64, UInt64) = (0, 0)
        var (firstAt, secondAt) = (0, 0)
        var (word, wordAt, isNumber): (UInt64, Int, Bool) = (0, 0, false)
        var (at, read) = (0, 0)
        let end = bytes.count

        @inline(__always) func hash(_ value: UInt64) -> UInt32 { Self.hash(value ^ salt) }
        @inline(__always) func take(_ symbol: UInt64, from start: Int, to end: Int) {
            if symbol == Self.gap {
                if second == Self.gap || second == 0 { return }
            } else {
                body(hash(symbol), start, end)
            }
            if second != 0 {
                let pair = second &* 0xD6E8_FEB8_6659_FD93 &+ symbol
                if symbol != Self.gap || first != 0 { body(hash(pair &* 3), secondAt, end) }
                if first != 0 {
                    body(hash((first &* 0xA076_1D64_78BD_642F ^ pair) &* 5), firstAt, end)
                }
            }
            (first, firstAt, second, secondAt) = (second, secondAt, symbol, start)
        }
        @inline(__always) func endWord() {
            guard word != 0 else { return }
            take(isNumber ? Self.number : word | 1 << 40, from: wordAt, to: at)
            word = 0
            isNumber = false
        }
        while at < end, read < limit {
            let start = at
            guard let (found, length) = Self.scalar(bytes, at) else { break }
            var scalar = found
            read += 1
            if scalar >= 0x4E00, scalar <= 0x9FFF {
                endWord()
                take(UInt64(scalar), from: start, to: start + length)
            } else {
                switch SymbolSort.of(&scalar) {
                case .ideograph:
                    endWord()
                    take(UInt64(scalar), from: start, to: start + length)
                case .digit, .letter:
                    if word == 0 { (word, wordAt) = (0x811C_9DC5, start) }
                    if scalar < 0x3A { isNumber = true }
                    word = (word ^ UInt64(scalar)) &* 0x100_0000_01B3 & 0xFF_FFFF_FFFF
                    if word == 0 { word = 1 }
                case .gap:
                    endWord()
                    take(Self.gap, from: start, to: start + length)
                case .mark: break
                }
            }
            at = start + length
        }
        endWord()
    }

    /// Never 0.
    @inline(__always)
    private static func hash(_ value: UInt64) -> UInt32 {
        let mixed = value &* 0x9E37_79B9_7F4A_7C15
        let folded = UInt32(truncatingIfNeeded: (mixed ^ (mixed >> 29)) &* 0xBF58_476D_1CE4_E5B9 >> 32)
        return folded == 0 ? 1 : folded
    }

    /// The scalar that begins at a byte of valid UTF-8, and its length in bytes; nil where it is cut off.
    @inline(__always)
    private static func scalar(
        _ bytes: UnsafeBufferPointer<UInt8>, _ at: Int
    ) -> (UInt32, length: Int)? {
        let lead = bytes[at]
        if lead < 0xC0 { return (UInt32(lead), 1) }
        let length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2
        guard at + length <= bytes.count else { return nil }
        var scalar = UInt32(lead) & (0x7F >> UInt32(length))
        for next in 1..<length { scalar = scalar << 6 | UInt32(bytes[at + next] & 0x3F) }
        return (scalar, length)
    }
}

/// What a scalar is to the walk; full-width and capital letters are made plain on the way.
enum SymbolSort {
    case ideograph, letter, digit, gap, mark

    @inline(__always)
    static func of(_ scalar: inout UInt32) -> SymbolSort {
        if scalar >= 0xFF01, scalar <= 0xFF5E { scalar -= 0xFEE0 }
        switch scalar {
        case 0x30...0x39: return .digit
        case 0x61...0x7A: return .letter
        case 0x41...0x5A:
            scalar += 0x20
            return .letter
        case 0...0xA9, 0xAB...0xB4, 0xB6...0xB9, 0xBB...0xBF, 0xD7, 0xF7, 0x2010...0x2027, 0x2030...0x205F,
            0x2070...0x2BFF, 0x3000...0x3004, 0x3008...0x3030, 0xE000...0xF8FF, 0x0F0B...0x0F14, 0x60C,
            0x61B, 0x61F, 0x2000...0x200A, 0x202F:
            return .gap
        case 0x300...0x36F, 0xFE00...0xFE2F, 0x200B...0x200F, 0x202A...0x202E, 0x2060...0x206F, 0xFEFF:
            return .mark
        case 0x3400...0x4DBF, 0x3005...0x3007, 0x3031...0x30FF, 0x31F0...0x31FF, 0xAC00...0xD7A3,
            0xF900...0xFAFF, 0x1F000...0x3FFFF:
            return .ideograph
        default: return .letter
        }
    }
}
