extension TextClassifier {
    /// What became of an example that took no part in learning what was said about it.
    public struct Trial: Hashable, Sendable {
        /// The label it has.
        public let truth: String
        /// The label that was thought most probable.
        public let given: String
        /// How probable, from 0 to 1.
        public let probability: Double
    }

    /// Learns from examples; the same examples give the same model to the byte.
    public static func train(
        _ examples: [TextExample], options: Options = .init()
    ) throws(TrainingRefusal) -> TextClassifier {
        try trainWithTrials(examples, options: options).model
    }

    /// The same, with what the inner parts of the training said about examples they had not learned.
    public static func trainWithTrials(
        _ examples: [TextExample], options: Options = .init()
    ) throws(TrainingRefusal) -> (model: TextClassifier, trials: [Trial]) {
        let set = try TrainingSet(examples, options)
        let folds = max(2, min(options.folds, set.rows.count))
        let parts = set.parts(folds)
        var scores = [[Float]](repeating: [], count: set.rows.count)
        var sureness = set.weights.map(Double.init)
        for part in 0..<folds {
            let learned = parts.indices.filter { parts[$0] != part }
            let weights = set.learn(learned, options)
            let known = Set(learned.map { set.truths[$0] })
            for row in parts.indices where parts[row] == part {
                scores[row] = set.scores(row, weights)
                // A label that was not learned could not be told: that says nothing about how sure to be.
                if !known.contains(set.truths[row]) { sureness[row] = 0 }
            }
        }
        let calibration = Calibration(
            scores: scores, truths: set.truths.map(Int.init), weights: sureness,
            labels: set.labels.count)
        let weights = set.learn(Array(set.rows.indices), options)
        let model = TextClassifier(
            labels: set.labels,
            facts: Facts(
                examples: set.rows.count, learnedSince: 0, features: set.vocabulary.count - 1, trainSeconds: 0
            ),
            letters: options.letters, titleShare: options.titleShare, vocabulary: set.vocabulary,
            weights: weights, calibration: calibration)
        let trials = set.rows.indices.map { row in
            set.trial(row, calibration.probabilities(scores[row]))
        }
        return (model, trials)
    }
}

/// Examples as features.
struct TrainingSet {
    let labels: [String]
    private(set) var vocabulary = Vocabulary(hashes: [], tellings: [])
    private(set) var rows: [[TextClassifier.Entry]] = []
    let truths: [Int32]
    let weights: [Float]

    init(
        _ examples: [TextExample], _ options: TextClassifier.Options
    ) throws(TextClassifier.TrainingRefusal) {
        let examples = examples.filter { $0.weight > 0 }
        guard examples.count >= TextClassifier.Options.fewest else { throw .tooFew(examples.count) }
        labels = Set(examples.map(\.label)).sorted()
        guard labels.count > 1 else { throw .oneClass(labels[0]) }
        guard labels.count <= TextClassifier.Options.mostLabels else { throw .tooManyLabels(labels.count) }
        let numbers = Dictionary(uniqueKeysWithValues: labels.enumerated().map { ($1, Int32($0)) })
        truths = examples.map { numbers[$0.label] ?? 0 }
        weights = examples.map { Float($0.weight) }
        vocabulary = Self.vocabulary(examples, options, labels: labels.count)
        let blank = TextClassifier(
            labels: [], facts: .none, letters: options.letters, titleShare: options.titleShare,
            vocabulary: vocabulary, weights: [],
            calibration: Calibration(slopes: [], offsets: []))
        var reader = TextClassifier.Reader(blank)
        rows = examples.map { reader.features(title: $0.title, text: $0.text) }
    }

