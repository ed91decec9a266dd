extension String {
    /// The text with each `{name}` replaced by what `value` gives for it, in one pass: no value is read as a
    /// blank again. What is open at the end stays as it is.
    package func withBlanks(_ value: (String) throws -> String) rethrows -> String {
        var (result, rest) = ("", self[...])
        while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
            let name = String(rest[rest.index(after: open)..<close])
            result += rest[..<open]
            result += try value(name)
            rest = rest[rest.index(after: close)...]
        }
        return result + rest
    }
}
