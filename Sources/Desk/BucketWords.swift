/// Keys by bucket and word, gathered in memory.
struct BucketWords: Sendable {
    /// A word of the analyser: the same word has the same bytes, so it is found by them, without asking what
    /// Unicode holds equal.
    struct Word: Hashable, Sendable {
        let text: String

        static func == (left: Word, right: Word) -> Bool {
            left.text.utf8.count == right.text.utf8.count && left.text.utf8.elementsEqual(right.text.utf8)
        }

        func hash(into hasher: inout Hasher) {
            let isNative: Void? = text.utf8.withContiguousStorageIfAvailable {
                hasher.combine(bytes: UnsafeRawBufferPointer($0))
            }
            if isNative == nil { for byte in text.utf8 { hasher.combine(byte) } }
        }
    }

    /// Places in a bucket, in the order they came; where a key is added again later, they come twice.
    private(set) var buckets: [Int64: [Word: [UInt16]]] = [:]

    /// Stands behind the first character of words; no word has it.
    static let more = "*"

    mutating func add(_ terms: String, of id: Int64) {
        let (bucket, place) = Self.place(of: id)
        for term in terms.utf8.split(separator: 0x20) {
            Self.keep(String(Substring(term)), place, &buckets[bucket, default: [:]])
        }
    }

    /// Also the characters that words begin with.
    ///
    /// - Parameter counts: Where they are known, what is surely rare is left out.
    mutating func addAll(_ terms: String, of id: Int64, by counts: WordCounts? = nil) {
        let (bucket, place) = Self.place(of: id)
        for term in terms.utf8.split(separator: 0x20) {
            if counts?.mayBeCommon(term) != false {
                Self.keep(String(Substring(term)), place, &buckets[bucket, default: [:]])
            }
            if counts?.mayBeginCommonly(term) != false, let first = Substring(term).unicodeScalars.first {
                Self.keep(String(first) + Self.more, place, &buckets[bucket, default: [:]])
            }
        }
    }

    private static func keep(_ word: String, _ place: UInt16, _ words: inout [Word: [UInt16]]) {
        let slot = Word(text: word)
        // A text has a word more than once: its places come one after the other.
        if words[slot]?.last != place { words[slot, default: []].append(place) }
    }

    private static func place(of id: Int64) -> (bucket: Int64, place: UInt16) {
        let bucket = PostingList.bucket(of: id)
        return (bucket, UInt16(truncatingIfNeeded: id - PostingList.first(of: bucket)))
    }

    /// The words of a text, and the characters they begin with, each once.
    static func keys(of terms: String) -> Set<String> {
        var keys: Set<String> = []
        for term in terms.split(separator: " ") {
            keys.insert(String(term))
            if let first = term.unicodeScalars.first { keys.insert(String(first) + more) }
        }
        return keys
    }
}
