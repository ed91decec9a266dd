import CZlib
import Core
import Foundation

/// The entries of a ZIP file, as spreadsheets are packed. Nothing is unpacked to the disk.
struct ZipArchive {
    private let bytes: Data
    private let entries: [String: Entry]
    private let path: String

    private struct Entry {
        let method: Int
        let packed: Int
        let start: Int
    }

    /// - Throws: A `Fault` of code `corrupt` where it is no ZIP file.
    init(path: String) throws(Fault) {
        guard let data = try? Data(contentsOf: URL(fileURLWithPath: path), options: .mappedIfSafe) else {
            throw Fault(
                .configuration, "The file \(path) cannot be read.",
                remedy: "Check its name and that you may read it.")
        }
        guard let entries = Self.directory(of: data) else {
            throw Fault(
                .corrupt, "The file \(path) is no spreadsheet of the kind .xlsx.",
                remedy: "Save it as .xlsx or .csv.")
        }
        bytes = data
        self.entries = entries
        self.path = path
    }

    /// Reads an entry piece by piece; nil where there is none.
    func reader(of name: String) throws(Fault) -> ZipReader? {
        guard let entry = entries[name], entry.start + entry.packed <= bytes.count else { return nil }
        let start = bytes.startIndex + entry.start
        let packed = Array(bytes[start..<(start + entry.packed)])
        return try ZipReader(packed, isPacked: entry.method == 8, path: path)
    }

    // MARK: The directory at the end of the file

    private static func directory(of data: Data) -> [String: Entry]? {
        guard data.count >= 22 else { return nil }
        let earliest = max(0, data.count - 22 - 65_535)
        var at = data.count - 22
        while at >= earliest, number(data, at, 4) != 0x0605_4B50 { at -= 1 }
        guard at >= earliest else { return nil }
        var place = number(data, at + 16, 4)
        var entries: [String: Entry] = [:]
        for _ in 0..<number(data, at + 10, 2) {
            guard place + 46 <= data.count, number(data, place, 4) == 0x0201_4B50 else { return nil }
            let length = number(data, place + 28, 2)
            guard place + 46 + length <= data.count else { return nil }
            let start = data.startIndex + place + 46
            let name = String(decoding: data[start..<(start + length)], as: UTF8.self)
            let local = number(data, place + 42, 4)
            guard local + 30 <= data.count, number(data, local, 4) == 0x0403_4B50 else { return nil }
            entries[name] = Entry(
                method: number(data, place + 10, 2), packed: number(data, place + 20, 4),
                start: local + 30 + number(data, local + 26, 2) + number(data, local + 28, 2))
            place += 46 + length + number(data, place + 30, 2) + number(data, place + 32, 2)
        }
        return entries
    }

    /// A number of so many bytes, the lowest first; 0 behind the end.
    private static func number(_ data: Data, _ at: Int, _ size: Int) -> Int {
        guard at >= 0, at + size <= data.count else { return 0 }
        return (0..<size).reduce(0) { $0 | Int(data[data.startIndex + at + $1]) << (8 * $1) }
    }
}

/// One entry of a ZIP file, unpacked as it is read.
final class ZipReader {
    private let packed: UnsafeMutableBufferPointer<UInt8>
    private let isPacked: Bool
    private let path: String
    private var stream = z_stream()
    private var state = Z_OK
    private var total = 0
    /// The most bytes that one entry may become: more than any sheet needs, and less than would fill a
    /// server.
    static let longest = 1 << 30

    init(_ bytes: [UInt8], isPacked: Bool, path: String) throws(Fault) {
        packed = .allocate(capacity: bytes.count)
        _ = packed.initialize(from: bytes)
        self.isPacked = isPacked
        self.path = path
        stream.next_in = packed.baseAddress
        stream.avail_in = UInt32(clamping: bytes.count)
        if inflateInit2_(&stream, -15, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) != Z_OK {
            throw damaged
        }
    }

    deinit {
        inflateEnd(&stream)
        packed.deallocate()
    }

    private var damaged: Fault {
        Fault(.corrupt, "The file \(path) is damaged.", remedy: "Save it again, or as .csv.")
    }

    /// The next piece; empty at the end.
    func next() throws(Fault) -> [UInt8] {
        if !isPacked { return rest() }
        while state == Z_OK {
            var piece = [UInt8](repeating: 0, count: 1 << 16)
            let size = piece.count
            piece.withUnsafeMutableBufferPointer { target in
                stream.next_out = target.baseAddress
                stream.avail_out = UInt32(size)
                state = inflate(&stream, Z_NO_FLUSH)
            }
            let count = size - Int(stream.avail_out)
            total += count
            if total > Self.longest || (state != Z_OK && state != Z_STREAM_END) { throw damaged }
            if count > 0 { return Array(piece[..<count]) }
            if stream.avail_in == 0, state == Z_OK { throw damaged }
        }
        return []
    }

    /// An entry that was stored as it is comes in one piece.
    private func rest() -> [UInt8] {
        defer { total = packed.count }
        return total == 0 ? Array(packed) : []
    }
}
