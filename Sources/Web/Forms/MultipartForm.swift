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

    /// Set where another system sends, which has no token of ours.
    var machine: Machine?

    struct Machine {
        let sender: String
        let isKnown: @Sendable (FormAnswers) async throws -> Bool
    }

    private var answers = FormAnswers()
    private var count = 0
    private var fileCount = 0
    /// How many bytes of refused files were read over.
    private var skipped = 0
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
        /// A file that was not taken; what else stands in the form still counts.
        case refused
    }

    /// The most bytes that are read over.
    private static let mostSkipped = 512 << 20

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
        case .bytes(let bytes): try await unlessRefused { try await $0.add(bytes) }
        case .end: try await unlessRefused { try await $0.end() }
        }
    }

    /// A file of the wrong kind sends the form back as it was filled in, not away.
    private mutating func unlessRefused(
        _ work: (inout MultipartForm) async throws -> Void
    ) async throws {
        do {
            try await work(&self)
        } catch let refusal as any Refusable
            where refusal.field == "files" && [415, 422].contains(refusal.status)
        {
            if case .file(let taker) = part { await taker.abandon(after: refusal) }
            answers.notTaken = FileNotTaken(
                code: refusal.code, status: refusal.status, text: refusal.sentence(visit.words))
            part = .refused
        }
    }

    private mutating func begin(_ head: MultipartReader.Head) throws {
        guard let name = head.file else {
            part = .field(head.field, [])
            return
        }
        guard machine != nil || answers.all("csrf").contains(where: { visit.accepts(csrf: $0) }) else {
            throw WebRefusal.forged
        }
        if head.field.hasPrefix(Self.inline) {
            part = .inline(head.field, [])
            return
        }
        let kind = head.field.split(separator: "-", maxSplits: 1).dropFirst().first.map(String.init)
        part = .unopened(
            FormFile(
                name: name, part: kind, sender: machine?.sender ?? visit.sender,
                isOfficers: machine == nil && visit.officer != nil))
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
            if let machine, try await !machine.isKnown(answers) { throw WebRefusal.forbidden }
            let taker = try await files(file, visit.now)
            part = .file(taker)
            try await taker.write(bytes)
        case .file(let taker): try await taker.write(bytes)
        case .refused:
            skipped += bytes.count
            guard skipped <= Self.mostSkipped else { throw WebRefusal.tooLarge(limitBytes: Self.mostSkipped) }
        }
    }

    private mutating func end() async throws {
        switch part {
        case .none, .refused: break
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
