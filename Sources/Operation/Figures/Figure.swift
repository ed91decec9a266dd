/// One figure with all its samples at one moment.
public struct Figure: Sendable, Hashable {
    public enum Kind: String, Sendable, Hashable { case counter, gauge, histogram }

    public struct Label: Sendable, Hashable {
        public let name: String
        public let value: String

        public init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }

    struct Sample: Sendable, Hashable {
        /// Behind the figure's name: `_bucket`, `_sum`, `_count`, or nothing.
        var suffix = ""
        let labels: [Label]
        let value: Double
    }

    let name: String
    let kind: Kind
    let help: String
    var samples: [Sample]

    /// - Parameters:
    ///   - name: As Prometheus wants it: the unit last, `_total` behind a count.
    ///   - help: One sentence.
    public init(_ name: String, _ kind: Kind, _ help: String, _ samples: [(labels: [Label], value: Double)]) {
        self.name = FigureText.name(name)
        self.kind = kind
        self.help = help
        self.samples = samples.map { Sample(labels: $0.labels, value: $0.value) }
    }

    /// A figure without labels.
    public init(_ name: String, _ kind: Kind, _ help: String, _ value: Double) {
        self.init(name, kind, help, [([], value)])
    }
}