    /// Chooses the runs of letters that stand in several texts, the most frequent first.
    private static func vocabulary(
        _ examples: [TextExample], _ options: TextClassifier.Options, labels: Int
    ) -> Vocabulary {
        var tally = Tally()
        let runs = SymbolRuns(limit: options.letters)
        for (number, example) in examples.enumerated() {
            let document = UInt32(number + 1)
            func count(_ text: String, _ salt: UInt64) {
                var text = text
                text.withUTF8 { bytes in
                    runs.walk(bytes, salt: salt) { hash, _, _ in tally.count(hash, document) }
                }
            }
            count(example.title, TextClassifier.wholeSalt)
            count(example.text, TextClassifier.wholeSalt)
            if options.titleShare > 0 { count(example.title, TextClassifier.titleSalt) }
        }
        let kept = tally.entries.filter { $0.texts >= options.fewestTexts }
            .sorted { ($1.texts, $0.hash) < ($0.texts, $1.hash) }
            .prefix(options.features(labels: labels))
        let all = Double(examples.count + 1)
        return Vocabulary(
            hashes: kept.map(\.hash),
            tellings: kept.map { Float(Arithmetic.log(all / Double($0.texts + 1)) + 1) })
    }

    /// A part for each example, the labels spread evenly over the parts.
    func parts(_ count: Int) -> [Int] {
        var order = Array(rows.indices)
        var chance = Sequence64(0x5EED)
        order.shuffle(using: &chance)
        var next = [Int](repeating: 0, count: labels.count)
        var parts = [Int](repeating: 0, count: rows.count)
        for row in order {
            let label = Int(truths[row])
            parts[row] = (next[label] + label) % count
            next[label] += 1
        }
        return parts
    }

    /// Weights for each block of eight labels: one label against the others, squared hinge loss, by
    /// coordinate descent in the dual (Hsieh and others, 2008), eight labels at once.
    func learn(_ chosen: [Int], _ options: TextClassifier.Options) -> [[SIMD8<Float>]] {
        (0..<(labels.count + 7) / 8).map { block in
            let freedom = freedom(chosen, block, options)
            let squares = rows.map { entries in
                entries.reduce(into: SIMD8<Float>.zero) {
                    $0 += freedom[Int($1.feature)] * ($1.value * $1.value)
                }
            }
            var weights = [SIMD8<Float>](repeating: .zero, count: vocabulary.count)
            var duals = [SIMD8<Float>](repeating: .zero, count: rows.count)
            var order = chosen
            var chance = Sequence64(UInt64(block) &+ 1)
            weights.withUnsafeMutableBufferPointer { weights in
                freedom.withUnsafeBufferPointer { freedom in
                    for _ in 0..<options.rounds {
                        order.shuffle(using: &chance)
                        for row in order {
                            step(row, block, options.cost, squares[row], freedom, weights, &duals[row])
                        }
                    }
                }
            }
            return weights
        }
    }

    /// Every feature's number is below the size of `weights` and of `freedom`: both are made for the
    /// vocabulary that numbered it.
    @inline(__always)
    private func step(
        _ row: Int, _ block: Int, _ cost: Float, _ square: SIMD8<Float>,
        _ freedom: UnsafeBufferPointer<SIMD8<Float>>, _ weights: UnsafeMutableBufferPointer<SIMD8<Float>>,
        _ dual: inout SIMD8<Float>
    ) {
        var side = SIMD8<Float>(repeating: -1)
        let lane = Int(truths[row]) - block * 8
        if lane >= 0, lane < 8 { side[lane] = 1 }
        let slack = 0.5 / (cost * self.weights[row])
        rows[row].withUnsafeBufferPointer { entries in
            var sum = SIMD8<Float>.zero
            for entry in entries { sum += weights[Int(entry.feature)] * entry.value }
            let slope = side * sum - 1 + dual * slack
            let next = pointwiseMax(dual - slope / (square + slack), .zero)
            let change = (next - dual) * side
            guard change != .zero else { return }
            dual = next
            for entry in entries {
                weights[Int(entry.feature)] += change * freedom[Int(entry.feature)] * entry.value
            }
        }
    }

