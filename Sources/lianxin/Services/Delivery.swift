import Core
import Foundation
import Logging
import Storage

/// Hands the outbox's messages to the city's gateway: one JSON object a line, appended to a file and flushed
/// before the message counts as sent. Without a file they stay in the outbox, where staff see them.
struct Delivery: Sendable {
    let database: any Database
    let path: String?
    let logger: Logger
    private static let batch = 200

    private struct Line: Encodable {
        let id: Int64
        let audience: String
        let address: String?
        let template: String
        let body: String
        let attempt: Int
    }

    func deliver(at now: Moment) async throws {
        guard let path else { return }
        while true {
            let messages = try await database.write { try Outbox.take(Self.batch, now: now, in: $0) }
            if messages.isEmpty { return }
            do {
                try append(messages, to: path)
                try await database.write { try Outbox.sent(messages.map(\.id), now: now, in: $0) }
            } catch let error as CocoaError {
                let reason = error.localizedDescription
                try await database.write { connection in
                    for message in messages {
                        try Outbox.failed(
                            message.id, reason: reason,
                            retryAt: Outbox.retry(after: message.attempts, now: now),
                            in: connection)
                    }
                }
                throw error
            }
        }
    }

    private func append(_ messages: [Message], to path: String) throws {
        var lines = ""
        for message in messages {
            let line = Line(
                id: message.id, audience: message.audience, address: message.address,
                template: message.template, body: message.body, attempt: message.attempts)
            lines += try StoredJSON.text(line) + "\n"
        }
        let data = Data(lines.utf8)
        if !FileManager.default.fileExists(atPath: path) {
            guard
                FileManager.default.createFile(
                    atPath: path, contents: nil, attributes: [.posixPermissions: 0o600])
            else {
                throw CocoaError(.fileWriteNoPermission)
            }
        }
        let file = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
        defer { try? file.close() }
        try file.seekToEnd()
        try file.write(contentsOf: data)
        try file.synchronize()
    }
}
