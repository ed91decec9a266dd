import Core
@testable import Files
import Foundation
import Testing

@Suite("What everybody may see of a file")
struct CopyTests {
    @Test("is a picture without what the camera wrote: no place is left in any copy")
    func gps() async throws {
        try await Bench.with { bench in
            let photo = Sample.withEXIF(Sample.jpeg(width: 2000, height: 1000), orientation: 1)
            #expect(holds(photo, "116.4074E"))
            let kept = try await bench.attachment(try await bench.send(photo))
            for copy in [FileCopy.thumbnail, .view] {
                let bytes = try await bench.bytes(kept, as: copy)
                #expect(bytes.starts(with: [0xFF, 0xD8, 0xFF]))
                #expect(!holds(bytes, "116.4074E") && !holds(bytes, "Exif"))
            }
            #expect(try await bench.bytes(kept, as: .original) == photo)
            let thumbnail = try #require(Sample.size(try await bench.bytes(kept, as: .thumbnail)))
            let view = try #require(Sample.size(try await bench.bytes(kept, as: .view)))
            #expect(thumbnail == (480, 240) && view == (1600, 800))
        }
    }

    /// Which corner of the stored picture is shown at the upper left, by EXIF's number: red, green, blue or
    /// white.
    static let turns: [(UInt8, (Int, Int, Int))] = [
        (1, (255, 0, 0)), (2, (0, 255, 0)), (3, (255, 255, 255)), (4, (0, 0, 255)), (5, (255, 0, 0)),
        (6, (0, 0, 255)), (7, (255, 255, 255)), (8, (0, 255, 0)),
    ]

    @Test("stands upright, however the camera was held", arguments: turns)
    func upright(orientation: UInt8, colour: (Int, Int, Int)) async throws {
        try await Bench.with { bench in
            let photo = Sample.withEXIF(Sample.jpeg(width: 200, height: 100), orientation: orientation)
            let kept = try await bench.attachment(try await bench.send(photo))
            let view = try await bench.bytes(kept, as: .view)
            let size = try #require(Sample.size(view))
            #expect(size == (orientation < 5 ? (200, 100) : (100, 200)))
            let corner = try #require(Sample.colour(view, x: { $0 / 8 }, y: { $0 / 8 }))
            let far = [corner.0 - colour.0, corner.1 - colour.1, corner.2 - colour.2].map { abs($0) }.max()
            #expect((far ?? 255) < 40)
        }
    }

    @Test("of a picture that breaks off is what came of it, or a refusal, and never a crash")
    func truncated() async throws {
        try await Bench.with { bench in
            let photo = Sample.jpeg(width: 1200, height: 900)
            for part in [2, 3, 10] {
                let cut = Array(photo[..<(photo.count - photo.count / part)])
                let kept = try await bench.attachment(try await bench.send(cut))
                let problem = await refusal { try await bench.bytes(kept, as: .view) }
                #expect(problem == nil || problem == .broken)
            }
            let png = try await bench.attachment(try await bench.send(Array(Sample.png()[..<40])))
            #expect(await refusal { try await bench.bytes(png, as: .view) } == .broken)
        }
    }

    @Test("of a PNG whose text unpacks to gigabytes is made without the text")
    func textBomb() async throws {
        try await Bench.with { bench in
            // 1 MB of zeros, packed to a few bytes a thousand times over, in a chunk nobody needs.
            let chunk = Array("zTXtx\0\0".utf8) + Array(repeating: 0, count: 2000)
            let length: [UInt8] = [0, 0, UInt8((chunk.count - 4) >> 8), UInt8((chunk.count - 4) & 255)]
            let png = Sample.png()
            let bomb = Array(png[..<33]) + length + chunk + [0, 0, 0, 0] + Array(png[33...])
            let kept = try await bench.attachment(try await bench.send(bomb))
            let problem = await refusal { try await bench.bytes(kept, as: .view) }
            #expect(problem == nil || problem == .broken)
        }
    }

    @Test("of a GIF with ten thousand frames is its first")
    func animated() async throws {
        try await Bench.with { bench in
            let gif = Sample.gif()
            let head = 13 + 3 * (2 << Int(gif[10] & 7))
            let frame = Array(gif[head..<(gif.count - 1)])
            var film = Array(gif[..<head])
            for _ in 0..<10_000 { film += frame }
            let kept = try await bench.attachment(try await bench.send(film + [0x3B]))
            let size = try #require(Sample.size(try await bench.bytes(kept, as: .thumbnail)))
            #expect(size == (8, 8))
        }
    }

