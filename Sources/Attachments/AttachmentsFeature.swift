public import Core
public import Desk
public import Files
public import Web

extension Feature {
    /// Photos, sound, films and papers that come with matters: sending them, and showing them to those who
    /// may see the matter.
    ///
    /// - Parameter trace: Keeps who fetched the original of which file (`QS2026… name.jpg`), before it is
    ///   given.
    public static func attachments(
        desk: Desk, shelf: FileShelf,
        trace: @escaping @Sendable (Actor, String, Moment) async throws -> Void = { _, _, _ in }
    ) -> Feature {
        Feature(
            name: "attachments",
            words: WordFiles(
                owner: "Attachments", zh: PackageResources.zh_words, en: PackageResources.en_words),
            formFiles: { file, now in try await FormFileOnShelf.begin(file, on: shelf, now: now) }
        ) { site in
            UploadRoutes(shelf: shelf).add(to: site)
            FileRoutes(desk: desk, shelf: shelf, trace: trace).add(to: site)
        }
    }
}
