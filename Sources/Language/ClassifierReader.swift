extension TextClassifier {
    /// Reads many texts one after the other with one model, in memory of its own: one for each thread.
    public struct Reader {
        private let model: TextClassifier
        private let counter: RunCounter

        public init(_ model: TextClassifier) {
            self.model = model
            counter = RunCounter(model.vocabulary)
        }

        /// All labels, most likely first; they sum to 1.
        public mutating func suggestions(title: String, text: String) -> [Suggestion] {
            let shares = probabilities(title: title, text: text)
            return model.labels.indices.sorted { (shares[$1], $0) < (shares[$0], $1) }
                .map { Suggestion(label: model.labels[$0], probability: shares[$0]) }
        }

        /// In the order of the model's labels.
        public mutating func probabilities(title: String, text: String) -> [Double] {
            model.calibration.probabilities(scores(title: title, text: text))
        }

        mutating func scores(title: String, text: String) -> [Float] {
            var sums = model.weights.map { $0[0] }
            forEachPart(title, text) { share in
                // A block at a time, so that its sum stays in the processor.
                counter.drain { numbers, values, square in
                    for block in sums.indices {
                        var sum = SIMD8<Float>.zero
                        model.weights[block].withUnsafeBufferPointer { weights in
                            for one in numbers.indices {
                                sum += weights[Int(numbers[one])] * values[one]
                            }
                        }
                        sums[block] += sum * (share / square.squareRoot())
                    }
                }
            }
            return (0..<model.labels.count).map { sums[$0 / 8][$0 % 8] }
        }

        /// The features of a text with their values, the constant first.
        mutating func features(title: String, text: String) -> [Entry] {
            var row = [Entry(feature: 0, value: 1)]
            forEachPart(title, text) { share in
                counter.drain { numbers, values, square in
                    // To one length, whatever the length of the text.
                    let scale = share / square.squareRoot()
                    for one in numbers.indices {
                        row.append(Entry(feature: Int32(numbers[one]), value: values[one] * scale))
                    }
                }
            }
            return row
        }

        /// Counts title and text together, then the title for itself; hands over how much each counts.
        @inline(__always)
        private func forEachPart(_ title: String, _ text: String, _ body: (Float) -> Void) {
            let runs = SymbolRuns(limit: model.letters)
            counter.count(title, runs, salt: TextClassifier.wholeSalt)
            counter.count(text, runs, salt: TextClassifier.wholeSalt)
            body(1)
            guard model.titleShare > 0 else { return }
            counter.count(title, runs, salt: TextClassifier.titleSalt)
            body(model.titleShare)
        }
    }

    /// One feature of a text.
    struct Entry {
        let feature: Int32
        var value: Float
    }

    static let wholeSalt: UInt64 = 0
    static let titleSalt: UInt64 = 0x5851_F42D_4C95_7F2D
}

/// Counts which features of a vocabulary stand in a text.
///
/// Everything it points to is allocated once for the vocabulary and freed with it. Hashes are masked to the
/// size of the tables they index, and numbers found in the vocabulary are below its count; the buffer of
/// hashes is emptied before it is full; `seen` holds each number once, so neither it nor `values` outgrows
/// the vocabulary.
private final class RunCounter {
    private let vocabulary: Vocabulary
    private let counts: UnsafeMutablePointer<UInt16>
    private let seen: UnsafeMutablePointer<UInt32>
    /// The value of each of them, while they are handed over.
    private let values: UnsafeMutablePointer<Float>
    private var seenCount = 0
    /// A bit for each hash that may be known: most runs of a text are not, and this little table says so at
    /// once.
    private let known: UnsafeMutablePointer<UInt64>
    private let knownMask: UInt32
    private let waiting: UnsafeMutablePointer<UInt32>
    private static let most = 4096

    init(_ vocabulary: Vocabulary) {
        self.vocabulary = vocabulary
        counts = .allocate(capacity: vocabulary.count)
        counts.initialize(repeating: 0, count: vocabulary.count)
        seen = .allocate(capacity: vocabulary.count)
        values = .allocate(capacity: vocabulary.count)
        waiting = .allocate(capacity: Self.most)
        var bits = 1024
        while bits < vocabulary.count * 8 { bits *= 2 }
        known = .allocate(capacity: bits / 64)
        known.initialize(repeating: 0, count: bits / 64)
        knownMask = UInt32(bits - 1)
        for hash in vocabulary.hashes { known[Int(hash & knownMask) >> 6] |= 1 << UInt64(hash & 63) }
    }

    deinit {
        counts.deallocate()
        seen.deallocate()
        values.deallocate()
        waiting.deallocate()
        known.deallocate()
    }

    func count(_ text: String, _ runs: SymbolRuns, salt: UInt64) {
        if text.utf8.withContiguousStorageIfAvailable({ count($0, runs, salt) }) == nil {
            Array(text.utf8).withUnsafeBufferPointer { count($0, runs, salt) }
        }
    }

    private func count(_ bytes: UnsafeBufferPointer<UInt8>, _ runs: SymbolRuns, _ salt: UInt64) {
        let (waiting, known, mask) = (waiting, known, knownMask)
        var held = 0
        runs.walk(bytes, salt: salt) { hash, _, _ in
            waiting[held] = hash
            held += Int(truncatingIfNeeded: known[Int(hash & mask) >> 6] >> UInt64(hash & 63) & 1)
            if held == Self.most { held = look(held) }
        }
        _ = look(held)
    }

    /// Looks the hashes up that wait, and counts those that are known.
    @inline(never)
    private func look(_ held: Int) -> Int {
        vocabulary.places.withUnsafeBufferPointer { places in
            let mask = places.count - 1
            var seenCount = seenCount
            for one in 0..<held {
                let hash = waiting[one]
                var place = Int(hash) & mask
                var found = places[place]
                while found != 0, UInt32(truncatingIfNeeded: found >> 32) != hash {
                    place = (place + 1) & mask
                    found = places[place]
                }
                guard found != 0 else { continue }
                let number = UInt32(truncatingIfNeeded: found)
                let count = counts[Int(number)]
                if count == 0 {
                    seen[seenCount] = number
                    seenCount += 1
                }
                if count < Weighing.most { counts[Int(number)] = count + 1 }
            }
            self.seenCount = seenCount
        }
        return 0
    }

    /// Hands over the features counted, their values and the sum of the squares of these, and forgets them;
    /// nothing is handed over where nothing was counted.
    @inline(__always)
    func drain(
        _ body: (UnsafeBufferPointer<UInt32>, UnsafeBufferPointer<Float>, Float) -> Void
    ) {
        var square: Float = 0
        Weighing.often.withUnsafeBufferPointer { often in
            vocabulary.tellings.withUnsafeBufferPointer { tellings in
                for one in 0..<seenCount {
                    let number = Int(seen[one])
                    let value = often[Int(counts[number])] * tellings[number]
                    counts[number] = 0
                    square += value * value
                    values[one] = value
                }
            }
        }
        if square > 0 {
            body(
                UnsafeBufferPointer(start: seen, count: seenCount),
                UnsafeBufferPointer(start: values, count: seenCount), square)
        }
        seenCount = 0
    }
}

/// How much a feature weighs that stands so often in a text: the second time adds less than the first.
private enum Weighing {
    static let most: UInt16 = 1000
    static let often: [Float] = [0] + (1...Int(most)).map { Float(1 + Arithmetic.log(Double($0))) }
}
