import Core

/// The parts of a film or recording that say where, when and with what it was taken, as ranges to be left
/// blank: the copy has the same length and plays the same.
///
/// ISO 14496-12: boxes of user data (`udta`), metadata (`meta`) and extensions (`uuid`) play no part in
/// playing; blank, they become `free` boxes.
struct FilmBlanks: Sendable {
    /// Places where `free` and then zeros stand instead.
    private(set) var boxes: [(start: Int64, header: Int64, end: Int64)] = []
    /// Places where zeros stand instead.
    private(set) var samples: [Range<Int64>] = []

    private static let mostBoxes = 20_000

    init(_ file: OpenFile) throws {
        var budget = Self.mostBoxes
        try walk(file, from: 0, to: try file.size(), depth: 0, &budget)
    }

    private mutating func walk(
        _ file: OpenFile, from start: Int64, to end: Int64, depth: Int, _ budget: inout Int
    ) throws {
        var place = start
        while place + 8 <= end {
            budget -= 1
            guard budget > 0 else { throw FileRefusal.broken }
            let head = try file.read(at: place, count: 16)
            guard head.count >= 8 else { return }
            var (size, header): (Int64, Int64) = (head.big32(0), 8)
            if size == 1 { (size, header) = (head.big64(8), 16) }
            if size == 0 { size = end - place }
            guard size >= header, size <= end - place else { return }
            switch String(decoding: head[4..<8], as: UTF8.self) {
            case "udta", "meta", "uuid", "XMP_", "GPMF", "gps ": boxes.append((place, header, place + size))
            case "trak" where try isTelemetry(file, from: place + header, to: place + size):
                try blankSamples(file, from: place + header, to: place + size)
                boxes.append((place, header, place + size))
            case "moov", "trak", "moof", "traf", "mdia", "minf":
                if depth < 6 {
                    try walk(file, from: place + header, to: place + size, depth: depth + 1, &budget)
                }
            default: break
            }
            place += size
        }
    }

    /// Lays blanks over bytes that were read from a place.
    func cover(_ bytes: inout [UInt8], at offset: Int64) {
        let end = offset + Int64(bytes.count)
        for box in boxes where box.start < end && box.end > offset {
            for (index, letter) in "free".utf8.enumerated() {
                let place = box.start + 4 + Int64(index)
                if place >= offset, place < end { bytes[Int(place - offset)] = letter }
            }
            Self.zero(&bytes, at: offset, (box.start + box.header)..<box.end)
        }
        for range in samples where range.lowerBound < end && range.upperBound > offset {
            Self.zero(&bytes, at: offset, range)
        }
    }

    private static func zero(_ bytes: inout [UInt8], at offset: Int64, _ range: Range<Int64>) {
        let shown = range.clamped(to: offset..<(offset + Int64(bytes.count)))
        for place in shown { bytes[Int(place - offset)] = 0 }
    }
}

/// Tracks that hold no picture and no sound but a record of places (action cameras).
extension FilmBlanks {
    private func child(
        _ path: [String], _ file: OpenFile, from start: Int64, to end: Int64
    ) throws -> Range<Int64>? {
        guard let name = path.first else { return start..<end }
        var place = start
        for _ in 0..<1000 where place + 8 <= end {
            let head = try file.read(at: place, count: 16)
            guard head.count >= 8 else { return nil }
            var (size, header): (Int64, Int64) = (head.big32(0), 8)
            if size == 1 { (size, header) = (head.big64(8), 16) }
            if size == 0 { size = end - place }
            guard size >= header, size <= end - place else { return nil }
            if String(decoding: head[4..<8], as: UTF8.self) == name {
                return try child(Array(path.dropFirst()), file, from: place + header, to: place + size)
            }
            place += size
        }
        return nil
    }

    private func isTelemetry(_ file: OpenFile, from start: Int64, to end: Int64) throws -> Bool {
        guard let handler = try child(["mdia", "hdlr"], file, from: start, to: end) else { return false }
        let bytes = try file.read(at: handler.lowerBound + 8, count: 4)
        return ["meta", "camm", "gps "].contains(String(decoding: bytes, as: UTF8.self))
    }

    /// The places of the track's samples: chunks of so many samples (`stsc`), each of its size (`stsz`).
    private mutating func blankSamples(_ file: OpenFile, from start: Int64, to end: Int64) throws {
        let table = ["mdia", "minf", "stbl"]
        func box(_ name: String) throws -> [UInt8]? {
            guard let range = try child(table + [name], file, from: start, to: end) else { return nil }
            guard range.count <= 16 << 20 else { throw FileRefusal.broken }
            return try file.read(at: range.lowerBound, count: range.count)
        }
        guard let sizes = try box("stsz"), let runs = try box("stsc") else { return }
        let (short, long) = (try box("stco"), try box("co64"))
        guard let offsets = short ?? long else { return }
        let width = short == nil ? 8 : 4
        let chunks = min(Int(offsets.big32(4)), (offsets.count - 8) / width)
        let same = sizes.big32(4)
        let most = same > 0 ? Int(sizes.big32(8)) : max(0, (sizes.count - 12) / 4)
        var sample = 0
        var run = 0
        let runCount = min(Int(runs.big32(4)), max(0, (runs.count - 8) / 12))
        for chunk in 0..<max(0, chunks) where run < runCount {
            if run + 1 < runCount, Int(runs.big32(8 + (run + 1) * 12)) == chunk + 1 { run += 1 }
            var length: Int64 = 0
            for _ in 0..<min(runs.big32(8 + run * 12 + 4), 1_000_000) where sample < most {
                length += same > 0 ? same : sizes.big32(12 + sample * 4)
                sample += 1
            }
            let at = 8 + chunk * width
            let place = width == 4 ? offsets.big32(at) : offsets.big64(at)
            if length > 0, place < Int64.max - length { samples.append(place..<(place + length)) }
        }
    }
}
