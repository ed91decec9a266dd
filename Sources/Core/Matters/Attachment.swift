/// A file that came with a matter: a photo, a sound, a film, a paper. What it holds is kept outside the log,
/// under its hash; this is what the log remembers of it.
public struct Attachment: Hashable, Sendable, Codable {
    /// Its name in addresses: 22 letters and digits that nobody can guess.
    public let id: String
    /// SHA-256 of what was sent, in small hexadecimal digits.
    public let hash: String
    /// The name it was sent under, made safe; shown, never used as a path.
    public let name: String
    public let kind: Kind
    /// How long it is, in bytes.
    public let bytes: Int64
    public let part: Part

    public init(id: String, hash: String, name: String, kind: Kind, bytes: Int64, part: Part) {
        self.id = id
        self.hash = hash
        self.name = name
        self.kind = kind
        self.bytes = bytes
        self.part = part
    }

    /// What it is, told from its first bytes, never from its name.
    public enum Kind: String, CaseIterable, Hashable, Sendable, Codable {
        case jpeg, png, webp, gif, mp4, quicktime, webm, mp3, m4a, ogg, wav, pdf

        public var isPicture: Bool { [.jpeg, .png, .webp, .gif].contains(self) }
        public var isFilm: Bool { [.mp4, .quicktime, .webm].contains(self) }
        public var isSound: Bool { [.mp3, .m4a, .ogg, .wav].contains(self) }
    }

    /// What it shows: pairs of before and after are set side by side (M12).
    public enum Part: String, CaseIterable, Hashable, Sendable, Codable {
        /// What the resident sent.
        case raised
        case before
        case after
        /// A letter, a form, a plan.
        case paper
    }
}
