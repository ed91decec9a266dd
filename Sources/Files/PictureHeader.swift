import Core

/// What a picture says of itself before anything of it is decoded: how large it is, and which way is up. A
/// decoder is only let at a picture whose header was read here.
struct PictureHeader: Equatable {
    let width: Int64
    let height: Int64
    /// As EXIF counts, 1 to 8; 1 is upright.
    var orientation = 1

    /// - Throws: `FileRefusal.broken` for what no such picture begins with, `.tooManyPixels`, `.wrongKind`
    ///   for moving WebP, of which no copy can be made.
    init(_ file: OpenFile, kind: Attachment.Kind, limits: FileLimits) throws {
        switch kind {
        case .jpeg: self = try JPEGReader(file).header()
        case .png: self = try Self.png(file)
        case .gif: self = try Self.gif(file)
        case .webp: self = try Self.webp(file)
        case .mp4, .quicktime, .webm, .mp3, .m4a, .ogg, .wav, .pdf: throw FileRefusal.wrongKind
        }
        guard width > 0, height > 0 else { throw FileRefusal.broken }
        guard width <= limits.side, height <= limits.side, width * height <= limits.pixels else {
            throw FileRefusal.tooManyPixels(limit: limits.pixels)
        }
    }

    init(width: Int64, height: Int64, orientation: Int = 1) {
        self.width = width
        self.height = height
        self.orientation = orientation
    }

    private static func read(_ file: OpenFile, at offset: Int64, _ count: Int) throws -> [UInt8] {
        let bytes = try file.read(at: offset, count: count)
        guard bytes.count == count else { throw FileRefusal.broken }
        return bytes
    }

    /// PNG (W3C) §11.2.2: the header chunk comes first.
    private static func png(_ file: OpenFile) throws -> PictureHeader {
        let bytes = try read(file, at: 8, 25)
        guard bytes[0..<8].elementsEqual([0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52]) else {
            throw FileRefusal.broken
        }
        return PictureHeader(width: bytes.big32(8), height: bytes.big32(12))
    }

    /// GIF89a: the screen, and the first frame, which may be larger than it.
    private static func gif(_ file: OpenFile) throws -> PictureHeader {
        let screen = try read(file, at: 6, 7)
        var place: Int64 = 13
        if screen[4] & 0x80 != 0 { place += 3 << Int64(screen[4] & 7 + 1) }
        for _ in 0..<1000 {
            let mark = try read(file, at: place, 1)[0]
            if mark == 0x2C {
                let frame = try read(file, at: place + 1, 8)
                return PictureHeader(
                    width: max(screen.little16(0), frame.little16(0) + frame.little16(4)),
                    height: max(screen.little16(2), frame.little16(2) + frame.little16(6)))
            }
            guard mark == 0x21 else { throw FileRefusal.broken }
            place = try afterBlocks(file, from: place + 2)
        }
        throw FileRefusal.broken
    }

    private static func afterBlocks(_ file: OpenFile, from start: Int64) throws -> Int64 {
        var place = start
        for _ in 0..<10_000 {
            let length = Int64(try read(file, at: place, 1)[0])
            place += 1 + length
            if length == 0 { return place }
        }
        throw FileRefusal.broken
    }

    /// WebP container specification (RFC 9649): the three ways a picture may begin.
    private static func webp(_ file: OpenFile) throws -> PictureHeader {
        let bytes = try read(file, at: 12, 18)
        switch String(decoding: bytes[0..<4], as: UTF8.self) {
        case "VP8 ":
            guard bytes[11...13].elementsEqual([0x9D, 0x01, 0x2A]) else { throw FileRefusal.broken }
            return PictureHeader(width: bytes.little16(14) & 0x3FFF, height: bytes.little16(16) & 0x3FFF)
        case "VP8L":
            guard bytes[8] == 0x2F else { throw FileRefusal.broken }
            let bits = bytes.little16(9) | bytes.little16(11) << 16
            return PictureHeader(width: bits & 0x3FFF + 1, height: bits >> 14 & 0x3FFF + 1)
        case "VP8X":
            guard bytes[8] & 2 == 0 else { throw FileRefusal.wrongKind }
            return PictureHeader(
                width: (bytes.little16(12) | Int64(bytes[14]) << 16) + 1,
                height: (bytes.little16(15) | Int64(bytes[17]) << 16) + 1)
        default: throw FileRefusal.broken
        }
    }
}

/// The segments of a JPEG up to its frame header (ITU-T T.81 Annex B).
struct JPEGReader {
    private let file: OpenFile

    init(_ file: OpenFile) { self.file = file }

    func header() throws -> PictureHeader {
        var place: Int64 = 2
        var orientation = 1
        for _ in 0..<500 {
            let head = try file.read(at: place, count: 10)
            guard head.count == 10, head[0] == 0xFF else { throw FileRefusal.broken }
            // Fill bytes may stand before a marker.
            if head[1] == 0xFF { place += 1; continue }
            let length = head.big16(2)
            guard length >= 2 else { throw FileRefusal.broken }
            switch head[1] {
            case 0xC0...0xC3, 0xC5...0xC7, 0xC9...0xCB, 0xCD...0xCF:
                return PictureHeader(
                    width: head.big16(7), height: head.big16(5), orientation: orientation)
            case 0xE1:
                let segment = try file.read(at: place + 4, count: Int(length - 2))
                orientation = Self.orientation(segment) ?? orientation
            case 0x01, 0xD0...0xDA: throw FileRefusal.broken
            default: break
            }
            place += 2 + length
        }
        throw FileRefusal.broken
    }

    /// Which way is up, from EXIF 2.3 §4.6.4 tag 0x0112 in the first directory.
    static func orientation(_ segment: [UInt8]) -> Int? {
        guard segment.starts(with: Array("Exif\0\0".utf8)), segment.count >= 20 else { return nil }
        let tiff = Array(segment.dropFirst(6))
        let isBig = tiff[0] == 0x4D
        func short(_ at: Int) -> Int64 { isBig ? tiff.big16(at) : tiff.little16(at) }
        func long(_ at: Int) -> Int64 {
            isBig ? tiff.big32(at) : tiff.little16(at) | tiff.little16(at + 2) << 16
        }
        let directory = long(4)
        guard directory >= 8, directory + 2 <= tiff.count else { return nil }
        for entry in 0..<min(short(Int(directory)), 200) {
            let at = Int(directory) + 2 + Int(entry) * 12
            guard at + 12 <= tiff.count else { return nil }
            if short(at) == 0x0112 { return (1...8).contains(short(at + 8)) ? Int(short(at + 8)) : nil }
        }
        return nil
    }
}

extension [UInt8] {
    /// Numbers at a place; 0 beyond the end.
    func big16(_ at: Int) -> Int64 { at + 2 <= count ? Int64(self[at]) << 8 | Int64(self[at + 1]) : 0 }
    func big32(_ at: Int) -> Int64 { big16(at) << 16 | big16(at + 2) }
    func big64(_ at: Int) -> Int64 {
        let high = big32(at)
        return high > 0x7FFF_FFFF ? .max : high << 32 | big32(at + 4)
    }
    func little16(_ at: Int) -> Int64 { at + 2 <= count ? Int64(self[at + 1]) << 8 | Int64(self[at]) : 0 }
}
