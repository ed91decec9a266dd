import Testing

@Suite("The code of the program")
struct WordingTests {
    @Test("leaves nothing for later, and nothing that stops the program")
    func nothingForbidden() { expectNone(House.sources.flatMap(Self.forbidden)) }

    @Test("proves beside it what the compiler is not shown")
    func everythingProved() { expectNone(House.sources.flatMap(Self.unproved)) }

    @Test("speaks to the terminal in one place")
    func oneConsole() {
        expectNone(House.sources.filter { $0.name != "Console.swift" }.flatMap(Self.printing))
    }

    @Test("is found where it breaks this")
    func findsWhatIsWrong() {
        let later = "// TO" + "DO later"
        let text = """
            \(later)
            let a = try! b() as! C
            let s = "fatalError("
            // It was put there a line above.
            let c = d[0]!
            let e = f()!.g
            let h = !i && j != k
            struct L: @unchecked Sendable {}
            // Sendable, because it has no state.
            struct M: @unchecked Sendable {}
            print(1)
            note.print(2)
            var n: Int!
            """
        let file = SwiftText(text, path: "a.swift")
        #expect(Self.forbidden(file).map { $0.prefix(10) } == ["a.swift:1:", "a.swift:2:", "a.swift:2:"])
        #expect(
            Self.unproved(file).map { $0.prefix(10) } == [
                "a.swift:6:", "a.swift:8:", "a.swift:13",
            ])
        #expect(Self.printing(file).map { $0.prefix(11) } == ["a.swift:11:"])
    }

    private static let later = ["TO" + "DO", "FIX" + "ME"]
    private static let stops = ["try!", "as!", "fatalError(", "nonisolated(unsafe)"]

    static func forbidden(_ file: SwiftText) -> [String] {
        zip(file.lines, file.code).enumerated().flatMap { index, line in
            let unfinished = later.filter { line.0.contains($0) }
                .map { "\(file.place(index + 1)): \($0); do it now, or write an issue" }
            guard line.1.contains("!") || line.1.contains("(") else { return unfinished }
            return unfinished
                + stops.filter { line.1.contains($0) }
                .map { "\(file.place(index + 1)): \($0); throw a Fault or a Refusal, or prove it by a type" }
        }
    }

    /// `@unchecked Sendable` and `!` behind a value, unless the line above is a comment.
    static func unproved(_ file: SwiftText) -> [String] {
        file.code.enumerated().flatMap { index, line -> [String] in
            guard line.contains("!") || line.contains("@unchecked") else { return [] }
            let above = comment(above: index, in: file)
            var complaints: [String] = []
            if line.contains("@unchecked Sendable"), !above.contains("Sendable") {
                complaints.append("\(file.place(index + 1)): @unchecked Sendable; say why in the line above")
            }
            if above.isEmpty, forces(Array(line.utf8)) {
                complaints.append("\(file.place(index + 1)): a forced value; unwrap it, or prove it above")
            }
            return complaints
        }
    }

    private static func comment(above index: Int, in file: SwiftText) -> String {
        file.lines[..<index].reversed().prefix { $0.drop(while: { $0 == " " }).hasPrefix("//") }.joined()
    }

    private static func forces(_ line: [UInt8]) -> Bool {
        line.indices.contains { at in
            guard line[at] == 33, at > 0 else { return false }
            let next = at + 1 < line.count ? line[at + 1] : 32
            let before = line[at - 1]
            let isValue =
                before == 41 || before == 93 || before == 95
                || (48...57).contains(before) || (65...90).contains(before) || (97...122).contains(before)
            let word = String(decoding: line[..<at], as: UTF8.self)
            return isValue && next != 61 && !word.hasSuffix("try") && !word.hasSuffix(" as")
        }
    }

    static func printing(_ file: SwiftText) -> [String] {
        file.code.enumerated().compactMap { index, line in
            guard let before = line.before("print("), before.last.map({ ". ".contains($0) }) ?? true,
                before.last != "."
            else { return nil }
            return "\(file.place(index + 1)): print; write with the logger, or to the Console"
        }
    }
}
