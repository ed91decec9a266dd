import CZlib
import Core
import Language

/// The bytes of a file in pieces, unpacked where it is gzip, whatever it is called.
final class ByteSource {
    private let file: gzFile
    private let path: String
    private static let size = 1 << 16

    init(path: String) throws(Fault) {
        guard let file = gzopen(path, "rb") else {
            throw Fault(
                .configuration, "The file \(path) cannot be read.",
                remedy: "Check its name and that you may read it.")
        }
        self.file = file
        self.path = path
    }

    deinit { gzclose(file) }

    /// The next piece; empty at the end. zlib hands plain files through as they are.
    func next() throws(Fault) -> [UInt8] {
        var failed = false
        let piece = [UInt8](unsafeUninitializedCapacity: Self.size) { buffer, count in
            let read = gzread(file, buffer.baseAddress, UInt32(Self.size))
            failed = read < 0
            count = max(0, Int(read))
        }
        if failed || (piece.isEmpty && gzerror() != Z_OK) {
            throw Fault(.corrupt, "The file \(path) is damaged.", remedy: "Fetch it again.")
        }
        return piece
    }

    /// From the beginning again.
    func rewind() { gzrewind(file) }

    private func gzerror() -> Int32 {
        var number: Int32 = Z_OK
        _ = CZlib.gzerror(file, &number)
        return number == Z_STREAM_END ? Z_OK : number
    }
}

/// The text of a file in pieces of UTF-8 without a byte order mark, whatever it is written in.
final class TextSource {
    private let bytes: ByteSource
    private let converter: TextConverter
    private let path: String
    private var isAtEnd = false

    init(path: String) throws {
        let bytes = try ByteSource(path: path)
        let coding = try TextCoding.detect { try bytes.next() }
        bytes.rewind()
        self.bytes = bytes
        self.path = path
        converter = try TextConverter(coding)
    }

    /// The next piece; empty at the end.
    func next() throws(Fault) -> [UInt8] {
        while !isAtEnd {
            let piece = try bytes.next()
            isAtEnd = piece.isEmpty
            do {
                let text = try converter.convert(piece, isLast: isAtEnd)
                if !text.isEmpty { return text }
            } catch {
                throw Fault(
                    .corrupt, "The file \(path) is neither UTF-8 nor \(error.coding.rawValue).",
                    remedy: "Save it as UTF-8, and send it again.")
            }
        }
        return []
    }
}
