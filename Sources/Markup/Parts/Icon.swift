import CBrowser

/// A drawing of our own sprite, of no meaning to those who do not see it.
public struct Icon: Component {
    /// Where the sprite is served. The name holds the hash of what is in it, so that browsers keep it for
    /// ever, and every page and component asks for it at this one address.
    public static let sprite = "/assets/icons-\(fingerprint).svg"

    private let name: String
    private let classes: String

    /// - Parameter name: one of the symbols of `icons.svg`: `mark`, `plus`, `search`, `check`, `clock`,
    ///   `arrow`, `people`, `inbox`, `list`, `home`, `alert`, `leave`, `globe`, `phone`, `pin`, `send`,
    ///   `star`, `camera`, `mic`, `paper`, `map`, `bell`, `bookmark`, `link`, `print`, `undo`, `edit`,
    ///   `eye`, `lock`, `book`, `code`, `history`, `merge`, `note`, `file`, `image`, `film`, `sound`,
    ///   `download`, `up`, `down`, `left`, `right`, `close`, `help`, `moon`, `sun`, `auto`, `text`,
    ///   `settings`, `share`, `menu`, `copy`, `heart`; and the clocks' `calm`, `soon`, `late`, `paused`,
    ///   `done`.
    public init(_ name: String) {
        self.name = name
        classes = "icon"
    }

    /// The same, of the size of several lines.
    public init(large name: String) {
        self.name = name
        classes = "icon large"
    }

    public var html: HTML {
        """
        <svg class="\(classes)" aria-hidden="true" focusable="false">\
        <use href="\(Icon.sprite)#\(name)"></use></svg>
        """
    }

    /// The names of all symbols, in the order of the sprite.
    public static let names: [String] = String(decoding: drawing, as: UTF8.self)
        .split(separator: "<symbol id=\"").dropFirst().map { String($0.prefix { $0 != "\"" }) }

    /// FNV-1a of the sprite. It only has to differ when the sprite does; nobody is kept out by it.
    private static let fingerprint = String(
        drawing.reduce(UInt64(0xcbf2_9ce4_8422_2325)) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }, radix: 36)

    private static let drawing: [UInt8] = {
        let files = UnsafeBufferPointer(start: browser_file_list(), count: browser_file_count)
        guard let file = files.first(where: { String(cString: $0.name) == "icons.svg" }) else {
            preconditionFailure("icons.svg is not built in.")
        }
        return Array(UnsafeBufferPointer(start: file.bytes, count: file.count))
    }()
}
