extension TextClassifier {
    /// Why bytes are no model this program can read.
    public enum ModelFault: Error, Hashable, Sendable {
        case notAModel
        /// Written by another version of the program.
        case otherVersion(found: Int, wanted: Int)
        case cutShort
        /// The checksum, or what it covers, is wrong.
        case damaged
    }

    /// The version of the bytes that are written and read.
    public static let version = 1
    private static let mark: [UInt8] = Array("LXTC".utf8)
    private static let headLength = 24

    /// The model as bytes: mark, version, length, checksum; then labels, calibration, features and weights.
    public func encoded() -> [UInt8] {
        var body = ByteWriter()
        body.number(labels.count)
        for label in labels { body.text(label) }
        body.number(facts.examples)
        body.number(facts.learnedSince)
        body.real(facts.trainSeconds)
        body.number(letters)
        body.float(titleShare)
        for label in labels.indices {
            body.real(calibration.slopes[label])
            body.real(calibration.offsets[label])
        }
        body.number(vocabulary.count - 1)
        for feature in 1..<vocabulary.count {
            body.fixed(vocabulary.hashes[feature])
            body.float(vocabulary.tellings[feature])
        }
        for (block, rows) in weights.enumerated() {
            let lanes = min(8, labels.count - block * 8)
            for row in rows { for lane in 0..<lanes { body.float(row[lane]) } }
        }
        var head = ByteWriter(bytes: Self.mark)
        head.fixed(UInt32(Self.version))
        head.fixed(UInt64(body.bytes.count))
        head.fixed(Checksum.of(body.bytes[...]))
        return head.bytes + body.bytes
    }

    /// Reads what ``encoded()`` wrote.
    public init(decoding bytes: [UInt8]) throws(ModelFault) {
        guard bytes.starts(with: Self.mark.prefix(bytes.count)) else { throw .notAModel }
        guard !bytes.isEmpty else { throw .notAModel }
        guard bytes.count >= 8 else { throw .cutShort }
        var head = ByteReader(bytes[4...])
        let version = Int(try head.fixed(UInt32.self))
        guard version == Self.version else { throw .otherVersion(found: version, wanted: Self.version) }
        let length = try head.fixed(UInt64.self)
        let sum = try head.fixed(UInt64.self)
        let body = bytes[Self.headLength...]
        guard UInt64(body.count) >= length else { throw .cutShort }
        guard UInt64(body.count) == length, Checksum.of(body) == sum else { throw .damaged }
        do {
            try self.init(body: body)
        } catch {
            throw .damaged
        }
    }

    private init(body: ArraySlice<UInt8>) throws(ModelFault) {
        var body = ByteReader(body)
        let count = try body.number(upTo: Options.mostLabels)
        var labels: [String] = []
        for _ in 0..<count { labels.append(try body.text()) }
        guard count > 0, Set(labels).count == count else { throw .damaged }
        facts = Facts(
            examples: try body.number(upTo: .max), learnedSince: try body.number(upTo: .max), features: 0,
            trainSeconds: try body.real())
        letters = try body.number(upTo: .max)
        titleShare = try body.float()
        var (slopes, offsets): ([Double], [Double]) = ([], [])
        for _ in 0..<count {
            slopes.append(try body.real())
            offsets.append(try body.real())
        }
        calibration = Calibration(slopes: slopes, offsets: offsets)
        let features = try body.number(upTo: body.left / 8)
        var (hashes, tellings): ([UInt32], [Float]) = ([], [])
        for _ in 0..<features {
            hashes.append(try body.fixed(UInt32.self))
            tellings.append(try body.float())
        }
        guard !hashes.contains(0), Set(hashes).count == features else { throw .damaged }
        vocabulary = Vocabulary(hashes: hashes, tellings: tellings)
        facts.features = features
        weights = []
        for block in 0..<(count + 7) / 8 {
            let lanes = min(8, count - block * 8)
            guard body.left >= (features + 1) * lanes * 4 else { throw .cutShort }
            var rows = [SIMD8<Float>](repeating: .zero, count: features + 1)
            for row in rows.indices {
                for lane in 0..<lanes { rows[row][lane] = try body.float() }
            }
            weights.append(rows)
        }
        guard body.left == 0 else { throw .damaged }
        self.labels = labels
    }
}

/// Numbers and texts as bytes, the lowest byte first.
struct ByteWriter {
    private(set) var bytes: [UInt8] = []

    init(bytes: [UInt8] = []) { self.bytes = bytes }

    mutating func fixed(_ value: some FixedWidthInteger) {
        withUnsafeBytes(of: value.littleEndian) { bytes.append(contentsOf: $0) }
    }

    mutating func float(_ value: Float) { fixed(value.bitPattern) }
    mutating func real(_ value: Double) { fixed(value.bitPattern) }

    /// Seven bits a byte, the last with the high bit clear.
    mutating func number(_ value: Int) {
        var value = UInt64(max(0, value))
        while value >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: value) | 0x80)
            value >>= 7
        }
        bytes.append(UInt8(value))
    }

    mutating func text(_ text: String) {
        number(text.utf8.count)
        bytes.append(contentsOf: text.utf8)
    }
}

/// Reads them back; never beyond the end.
struct ByteReader {
    private let bytes: ArraySlice<UInt8>
    private var at: Int

    init(_ bytes: ArraySlice<UInt8>) {
        self.bytes = bytes
        at = bytes.startIndex
    }

    var left: Int { bytes.endIndex - at }

    mutating func fixed<Value: FixedWidthInteger>(
        _ type: Value.Type
    ) throws(TextClassifier.ModelFault) -> Value {
        let size = MemoryLayout<Value>.size
        guard left >= size else { throw .cutShort }
        var value = Value.zero
        for place in 0..<size { value |= Value(truncatingIfNeeded: bytes[at + place]) << Value(8 * place) }
        at += size
        return value
    }

    mutating func float() throws(TextClassifier.ModelFault) -> Float {
        let value = Float(bitPattern: try fixed(UInt32.self))
        guard value.isFinite else { throw .damaged }
        return value
    }

    mutating func real() throws(TextClassifier.ModelFault) -> Double {
        let value = Double(bitPattern: try fixed(UInt64.self))
        guard value.isFinite else { throw .damaged }
        return value
    }

    mutating func number(upTo limit: Int) throws(TextClassifier.ModelFault) -> Int {
        var (value, shift): (UInt64, UInt64) = (0, 0)
        while true {
            let byte = try fixed(UInt8.self)
            guard shift < 63 else { throw .damaged }
            value |= UInt64(byte & 0x7F) << shift
            if byte < 0x80 { break }
            shift += 7
        }
        guard value <= UInt64(limit) else { throw .damaged }
        return Int(value)
    }

    mutating func text() throws(TextClassifier.ModelFault) -> String {
        let length = try number(upTo: left)
        guard let text = String(validating: bytes[at..<at + length], as: UTF8.self) else { throw .damaged }
        at += length
        return text
    }
}

/// Tells bytes apart that were changed by accident (FNV-1a, 64 bits).
enum Checksum {
    static func of(_ bytes: ArraySlice<UInt8>) -> UInt64 {
        var sum: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in bytes { sum = (sum ^ UInt64(byte)) &* 0x100_0000_01B3 }
        return sum
    }
}
