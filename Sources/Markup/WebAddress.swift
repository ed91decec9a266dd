/// An address that somebody gave and that may be put behind a link: `http`, `https`, `mailto` or `tel`.
///
/// Everything else (`javascript:`, `data:`, an address without a scheme, one with spaces or controls)
/// is refused.
public struct WebAddress: Hashable, Sendable {
    /// The address as it was given, without the white space around it.
    public let text: String

    /// Nil unless `text` is an absolute address of an allowed scheme.
    public init?(_ text: String) {
        var bytes = Substring(text)
        while bytes.first?.isWhitespace == true { bytes.removeFirst() }
        while bytes.last?.isWhitespace == true { bytes.removeLast() }
        guard let colon = bytes.firstIndex(of: ":"), bytes.utf8.count <= 2048 else { return nil }
        let scheme = bytes[..<colon].lowercased()
        let rest = bytes[bytes.index(after: colon)...]
        guard !bytes.unicodeScalars.contains(where: WebAddress.isForbidden) else { return nil }
        switch scheme {
        case "http", "https":
            let host = rest.dropFirst(2).prefix { $0 != "/" && $0 != "?" && $0 != "#" }
            guard rest.hasPrefix("//"), !host.isEmpty, !host.contains("@") else { return nil }
        case "mailto":
            guard rest.contains("@") else { return nil }
        case "tel":
            guard !rest.isEmpty, rest.allSatisfy({ $0.isASCII && ($0.isNumber || "+-().;=ext".contains($0)) })
            else { return nil }
        default: return nil
        }
        self.text = String(bytes)
    }

    private static func isForbidden(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .spaceSeparator, .lineSeparator, .paragraphSeparator: true
        default: "<>\"'`\\{}|^".unicodeScalars.contains(scalar)
        }
    }
}
