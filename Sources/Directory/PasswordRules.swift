import Core
import Foundation

/// A password as it is hashed: in Unicode form C, without white space around it, so that the same one typed
/// on another keyboard or system is the same bytes.
struct Password: Sendable {
    let text: String

    init(_ typed: String) {
        text = typed.trimmed.precomposedStringWithCanonicalMapping
    }

    var bytes: [UInt8] { Array(text.utf8) }
    /// A longer one is never hashed.
    static let longestBytes = 256
    /// In characters of any script. No rules of composition: length is what makes guessing slow.
    static let shortest = 12

    var isTooLong: Bool { text.utf8.count > Self.longestBytes }
}

/// Why a password cannot be chosen.
public enum PasswordFlaw: String, Sendable, Hashable, CaseIterable {
    case tooShort, tooLong
    /// One of those that are tried first.
    case common
    /// The login, or little more.
    case login
}

extension Password {
    /// What is wrong with it as the password of this login; nil when it may be chosen.
    func flaw(for login: String) -> PasswordFlaw? {
        if text.count < Self.shortest { return .tooShort }
        if isTooLong { return .tooLong }
        let folded = text.lowercased()
        if !login.isEmpty, folded.replacing(login, with: "").count < Self.shortest / 2 { return .login }
        return Password.isCommon(folded) ? .common : nil
    }

    private static func isCommon(_ folded: String) -> Bool {
        if Set(folded).count < 5 { return true }
        let core = String(folded.filter(\.isLetter))
        if words.contains(core) || core.isEmpty && folded.allSatisfy(\.isNumber) && isRun(folded) {
            return true
        }
        return isRun(folded)
    }

    /// Neighbours on a keyboard, in the alphabet or among the digits, in either direction.
    private static func isRun(_ text: String) -> Bool {
        rows.contains { row in
            let round = row + row + row
            return round.contains(text) || String(round.reversed()).contains(text)
        }
    }

    private static let rows = [
        "0123456789", "1234567890", "abcdefghijklmnopqrstuvwxyz", "qwertyuiopasdfghjklzxcvbnm",
        "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik,9ol.0p;/", "qazwsxedcrfvtgbyhnujmikolp",
    ]

    /// What is left of the passwords tried first when digits and signs are taken off.
    private static let words: Set<String> = [
        "password", "passwort", "passw", "pass", "passwordpassword", "admin", "administrator", "adminadmin",
        "root", "rootroot", "welcome", "letmein", "changeme", "default", "secret", "login", "master", "guest",
        "qwerty", "qwertyqwerty", "qwertyuiop", "asdfghjkl", "zxcvbnm", "qazwsx", "abc", "abcd", "abcabc",
        "iloveyou", "woaini", "woainiwoaini", "mima", "mimamima", "wodemima", "nihao", "zhongguo", "china",
        "beijing", "shanghai", "lianxin", "lianxinlianxin", "test", "testtest", "user", "useruser", "hello",
        "dragon", "monkey", "football", "sunshine", "princess", "superman", "trustno", "huawei", "computer",
        "internet", "service", "support", "system", "manager", "demo", "demodemo", "server", "government",
        "密码", "我的密码", "我爱你", "管理员", "连心", "你好",
    ]
}
