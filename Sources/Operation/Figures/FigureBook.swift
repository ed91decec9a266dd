public import CoreMetrics
import Synchronization

/// Keeps what the program counts, by name and labels: the factory behind `Counter`, `Gauge` and `Timer`.
///
/// A name holds at most `capacity` series; what comes beyond is counted together under the label value
/// `other`, so that no caller can make it grow without end.
public final class FigureBook: MetricsFactory {
    private struct Family {
        let kind: Figure.Kind
        var series: [Key: Cell] = [:]
        /// What is told of more series than there is room for.
        var rest: Cell?
    }

    private struct Key: Hashable {
        let labels: [Figure.Label]
    }

    private enum Cell {
        case count(CountCell)
        case level(LevelCell)
        case spread(SpreadCell)
    }

    // Lock: which series there are; each cell has a lock of its own.
    private let families = Mutex<[String: Family]>([:])
    private let help: [String: String]
    private let capacity: Int

    /// - Parameter help: a sentence for each figure, by its name.
    public init(help: [String: String] = FigureNames.help, capacity: Int = 2000) {
        self.help = help
        self.capacity = capacity
    }

    /// What was counted until now.
    public var figures: [Figure] {
        families.withLock { families in
            families.map { name, family in
                var figure = Figure(name, family.kind, help[name] ?? "", [])
                let sorted = family.series.sorted { Self.isBefore($0.key.labels, $1.key.labels) }
                figure.samples = sorted.flatMap { Self.samples($0.value, $0.key.labels) }
                if let rest = family.rest {
                    let labels = (sorted.first?.key.labels ?? []).map { Figure.Label($0.name, "other") }
                    figure.samples += Self.samples(rest, labels)
                }
                return figure
            }
        }
    }

    private static func isBefore(_ left: [Figure.Label], _ right: [Figure.Label]) -> Bool {
        left.map(\.value).lexicographicallyPrecedes(right.map(\.value))
    }

    private static func samples(_ cell: Cell, _ labels: [Figure.Label]) -> [Figure.Sample] {
        switch cell {
        case .count(let cell): return [.init(labels: labels, value: cell.value)]
        case .level(let cell): return [.init(labels: labels, value: cell.value)]
        case .spread(let cell):
            let value = cell.value
            var total: UInt64 = 0
            let buckets = zip(cell.bounds + [.infinity], value.counts).map { bound, count in
                total += count
                let limit = Figure.Label("le", FigureText.number(bound))
                return Figure.Sample(suffix: "_bucket", labels: labels + [limit], value: Double(total))
            }
            return buckets + [
                .init(suffix: "_sum", labels: labels, value: value.sum),
                .init(suffix: "_count", labels: labels, value: Double(total)),
            ]
        }
    }

    /// The cell of a name and labels. A name that is another kind already gives a cell that nobody reads:
    /// one name has one kind.
    private func cell(
        _ label: String, _ dimensions: [(String, String)], _ kind: Figure.Kind, make: () -> Cell
    ) -> Cell {
        let name = FigureText.name(label)
        let key = Key(labels: dimensions.map { Figure.Label($0.0, $0.1) })
        return families.withLock { families in
            var family = families[name] ?? Family(kind: kind)
            guard family.kind == kind else { return make() }
            if let known = family.series[key] { return known }
            if family.series.count >= capacity {
                let rest = family.rest ?? make()
                family.rest = rest
                families[name] = family
                return rest
            }
            let made = make()
            family.series[key] = made
            families[name] = family
            return made
        }
    }

    private func count(_ label: String, _ dimensions: [(String, String)]) -> CountCell {
        if case .count(let cell) = cell(label, dimensions, .counter, make: { .count(CountCell()) }) {
            return cell
        }
        return CountCell()
    }

    private func level(_ label: String, _ dimensions: [(String, String)]) -> LevelCell {
        if case .level(let cell) = cell(label, dimensions, .gauge, make: { .level(LevelCell()) }) {
            return cell
        }
        return LevelCell()
    }

    private func spread(_ label: String, _ dimensions: [(String, String)], _ bounds: [Double]) -> SpreadCell {
        let made = cell(label, dimensions, .histogram) { .spread(SpreadCell(bounds: bounds)) }
        if case .spread(let cell) = made { return cell }
        return SpreadCell(bounds: bounds)
    }

    // MARK: What the libraries ask for

    public func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
        count(label, dimensions)
    }

    public func makeFloatingPointCounter(
        label: String, dimensions: [(String, String)]
    ) -> any FloatingPointCounterHandler { count(label, dimensions) }

    public func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler {
        level(label, dimensions)
    }

    public func makeRecorder(
        label: String, dimensions: [(String, String)], aggregate: Bool
    ) -> any RecorderHandler {
        aggregate ? spread(label, dimensions, SpreadCell.sizes) : level(label, dimensions)
    }

    public func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
        spread(label, dimensions, SpreadCell.seconds)
    }

    // What was counted stays: a series that vanishes is read as one that was never there.
    public func destroyCounter(_ handler: any CounterHandler) {}
    public func destroyFloatingPointCounter(_ handler: any FloatingPointCounterHandler) {}
    public func destroyMeter(_ handler: any MeterHandler) {}
    public func destroyRecorder(_ handler: any RecorderHandler) {}
    public func destroyTimer(_ handler: any TimerHandler) {}
}
