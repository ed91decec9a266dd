/// A sum of bytes that is the same in every process and on every machine (FNV-1a, 64 bits).
///
/// For tags, draws and keys that only have to differ where their source does. It keeps nobody out.
public struct FNV1a: Hashable, Sendable {
    public private(set) var value: UInt64 = 0xcbf2_9ce4_8422_2325

    public init() {}

    public init(_ bytes: some Sequence<UInt8>) {
        for byte in bytes { mix(UInt64(byte)) }
    }

    /// Takes in a byte, or the bits of a number at once.
    public mutating func mix(_ bits: UInt64) { value = (value ^ bits) &* 0x100_0000_01b3 }

    /// In hexadecimal, without leading zeros.
    public var digits: String { String(value, radix: 16) }
}
