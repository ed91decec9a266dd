/// A telephone number as people write it, in the one spelling that is kept: the same person, the same text.
public struct PhoneNumber: Hashable, Sendable, CustomStringConvertible {
    /// `13812345678`, `027-87654321`, `027-87654321-802`, `+85291234567`.
    public let text: String
    private let kind: Kind

    private enum Kind: Hashable {
        case mobile, foreign
        case landline(area: String, local: String, extensionDigits: String)
    }

    /// Reads a Chinese mobile number, a landline with its area code (`areaCode` is put before one without),
    /// or a foreign number with `+`. Full-width digits, Chinese numerals, spaces, dots, hyphens, brackets,
    /// `+86`, `0086` and an extension (`转802`, `-802`, `x802`) are understood. Nil for anything else.
    public init?(_ written: String, areaCode: String? = nil) {
        guard let (hasPlus, digits, tail) = PhoneNumber.digits(of: written) else { return nil }
        var number = digits
        let isNational: Bool
        if number.hasPrefix("0086") {
            number.removeFirst(4)
            isNational = true
        } else if number.hasPrefix("86"), hasPlus || number.count == 13 {
            number.removeFirst(2)
            isNational = true
        } else if hasPlus {
            guard (8...15).contains(number.count), number.first != "0", tail.isEmpty else { return nil }
            (text, kind) = ("+" + number, .foreign)
            return
        } else {
            isNational = false
        }
        if number.hasPrefix("01"), PhoneNumber.isMobile(number.dropFirst()) { number.removeFirst() }
        if PhoneNumber.isMobile(number) {
            guard tail.isEmpty else { return nil }
            (text, kind) = (number, .mobile)
            return
        }
        if !number.hasPrefix("0") {
            // After the code of the country the zero of the area code is left out.
            number = (isNational ? "0" : areaCode ?? "") + number
        }
        guard let (area, local) = PhoneNumber.landline(number), tail.count <= 6 else { return nil }
        (text, kind) = (
            "\(area)-\(local)" + (tail.isEmpty ? "" : "-\(tail)"),
            .landline(area: area, local: local, extensionDigits: tail)
        )
    }

    public var description: String { text }

    /// Whether a text message can reach it.
    public var isMobile: Bool { kind == .mobile }

    /// What others may see: `138****5678`, `027-****4321`.
    public var masked: String {
        switch kind {
        case .mobile: "\(text.prefix(3))****\(text.suffix(4))"
        case .foreign: "\(text.prefix(4))****\(text.suffix(2))"
        case .landline(let area, let local, _): "\(area)-****\(local.suffix(4))"
        }
    }

    static func isMobile(_ digits: some StringProtocol) -> Bool {
        let bytes = Array(digits.utf8)
        return bytes.count == 11 && bytes[0] == 49 && (51...57).contains(bytes[1])
    }

    /// Area code and local number of a landline written with its leading zero.
    static func landline(_ digits: some StringProtocol) -> (area: String, local: String)? {
        let bytes = Array(digits.utf8)
        guard bytes.count >= 10, bytes[0] == 48, bytes[1] != 48 else { return nil }
        // 010 and 02x are the codes of three digits; 01x are no others.
        guard bytes[1] > 49 || bytes[2] == 48 else { return nil }
        let length = bytes[1] <= 50 ? 3 : 4
        let local = String(digits.dropFirst(length))
        guard local.count == 7 || local.count == 8, let first = local.first, ("2"..."8").contains(first)
        else {
            return nil
        }
        return (String(digits.prefix(length)), local)
    }

    /// The digits before and after a mark of extension; nil where anything else is written.
    private static func digits(of written: String) -> (hasPlus: Bool, number: String, tail: String)? {
        var (hasPlus, number, tail, inTail) = (false, "", "", false)
        for scalar in written.unicodeScalars.prefix(65) {
            let digit = Letters.digit(scalar)
            if digit >= 0 {
                if inTail { tail.append(String(digit)) } else { number.append(String(digit)) }
                continue
            }
            switch Letters.narrow(scalar) {
            case "+" where number.isEmpty && !hasPlus: hasPlus = true
            case "转", "#", "x", "X", "×",
                "分" where !number.isEmpty:
                inTail = true
            // A hyphen after a whole landline begins its extension.
            case "-", "–", "—": if landline(number) != nil { inTail = true }
            case "e", "t", "机", "号", ".", "(", ")", "·", "\t": break
            case let scalar where scalar == " " || Letters.sort(scalar) == .mark: break
            default: return nil
            }
        }
        return number.isEmpty || written.unicodeScalars.count > 64 ? nil : (hasPlus, number, tail)
    }
}