    @Test("is made once, however many ask for it at the same moment, and then kept")
    func once() async throws {
        try await Bench.with { bench in
            let kept = try await bench.attachment(
                try await bench.send(Sample.jpeg(width: 1500, height: 1500)))
            let all = try await withThrowingTaskGroup(of: [UInt8].self) { group in
                for _ in 0..<12 { group.addTask { try await bench.bytes(kept, as: .thumbnail) } }
                return try await group.reduce(into: Set<[UInt8]>()) { $0.insert($1) }
            }
            #expect(all.count == 1)
            let path = FileFolder(path: bench.folder).copy(kept.hash, .thumbnail)
            let made = try FileManager.default.attributesOfItem(atPath: path)[.modificationDate] as? Date
            _ = try await bench.bytes(kept, as: .thumbnail)
            #expect(
                try FileManager.default.attributesOfItem(atPath: path)[.modificationDate] as? Date == made)
        }
    }

    @Test("is a film of the same length without its place, in the usual boxes and in Apple's")
    func film() async throws {
        let sound = Sample.box("mdat", Array("MOVING PICTURES".utf8))
        let place = Sample.box("\u{A9}xyz", [0, 20, 0x15, 0xC7] + Array("+39.9042+116.4074/".utf8))
        let keys = Sample.box("keys", Array("com.apple.quicktime.location.ISO6709".utf8))
        let list = Sample.box("ilst", Sample.box("\0\0\0\u{1}", Array("+39.9042+116.4074/".utf8)))
        let track = Sample.box("trak", Sample.box("udta", place) + Sample.box("tkhd", Array("HEADER".utf8)))
        let moov = Sample.box(
            "moov",
            Sample.box("mvhd", Array("LENGTH".utf8)) + track + Sample.box("udta", place)
                + Sample.box("meta", keys + list))
        let film = Sample.filmStart + sound + moov + Sample.box("uuid", Array("39.9042 in a uuid".utf8))
        try await Bench.with { bench in
            let kept = try await bench.attachment(try await bench.send(film))
            let view = try await bench.bytes(kept, as: .view)
            #expect(view.count == film.count)
            #expect(!holds(view, "39.9042") && !holds(view, "ISO6709") && !holds(view, "udta"))
            for left in ["MOVING PICTURES", "LENGTH", "HEADER", "moov", "trak", "free"] {
                #expect(holds(view, left))
            }
            #expect(try await bench.bytes(kept, as: .original) == film)
            // The same bytes whichever piece is asked for.
            let file = try await bench.shelf.open(kept, as: .view)
            for start in 0..<film.count {
                let count = min(7, film.count - start)
                let piece = try await file.read(at: Int64(start), count: count)
                #expect(piece == Array(view[start..<(start + count)]))
            }
        }
    }

    @Test("is a film without the record of places that an action camera keeps beside it")
    func telemetry() async throws {
        func long(_ number: Int) -> [UInt8] { [0, 0, UInt8(number >> 8), UInt8(number & 255)] }
        let secret = Array("GPS 39.9042".utf8)
        let sound = Sample.box("mdat", Array("PICTURES".utf8) + secret)
        let offset = Sample.filmStart.count + 8 + 8
        let table = Sample.box(
            "stbl",
            Sample.box("stsz", [0, 0, 0, 0] + long(secret.count) + long(1))
                + Sample.box("stsc", [0, 0, 0, 0] + long(1) + long(1) + long(1) + long(1))
                + Sample.box("stco", [0, 0, 0, 0] + long(1) + long(offset)))
        let handler = Sample.box("hdlr", Array(repeating: 0, count: 8) + Array("meta".utf8))
        let track = Sample.box("trak", Sample.box("mdia", handler + Sample.box("minf", table)))
        let film = Sample.filmStart + sound + Sample.box("moov", track)
        try await Bench.with { bench in
            let kept = try await bench.attachment(try await bench.send(film))
            let view = try await bench.bytes(kept, as: .view)
            #expect(view.count == film.count && holds(view, "PICTURES") && !holds(view, "39.9042"))
        }
    }

    static let mad: [[UInt8]] = [
        [0, 0, 0, 0] + Array("moov".utf8), [0xFF, 0xFF, 0xFF, 0xFF] + Array("moov".utf8),
        [0, 0, 0, 1] + Array("moov".utf8) + Array(repeating: 0xFF, count: 8),
        [0, 0, 0, 4] + Array("moov".utf8), [0, 0, 0, 8] + Array("moov".utf8) + [0],
    ]

    @Test("of a film whose boxes make no sense is still no crash", arguments: mad)
    func nonsense(boxes: [UInt8]) async throws {
        try await Bench.with { bench in
            let kept = try await bench.attachment(try await bench.send(Sample.filmStart + boxes))
            #expect(try await bench.bytes(kept, as: .view).count == Int(kept.bytes))
        }
    }

    @Test("is refused with a sentence when the folder does not hold it any more")
    func missing() async throws {
        try await Bench.with { bench in
            let kept = try await bench.attachment(try await bench.send(Sample.jpeg()))
            #expect(try await bench.shelf.complaint(of: kept.hash, bytes: kept.bytes) == nil)
            let path = FileFolder(path: bench.folder).content(kept.hash)
            try Data("changed".utf8).write(to: URL(filePath: path))
            #expect(try await bench.shelf.complaint(of: kept.hash, bytes: kept.bytes) == .changed)
            try FileManager.default.removeItem(atPath: path)
            #expect(try await bench.shelf.complaint(of: kept.hash, bytes: kept.bytes) == .missing)
            #expect(await faultCode { try await bench.shelf.open(kept, as: .original) } == .corrupt)
            #expect(await faultCode { try await bench.shelf.open(kept, as: .view) } == .corrupt)
        }
    }
}
