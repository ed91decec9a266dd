extension Letters {
    /// Every spelling of a letter as one: half width, lower case, without accent, simplified, digits of any
    /// script as ASCII. Always one scalar for one, so a place in the folded text is the same place in the
    /// text. The one fold of search, classifier and likeness.
    static func fold(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        if scalar.value < 0x80 {
            return (0x41...0x5A).contains(scalar.value)
                ? Unicode.Scalar(UInt8(scalar.value + 0x20)) : scalar
        }
        if scalar.value <= 0xFFFF {
            return Unicode.Scalar(table[Int(scalar.value)] & 0xFFFF) ?? scalar
        }
        return lowered(scalar)
    }

    /// Folded form and sort of each scalar of the basic plane: the form in the low 16 bits, the sort above.
    static let table: [UInt32] = {
        var forms = [UInt32](repeating: 0, count: 0x10000)
        for value in UInt32(0)...0xFFFF {
            forms[Int(value)] = Unicode.Scalar(value).map { plain($0).value } ?? value
        }
        for (from, to) in pairs { forms[Int(from)] = to }
        // A folded form that has a form itself, as a full-width letter its lower case, is followed.
        return forms.map { once in
            let form = forms[Int(once)]
            return form | UInt32((Unicode.Scalar(form).map { Letters.sort($0) } ?? .gap).rawValue) << 16
        }
    }()

    /// What a scalar of `table` is once folded.
    static func look(_ value: UInt32, in table: UnsafeBufferPointer<UInt32>) -> (form: UInt32, sort: Sort) {
        if value <= 0xFFFF {
            let entry = table[Int(value)]
            return (entry & 0xFFFF, Sort(rawValue: UInt8(truncatingIfNeeded: entry >> 16)) ?? .gap)
        }
        guard let scalar = Unicode.Scalar(value) else { return (value, .gap) }
        return (lowered(scalar).value, sort(scalar))
    }

    /// Without what needs no list: width, case, the accents of Latin letters, digits of other scripts.
    private static func plain(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        let narrow = narrow(scalar)
        switch narrow.value {
        case 0x41...0x5A: return Unicode.Scalar(UInt8(narrow.value + 0x20))
        case 0...0x7F: return narrow
        case 0xC0...0x17F: return latinForm(narrow)
        case 0x2E80...0xD7FF, 0xE000...0xFAFF: return narrow
        default: return digit(ofAnyScript: narrow) ?? lowered(narrow)
        }
    }

    /// ٣, ３, ³ and ③ as 3: whatever is one of ten digits by its number in Unicode.
    private static func digit(ofAnyScript scalar: Unicode.Scalar) -> Unicode.Scalar? {
        switch scalar.properties.numericType {
        case .decimal, .digit:
            guard let value = scalar.properties.numericValue, value >= 0, value <= 9 else { return nil }
            return Unicode.Scalar(UInt8(0x30 + value))
        case .numeric, nil: return nil
        @unknown default: return nil
        }
    }

    private static func lowered(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        scalar.properties.lowercaseMapping.unicodeScalars.first ?? scalar
    }

    /// The pairs of both lists of forms.
    private static var pairs: [(from: UInt32, to: UInt32)] {
        var pairs: [(from: UInt32, to: UInt32)] = []
        var open: UInt32?
        for scalar in HanForms.simplified.unicodeScalars {
            if let from = open {
                pairs.append((from, scalar.value))
                open = nil
            } else {
                open = scalar.value
            }
        }
        var number: UInt32 = 0
        for scalar in HanForms.compatible.unicodeScalars {
            switch scalar.value {
            case 0x30...0x39: number = number << 4 | (scalar.value - 0x30)
            case 0x41...0x46: number = number << 4 | (scalar.value - 0x37)
            default:
                pairs.append((number & 0xFFFF, scalar.value))
                number = 0
            }
        }
        return pairs
    }
}
