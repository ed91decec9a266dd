/// What a scalar is to us, told by its number alone so that both engines see the same text.
enum Letters {
    enum Sort: UInt8 {
        /// Written without spaces between words: Han, kana, hangul syllables.
        case ideograph
        /// A letter or digit of a script that separates its words.
        case word
        /// Stands on the letter before it, or is invisible: dropped.
        case mark
        /// A vowel sign of a script that needs it: part of the word it stands in, never a word.
        case sign
        /// Joins two parts of one word.
        case hyphen, apostrophe
        /// Anything else: space, punctuation, emoji, control.
        case gap
    }

    /// Full-width forms as the ASCII they stand for, anything else as it is.
    static func narrow(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        switch scalar.value {
        case 0xFF01...0xFF5E: Unicode.Scalar(scalar.value - 0xFEE0) ?? scalar
        case 0x3000, 0xA0, 0x2002...0x200A, 0x202F: " "
        default: scalar
        }
    }

    static func sort(_ scalar: Unicode.Scalar) -> Sort {
        switch scalar.value {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: .word
        case 0x27, 0x2019: .apostrophe
        case 0x2D, 0x2010, 0x2011: .hyphen
        case 0...0x7F: .gap
        case 0x4E00...0x9FFF, 0x3400...0x4DBF, 0x3005, 0x3007, 0x3041...0x3096, 0x30A1...0x30FA, 0x30FC,
            0x31F0...0x31FF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFF66...0xFF9F, 0x20000...0x3FFFF:
            .ideograph
        case 0x300...0x36F, 0x1AB0...0x1AFF, 0x1DC0...0x1DFF, 0x20D0...0x20FF, 0xFE00...0xFE0F,
            0xFE20...0xFE2F,
            0x200B...0x200F, 0x202A...0x202E, 0x2060...0x2069, 0xFEFF, 0xAD, 0x3099, 0x309A:
            .mark
        case 0x2000...0x2BFF, 0x3000...0x303F, 0xE000...0xF8FF, 0x1F000...0x1FAFF: .gap
        default: foreign(scalar)
        }
    }

    /// Scripts that are rare here are looked up in the standard library's tables.
    private static func foreign(_ scalar: Unicode.Scalar) -> Sort {
        switch scalar.properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter,
            .decimalNumber:
            .word
        case .nonspacingMark, .spacingMark, .enclosingMark: .sign
        case .letterNumber, .otherNumber, .connectorPunctuation, .dashPunctuation, .openPunctuation,
            .closePunctuation, .initialPunctuation, .finalPunctuation, .otherPunctuation, .mathSymbol,
            .currencySymbol, .modifierSymbol, .otherSymbol, .spaceSeparator, .lineSeparator,
            .paragraphSeparator,
            .control, .format, .surrogate, .privateUse, .unassigned:
            .gap
        @unknown default: .gap
        }
    }

    /// A Latin letter of U+00C0…U+017F in lower case, without its accent.
    static func latinForm(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        let plain = latin[Int(scalar.value - 0xC0)]
        if plain != "-" { return plain }
        return scalar.properties.lowercaseMapping.unicodeScalars.first ?? scalar
    }

    /// U+00C0…U+017F without accents; `-` where a letter is no accented one.
    private static let latin: [Unicode.Scalar] = Array(
        ("aaaaaa-ceeeeiiii-nooooo-ouuuuy--aaaaaa-ceeeeiiii-nooooo-ouuuuy-y"
            + "aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiii--jjkk-llllll-"
            + "-llnnnnnn---oooooo--rrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzz-").unicodeScalars)

    /// The value of a digit in ASCII, full width or Chinese, −1 for anything else.
    static func digit(_ scalar: Unicode.Scalar) -> Int8 {
        switch scalar.value {
        case 0x30...0x39: return Int8(scalar.value - 0x30)
        case 0xFF10...0xFF19: return Int8(scalar.value - 0xFF10)
        default: return chineseDigit(scalar)
        }
    }

    static func chineseDigit(_ scalar: Unicode.Scalar) -> Int8 {
        switch scalar {
        case "〇", "零", "○": 0
        case "一", "壹", "幺": 1
        case "二", "贰", "两": 2
        case "三", "叁": 3
        case "四", "肆": 4
        case "五", "伍": 5
        case "六", "陆": 6
        case "七", "柒": 7
        case "八", "捌": 8
        case "九", "玖": 9
        default: -1
        }
    }
}
