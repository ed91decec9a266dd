public import Hummingbird

/// An address under which only other systems ask, in a protocol of their own: no cookie is given there, no
/// switch of language leads elsewhere, and errors are told as the protocol says.
public struct MachineDoor: Sendable {
    /// How the addresses begin: `/open311/v2/`.
    public let prefix: String
    let answer: @Sendable (Trouble, Request, Visit) -> Response

    /// What went wrong.
    public struct Trouble: Sendable {
        /// Stable, for programs.
        public let code: String
        /// The HTTP status, 400 to 599.
        public let status: Int
        /// In the reader's language.
        public let sentence: String
    }

    public init(prefix: String, answer: @escaping @Sendable (Trouble, Request, Visit) -> Response) {
        self.prefix = prefix
        self.answer = answer
    }

    func holds(_ request: Request) -> Bool { request.uri.path.hasPrefix(prefix) }
}
