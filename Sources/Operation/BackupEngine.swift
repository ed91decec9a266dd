import Core
public import Storage

/// How one engine copies itself, and comes back.
public protocol BackupEngine: Sendable {
    /// `sqlite` or `postgres`, as manifests call it.
    var name: String { get }
    /// What its copy is called in a backup.
    var fileName: String { get }

    /// About how many bytes a copy takes; nil where that is not known.
    func size() async throws -> Int64?

    /// Writes a copy of one moment to a new file, while others go on writing.
    func copy(to path: String) async throws

    /// Restores a copy apart from everything, shows it, and removes it.
    ///
    /// - Parameter folder: Empty, for what it needs.
    /// - Throws: `BackupUntried` where this is not possible here.
    func tried(
        _ path: String, in folder: String, _ look: @escaping @Sendable (any Database) async throws -> [String]
    ) async throws -> [String]

    /// Makes a copy the database. There must be none yet.
    func restore(_ path: String) async throws
}

/// A copy could not be restored to look at it; nothing is known to be wrong with it.
public struct BackupUntried: Error, Sendable, CustomStringConvertible {
    public let reason: String
    public init(_ reason: String) { self.reason = reason }
    public var description: String { reason }
}
