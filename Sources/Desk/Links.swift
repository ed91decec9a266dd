import Crypto
import Foundation

/// Private links: a number and a proof that only the holder of the city's secret can make. No list of them is
/// stored; whoever has the whole database has the secret too, and with it every link.
struct Links: Sendable {
    /// Holds the key and has seen nothing yet: making it anew takes longer than a message.
    private let blank: HMAC<SHA256>
    /// The public address of the city's site, without a slash at its end.
    let site: String

    init(secret: [UInt8], address: String) {
        blank = HMAC(key: SymmetricKey(data: secret))
        site = address
    }

    /// `QS2026112200017-` and 26 letters and digits: 130 bits.
    func token(of number: String) -> String { number + "-" + proof("link 1 \(number)") }

    func address(of number: String) -> String { "\(site)/track/\(token(of: number))" }

    /// The number, if the proof is its own. The comparison takes the same time wherever they differ.
    func number(of token: String) -> String? {
        guard token.utf8.count <= 80, let dash = token.lastIndex(of: "-") else { return nil }
        let number = String(token[..<dash])
        return isSame(String(token[token.index(after: dash)...]), proof("link 1 \(number)")) ? number : nil
    }

    /// Whether two proofs are the same, found out in a time that does not tell how much of it was right.
    func isSame(_ given: String, _ right: String) -> Bool {
        let (given, right) = (Array(given.utf8), Array(right.utf8))
        guard given.count == right.count else { return false }
        return zip(given, right).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
    }

    private static let letters = Array("abcdefghijkmnpqrstuvwxyz23456789")

    /// Base 32 without letters that look alike on paper. The first word of a message is its purpose, so that
    /// no proof serves for another.
    func proof(_ message: String) -> String {
        var maker = blank
        maker.update(data: Array(message.utf8))
        let code = maker.finalize()
        var text = ""
        var bits: UInt32 = 0
        var count = 0
        for byte in code where text.utf8.count < 26 {
            bits = bits << 8 | UInt32(byte)
            count += 8
            while count >= 5, text.utf8.count < 26 {
                count -= 5
                text.append(Self.letters[Int(bits >> UInt32(count)) & 31])
            }
            bits &= (1 << UInt32(count)) - 1
        }
        return text
    }
}
