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
    public static func encode(_ bytes: [UInt8]) -> String {
        let plain = Data(bytes).base64EncodedString()
        return plain.replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }

    /// Nil when the text is not base64url.
    public static func decode(_ text: String) -> [UInt8]? {
        guard !text.contains(where: { "+/=".contains($0) }) else { return nil }
        let plain = text.replacing("-", with: "+").replacing("_", with: "/")
        let padding = String(repeating: "=", count: (4 - plain.count % 4) % 4)
        guard let data = Data(base64Encoded: plain + padding) else { return nil }
        let bytes = [UInt8](data)
        // Several texts decode to the same bytes where the last character has spare bits: only one is ours.
        return encode(bytes) == text ? bytes : nil
    }
}
