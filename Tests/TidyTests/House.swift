import Foundation
import Testing

/// The repository as it stands on disk, read once.
enum House {
    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    /// Everything that is kept: no builds, databases, fetched things or hidden folders but `.ci`.
    static let paths: [String] = {
        guard let all = FileManager.default.enumerator(atPath: root.path) else { return [] }
        var paths: [String] = []
        while let path = all.nextObject() as? String {
            let name = path.split(separator: "/").last.map(String.init) ?? path
            if isLeftOut(name) || path == "screenshots" {
                all.skipDescendants()
            } else if all.fileAttributes?[.type] as? FileAttributeType == .typeRegular {
                paths.append(path)
            }
        }
        return paths.sorted()
    }()

    /// All Swift files, each taken apart once.
    static let swift: [SwiftText] = paths.filter { $0.hasSuffix(".swift") }.compactMap { path in
        text(path).map { SwiftText($0, path: path) }
    }

    static let sources = swift.filter { $0.path.hasPrefix("Sources/") }

    /// Rooms below `Sources` by name, each with its files.
    static let rooms = Dictionary(grouping: sources, by: \.room)

    /// Rooms with a manifest: `Matters` for `Sources/Matters/MattersFeature.swift`.
    static let slices: [String] = rooms.keys.sorted().filter { room in
        paths.contains("Sources/\(room)/\(room)Feature.swift")
    }

    static func data(_ path: String) -> Data? { try? Data(contentsOf: root.appending(path: path)) }

    /// Nil for what is no text.
    static func text(_ path: String) -> String? {
        guard let data = data(path), !data.prefix(8000).contains(0) else { return nil }
        return String(data: data, encoding: .utf8)
    }

    private static func isLeftOut(_ name: String) -> Bool {
        if name.hasPrefix(".") { return ![".ci", ".gitignore", ".swift-format"].contains(name) }
        return ["__pycache__", "node_modules", "fetched", "Package.resolved"].contains(name)
            || [".db", ".sqlite", "-wal", "-shm"].contains { name.hasSuffix($0) }
    }
}

/// Fails with every complaint on a line of its own.
func expectNone(_ complaints: [String], sourceLocation: SourceLocation = #_sourceLocation) {
    guard !complaints.isEmpty else { return }
    Issue.record(
        "\(complaints.count) complaints\n\(complaints.joined(separator: "\n"))",
        sourceLocation: sourceLocation)
}

extension StringProtocol {
    /// What stands before the first of `parts`, if it is there.
    func before(_ part: String) -> String? { range(of: part).map { String(self[..<$0.lowerBound]) } }

    /// What stands after the first of `parts`, if it is there.
    func after(_ part: String) -> String? { range(of: part).map { String(self[$0.upperBound...]) } }

    /// The maximal runs of letters, digits and underscores.
    var identifiers: [String] {
        split(whereSeparator: { !($0.isLetter || $0.isNumber || $0 == "_") }).map { String($0) }
    }

    var isChinese: Bool { unicodeScalars.contains { (0x4E00...0x9FFF).contains($0.value) } }
}
