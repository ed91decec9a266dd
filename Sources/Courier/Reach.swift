import CCurl
import Glibc

/// A range of network addresses, such as `10.0.0.0/8` or `fd00::/8`.
public struct AddressRange: Hashable, Sendable, CustomStringConvertible {
    let bytes: [UInt8]
    let bits: Int
    public let description: String

    /// Reads an address, with or without `/` and how many of its first bits count. IPv4 in four decimal
    /// numbers, IPv6 as usual.
    public init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard parts.count <= 2, let first = parts.first, let bytes = Self.bytes(of: first) else { return nil }
        var bits = bytes.count * 8
        if parts.count == 2 {
            guard let given = Int(parts[1]), parts[1].utf8.allSatisfy({ (48...57).contains($0) }),
                (0...bits).contains(given)
            else { return nil }
            bits = given
        }
        self.bytes = bytes
        self.bits = bits
        description = text
    }

    /// A range of our own tables; one that cannot be read holds nothing and fails its test.
    fileprivate init(known text: String) {
        self = AddressRange(text) ?? AddressRange(bytes: [], bits: 0, description: text)
    }

    private init(bytes: [UInt8], bits: Int, description: String) {
        self.bytes = bytes
        self.bits = bits
        self.description = description
    }

    /// Whether an address of 4 or 16 bytes lies in it.
    func contains(_ address: some Collection<UInt8>) -> Bool {
        guard !bytes.isEmpty, address.count == bytes.count else { return false }
        for (index, (mine, other)) in zip(bytes, address).enumerated() {
            let counted = min(8, max(0, bits - index * 8))
            let mask = UInt8(truncatingIfNeeded: 0xFF00 >> counted)
            if mine & mask != other & mask { return false }
        }
        return true
    }

    /// An address as bytes in network order; nil for anything but the usual way of writing it.
    static func bytes(of text: String) -> [UInt8]? {
        var four = in_addr()
        if inet_pton(AF_INET, text, &four) == 1 { return withUnsafeBytes(of: &four) { Array($0) } }
        var six = in6_addr()
        if inet_pton(AF_INET6, text, &six) == 1 { return withUnsafeBytes(of: &six) { Array($0) } }
        return nil
    }
}

/// Which addresses requests may go to. What others tell us to call must never reach what only this machine
/// or its inner network can reach.
public enum Reach: Hashable, Sendable {
    /// Addresses of the open internet.
    case `public`
    /// Those, and ranges that the operator named (`--reach 10.0.0.0/8`).
    case including([AddressRange])

    /// This machine itself, for tests and for a service beside this one.
    public static let loopback: [AddressRange] = [
        AddressRange(known: "127.0.0.0/8"), AddressRange(known: "::1/128"),
    ]

    private var named: [AddressRange] {
        switch self {
        case .public: []
        case .including(let ranges): ranges
        }
    }

    /// Whether an address, 4 or 16 bytes in network order, may be connected to. It is asked of the address
    /// that the socket really goes to, whatever the name resolved to before.
    public func allows(_ address: [UInt8]) -> Bool {
        if named.contains(where: { $0.contains(address) }) { return true }
        switch address.count {
        case 4: return !Self.innerFour.contains { $0.contains(address) }
        case 16: return allowsSix(address)
        default: return false
        }
    }

    private func allowsSix(_ address: [UInt8]) -> Bool {
        // What is an IPv4 address in other words counts as that.
        if Self.mapped.contains(address) { return allows(Array(address[12...])) }
        if Self.translated.contains(address) { return allows(Array(address[12...])) }
        if Self.sixToFour.contains(address) { return allows(Array(address[2..<6])) }
        return Self.globalSix.contains(address) && !Self.innerSix.contains { $0.contains(address) }
    }

    private static let mapped = AddressRange(known: "::ffff:0:0/96")
    private static let translated = AddressRange(known: "64:ff9b::/96")
    private static let sixToFour = AddressRange(known: "2002::/16")
    /// All that is given out for the open internet; loopback, link-local, unique-local, site-local,
    /// multicast and IPv4-compatible addresses lie outside.
    private static let globalSix = AddressRange(known: "2000::/3")

    /// IANA's registries of special-purpose addresses (RFC 6890 and its updates), of what is not reached
    /// from everywhere.
    private static let innerFour = [
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12",
        "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15",
        "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
    ].map(AddressRange.init(known:))
    private static let innerSix = [
        // Teredo, benchmarks, ORCHID and the other assignments of protocols; documentation.
        "2001::/23", "2001:db8::/32", "3fff::/20",
    ].map(AddressRange.init(known:))
}
