/// Which of the 65,536 keys of a bucket have a word: a bit for each.
///
/// Kept as differences of one key to the next, seven bits a byte, or, where that is longer, as 8,192 bytes
/// of bits.
struct PostingList {
    /// How many keys share a bucket, as a power of two.
    static let bits: Int64 = 16
    static let size = 1 << 16
    private static let bytes = size / 8

    private var words = [UInt64](repeating: 0, count: size / 64)

    init() {}

    /// Reads what `encoded` wrote; keys behind the end of a damaged list are left out.
    init(_ encoded: [UInt8]) {
        if encoded.count == Self.bytes {
            for (place, byte) in encoded.enumerated() where byte != 0 {
                words[place >> 3] |= UInt64(byte) << (UInt64(place & 7) * 8)
            }
            return
        }
        var (key, step, shift) = (-1, 0, 0)
        for byte in encoded {
            step |= Int(byte & 0x7F) << shift
            if byte & 0x80 != 0 {
                shift += 7
                if shift > 21 { return }
                continue
            }
            key += step + 1
            if key >= Self.size { return }
            words[key >> 6] |= 1 << UInt64(key & 63)
            (step, shift) = (0, 0)
        }
    }

    /// Places of a bucket; those outside are left out.
    init(places: [Int]) {
        for place in places where place >= 0 && place < Self.size { insert(place) }
    }

    func holds(_ place: Int) -> Bool { words[place >> 6] & (1 << UInt64(place & 63)) != 0 }

    /// The bucket of a key, and the first key of a bucket.
    static func bucket(of id: Int64) -> Int64 { id >> bits }
    static func first(of bucket: Int64) -> Int64 { bucket << bits }

    mutating func insert(_ place: Int) { words[place >> 6] |= 1 << UInt64(place & 63) }

    mutating func formUnion(_ other: PostingList) {
        for place in words.indices { words[place] |= other.words[place] }
    }

    mutating func formIntersection(_ other: PostingList) {
        for place in words.indices { words[place] &= other.words[place] }
    }

    /// The places below one, the highest first, at most so many.
    func places(below end: Int, most: Int) -> [Int] {
        var found: [Int] = []
        var index = min(end, Self.size) - 1
        while index >= 0 && found.count < most {
            let word = words[index >> 6] & (UInt64.max >> UInt64(63 - index & 63))
            if word == 0 {
                index = (index & ~63) - 1
                continue
            }
            let place = (index & ~63) + 63 - word.leadingZeroBitCount
            found.append(place)
            index = place - 1
        }
        return found
    }

    var encoded: [UInt8] { Self.encoded(places(below: Self.size, most: Self.size).reversed()) }

    /// Places in rising order, as they are kept.
    static func encoded(_ places: some Sequence<Int>) -> [UInt8] {
        var (steps, before): ([UInt8], Int) = ([], -1)
        var all: [Int] = []
        for place in places {
            all.append(place)
            var step = place - before - 1
            before = place
            while step > 0x7F {
                steps.append(UInt8(step & 0x7F) | 0x80)
                step >>= 7
            }
            steps.append(UInt8(step))
        }
        if steps.count < bytes { return steps }
        var bits = [UInt8](repeating: 0, count: bytes)
        for place in all { bits[place >> 3] |= 1 << UInt8(place & 7) }
        return bits
    }
}
