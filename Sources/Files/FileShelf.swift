public import Core
public import Storage

/// Where attachments lie: each once, under its hash, in a folder beside the database.
///
/// What is sent comes in here first, as an upload that belongs to its sender; a filing or a move then names
/// it. The folder may be shared by several servers.
public struct FileShelf: Sendable {
    public let limits: FileLimits
    let folder: FileFolder
    let database: any Database
    let randomBytes: @Sendable (Int) -> [UInt8]
    let disk: DiskThreads
    let writers = UploadWriters()
    let darkroom = PictureDarkroom()

    /// - Parameter folder: Made when the first file comes.
    public init(
        folder: String, database: any Database, limits: FileLimits = FileLimits(),
        randomBytes: @escaping @Sendable (Int) -> [UInt8]
    ) {
        self.folder = FileFolder(path: folder)
        self.database = database
        self.limits = limits
        self.randomBytes = randomBytes
        disk = DiskThreads(2, name: "files")
    }

    /// What the ids stand for, in their order: complete uploads of this sender.
    ///
    /// - Throws: `FileRefusal` for what is not there, not complete, too old or too much.
    public func attachments(_ ids: [String], owner: String, now: Moment) async throws -> [Attachment] {
        var asked: [String] = []
        for id in ids where !asked.contains(id) { asked.append(id) }
        guard asked.count <= FileLimits.perMove else { throw FileRefusal.tooMany(limit: FileLimits.perMove) }
        if asked.isEmpty { return [] }
        let wanted = asked
        let found = try await database.read { try UploadStore($0).uploads(wanted) }
        return try asked.map { id in
            guard let upload = found.first(where: { $0.id == id && $0.owner == owner }) else {
                throw FileRefusal.unknown
            }
            guard now - upload.createdAt < limits.keptMilliseconds else { throw FileRefusal.expired }
            guard upload.isComplete, let hash = upload.hash, let kind = upload.kind else {
                throw FileRefusal.incomplete
            }
            return Attachment(
                id: id, hash: hash, name: upload.name, kind: kind, bytes: upload.bytes, part: upload.part)
        }
    }
}
