import Core
@testable import Files
import Foundation
import Testing

@Suite("A file that is not taken")
struct RefusedFileTests {
    @Test("is empty, or announced longer than anything may be: before a byte of it comes")
    func sizes() async throws {
        try await Bench.with { bench in
            func begin(_ bytes: Int64) async -> FileRefusal? {
                await refusal {
                    try await bench.shelf.begin(
                        NewUpload(owner: Bench.owner, name: "a", bytes: bytes), now: Bench.now)
                }
            }
            let largest = bench.shelf.limits.largest
            #expect(await begin(0) == .empty)
            #expect(await begin(-1) == .empty)
            #expect(await begin(largest) == nil)
            #expect(await begin(largest + 1) == .tooLarge(limitBytes: largest))
            #expect(await begin(1 << 31) == .tooLarge(limitBytes: largest))
        }
    }

    @Test("is longer by one byte than its kind may be, or than it said")
    func tooLong() async throws {
        var limits = FileLimits()
        limits.picture = Int64(Sample.jpeg().count)
        try await Bench.with(limits: limits) { bench in
            #expect(await refusal { try await bench.send(Sample.jpeg()) } == nil)
            #expect(
                await refusal { try await bench.send(Sample.jpeg() + [0]) }
                    == .tooLarge(limitBytes: limits.picture))
            let id = try await bench.shelf.begin(
                NewUpload(owner: Bench.owner, name: "a", bytes: 100), now: Bench.now)
            #expect(
                await refusal {
                    try await bench.append(Array(repeating: 1, count: 101), to: id, at: 0)
                } == .tooLarge(limitBytes: 100))
            #expect(bench.contents.count == 1)
        }
    }

    @Test("is shorter than it said: it stays unfinished, and nobody can name it")
    func short() async throws {
        try await Bench.with { bench in
            let photo = Sample.jpeg()
            let id = try await bench.shelf.begin(
                NewUpload(owner: Bench.owner, name: "a", bytes: Int64(photo.count) + 1), now: Bench.now)
            try await bench.append(photo, to: id, at: 0)
            #expect(await refusal { try await bench.attachment(id) } == .incomplete)
            #expect(bench.contents.isEmpty)
        }
    }

    static let zip: [UInt8] =
        [0x50, 0x4B, 3, 4] + Array(repeating: 0, count: 30) + [0x50, 0x4B, 5, 6]
        + Array(repeating: 0, count: 18)

    static let wrong: [(String, [UInt8])] = [
        ("a page", Array("<!DOCTYPE html><script>alert(1)</script>".utf8)),
        ("a drawing called a.png", Array("<svg xmlns='http://www.w3.org/2000/svg' onload='x()'/>".utf8)),
        ("XML", Array("<?xml version='1.0'?><a/>".utf8)), ("plain text", Array("hello".utf8)),
        ("an archive", zip), ("a program", [0x7F, 0x45, 0x4C, 0x46, 2, 1, 1]),
        ("a script called a.php.jpg", Array("<?php system($_GET['c']); ?>".utf8)),
        (
            "a picture and a script",
            Array("GIF89a/*".utf8) + Array(repeating: 0, count: 20) + Array("*/=1;".utf8)
        ),
        ("a picture and an assignment", Array("GIF89a=1;alert(1)//".utf8)),
        ("a picture with a page in its comment", Sample.jpegWithComment("<script>alert(1)</script>")),
        ("a picture and a PDF", Sample.jpegWithComment("%PDF-1.7")),
        ("a picture and an archive", Sample.jpeg() + zip),
        ("HEIC", Sample.box("ftyp", Array("heicmif1".utf8))),
        ("an upper case page in a GIF", Array("GIF89a".utf8) + Array("<SCRIPT>".utf8)),
        ("a film of an unknown brand", Sample.box("ftyp", Array("evil".utf8) + [0, 0, 0, 0])),
        ("Matroska that is no WebM", [0x1A, 0x45, 0xDF, 0xA3] + Array("matroska".utf8)),
        ("RIFF that is neither", Array("RIFF\0\0\0\0AVI ".utf8)),
    ]

    @Test(
        "is of a kind that is not taken, whatever it is called, and leaves nothing behind", arguments: wrong)
    func kinds(name: String, bytes: [UInt8]) async throws {
        try await Bench.with { bench in
            #expect(await refusal { try await bench.send(bytes, name: "a.png") } == .wrongKind)
            #expect(bench.contents.isEmpty)
            let left = try? FileManager.default.contentsOfDirectory(atPath: bench.folder + "/uploads")
            #expect((left ?? []).isEmpty)
        }
    }

    static let known: [(Core.Attachment.Kind, [UInt8])] = {
        func film(_ brand: String) -> [UInt8] { Sample.box("ftyp", Array(brand.utf8) + [0, 0, 0, 0]) }
        let webm: [UInt8] = [0x1A, 0x45, 0xDF, 0xA3, 0x84, 0x42, 0x82, 0x84] + Array("webm".utf8)
        let tagged: [UInt8] = Array("ID3".utf8) + [4, 0, 0, 0, 0, 0, 0, 0]
        return [
            (.jpeg, Sample.jpeg()), (.png, Sample.png()), (.gif, Sample.gif()), (.webp, Sample.webp()),
            (.mp4, Sample.filmStart), (.quicktime, film("qt  ")), (.m4a, film("M4A ")), (.webm, webm),
            (.mp3, tagged), (.mp3, [0xFF, 0xFB, 0x90, 0x64]), (.ogg, Array("OggS".utf8)),
            (.wav, Array("RIFF\0\0\0\0WAVEfmt ".utf8)), (.pdf, Array("%PDF-1.7\n".utf8)),
        ]
    }()

    @Test("is none of these, whose kind is told from their first bytes", arguments: known)
    func taken(kind: Core.Attachment.Kind, bytes: [UInt8]) async throws {
        try await Bench.with { bench in
            let id = try await bench.send(bytes, name: "whatever.exe")
            #expect(try await bench.attachment(id).kind == kind)
        }
    }

    /// Nothing but a header that says 65535 × 65535.
    static let bombs: [(String, [UInt8])] = [
        ("JPEG", [0xFF, 0xD8, 0xFF, 0xC0, 0, 11, 8, 0xFF, 0xFF, 0xFF, 0xFF, 1, 1, 0x11, 0]),
        (
            "PNG",
            Array(Sample.png()[..<16]) + [0, 0, 0xFF, 0xFF, 0, 0, 0xFF, 0xFF] + Array(Sample.png()[24...])
        ),
        ("GIF", Array("GIF89a".utf8) + [0xFF, 0xFF, 0xFF, 0xFF, 0, 0, 0, 0x2C, 0, 0, 0, 0, 1, 0, 1, 0, 0]),
        (
            "GIF's frame",
            Array("GIF89a".utf8) + [1, 0, 1, 0, 0, 0, 0, 0x2C, 0, 0, 0, 0, 255, 255, 255, 255, 0]
        ),
        (
            "WebP",
            Array("RIFF\0\0\0\0WEBPVP8X".utf8) + [10, 0, 0, 0, 0, 0, 0, 0, 0xFE, 0xFF, 0, 0xFE, 0xFF, 0]
        ),
        (
            "a JPEG of 19,999 × 19,999",
            [0xFF, 0xD8, 0xFF, 0xC0, 0, 11, 8, 0x4E, 0x1F, 0x4E, 0x1F, 1, 1, 0x11, 0]
        ),
    ]

    @Test("says that it is larger than anybody can look at: refused before it is decoded", arguments: bombs)
    func bomb(name: String, bytes: [UInt8]) async throws {
        try await Bench.with { bench in
            #expect(await refusal { try await bench.send(bytes) } == .tooManyPixels(limit: 60_000_000))
            #expect(bench.contents.isEmpty)
        }
    }

    static let broken: [(String, [UInt8])] = [
        ("a JPEG that ends in its head", Array(Sample.jpeg()[..<30])),
        ("a JPEG without a frame", [0xFF, 0xD8, 0xFF, 0xDA, 0, 2, 0, 0, 0, 0, 0, 0]),
        ("a JPEG of endless fill", [0xFF, 0xD8] + Array(repeating: 0xFF, count: 4000)),
        ("a PNG without its first chunk", Array(Sample.png()[..<8]) + Array(repeating: 65, count: 40)),
        ("a GIF without a frame", Array("GIF89a".utf8) + [1, 0, 1, 0, 0, 0, 0, 0x3B]),
        (
            "a GIF of endless blocks",
            Array("GIF89a".utf8) + [1, 0, 1, 0, 0, 0, 0, 0x21, 0xFE] + [UInt8](repeating: 1, count: 30_000)
        ),
        ("a picture without width", [0xFF, 0xD8, 0xFF, 0xC0, 0, 11, 8, 0, 9, 0, 0, 1, 1, 0x11, 0]),
    ]

    @Test("is a picture only by its first bytes", arguments: broken)
    func brokenPicture(name: String, bytes: [UInt8]) async throws {
        try await Bench.with { bench in
            #expect(await refusal { try await bench.send(bytes) } == .broken)
            #expect(bench.contents.isEmpty)
        }
    }

    @Test("comes too late, too often, or with ten others")
    func tooMuch() async throws {
        var limits = FileLimits()
        limits.uploadsPerHour = 12
        try await Bench.with(limits: limits) { bench in
            var ids: [String] = []
            for _ in 0..<12 { ids.append(try await bench.send(Sample.jpeg())) }
            #expect(await refusal { try await bench.send(Sample.jpeg()) } == .quota(retryAfterSeconds: 3600))
            #expect(await refusal { try await bench.send(Sample.jpeg(), owner: "another") } == nil)
            let later = Bench.now + 3_600_001
            #expect(await refusal { try await bench.send(Sample.jpeg(), at: later) } == nil)
            let (shelf, now) = (bench.shelf, Bench.now)
            #expect(
                await refusal {
                    try await shelf.attachments(Array(ids[..<11]), owner: Bench.owner, now: now)
                } == .tooMany(limit: 10))
            let twice = try await shelf.attachments([ids[0], ids[0]], owner: Bench.owner, now: now)
            #expect(twice.count == 1)
            let day = now + limits.keptMilliseconds
            #expect(
                await refusal { try await shelf.attachments([ids[0]], owner: Bench.owner, now: day) }
                    == .expired)
        }
    }
}

extension Sample {
    /// A JPEG with a comment behind its first two bytes.
    static func jpegWithComment(_ text: String) -> [UInt8] {
        let (picture, comment) = (jpeg(), Array(text.utf8))
        return Array(picture[..<2]) + [0xFF, 0xFE, 0, UInt8(comment.count + 2)] + comment + picture[2...]
    }
}
