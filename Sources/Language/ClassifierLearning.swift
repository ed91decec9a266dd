extension TextClassifier {
    /// Takes in one more example at once; a new label is added while there is room for it.
    ///
    /// The same step as in training, for an example that comes last: nothing changes where the model was sure
    /// already, and the less certain the example, the smaller the step.
    public mutating func learn(_ example: TextExample) {
        guard example.weight > 0, let truth = number(of: example.label) else { return }
        addFeatures(of: example)
        var reader = Reader(self)
        let row = reader.features(title: example.title, text: example.text)
        let square = row.reduce(Float(0)) { $0 + $1.value * $1.value }
        let slack = 0.5 / (Self.onlineCost * Float(example.weight))
        for block in weights.indices {
            var side = SIMD8<Float>(repeating: -1)
            if truth / 8 == block { side[truth % 8] = 1 }
            var sum = SIMD8<Float>.zero
            for entry in row { sum += weights[block][Int(entry.feature)] * entry.value }
            let change = pointwiseMax((1 - side * sum) / (square + slack), .zero) * side
            guard change != .zero else { continue }
            for entry in row { weights[block][Int(entry.feature)] += change * entry.value }
        }
        facts.learnedSince += 1
    }

    private static let onlineCost: Float = 0.5
    private static let mostFeatures = 400_000

    /// The number of a label, a new one where there is room.
    private mutating func number(of label: String) -> Int? {
        if let known = labels.firstIndex(of: label) { return known }
        guard labels.count < Options.mostLabels else { return nil }
        if labels.count % 8 == 0 {
            weights.append([SIMD8<Float>](repeating: .zero, count: vocabulary.count))
        }
        labels.append(label)
        // Until it has examples, every text is none of it.
        weights[(labels.count - 1) / 8][0][(labels.count - 1) % 8] = -1
        calibration.add()
        return labels.count - 1
    }

    /// Runs of letters nobody has written before.
    private mutating func addFeatures(of example: TextExample) {
        var found: [UInt32] = []
        let runs = SymbolRuns(limit: letters)
        func collect(_ text: String, _ salt: UInt64) {
            var text = text
            text.withUTF8 { bytes in runs.walk(bytes, salt: salt) { hash, _, _ in found.append(hash) } }
        }
        collect(example.title, Self.wholeSalt)
        collect(example.text, Self.wholeSalt)
        if titleShare > 0 { collect(example.title, Self.titleSalt) }
        let telling = Float(Arithmetic.log(Double(facts.examples + facts.learnedSince + 2) / 2) + 1)
        for hash in found where vocabulary.count < Self.mostFeatures && vocabulary.number(of: hash) == nil {
            vocabulary.append(hash, telling: telling)
        }
        for block in weights.indices {
            let missing = vocabulary.count - weights[block].count
            weights[block].append(contentsOf: repeatElement(.zero, count: missing))
        }
        facts.features = vocabulary.count - 1
    }
}
