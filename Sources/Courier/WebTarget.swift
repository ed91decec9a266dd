import CCurl
import Glibc

/// An address that requests may be sent to, as far as its text tells: `http` or `https`, a host, perhaps a
/// port, no user and no password. Where it really leads is checked when it is connected to (`Reach`).
public struct WebTarget: Hashable, Sendable, CustomStringConvertible {
    /// The address as it was given.
    public let description: String
    public let isEncrypted: Bool
    /// In lower case; an IPv6 address without its brackets.
    public let host: String
    /// The one it names, else 80 or 443.
    public let port: Int
    /// The longest address taken, in bytes.
    public static let lengthLimit = 2000

    public init?(_ text: String) {
        guard text.utf8.count <= Self.lengthLimit,
            text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && !Self.strange.contains($0) }),
            let colon = text.firstRange(of: "://")
        else { return nil }
        switch text[..<colon.lowerBound].lowercased() {
        case "http": isEncrypted = false
        case "https": isEncrypted = true
        default: return nil
        }
        let rest = text[colon.upperBound...]
        let authority = rest.prefix { !"/?#".contains($0) }
        guard !authority.contains("@"), let (host, port) = Self.split(authority) else { return nil }
        self.host = host
        self.port = port ?? (isEncrypted ? 443 : 80)
        description = text
    }

    /// Backslash, quotes, angle brackets and other signs that readers of addresses disagree on.
    private static let strange = Set("\\\"<>^`{|}".utf8)

    private static func split(_ authority: Substring) -> (host: String, port: Int?)? {
        var host = authority
        var port: Substring?
        if authority.first == "[" {
            guard let end = authority.firstIndex(of: "]") else { return nil }
            host = authority[authority.index(after: authority.startIndex)..<end]
            let after = authority[authority.index(after: end)...]
            if !after.isEmpty {
                guard after.first == ":" else { return nil }
                port = after.dropFirst()
            }
            guard AddressRange.bytes(of: String(host))?.count == 16 else { return nil }
        } else {
            if let colon = authority.firstIndex(of: ":") {
                host = authority[..<colon]
                port = authority[authority.index(after: colon)...]
            }
            guard isName(host) else { return nil }
        }
        guard let port else { return (host.lowercased(), nil) }
        guard (1...5).contains(port.utf8.count), port.utf8.allSatisfy({ (48...57).contains($0) }),
            let number = Int(port), (1...65535).contains(number)
        else { return nil }
        return (host.lowercased(), number)
    }

    /// Letters, digits and hyphens between dots. Other letters are written as `xn--…`.
    private static func isName(_ host: Substring) -> Bool {
        let labels = host.split(separator: ".", omittingEmptySubsequences: false)
        guard (1...253).contains(host.utf8.count) else { return false }
        return labels.enumerated().allSatisfy { index, label in
            if label.isEmpty { return index == labels.count - 1 && index > 0 }
            return label.utf8.count <= 63
                && label.utf8.allSatisfy { byte in
                    (97...122).contains(byte) || (65...90).contains(byte) || (48...57).contains(byte)
                        || byte == 45 || byte == 95
                }
        }
    }

    /// Whether its text alone shows that it leads to an inner address: `localhost`, or an address written
    /// out as `127.0.0.1`, `2130706433`, `0x7f.1` or `[::1]`. To be said when somebody types it in; the
    /// check that protects is made when it is connected to.
    public func isPlainlyInner(_ reach: Reach = .public) -> Bool {
        let name = host.hasSuffix(".") ? String(host.dropLast()) : host
        if name == "localhost" || name.hasSuffix(".localhost") {
            return !reach.allows([127, 0, 0, 1])
        }
        if let bytes = AddressRange.bytes(of: name) { return !reach.allows(bytes) }
        var old = in_addr()
        guard inet_aton(name, &old) != 0 else { return false }
        return !reach.allows(withUnsafeBytes(of: &old) { Array($0) })
    }
}
