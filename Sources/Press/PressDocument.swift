/// A paper to be set: blocks from top to bottom on as many A4 pages as they take.
///
/// Every page repeats the heading line and says which of how many it is. Chinese and Latin stand in one line
/// with the fonts of the machine, which are embedded; nothing runs over an edge, whatever people write.
public struct PressDocument: Sendable {
    /// The title in the file's own description, and at the left of each page's head.
    public var title: String
    /// At the right of each page's head: a number, a city.
    public var running: String
    /// BCP 47: `zh-CN`, `en`.
    public var language: String
    public var blocks: [Block]
    /// What stands below each page: its number and how many there are.
    public var footer: @Sendable (_ page: Int, _ of: Int) -> String

    public enum Block: Sendable {
        /// Level 1 is the paper's own name, set in the middle; 2 opens a part.
        case heading(String, level: Int = 2)
        case paragraph(String)
        /// Names and values in a ruled form; short ones stand two in a row.
        case facts([(name: String, value: String)])
        case table(columns: [String], rows: [[String]])
        /// What somebody said or wrote, set apart.
        case quote(String)
        /// A code that a telephone reads, with words beside it.
        case code(String, caption: String)
        /// JPEG pictures side by side, at most three in a row.
        case pictures([Picture])
        /// Lines to sign on.
        case signatures([String])
        case pageBreak
    }

    /// A picture as a camera wrote it.
    public struct Picture: Sendable {
        public let jpeg: [UInt8]
        /// Its size in dots.
        public let width: Int
        public let height: Int
        public let caption: String

        public init(jpeg: [UInt8], width: Int, height: Int, caption: String) {
            self.jpeg = jpeg
            self.width = width
            self.height = height
            self.caption = caption
        }
    }

    public init(
        title: String, running: String = "", language: String, blocks: [Block],
        footer: @escaping @Sendable (_ page: Int, _ of: Int) -> String = { "\($0) / \($1)" }
    ) {
        self.title = title
        self.running = running
        self.language = language
        self.blocks = blocks
        self.footer = footer
    }

    /// Sets the paper on the press's own thread and gives the bytes of the PDF file.
    ///
    /// - Throws: `PressFault`.
    public func pdf() async throws -> [UInt8] {
        try await PressThread.shared.run { try Composer.set(self) }
    }
}

/// What can go wrong with a paper.
public enum PressFault: Error, Hashable, Sendable {
    /// Too many papers wait already; later it can be had.
    case busy
    /// The library refused, with its own number.
    case failed(status: Int)
    /// More pages than anybody reads.
    case tooLong
}
