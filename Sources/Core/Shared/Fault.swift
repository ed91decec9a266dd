/// An operation failed though nobody did wrong: the disk is full, the database is away.
///
/// Its message says what went wrong, its remedy what the operator can do. Whoever asked may try again.
public struct Fault: Error, Sendable, Equatable, CustomStringConvertible {
    public let code: Code
    public let message: String
    public let remedy: String

    public init(_ code: Code, _ message: String, remedy: String) {
        self.code = code
        self.message = message
        self.remedy = remedy
    }

    public var description: String { "\(message) \(remedy)" }

    public enum Code: String, Sendable, CaseIterable {
        /// Another process holds the database, or too much is waiting.
        case busy
        /// The disk is full or a quota is reached.
        case full
        /// The file or file system cannot be written.
        case readOnly
        /// The database server does not answer.
        case unreachable
        /// The database was written by a newer program.
        case newerSchema
        /// The database is of another program, or a migration was altered.
        case foreignSchema
        /// What is stored does not make sense.
        case corrupt
        /// The file system cannot keep a promise SQLite needs (network file systems).
        case unsafeFileSystem
        /// A unique or check constraint refused a row.
        case constraint
        /// A statement ran longer than it may.
        case timeout
        /// A setting or file is wrong or absent.
        case configuration
        /// Anything else; the message carries the engine's words.
        case other
    }
}
