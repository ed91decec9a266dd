import Foundation
import Testing

@Suite("The tree")
struct TreeTests {
    @Test("has every room on the map, and each target says why it is there")
    func map() throws {
        let map = try #require(House.text("Package.swift"))
        expectNone(Self.unmapped(House.paths, map: map) + Self.unexplained(map))
    }

    @Test("holds no placeholders")
    func noPlaceholders() { expectNone(House.swift.flatMap(Self.placeholder)) }

    @Test("has scripts that run, and that stop at the first error")
    func scripts() {
        expectNone(
            House.paths.flatMap { path in
                let isExecutable = FileManager.default.isExecutableFile(
                    atPath: House.root.appending(path: path).path)
                return Self.weakScript(path, House.text(path) ?? "", isExecutable: isExecutable)
            })
    }

    @Test("names no place on anybody's machine")
    func noMachine() { expectNone(House.paths.flatMap { Self.machinePaths($0, House.text($0) ?? "") }) }

    @Test("holds nothing large, and leaves out what is made")
    func sizes() throws {
        expectNone(
            House.paths.compactMap { path in
                guard let size = House.data(path)?.count, size > 1_048_576 else { return nil }
                return "\(path):1: \(size) bytes; keep it elsewhere, with its SHA-256 here"
            })
        let ignored = try #require(House.text(".gitignore")).components(separatedBy: "\n")
        expectNone(
            [".build/", "*.db", "*.sqlite", "*.db-wal", "*.db-shm", "__pycache__/", ".venv/"].filter {
                !ignored.contains($0)
            }.map { ".gitignore:1: \($0) is missing; add the line" })
    }

    @Test("is found untidy")
    func findsWhatIsWrong() {
        let map = """
            // Why.
            .target(name: "A"),
            .target(
                name: "B", path: "x"),
            """
        #expect(Self.unmapped(["Sources/A/a.swift", "Sources/C/c.swift"], map: map).count == 1)
        #expect(
            Self.unexplained(map) == ["Package.swift:3: a target without why; write it in the line above"])
        #expect(Self.placeholder(SwiftText("// nothing yet\n", path: "Sources/A/A.swift")).count == 1)
        #expect(Self.placeholder(SwiftText("enum A {}\n", path: "Sources/A/Room.swift")).count == 1)
        #expect(Self.placeholder(SwiftText("struct A { let b: Int }\n", path: "A.swift")).isEmpty)
        #expect(Self.weakScript("a", "#!/usr/bin/env bash\ncd x", isExecutable: false).count == 2)
        #expect(Self.weakScript("a", "#!/bin/sh\nset -eu\n", isExecutable: true).isEmpty)
        #expect(Self.weakScript("a.py", "#!/usr/bin/env python3\n", isExecutable: true).isEmpty)
        #expect(Self.machinePaths("a", "b\ncd /ro" + "ot/c").first?.hasPrefix("a:2:") == true)
    }

    static func unmapped(_ paths: [String], map: String) -> [String] {
        var rooms: Set<String> = []
        for path in paths where path.hasSuffix(".swift") {
            let parts = path.split(separator: "/").map(String.init)
            if parts.count > 2, ["Sources", "Tests"].contains(parts[0]) { rooms.insert(parts[1]) }
        }
        // What several test targets link to is no target of its own.
        rooms.remove("Support")
        return rooms.sorted().filter { !map.contains("name: \"\($0)\"") }.map {
            "Package.swift:1: the room \($0) belongs to no target; add one, or remove the room"
        }
    }

    static func unexplained(_ map: String) -> [String] {
        let lines = map.components(separatedBy: "\n").map { $0.trimmingCharacters(in: .whitespaces) }
        let heads = [".target(", ".executableTarget(", ".testTarget(", ".systemLibrary("]
        return lines.indices.filter { at in
            heads.contains { lines[at].hasPrefix($0) } && (at == 0 || !lines[at - 1].hasPrefix("//"))
        }.map { "Package.swift:\($0 + 1): a target without why; write it in the line above" }
    }

    static func placeholder(_ file: SwiftText) -> [String] {
        let isEmpty = !file.code.contains {
            $0.contains("{") || $0.contains("let ") || $0.contains("typealias ")
        }
        let isRoom = file.name == "Room.swift" && file.lines.count < 8
        guard isEmpty || isRoom, file.path != "Package.swift" else { return [] }
        return ["\(file.place(1)): a placeholder; fill it or remove it"]
    }

    static func weakScript(_ path: String, _ text: String, isExecutable: Bool) -> [String] {
        guard text.hasPrefix("#!") else { return [] }
        let shebang = text.prefix { $0 != "\n" }
        let stops =
            shebang.hasSuffix("bash")
            ? text.contains("\nset -euo pipefail\n")
            : !shebang.hasSuffix("sh") || text.contains("\nset -eu\n")
        return (isExecutable ? [] : ["\(path):1: a script that cannot run; chmod +x"])
            + (stops ? [] : ["\(path):1: goes on after an error; add `set -euo pipefail`"])
    }

    /// Folders of one machine, written apart so that this file names none.
    private static let machine = ["/wo" + "rk/", "/tmp/bash" + "_jobs", "/ro" + "ot/", "/ho" + "me/"]

    static func machinePaths(_ path: String, _ text: String) -> [String] {
        guard machine.contains(where: { text.contains($0) }) else { return [] }
        return text.components(separatedBy: "\n").enumerated().flatMap { index, line in
            machine.filter { line.contains($0) && !line.contains("framework/") }.map {
                "\(path):\(index + 1): \($0) is a place on one machine; take a relative path or a variable"
            }
        }
    }
}
