/// Runs of letters by their hash, each with its number and how telling it is.
///
/// Open addressing: half of the places are empty, an unknown run ends at the first of them.
struct Vocabulary: Sendable {
    /// Hash of the feature of each number; 0 for the constant.
    private(set) var hashes: [UInt32]
    /// How telling each is: the fewer texts it stands in, the more.
    private(set) var tellings: [Float]
    /// Hash in the upper half, number in the lower; 0 is an empty place.
    private(set) var places: [UInt64]

    /// - Parameter hashes: Without 0, each once.
    init(hashes: [UInt32], tellings: [Float]) {
        self.hashes = [0] + hashes
        self.tellings = [1] + tellings
        var size = 64
        while size < hashes.count * 2 + 2 { size *= 2 }
        places = [UInt64](repeating: 0, count: size)
        for number in self.hashes.indices.dropFirst() { put(number) }
    }

    var count: Int { hashes.count }

    /// The number of a feature; nil where it is unknown.
    func number(of hash: UInt32) -> Int? {
        let mask = places.count - 1
        var place = Int(hash) & mask
        while places[place] != 0 {
            if UInt32(truncatingIfNeeded: places[place] >> 32) == hash {
                return Int(UInt32(truncatingIfNeeded: places[place]))
            }
            place = (place + 1) & mask
        }
        return nil
    }

    /// Takes in a feature that is not there yet.
    mutating func append(_ hash: UInt32, telling: Float) {
        hashes.append(hash)
        tellings.append(telling)
        guard hashes.count * 2 <= places.count else {
            self = Vocabulary(hashes: Array(hashes.dropFirst()), tellings: Array(tellings.dropFirst()))
            return
        }
        put(hashes.count - 1)
    }

    private mutating func put(_ number: Int) {
        let mask = places.count - 1
        var place = Int(hashes[number]) & mask
        while places[place] != 0 { place = (place + 1) & mask }
        places[place] = UInt64(hashes[number]) << 32 | UInt64(number)
    }
}
