import Foundation
import Storage

/// What is said to whoever runs a command: results to standard output, progress and complaints to standard
/// error.
enum Console {
    static func say(_ text: String) {
        FileHandle.standardOutput.write(Data((text + "\n").utf8))
    }

    static func note(_ text: String) {
        FileHandle.standardError.write(Data((text + "\n").utf8))
    }

    /// A value as one line of JSON.
    static func json(_ value: some Encodable) throws {
        say(try StoredJSON.text(value))
    }

    static let isTerminal = isatty(2) == 1
}

/// A bar that grows on a terminal, and a line every tenth elsewhere.
final class ProgressBar {
    private let title: String
    private let total: Int
    private let started = ContinuousClock.now
    private var shown = -1

    init(_ title: String, total: Int) {
        self.title = title
        self.total = max(total, 1)
    }

    func show(_ done: Int) {
        let percent = min(100, done * 100 / total)
        guard percent != shown else { return }
        if Console.isTerminal {
            let filled = percent * 30 / 100
            let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: 30 - filled)
            FileHandle.standardError.write(Data("\r\(title) \(bar) \(percent) % · \(done)".utf8))
        } else if percent / 10 != shown / 10 || shown < 0 {
            Console.note("\(title): \(percent) % (\(done))")
        }
        shown = percent
    }

    func end(_ done: Int) {
        show(done)
        let seconds =
            Double((ContinuousClock.now - started).components.seconds)
            + Double((ContinuousClock.now - started).components.attoseconds) / 1e18
        let rate = seconds > 0 ? Int(Double(done) / seconds) : done
        Console.note(
            "\(Console.isTerminal ? "\n" : "")\(title): \(done) in \(String(format: "%.1f", seconds)) s, "
                + "\(rate) a second"
        )
    }
}
