import CZlib
import Core

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

    private func gzerror() -> Int32 {
        var number: Int32 = Z_OK
        _ = CZlib.gzerror(file, &number)
        return number == Z_STREAM_END ? Z_OK : number
    }
}
