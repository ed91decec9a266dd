import Core
import HTTPTypes
import Hummingbird
import NIOCore

/// Reads a form that carries files. Fields become answers; each file goes on to whoever keeps files, piece by
/// piece, and its name there becomes an answer to the field `files`.
struct MultipartForm {
    let visit: Visit
    let files: FormFiles
    /// The most bytes that all fields hold together.
    let limit: Int

    /// The most files of one form; how many a move takes is the slice's to say.
    static let mostFiles = 20

    /// A file whose field begins so is no attachment: its bytes become an answer, in `Base64URL`.
    static let inline = "inline-"

    private var answers = FormAnswers()
    private var count = 0
    private var fileCount = 0
    /// The part that is being read.
    private var part = Part.none

    private enum Part {
        case none
        case field(String, [UInt8])
        /// A small file that its page reads itself, such as a list to be imported.
        case inline(String, [UInt8])
        /// An input of files where none was chosen; or one whose first byte has not come.
        case unopened(FormFile)
        case file(any FormFileTaker)
    }

    init(visit: Visit, files: @escaping FormFiles) {
        self.visit = visit
        self.files = files
        limit = visit.settings.maxBodyBytes
    }

    /// - Throws: `WebRefusal.malformed` for what is no form, `.forged` for a file before our token, and what
    ///   the keeper of files refuses.
    mutating func read(_ request: Request) async throws -> FormAnswers {
        var reader = try MultipartReader(type: request.headers[.contentType] ?? "")
        do {
            for try await buffer in request.body {
                for piece in try reader.take(buffer.readableBytesView) { try await take(piece) }
            }
            guard reader.isOver else { throw WebRefusal.malformed }
        } catch {
            if case .file(let taker) = part { await taker.abandon(after: error) }
            throw error
        }
        return answers
    }

    private mutating func take(_ piece: MultipartReader.Piece) async throws {
        switch piece {
        case .begin(let head): try begin(head)
        case .bytes(let bytes): try await add(bytes)
        case .end: try await end()
        }
    }

    private mutating func begin(_ head: MultipartReader.Head) throws {
        guard let name = head.file else {
            part = .field(head.field, [])
            return
        }
        guard answers.all("csrf").contains(where: { visit.accepts(csrf: $0) }) else {
            throw WebRefusal.forged
        }
        if head.field.hasPrefix(Self.inline) {
            part = .inline(head.field, [])
            return
        }
        let kind = head.field.split(separator: "-", maxSplits: 1).dropFirst().first.map(String.init)
        part = .unopened(
            FormFile(
                name: name, part: kind, sender: visit.sender, isOfficers: visit.officer != nil))
    }

    private mutating func add(_ bytes: [UInt8]) async throws {
        switch part {
        case .none: break
        case .field(let name, let held):
            count += bytes.count
            guard count <= limit else { throw WebRefusal.tooLarge(limitBytes: limit) }
            part = .field(name, held + bytes)
        case .inline(let name, let held):
            count += bytes.count
            guard count <= limit else { throw WebRefusal.tooLarge(limitBytes: limit) }
            part = .inline(name, held + bytes)
        case .unopened(let file):
            fileCount += 1
            guard fileCount <= Self.mostFiles else { throw WebRefusal.malformed }
            let taker = try await files(file, visit.now)
            part = .file(taker)
            try await taker.write(bytes)
        case .file(let taker): try await taker.write(bytes)
        }
    }

    private mutating func end() async throws {
        switch part {
        case .none: break
        case .field(let name, let bytes): try answers.add(name, bytes)
        case .inline(let name, let bytes): try answers.add(name, Array(Base64URL.encode(bytes).utf8))
        // A name without a byte is an empty file; no name means that none was chosen.
        case .unopened(let file):
            if !file.name.isEmpty { _ = try await files(file, visit.now).finish() }
        case .file(let taker): try answers.add("files", Array(try await taker.finish().utf8))
        }
        part = .none
    }
}
