import Hummingbird

/// Which part of a list is asked for.
public struct PageRequest: Hashable, Sendable {
    /// How many rows, 1 … 100.
    public let size: Int
    /// The values after which it goes on, as the list gave them; nil from the start.
    public let after: [String]?
}

extension WebContext {
    /// The part of the list that `?size=` and `?after=` ask for.
    /// - Throws: `WebRefusal.badCursor` for a cursor that this site did not make for this list, `.badField`
    ///   for a size that is no whole number. One that is too small or too large becomes the nearest.
    public func page(of list: String, size: Int = 25) throws -> PageRequest {
        let asked = Int(clamping: try query.wholeNumber("size") ?? Int64(size))
        let after = try query.given("after").map { cursor throws(WebRefusal) in
            try visit.frame.signer.openCursor(cursor, of: list)
        }
        return PageRequest(size: min(max(asked, 1), 100), after: after)
    }

    /// The values that a cursor of this list was made from.
    /// - Throws: `WebRefusal.badCursor` for a cursor that this site did not make for this list.
    public func values(of cursor: String, in list: String) throws -> [String] {
        try visit.frame.signer.openCursor(cursor, of: list)
    }

    /// The cursor that goes on after these values in this list.
    public func cursor(after values: [String], of list: String) -> String {
        visit.frame.signer.cursor(after: values, of: list)
    }
}

extension Signer {
    private static let codeLength = 11

    func cursor(after values: [String], of list: String) -> String {
        let text = values.map { PercentCoding.encode($0) }.joined(separator: "&")
        return sign(text, for: "cursor:\(list)", bytes: 8) + Base64URL.encode(Array(text.utf8))
    }

    func openCursor(_ cursor: String, of list: String) throws(WebRefusal) -> [String] {
        let code = String(cursor.prefix(Signer.codeLength))
        guard code.utf8.count == Signer.codeLength,
            let bytes = Base64URL.decode(String(cursor.dropFirst(Signer.codeLength))),
            let text = String(validating: bytes, as: UTF8.self),
            verifies(code, of: text, for: "cursor:\(list)", bytes: 8)
        else { throw .badCursor }
        return text.split(separator: "&", omittingEmptySubsequences: false)
            .compactMap { PercentCoding.decode($0, plusIsSpace: false) }
    }
}
