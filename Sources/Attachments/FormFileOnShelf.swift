import Core
import Files
import Web

/// A file that comes with a form, on its way to the shelf.
struct FormFileOnShelf: FormFileTaker {
    let id: String
    let writer: UploadWriter
    let shelf: FileShelf

    static func begin(_ file: FormFile, on shelf: FileShelf, now: Moment) async throws -> FormFileOnShelf {
        let part = file.part.flatMap(Attachment.Part.init) ?? .raised
        let id = try await shelf.begin(
            NewUpload(owner: file.sender, name: file.name, bytes: nil, part: part), now: now)
        let writer = try await shelf.open(id, at: 0, owner: file.sender, now: now)
        return FormFileOnShelf(id: id, writer: writer, shelf: shelf)
    }

    func write(_ bytes: [UInt8]) async throws {
        do {
            try await writer.write(bytes)
        } catch {
            await abandon(after: error)
            throw error
        }
    }

    func finish() async throws -> String {
        guard try await shelf.close(writer, isWhole: true) > 0 else {
            await abandon(after: FileRefusal.empty)
            throw FileRefusal.empty
        }
        return id
    }

    /// A form goes on from its beginning, so nothing of the file is worth keeping.
    func abandon(after error: any Error) async {
        // What cannot be removed now is removed by the sweep.
        try? await shelf.abandon(writer, after: FileRefusal.empty)
    }
}
