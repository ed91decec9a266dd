/// An HTTP answer as it comes in, read no further than measuring needs: its status, and where it ends.
struct BenchAnswer {
    private(set) var status = 0
    private var bytes: [UInt8] = []
    private var bodyStart = 0
    /// How many bytes it has in all; nil while the head has not come.
    private var whole: Int?
    private var isChunked = false

    /// Whether all of it is here.
    private(set) var isWhole = false

    var body: ArraySlice<UInt8> { bytes[min(bodyStart, bytes.count)...] }
    var text: String { String(decoding: body, as: UTF8.self) }

    mutating func add(_ part: UnsafeRawBufferPointer) {
        bytes.append(contentsOf: part)
        if whole == nil, !isChunked { readHead() }
        if let whole {
            isWhole = bytes.count >= whole
        } else if isChunked {
            isWhole = bytes.suffix(5).elementsEqual(Self.lastChunk)
        }
    }

    /// Ready for the next answer of the same connection.
    mutating func forget() {
        bytes.removeAll(keepingCapacity: true)
        (status, bodyStart, whole, isChunked, isWhole) = (0, 0, nil, false, false)
    }

    private mutating func readHead() {
        let (end, length, chunked, status) = bytes.withUnsafeBufferPointer { bytes in
            var at = 0
            var line = 0
            var length: Int?
            var chunked = false
            while at + 1 < bytes.count {
                guard bytes[at] == 13, bytes[at + 1] == 10 else {
                    at += 1
                    continue
                }
                if at == line { return (at + 2, length, chunked, Self.status(bytes)) }
                let field = UnsafeBufferPointer(rebasing: bytes[line..<at])
                if Self.named("content-length:", field) { length = Self.number(field.dropFirst(15)) }
                if Self.named("transfer-encoding:", field) { chunked = true }
                at += 2
                line = at
            }
            return (0, nil, false, 0)
        }
        guard end > 0 else { return }
        (bodyStart, self.status, isChunked) = (end, status, chunked)
        // Without a length there is no body: 204, 304.
        if !chunked { whole = end + (length ?? 0) }
    }

    private static let lastChunk = Array("0\r\n\r\n".utf8)

    /// `HTTP/1.1 200 …`
    private static func status(_ bytes: UnsafeBufferPointer<UInt8>) -> Int {
        bytes.count > 12 ? number(bytes[9..<12]) ?? 0 : 0
    }

    private static func named(_ name: StaticString, _ field: UnsafeBufferPointer<UInt8>) -> Bool {
        guard field.count >= name.utf8CodeUnitCount else { return false }
        for index in 0..<name.utf8CodeUnitCount where field[index] | 0x20 != name.utf8Start[index] | 0x20 {
            return false
        }
        return true
    }

    private static func number(_ digits: some Sequence<UInt8>) -> Int? {
        var number = 0
        for byte in digits {
            if byte == 0x20 { continue }
            guard (0x30...0x39).contains(byte), number < 1 << 40 else { return nil }
            number = number * 10 + Int(byte - 0x30)
        }
        return number
    }
}
