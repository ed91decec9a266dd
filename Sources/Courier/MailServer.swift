import CCurl

/// The address of one mailbox: a name, `@`, and a domain; nothing that a mail server could read as more.
public struct MailAddress: Hashable, Sendable, CustomStringConvertible {
    public let description: String
    public let domain: String

    /// Takes the plain form only: `name@example.org`. No quotes, comments, groups or lists, at most 254
    /// bytes.
    public init?(_ text: String) {
        let parts = text.split(separator: "@", omittingEmptySubsequences: false)
        guard parts.count == 2, text.utf8.count <= 254, (1...64).contains(parts[0].utf8.count) else {
            return nil
        }
        let names = parts[0].split(separator: ".", omittingEmptySubsequences: false)
        guard names.allSatisfy({ !$0.isEmpty && $0.utf8.allSatisfy(Self.isAtom) }) else { return nil }
        let labels = parts[1].split(separator: ".", omittingEmptySubsequences: false)
        guard
            labels.allSatisfy({ label in
                (1...63).contains(label.utf8.count) && label.first != "-" && label.last != "-"
                    && label.utf8.allSatisfy { Self.isLetterOrDigit($0) || $0 == 45 }
            })
        else { return nil }
        description = text
        domain = String(parts[1])
    }

    private static let signs = Set("!#$%&'*+-/=?^_`{|}~".utf8)
    private static func isAtom(_ byte: UInt8) -> Bool { isLetterOrDigit(byte) || signs.contains(byte) }
    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
    }
}

/// The mail server that takes the city's letters.
public struct MailServer: Hashable, Sendable {
    public let host: String
    public let port: Int
    public let user: String?
    let password: String?
    public let encryption: Encryption
    /// Whom letters come from.
    public let from: MailAddress

    public enum Encryption: Hashable, Sendable {
        /// From the first byte: `smtps://`.
        case always
        /// After STARTTLS, or not at all: `?tls=required`, and wherever a password is given.
        case required
        /// After STARTTLS where the server offers it.
        case offered
        /// `?tls=never`: for a server on this machine.
        case never

        var level: Int {
            switch self {
            case .always, .required: Int(CURLUSESSL_ALL.rawValue)
            case .offered: Int(CURLUSESSL_TRY.rawValue)
            case .never: Int(CURLUSESSL_NONE.rawValue)
            }
        }
    }

    /// Reads `smtp://user:password@host:port?tls=required` or `smtps://…`; user and password
    /// percent-encoded.
    public init?(_ text: String, from: MailAddress) {
        guard let mark = text.firstRange(of: "://") else { return nil }
        let scheme = text[..<mark.lowerBound].lowercased()
        guard scheme == "smtp" || scheme == "smtps" else { return nil }
        let parts = text[mark.upperBound...].split(
            separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        var place = parts[0]
        if place.hasSuffix("/") { place = place.dropLast() }
        var login: [String]?
        if let at = place.lastIndex(of: "@") {
            login = place[..<at].split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
                .map { Self.unescaped($0) }
            place = place[place.index(after: at)...]
        }
        // The rules for hosts and ports are the same as for the web.
        guard let target = WebTarget("http://\(place)"), !place.contains("/"), !place.contains("#") else {
            return nil
        }
        host = target.host
        port = place.last == "]" || !place.contains(":") ? (scheme == "smtps" ? 465 : 25) : target.port
        user = login?.first
        password = login.flatMap { $0.count == 2 ? $0[1] : nil }
        self.from = from
        switch (scheme, parts.count == 2 ? parts[1] : "") {
        case ("smtps", ""): encryption = .always
        case ("smtp", "tls=required"): encryption = .required
        case ("smtp", "tls=never"): encryption = .never
        case ("smtp", ""): encryption = login == nil ? .offered : .required
        default: return nil
        }
    }

    /// Where the library connects to, and how it greets.
    func address(greeting domain: String) -> String {
        let scheme = encryption == .always ? "smtps" : "smtp"
        return "\(scheme)://\(host.contains(":") ? "[\(host)]" : host):\(port)/\(domain)"
    }

    private static func unescaped(_ text: Substring) -> String {
        var bytes: [UInt8] = []
        var rest = Array(text.utf8)[...]
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "%"), rest.count >= 2,
                let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16)
            {
                bytes.append(value)
                rest = rest.dropFirst(2)
            } else {
                bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
