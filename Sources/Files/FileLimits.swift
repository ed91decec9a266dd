public import Core

/// How much may be sent, and how long it waits to be named.
public struct FileLimits: Hashable, Sendable {
    /// The longest file of each family, in bytes.
    public var picture: Int64 = 30 << 20
    public var sound: Int64 = 50 << 20
    public var film: Int64 = 500 << 20
    public var paper: Int64 = 30 << 20
    /// The most files that come with one filing or one move.
    public static let perMove = Attachment.perMove
    /// The most uploads that one sender begins in an hour, and their bytes together.
    public var uploadsPerHour = 60
    public var bytesPerHour: Int64 = 2 << 30
    /// How long an upload waits for its rest, and then for a matter that names it, in milliseconds.
    public var keptMilliseconds: Int64 = 24 * 3_600_000
    /// The largest picture: pixels in all, and along one side. More is refused before it is decoded.
    public var pixels: Int64 = 60_000_000
    public var side: Int64 = 20_000
    /// How long an upload that sends nothing may keep another attempt at the same file out.
    public var idle: Duration = .seconds(3)

    public init() {}

    /// The longest file of a kind, in bytes.
    public func bytes(of kind: Attachment.Kind) -> Int64 {
        if kind.isPicture { return picture }
        if kind.isFilm { return film }
        return kind.isSound ? sound : paper
    }

    /// The longest file of all.
    public var largest: Int64 { max(picture, sound, film, paper) }
}
