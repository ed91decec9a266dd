import CPostgres
import Storage

/// The values of a statement as libpq wants them: binary, with the type of each.
///
/// Binary values carry their length, so nothing is escaped and nothing ends early.
struct PostgresParameters {
    let types: [Oid]
    private let lengths: [Int32]
    private let formats: [Int32]
    private let offsets: [Int?]
    // Begins with one spare byte so that an empty value has an address: libpq reads none as NULL.
    private let bytes: [UInt8]

    init(_ values: [SQLValue]) {
        var types: [Oid] = []
        var lengths: [Int32] = []
        var offsets: [Int?] = []
        var bytes: [UInt8] = [0]
        for value in values {
            let start = bytes.count - 1
            switch value {
            // Type 0 leaves it to the server to see from the column what kind of NULL is meant.
            case .null: types.append(0)
            case .integer(let number):
                types.append(20)
                withUnsafeBytes(of: number.bigEndian) { bytes += $0 }
            case .real(let number):
                types.append(701)
                withUnsafeBytes(of: number.bitPattern.bigEndian) { bytes += $0 }
            case .text(let text):
                types.append(25)
                bytes += text.utf8
            case .blob(let blob):
                types.append(17)
                bytes += blob
            }
            offsets.append(value == .null ? nil : start + 1)
            lengths.append(Int32(clamping: bytes.count - 1 - start))
        }
        self.types = types
        self.lengths = lengths
        self.offsets = offsets
        self.bytes = bytes + [0]
        formats = Array(repeating: 1, count: values.count)
    }

    var count: Int32 { Int32(types.count) }

    /// Tells statements of the same text apart by the kinds of their values.
    var signature: String {
        var letters = "\u{0}"
        for type in types {
            switch type {
            case 20: letters += "i"
            case 701: letters += "r"
            case 25: letters += "t"
            case 17: letters += "b"
            default: letters += "n"
            }
        }
        return letters
    }

    /// Lends libpq the addresses for the length of one call.
    func withPointers<T>(
        _ body: (UnsafePointer<UnsafePointer<CChar>?>, UnsafePointer<Int32>, UnsafePointer<Int32>) -> T
    ) -> T {
        bytes.withUnsafeBytes { buffer in
            let start = buffer.baseAddress?.assumingMemoryBound(to: CChar.self)
            let pointers = offsets.map { offset in offset.flatMap { start?.advanced(by: $0) } }
            return body(pointers, lengths, formats)
        }
    }
}