    /// How freely the weight of each feature may grow for each label: by the square of the logarithm of how
    /// much more often it stands in the label's texts than in the others (after Wang and Manning, 2012), 1
    /// on average.
    private func freedom(
        _ chosen: [Int], _ block: Int, _ options: TextClassifier.Options
    ) -> [SIMD8<Float>] {
        var own = [SIMD8<Float>](repeating: .zero, count: vocabulary.count)
        var all = [Float](repeating: 0, count: vocabulary.count)
        var (owned, total): (SIMD8<Float>, Float) = (.zero, 0)
        for row in chosen {
            var one = SIMD8<Float>.zero
            let lane = Int(truths[row]) - block * 8
            if lane >= 0, lane < 8 { one[lane] = weights[row] }
            owned += one
            total += weights[row]
            for entry in rows[row] {
                own[Int(entry.feature)] += one
                all[Int(entry.feature)] += weights[row]
            }
        }
        let share = owned / total
        let smooth = share * options.smoothing
        let rest = options.smoothing - smooth
        var (mean, count) = (0.0, 0.0)
        for feature in own.indices.dropFirst() {
            let here = (own[feature] + smooth) / (owned + smooth)
            let there = (all[feature] - own[feature] + rest) / (total - owned + rest)
            for lane in 0..<8 where owned[lane] > 0 {
                let ratio = Arithmetic.log(Double(here[lane] / there[lane]))
                own[feature][lane] = Float(ratio * ratio)
                mean += ratio * ratio * Double(all[feature])
                count += Double(all[feature])
            }
        }
        let scale = mean > 0 ? Float(0.9 * count / mean) : 0
        for feature in own.indices { own[feature] = own[feature] * scale + 0.1 }
        own[0] = .one
        return own
    }

    func scores(_ row: Int, _ weights: [[SIMD8<Float>]]) -> [Float] {
        var all: [Float] = []
        for block in weights {
            var sum = SIMD8<Float>.zero
            for entry in rows[row] { sum += block[Int(entry.feature)] * entry.value }
            for lane in 0..<8 where all.count < labels.count { all.append(sum[lane]) }
        }
        return all
    }

    func trial(_ row: Int, _ shares: [Double]) -> TextClassifier.Trial {
        let best = shares.indices.max { (shares[$0], $1) < (shares[$1], $0) } ?? 0
        return .init(truth: labels[Int(truths[row])], given: labels[best], probability: shares[best])
    }
}

/// In how many texts each run of letters stands.
struct Tally {
    private var hashes = [UInt32](repeating: 0, count: 1 << 16)
    private var texts = [UInt32](repeating: 0, count: 1 << 16)
    /// The last text it was seen in, so that one text counts once.
    private var last = [UInt32](repeating: 0, count: 1 << 16)
    private var used = 0

    var entries: [(hash: UInt32, texts: Int)] {
        hashes.indices.lazy.filter { hashes[$0] != 0 }.map { (hashes[$0], Int(texts[$0])) }
    }

    mutating func count(_ hash: UInt32, _ text: UInt32) {
        let mask = hashes.count - 1
        var place = Int(hash) & mask
        while hashes[place] != 0, hashes[place] != hash { place = (place + 1) & mask }
        if hashes[place] == 0 {
            hashes[place] = hash
            used += 1
        }
        if last[place] != text {
            texts[place] += 1
            last[place] = text
        }
        if used * 2 > hashes.count { grow() }
    }

    private mutating func grow() {
        let old = (hashes, texts, last)
        let size = hashes.count * 2
        hashes = [UInt32](repeating: 0, count: size)
        texts = [UInt32](repeating: 0, count: size)
        last = [UInt32](repeating: 0, count: size)
        for from in old.0.indices where old.0[from] != 0 {
            var place = Int(old.0[from]) & (size - 1)
            while hashes[place] != 0 { place = (place + 1) & (size - 1) }
            (hashes[place], texts[place], last[place]) = (old.0[from], old.1[from], old.2[from])
        }
    }
}
