extension Sequence<UInt8> {
    /// Two small digits for each byte: `0f`, `a0`.
    public var hexadecimal: String {
        let digits = Array("0123456789abcdef".utf8)
        let letters = flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
        return String(decoding: letters, as: UTF8.self)
    }
}
