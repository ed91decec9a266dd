import Crypto
import Foundation

/// Private links: a number and a proof that only the holder of the city's secret can make. No list of them is
/// stored; whoever has the whole database has the secret too, and with it every link.
struct Links: Sendable {
    private let key: SymmetricKey
    private let address: String

    init(secret: [UInt8], address: String) {
        key = SymmetricKey(data: secret)
        self.address = address
    }

    /// `QS2026112200017-` and 26 letters and digits: 130 bits.
    func token(of number: String) -> String { number + "-" + proof(of: number) }

    func address(of number: String) -> String { "\(address)/track/\(token(of: number))" }

    /// The number, if the proof is its own. The comparison takes the same time wherever they differ.
    func number(of token: String) -> String? {
        guard token.utf8.count <= 80, let dash = token.lastIndex(of: "-") else { return nil }
        let number = String(token[..<dash])
        let given = Array(token[token.index(after: dash)...].utf8)
        let right = Array(proof(of: number).utf8)
        guard given.count == right.count else { return nil }
        let difference = zip(given, right).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) }
        return difference == 0 ? number : nil
    }

    private static let letters = Array("abcdefghijkmnpqrstuvwxyz23456789")

    /// Base 32 without letters that look alike on paper.
    private func proof(of number: String) -> String {
        let code = HMAC<SHA256>.authenticationCode(for: Data("link 1 \(number)".utf8), using: key)
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
