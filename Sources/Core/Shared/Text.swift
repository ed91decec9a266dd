extension Substring {
    /// Without the white space at both ends.
    package var trimmed: Substring {
        var text = self
        while text.first?.isWhitespace == true { text.removeFirst() }
        while text.last?.isWhitespace == true { text.removeLast() }
        return text
    }
}

extension String {
    /// Without the white space at both ends.
    package var trimmed: String { String(self[...].trimmed) }
}

/// `value` in decimal with zeros in front up to `width` digits.
package func padded(_ value: some BinaryInteger, _ width: Int = 2) -> String {
    let digits = String(value.magnitude)
    let zeros = String(repeating: "0", count: Swift.max(0, width - digits.count))
    return (value < 0 ? "-" : "") + zeros + digits
}
