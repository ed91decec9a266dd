/// JSON in UTF-8 on one line, the fields of an object in the order of their names: the same value is always
/// the same bytes.
///
/// The bytes are those of Foundation's `JSONEncoder` with `sortedKeys` and `withoutEscapingSlashes`, which
/// took a third of the time of an answer: it builds a tree of dictionaries first. Dates, addresses and bytes
/// have no form of their own here; no type of ours holds them.
package enum JSONText {
    /// - Throws: `EncodingError` for a number that JSON does not have.
    package static func bytes(_ value: some Encodable) throws -> [UInt8] {
        let sheet = JSONSheet()
        try sheet.write(value, depth: 0)
        return sheet.array
    }

    package static func text(_ value: some Encodable) throws -> String {
        String(decoding: try bytes(value), as: UTF8.self)
    }
}

/// What has been written so far, and an encoder for every depth, used again and again.
///
/// A value is written where it stands; when it is finished, the fields of an object are put into their order.
/// The bytes lie in memory of the sheet's own: an array in a class is looked at for other owners at every
/// byte.
final class JSONSheet {
    /// Only this class touches it: filled up to `count`, freed with the sheet.
    private var memory: UnsafeMutableRawPointer
    private var capacity: Int
    private(set) var count = 0
    private var encoders: [JSONValueEncoder] = []

    init(capacity: Int = 2048) {
        self.capacity = capacity
        memory = .allocate(byteCount: capacity, alignment: 1)
    }

    deinit { memory.deallocate() }

    var array: [UInt8] { Array(UnsafeRawBufferPointer(start: memory, count: count)) }

    /// Writes a value that may hold others.
    func write<Value: Encodable>(_ value: Value, depth: Int) throws {
        guard depth < Self.mostDepth else {
            throw EncodingError.invalidValue(value, .init(codingPath: [], debugDescription: "Too deep."))
        }
        while depth >= encoders.count { encoders.append(JSONValueEncoder(self, depth: encoders.count)) }
        let encoder = encoders[depth]
        encoder.begin()
        try value.encode(to: encoder)
        try encoder.finish()
    }

    /// As deep as Foundation reads.
    private static let mostDepth = 512

    func write(_ text: String) {
        var text = text
        text.withUTF8 { quote($0) }
    }

    func write(_ flag: Bool) { append(flag ? "true" : "false") }

    func writeNull() { append("null") }

    func write(_ number: some BinaryInteger) {
        var digits = String(number)
        digits.withUTF8 { append(UnsafeRawBufferPointer($0)) }
    }

    /// The shortest text that reads as the same number; whole numbers without a fraction.
    func write(_ number: Double) throws {
        guard number.isFinite else {
            throw EncodingError.invalidValue(
                number, .init(codingPath: [], debugDescription: "JSON has no such number."))
        }
        writeShortest(number.description)
    }

    /// The text of a number, whole ones without a fraction.
    func writeShortest(_ text: String) {
        var text = text
        let isWhole = text.hasSuffix(".0")
        text.withUTF8 { bytes in
            append(UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(bytes).dropLast(isWhole ? 2 : 0)))
        }
    }

    // MARK: Bytes

    @inline(__always)
    func append(_ byte: UInt8) {
        if count == capacity { grow(by: 1) }
        memory.storeBytes(of: byte, toByteOffset: count, as: UInt8.self)
        count += 1
    }

    func append(_ bytes: UnsafeRawBufferPointer) {
        guard let start = bytes.baseAddress else { return }
        if count + bytes.count > capacity { grow(by: bytes.count) }
        memory.advanced(by: count).copyMemory(from: start, byteCount: bytes.count)
        count += bytes.count
    }

    private func append(_ text: StaticString) {
        append(UnsafeRawBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    private func grow(by more: Int) {
        let wanted = max(capacity * 2, count + more)
        let larger = UnsafeMutableRawPointer.allocate(byteCount: wanted, alignment: 1)
        larger.copyMemory(from: memory, byteCount: count)
        memory.deallocate()
        (memory, capacity) = (larger, wanted)
    }

    /// Takes what was written from `start` on and writes it again piece by piece, by ranges of the sheet.
    func rewrite(from start: Int, _ pieces: (_ old: UnsafeRawBufferPointer) -> Void) {
        let length = count - start
        withUnsafeTemporaryAllocation(byteCount: length, alignment: 1) { old in
            old.copyMemory(
                from: UnsafeRawBufferPointer(start: memory.advanced(by: start), count: length))
            count = start
            pieces(UnsafeRawBufferPointer(old))
        }
    }

    /// Puts bytes between those that were written.
    func insert(_ bytes: [UInt8], at place: Int) {
        rewrite(from: place) { old in
            bytes.withUnsafeBytes { append($0) }
            append(old)
        }
    }

    private func quote(_ text: UnsafeBufferPointer<UInt8>) {
        append(UInt8(ascii: "\""))
        var plain = 0
        var place = 0
        while place < text.count {
            let byte = text[place]
            if byte < 0x20 || byte == 0x22 || byte == 0x5C {
                append(UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(text)[plain..<place]))
                plain = place + 1
                escape(byte)
            }
            place += 1
        }
        append(UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(text)[plain...]))
        append(UInt8(ascii: "\""))
    }

    private func escape(_ byte: UInt8) {
        append(UInt8(ascii: "\\"))
        switch byte {
        case 0x08: append(UInt8(ascii: "b"))
        case 0x09: append(UInt8(ascii: "t"))
        case 0x0A: append(UInt8(ascii: "n"))
        case 0x0C: append(UInt8(ascii: "f"))
        case 0x0D: append(UInt8(ascii: "r"))
        case 0x22, 0x5C: append(byte)
        default:
            append("u00")
            append(byte < 16 ? 0x30 : 0x31)
            let low = byte & 15
            append(low < 10 ? 0x30 + low : 0x61 + low - 10)
        }
    }
}
