public import CityPack
import Core
public import Desk
import Storage

/// What the administration works with: the running city, and where its pack lies on disk.
public struct Administration: Sendable {
    let desk: Desk
    /// The pack this server started with.
    let content: PackContent
    /// The folder it was read from.
    let folder: String
    let shapes: ShapeSource
    /// The names of everything that follows the log.
    let followers: [String]
    /// How many bytes the attachments take; nil where nobody counts them.
    let attachments: (@Sendable () async throws -> Int64)?

    var city: City { desk.city }

    /// - Parameters:
    ///   - content: what the pack in force says.
    ///   - folder: where the pack lies, to be read again when somebody asks for the difference.
    ///   - shapes: shared with the pages that pick a place.
    ///   - attachments: how many bytes they take.
    public init(
        desk: Desk, content: PackContent, folder: String, shapes: ShapeSource, followers: [String],
        attachments: (@Sendable () async throws -> Int64)? = nil
    ) {
        self.desk = desk
        self.content = content
        self.folder = folder
        self.shapes = shapes
        self.followers = followers
        self.attachments = attachments
    }

    /// Everybody at work with their posts, for a dry run.
    func holders(at now: Moment) async throws -> [PackDryRun.Holder] {
        try await desk.database.read { try PostStore(connection: $0).holders(at: now) }
    }
}
