import Foundation
import Markup

/// The picture of what was measured: how many a second, by how many are stored, one panel for each subject.
struct BenchPlot {
    private let results: [BenchResult]
    private let names: [String]
    private static let (width, height, columns) = (210, 130, 4)

    init(_ results: [BenchResult]) {
        let width = results.map(\.connections).max() ?? 0
        let shown = results.filter { $0.recoverySeconds == nil && $0.connections == width }
        self.results = shown
        names = BenchSubject.allCases.map(\.rawValue).filter { name in shown.contains { $0.name == name } }
    }

    var svg: String {
        let rows = (names.count + Self.columns - 1) / Self.columns
        let (across, down) = (Self.columns * Self.width + 20, rows * (Self.height + 46) + 60)
        let drawing: HTML = """
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(across) \(down)" font-family="sans-serif"
             font-size="12">
            <title>每秒处理数，按已存事项数 · Done a second, by how many matters are stored</title>
            <rect width="\(across)" height="\(down)" fill="#ffffff"/>
            \(names.enumerated().map { panel($0.element, at: $0.offset) })\
            <text x="20" y="\(down - 16)" fill="#555555">每秒 · a second, \
            \(results.first?.connections ?? 0) 个连接 · connections; \
            <tspan fill="#0b5cad">■ SQLite</tspan> <tspan fill="#b3261e">■ PostgreSQL</tspan></text>
            </svg>
            """
        return drawing.text + "\n"
    }

    private func panel(_ name: String, at place: Int) -> HTML {
        let left = 20 + place % Self.columns * Self.width
        let top = 30 + place / Self.columns * (Self.height + 46)
        let some = results.filter { $0.name == name }
        let sizes = Set(some.map(\.stored)).sorted()
        let most = max(1, some.map(\.perSecond).max() ?? 1)
        let bars = sizes.enumerated().flatMap { index, size in
            ["sqlite", "postgres"].enumerated().compactMap { lane, engine -> HTML? in
                guard let one = some.first(where: { $0.stored == size && $0.engine == engine }) else {
                    return nil
                }
                let tall = Int((one.perSecond / most * Double(Self.height - 20)).rounded())
                let each = (Self.width - 20) / max(1, sizes.count)
                let (x, wide) = (left + index * each + lane * (each / 2 - 4), each / 2 - 8)
                let (y, middle) = (top + Self.height - tall, x + wide / 2)
                return """
                    <rect x="\(x)" y="\(y)" width="\(wide)" height="\(tall)" fill="\(Self.colour(engine))"/>\
                    <text x="\(middle)" y="\(y - 3)" text-anchor="middle" font-size="10">\
                    \(Int(one.perSecond))</text>

                    """
            }
        }
        let feet = sizes.enumerated().map { index, size -> HTML in
            let each = (Self.width - 20) / max(1, sizes.count)
            return """
                <text x="\(left + index * each + each / 2 - 8)" y="\(top + Self.height + 14)"
                 text-anchor="middle" fill="#555555" font-size="10">\(Self.short(size))</text>

                """
        }
        return """
            <text x="\(left)" y="\(top - 12)" font-weight="bold">\(name)</text>\(bars)\(feet)
            """
    }

    private static func colour(_ engine: String) -> String { engine == "sqlite" ? "#0b5cad" : "#b3261e" }

    private static func short(_ size: Int) -> String {
        size >= 1_000_000 ? "\(size / 1_000_000) M" : size >= 1000 ? "\(size / 1000) k" : "\(size)"
    }
}
