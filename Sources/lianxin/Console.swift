import Foundation
import Storage

/// What is said to whoever runs a command: results to standard output, progress and complaints to standard
/// error.
enum Console {
    /// Says a result. One that cannot be written is none: the command ends with exit 1.
    static func say(_ text: String) {
        guard let failure = write(text + "\n", to: 1) else { return }
        note("The result could not be written: \(String(cString: strerror(failure))).")
        _exit(1)
    }

    /// Says what may be lost: progress, complaints, the log. A full disk under it stops nobody's work.
    static func note(_ text: String) { write(text + "\n", to: 2) }

    /// Says something on standard output that may be lost.
    static func mention(_ text: String) { write(text + "\n", to: 1) }

    /// Moves a line of progress on a terminal.
    static func progress(_ text: String) { write("\r" + text, to: 2) }

    /// What failed, as `errno` names it; nil when all was written. `FileHandle.write(_:)` would end the
    /// program where there is no room or nobody reads.
    @discardableResult
    private static func write(_ text: String, to descriptor: Int32) -> Int32? {
        var text = text
        return text.withUTF8 { bytes in
            var rest = UnsafeRawBufferPointer(bytes)
            while let start = rest.baseAddress, !rest.isEmpty {
                let count = Foundation.write(descriptor, start, rest.count)
                if count < 0, errno == EINTR || (errno == EAGAIN && isWritable(descriptor)) { continue }
                guard count > 0 else { return errno }
                rest = UnsafeRawBufferPointer(rebasing: rest[count...])
            }
            return nil
        }
    }

    /// Waits a moment for a reader that is behind.
    private static func isWritable(_ descriptor: Int32) -> Bool {
        var asked = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        return poll(&asked, 1, 5000) > 0
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
            Console.progress("\(title) \(bar) \(percent) % · \(done)")
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
