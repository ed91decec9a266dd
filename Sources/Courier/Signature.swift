public import Core
import Crypto
import FoundationEssentials

/// Why a signed message was not taken (Standard Webhooks).
public enum SignatureRefusal: Error, Hashable, Sendable {
    /// A header is missing or cannot be read: its name.
    case missing(String)
    /// Signed more than five minutes before or after now.
    case outOfTime
    /// No key that holds signed it, or not these bytes.
    case unknownSigner
}

/// A message with the three headers of Standard Webhooks.
public struct SignedMessage: Sendable {
    public let id: String
    /// Seconds since 1970, as it was sent.
    let timestamp: Int64
    let signatures: [String]
    public let body: [UInt8]
    /// How far the sender's clock may be off, in milliseconds.
    public static let tolerance: Int64 = 5 * 60_000

    /// Reads the headers.
    ///
    /// - Parameter header: The value of a header by its lower-case name.
    public init(
        body: [UInt8], header: (String) -> String?
    ) throws(SignatureRefusal) {
        guard let id = header("webhook-id"), !id.isEmpty, id.utf8.count <= 200,
            id.utf8.allSatisfy({ $0 > 32 && $0 < 127 && $0 != UInt8(ascii: ".") })
        else { throw .missing("webhook-id") }
        guard let stamp = header("webhook-timestamp"), let seconds = Int64(stamp), seconds > 0,
            seconds < 253_402_300_800
        else { throw .missing("webhook-timestamp") }
        guard let signature = header("webhook-signature"), !signature.isEmpty, signature.utf8.count <= 4000
        else { throw .missing("webhook-signature") }
        self.id = id
        timestamp = seconds
        signatures = signature.split(separator: " ").map(String.init)
        self.body = body
    }

    func check(at now: Moment) throws(SignatureRefusal) {
        let distance = now - Moment(milliseconds: timestamp * 1000)
        if abs(distance) > Self.tolerance { throw .outOfTime }
    }

    /// Compares without telling by its time how much was right.
    func isSigned(withOneOf secrets: [String]) -> Bool {
        let content = Signature.content(id: id, timestamp: timestamp, body: body)
        return secrets.contains { secret in
            guard let key = Signature.key(secret) else { return false }
            return signatures.contains { signature in
                guard signature.hasPrefix("v1,"),
                    let code = Data(base64Encoded: String(signature.dropFirst(3)))
                else { return false }
                return HMAC<SHA256>.isValidAuthenticationCode(code, authenticating: content, using: key)
            }
        }
    }
}

/// Signatures of Standard Webhooks, version 1: HMAC with SHA-256 over `id.timestamp.body`.
public enum Signature {
    /// The header `webhook-signature` for each of the secrets that hold, the newest first.
    public static func header(id: String, at now: Moment, body: [UInt8], secrets: [String]) -> String {
        let content = content(id: id, timestamp: now.milliseconds / 1000, body: body)
        return secrets.compactMap(key).map { key in
            "v1," + Data(HMAC<SHA256>.authenticationCode(for: content, using: key)).base64EncodedString()
        }.joined(separator: " ")
    }

    /// `whsec_` and 32 random bytes in Base64.
    public static func newSecret(_ randomBytes: (Int) -> [UInt8]) -> String {
        "whsec_" + Data(randomBytes(32)).base64EncodedString()
    }

    static func content(id: String, timestamp: Int64, body: [UInt8]) -> Data {
        Data("\(id).\(timestamp).".utf8) + Data(body)
    }

    static func key(_ secret: String) -> SymmetricKey? {
        guard secret.hasPrefix("whsec_"), let bytes = Data(base64Encoded: String(secret.dropFirst(6))),
            (24...64).contains(bytes.count)
        else { return nil }
        return SymmetricKey(data: bytes)
    }
}
