public import Core
public import Markup

/// A file that travels inside a form, before its bytes.
public struct FormFile: Hashable, Sendable {
    /// As the sender calls it.
    public let name: String
    /// What it shows, from the name of its field: `files-after` is `after`, `files` nothing in particular.
    public let part: String?
    /// Who sends it: `Visit.sender`.
    public let sender: String
    /// Whether somebody at work sends it.
    public let isOfficers: Bool
}

/// Takes the bytes of one file of a form, in order.
public protocol FormFileTaker: Sendable {
    func write(_ bytes: [UInt8]) async throws
    /// All of it has come.
    /// - Returns: What stands in the answers for it.
    func finish() async throws -> String
    /// The rest will not come.
    func abandon(after error: any Error) async
}

/// Why a file of a form was not taken: told at its field when the form goes back.
public struct FileNotTaken: Refusable, Hashable {
    public let code: String
    public let status: Int
    let text: String

    public var field: String? { "files" }
    public func sentence(_ words: Words) -> String { text }
}

/// Opens room for a file of a form; a slice gives it to the site.
public typealias FormFiles = @Sendable (FormFile, Moment) async throws -> any FormFileTaker

extension FileField.Texts {
    /// What the script of a file field says, in the reader's language.
    public init(_ words: Words) {
        // The script fills the braces.
        let own = ["name": "{name}", "percent": "{percent}", "reason": "{reason}"]
        self.init(
            sending: words("web.file.sending", own), done: words("web.file.done", own),
            waiting: words("web.file.waiting", own), refused: words("web.file.refused", own),
            remove: words("web.file.remove", own), removed: words("web.file.removed", own),
            camera: words("web.file.camera"), unfinished: words("web.file.unfinished"),
            tooMany: words("web.file.tooMany"))
    }
}
