#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Addresses of those who ask, as they are counted.
public enum PeerAddress {
    /// What belongs to one customer: an IPv4 address, or the /64 of an IPv6 one, which has as many addresses
    /// to try from as it likes. Any other text is itself.
    public static func network(of address: String) -> String {
        guard let bytes = ipv6(address) else { return address }
        let isMapped = bytes.prefix(10).allSatisfy { $0 == 0 } && bytes[10] == 0xFF && bytes[11] == 0xFF
        if isMapped { return bytes.suffix(4).map(String.init).joined(separator: ".") }
        return bytes.prefix(8).map { String($0, radix: 16) }.joined(separator: "-")
    }

    /// Whether a text is an address at all: what a proxy wrote down is believed only where it is.
    public static func isAddress(_ text: String) -> Bool {
        bytes(text, AF_INET, 4) != nil || ipv6(text) != nil
    }

    private static func ipv6(_ text: String) -> [UInt8]? {
        text.contains(":") ? bytes(text, AF_INET6, 16) : nil
    }

    private static func bytes(_ text: String, _ family: Int32, _ count: Int) -> [UInt8]? {
        withUnsafeTemporaryAllocation(byteCount: count, alignment: 8) { buffer in
            inet_pton(family, text, buffer.baseAddress) == 1 ? Array(buffer) : nil
        }
    }
}
