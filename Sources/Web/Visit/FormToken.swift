/// What proves that a form was made for this browser. It leaves the program only behind a mask that is new
/// each time, so that the size of a compressed page tells nothing about it.
struct FormToken: Sendable {
    private let bytes: [UInt8]

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// The token behind a mask, with the mask before it.
    /// - Parameter mask: as many random bytes as the token has.
    func masked(_ mask: [UInt8]) -> String {
        precondition(mask.count == bytes.count, "A mask covers the whole token.")
        return Base64URL.encode(mask + zip(mask, bytes).map { $0 ^ $1 })
    }

    var count: Int { bytes.count }

    /// Whether the text is this token behind any mask; takes as long when it is nearly right.
    func accepts(_ text: String) -> Bool {
        guard !bytes.isEmpty, text.utf8.count <= 4 * bytes.count, let given = Base64URL.decode(text),
            given.count == 2 * bytes.count
        else { return false }
        let parts = zip(given.prefix(bytes.count), given.suffix(bytes.count))
        return zip(parts, bytes).reduce(UInt8(0)) { $0 | ($1.0.0 ^ $1.0.1 ^ $1.1) } == 0
    }
}
