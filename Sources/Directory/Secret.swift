import Crypto
import FoundationEssentials
import Web

/// Random texts that prove something to whoever holds them, and what is kept of them.
enum Secret {
    /// SHA-256. The secrets are random and long: nothing can be guessed from it, so it need not be slow.
    static func hash(_ text: String) -> [UInt8] { Array(SHA256.hash(data: Data(text.utf8))) }

    /// 32 random bytes: a session, a one-time link.
    static func long(_ surroundings: Surroundings) -> String {
        Base64URL.encode(surroundings.randomBytes(32))
    }

    /// Whether a text can be one of ours at all, before anything is looked up.
    static func isLong(_ text: String) -> Bool {
        text.utf8.count == 43 && Base64URL.decode(text)?.count == 32
    }

    /// `lx_` and 40 characters: an API token that people and scanners recognise.
    static func token(_ surroundings: Surroundings) -> String {
        "lx_" + Base64URL.encode(surroundings.randomBytes(30))
    }

    static func isToken(_ text: String) -> Bool {
        text.utf8.count == 43 && text.hasPrefix("lx_")
            && Base64URL.decode(String(text.dropFirst(3)))?.count == 30
    }

    /// Names a session in public, as form tokens and the list of sessions do.
    static func publicID(_ surroundings: Surroundings) -> String {
        Base64URL.encode(surroundings.randomBytes(12))
    }
}
