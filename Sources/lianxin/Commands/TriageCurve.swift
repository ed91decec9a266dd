import Core
import Foundation
import Markup

/// The picture of what could go by itself and how much of it would be right, as one SVG file with Chinese and
/// English words.
struct TriageCurve {
    private let report: TriageReport
    private let floor: Double

    init(_ report: TriageReport) {
        self.report = report
        let least = report.curve.map { Double($0.right) / Double(max(1, $0.automatic)) }.min() ?? 0
        floor = max(0, min(0.9, (least * 10 - 0.01).rounded(.down) / 10))
    }

    var svg: String {
        let line = report.curve.map { "\(x(share($0))),\(y(right($0)))" }.joined(separator: " ")
        let drawing: HTML = """
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 420" font-family="sans-serif"
             font-size="13">
            <title>自动派单的比例与正确率 · Share decided by itself, and share of it that is right</title>
            <rect width="640" height="420" fill="#ffffff"/>
            \(rows)\(columns)
            <polyline points="\(line)" fill="none" stroke="#0b5cad" stroke-width="2.5"/>
            \(mark)
            <text x="350" y="386" text-anchor="middle">自动决定的比例 · decided by itself, %</text>
            <text x="350" y="406" text-anchor="middle" fill="#555555">\(foot)</text>
            <text x="70" y="22">其中正确的比例 · of these right, %</text>
            </svg>
            """
        return drawing.text + "\n"
    }

    private var rows: [HTML] {
        stride(from: floor, through: 1.0001, by: (1 - floor) > 0.25 ? 0.1 : 0.02).map { value in
            """
            <line x1="70" x2="620" y1="\(y(value))" y2="\(y(value))" stroke="#d5d5d5"/>\
            <text x="62" y="\(y(value) + 4)" text-anchor="end">\(whole(value))</text>

            """
        }
    }

    private var columns: [HTML] {
        stride(from: 0, through: 1.001, by: 0.2).map { value in
            """
            <text x="\(x(value))" y="364" text-anchor="middle">\(whole(value))</text>

            """
        }
    }

    /// Where 95 of 100 are right.
    private var mark: HTML? {
        guard let confidence = report.confidenceAt95 else { return nil }
        let (across, down) = (x(report.shareAt95), y(0.95))
        let said = String(format: "%.1f %%", report.shareAt95 * 100)
        let from = String(format: "%.2f", confidence)
        return """
            <circle cx="\(across)" cy="\(down)" r="5" fill="#b3261e"/>
            <text x="\(across - 10)" y="\(down + 22)" text-anchor="end" fill="#b3261e">
            95 %: \(said) (≥ \(from))</text>
            """
    }

    private var foot: String {
        "\(report.tried) 件 · messages; macro-F1 \(String(format: "%.3f", report.macroF1)), "
            + "ECE \(String(format: "%.3f", report.ece))"
    }

    private func share(_ point: Reliability.Point) -> Double {
        Double(point.automatic) / Double(max(1, report.tried))
    }

    private func right(_ point: Reliability.Point) -> Double {
        Double(point.right) / Double(max(1, point.automatic))
    }

    private func x(_ share: Double) -> Int { 70 + Int((share * 550).rounded()) }

    private func y(_ right: Double) -> Int { 340 - Int(((right - floor) / (1 - floor) * 300).rounded()) }

    private func whole(_ share: Double) -> Int { Int((share * 100).rounded()) }
}
