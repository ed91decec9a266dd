import CGD
import Core
@testable import Files
import Foundation
import Storage
import Testing

/// A shelf in a folder of its own, on a database of its own, gone afterwards.
struct Bench {
    let shelf: FileShelf
    let database: any Database
    let folder: String

    static let now = Moment(milliseconds: 1_795_311_000_000)
    static let owner = "somebody"

    static func with(
        _ engine: TestEngine = .sqlite, limits: FileLimits = FileLimits(),
        _ body: (Bench) async throws -> Void
    ) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "lx-shelf-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        try await engine.withDatabase { database in
            try await Migrator(StorageSchema.migrations + FilesSchema.migrations).migrate(database, now: now)
            try await body(Bench(folder: folder.path, database: database, limits: limits))
        }
    }

    init(folder: String, database: any Database, limits: FileLimits) {
        self.folder = folder
        self.database = database
        shelf = FileShelf(
            folder: folder, database: database, limits: limits,
            randomBytes: { count in (0..<count).map { _ in UInt8.random(in: 0...255) } })
    }

    /// The same folder and database after the program was started again.
    func restarted() -> Bench { Bench(folder: folder, database: database, limits: shelf.limits) }

    /// Sends a whole file.
    func send(
        _ bytes: [UInt8], name: String = "a.jpg", owner: String = owner, at now: Moment = now
    ) async throws -> String {
        let id = try await shelf.begin(
            NewUpload(owner: owner, name: name, bytes: Int64(bytes.count)), now: now)
        try await append(bytes, to: id, at: 0, owner: owner, now: now)
        return id
    }

    func append(
        _ bytes: [UInt8], to id: String, at offset: Int64, owner: String = owner, now: Moment = now
    ) async throws {
        let writer = try await shelf.open(
            id, at: offset, owner: owner, announced: Int64(bytes.count), now: now)
        do {
            try await writer.write(bytes)
        } catch {
            try await shelf.abandon(writer, after: error)
            throw error
        }
        try await shelf.close(writer)
    }

    func attachment(_ id: String, owner: String = owner, now: Moment = now) async throws -> Core.Attachment {
        let found = try await shelf.attachments([id], owner: owner, now: now)
        return try #require(found.first)
    }

    /// Everything of a file that was sent.
    func bytes(_ attachment: Core.Attachment, as copy: FileCopy) async throws -> [UInt8] {
        let file = try await shelf.open(attachment, as: copy)
        return try await file.read(at: 0, count: Int(file.bytes))
    }

    /// The files in the folder that hold what was sent.
    var contents: [String] {
        let all =
            FileManager.default.enumerator(atPath: folder)?.allObjects.compactMap { $0 as? String } ?? []
        return all.filter { $0.split(separator: "/").last?.count == 64 }.sorted()
    }
}

/// What a refusal was; nil where nothing was refused.
func refusal<T>(_ body: () async throws -> T) async -> FileRefusal? {
    do {
        _ = try await body()
        return nil
    } catch {
        return error as? FileRefusal
    }
}

/// Pictures made by bytes.
enum Sample {
    /// A JPEG with four colours in its corners: red, green, blue, white from the upper left, row by row.
    static func jpeg(width: Int32 = 64, height: Int32 = 32) -> [UInt8] {
        guard let image = gdImageCreateTrueColor(width, height) else { return [] }
        defer { gdImageDestroy(image) }
        let (x, y) = (width / 2, height / 2)
        gdImageFilledRectangle(image, 0, 0, x - 1, y - 1, 0xFF0000)
        gdImageFilledRectangle(image, x, 0, width - 1, y - 1, 0x00FF00)
        gdImageFilledRectangle(image, 0, y, x - 1, height - 1, 0x0000FF)
        gdImageFilledRectangle(image, x, y, width - 1, height - 1, 0xFFFFFF)
        return taken { gdImageJpegPtr(image, $0, 95) }
    }

    static func png() -> [UInt8] {
        guard let image = gdImageCreateTrueColor(8, 8) else { return [] }
        defer { gdImageDestroy(image) }
        return taken { gdImagePngPtr(image, $0) }
    }

    static func gif() -> [UInt8] {
        guard let image = gdImageCreate(8, 8) else { return [] }
        defer { gdImageDestroy(image) }
        _ = gdImageColorAllocate(image, 255, 0, 0)
        return taken { gdImageGifPtr(image, $0) }
    }

    static func webp() -> [UInt8] {
        guard let image = gdImageCreateTrueColor(8, 8) else { return [] }
        defer { gdImageDestroy(image) }
        return taken { gdImageWebpPtr(image, $0) }
    }

    private static func taken(_ make: (UnsafeMutablePointer<Int32>) -> UnsafeMutableRawPointer?) -> [UInt8] {
        var count: Int32 = 0
        guard let start = make(&count) else { return [] }
        defer { gdFree(start) }
        return Array(UnsafeRawBufferPointer(start: start, count: Int(count)))
    }

    /// The picture with an EXIF segment: which way is up, and where it was taken.
    static func withEXIF(_ jpeg: [UInt8], orientation: UInt8, note: String = "39.9042N 116.4074E") -> [UInt8]
    {
        func short(_ number: Int) -> [UInt8] { [UInt8(number >> 8), UInt8(number & 255)] }
        func long(_ number: Int) -> [UInt8] { short(number >> 16) + short(number & 0xFFFF) }
        let gps = Array(note.utf8) + [0]
        var tiff: [UInt8] = Array("MM".utf8) + short(42) + long(8)
        tiff += short(2)
        tiff += short(0x0112) + short(3) + long(1) + short(Int(orientation)) + short(0)
        tiff += short(0x8825) + short(4) + long(1) + long(38)
        tiff += long(0)
        // The directory of places: one text.
        tiff += short(1) + short(1) + short(2) + long(gps.count) + long(56) + long(0) + gps
        let body = Array("Exif\0\0".utf8) + tiff
        return Array(jpeg[..<2]) + [0xFF, 0xE1] + short(body.count + 2) + body + Array(jpeg[2...])
    }

    /// The colour at a place of a JPEG, as parts of 255.
    static func colour(_ jpeg: [UInt8], x: (Int32) -> Int32, y: (Int32) -> Int32) -> (Int, Int, Int)? {
        var bytes = jpeg
        guard let image = gdImageCreateFromJpegPtr(Int32(bytes.count), &bytes) else { return nil }
        defer { gdImageDestroy(image) }
        let point = gdImageGetTrueColorPixel(image, x(image.pointee.sx), y(image.pointee.sy))
        return (Int(point >> 16 & 255), Int(point >> 8 & 255), Int(point & 255))
    }

    static func size(_ jpeg: [UInt8]) -> (Int32, Int32)? {
        var bytes = jpeg
        guard let image = gdImageCreateFromJpegPtr(Int32(bytes.count), &bytes) else { return nil }
        defer { gdImageDestroy(image) }
        return (image.pointee.sx, image.pointee.sy)
    }

    /// A box of a film.
    static func box(_ type: String, _ content: [UInt8]) -> [UInt8] {
        let size = content.count + 8
        return [UInt8(size >> 24 & 255), UInt8(size >> 16 & 255), UInt8(size >> 8 & 255), UInt8(size & 255)]
            + Array(type.unicodeScalars.map { UInt8($0.value) }) + content
    }

    static let filmStart = box("ftyp", Array("isom".utf8) + [0, 0, 2, 0] + Array("isommp42".utf8))
}

func holds(_ bytes: [UInt8], _ text: String) -> Bool {
    let wanted = Array(text.utf8)
    return Data(bytes).range(of: Data(wanted)) != nil
}
