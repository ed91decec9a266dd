import Core
import Exchange
import Foundation
import Storage

/// A file that is written line by line, or standard output. What could not be written is said, never dropped.
final class OutputFile {
    private let handle: FileHandle
    private let name: String
    private var waiting = Data()
    private static let piece = 1 << 16

    /// Standard output.
    init() {
        handle = .standardOutput
        name = "standard output"
    }

    /// A new file in the place of one that is there.
    init(_ path: String) throws(Fault) {
        guard FileManager.default.createFile(atPath: path, contents: nil),
            let handle = FileHandle(forWritingAtPath: path)
        else {
            throw Fault(
                .readOnly, "The file \(path) cannot be written.",
                remedy: "Check the folder and your permissions.")
        }
        self.handle = handle
        name = path
    }

    func write(_ text: String) throws {
        waiting += Data(text.utf8)
        if waiting.count >= Self.piece { try flush() }
    }

    func close() throws { try flush() }

    private func flush() throws {
        do {
            try handle.write(contentsOf: waiting)
            waiting = Data()
        } catch {
            throw Fault(
                .full, "\(name) could not be written to its end.",
                remedy: "Make room on the disk and try again.")
        }
    }
}

/// The report of rejected rows; made when there is a first one.
final class RejectFile {
    private let path: String
    private var file: OutputFile?
    private(set) var count = 0

    init(path: String) { self.path = path }

    func write(_ row: RejectedRow) throws {
        let file = try file ?? OutputFile(path)
        self.file = file
        count += 1
        try file.write(StoredJSON.text(row) + "\n")
    }

    func close() throws { try file?.close() }
}

/// Progress where the end is not known: a count that grows.
final class Ticker {
    private let title: String
    private var shown = 0

    init(_ title: String) { self.title = title }

    func show(_ done: Int) {
        if Console.isTerminal {
            Console.progress("\(title): \(done)")
        } else if done / 10_000 != shown / 10_000 {
            Console.note("\(title): \(done)")
        }
        shown = done
    }

    func end() { if Console.isTerminal { Console.note("") } }
}
