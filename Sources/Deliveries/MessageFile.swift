import Foundation
import Storage

/// The file that a gateway reads: one JSON object a line, appended and flushed before the message counts as
/// sent.
struct MessageFile {
    let path: String

    private struct Line: Encodable {
        let id: Int64
        let audience: String
        let address: String?
        let template: String
        let body: String
        let attempt: Int
    }

    func append(_ messages: [Message]) throws {
        var lines = ""
        for message in messages {
            let line = Line(
                id: message.id, audience: message.audience, address: message.address,
                template: message.template, body: message.body, attempt: message.attempts + 1)
            lines += try StoredJSON.text(line) + "\n"
        }
        if !FileManager.default.fileExists(atPath: path) {
            guard
                FileManager.default.createFile(
                    atPath: path, contents: nil, attributes: [.posixPermissions: 0o600])
            else { throw CocoaError(.fileWriteNoPermission) }
        }
        let file = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
        defer { try? file.close() }
        try file.seekToEnd()
        try file.write(contentsOf: Data(lines.utf8))
        try file.synchronize()
    }
}
