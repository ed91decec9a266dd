import Crypto
import FoundationEssentials

/// Signs short texts with the site's secret, so that nobody else can make them.
struct Signer: Sendable {
    let key: SymmetricKey

    /// HMAC-SHA256 in base64url, cut to `bytes`. The purpose keeps one use from serving as another.
    func sign(_ text: String, for purpose: String, bytes: Int = 32) -> String {
        Base64URL.encode(Array(code(text, for: purpose).prefix(bytes)))
    }

    /// The same as its 32 bytes.
    func code(_ text: String, for purpose: String) -> [UInt8] {
        let message = Data("\(purpose)\u{0}\(text)".utf8)
        return Array(HMAC<SHA256>.authenticationCode(for: message, using: key))
    }

    /// Compares in a time that does not tell how much was right.
    func verifies(_ signature: String, of text: String, for purpose: String, bytes: Int = 32) -> Bool {
        let expected = Array(sign(text, for: purpose, bytes: bytes).utf8)
        let given = Array(signature.utf8)
        guard expected.count == given.count else { return false }
        return zip(expected, given).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
    }
}

/// Base64 for addresses (RFC 4648 §5), without padding.
public enum Base64URL {
    private static let letters = Array(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)
    /// The six bits of every character; 255 for one that is none of them.
    private static let bits: [UInt8] = {
        var bits = [UInt8](repeating: 255, count: 256)
        for (place, letter) in letters.enumerated() { bits[Int(letter)] = UInt8(place) }
        return bits
    }()

    public static func encode(_ bytes: [UInt8]) -> String {
        var text: [UInt8] = []
        text.reserveCapacity(bytes.count * 4 / 3 + 3)
        var (held, count) = (0, 0)
        for byte in bytes {
            (held, count) = (held << 8 | Int(byte), count + 8)
            while count >= 6 {
                count -= 6
                text.append(letters[held >> count & 63])
            }
            held &= (1 << count) - 1
        }
        if count > 0 { text.append(letters[held << (6 - count) & 63]) }
        return String(decoding: text, as: UTF8.self)
    }

    /// Nil when the text is not base64url.
    public static func decode(_ text: String) -> [UInt8]? {
        // One character alone holds no byte.
        guard text.utf8.count % 4 != 1 else { return nil }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count * 3 / 4)
        var (held, count) = (0, 0)
        for letter in text.utf8 {
            let six = bits[Int(letter)]
            guard six < 64 else { return nil }
            (held, count) = (held << 6 | Int(six), count + 6)
            if count >= 8 {
                count -= 8
                bytes.append(UInt8(truncatingIfNeeded: held >> count))
                held &= (1 << count) - 1
            }
        }
        // Several texts decode to the same bytes where the last character has spare bits: only one is ours.
        return held == 0 ? bytes : nil
    }
}
