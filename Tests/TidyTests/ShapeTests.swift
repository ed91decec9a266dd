import Testing

@Suite("The shape of the code")
struct ShapeTests {
    static let columns = 110
    static let lines = 400
    static let functionLines = 60

    @Test("no line is too long to stand beside another file")
    func noLongLines() { expectNone(House.swift.flatMap(Self.longLines)) }

    @Test("no line ends in blanks or holds a tab")
    func noStrayBlanks() { expectNone(House.swift.flatMap(Self.strayBlanks)) }

    @Test("no file has more than one can read at a sitting")
    func noLongFiles() { expectNone(House.swift.flatMap(Self.longFile)) }

    @Test("no function is longer than a screen")
    func noLongFunctions() {
        expectNone(House.swift.flatMap(Self.longFunctions))
        print("Median lines: a file \(median(House.swift.map(\.lines.count))), a function", terminator: " ")
        print(median(House.swift.flatMap { FunctionReader($0).functions.map(\.lines) }))
    }

    @Test("are found when they are broken")
    func findsWhatIsWrong() {
        let long = "let a = \"" + String(repeating: "长", count: 103) + "\""
        let url = "// https://" + String(repeating: "a", count: 110)
        let shape = SwiftText("\(long)\n\(url)\nlet b = 1 \n\tlet c = 2\n", path: "a.swift")
        #expect(Self.longLines(shape) == ["a.swift:1: 113 columns; break it before column 110"])
        #expect(Self.strayBlanks(shape).map { $0.prefix(9) } == ["a.swift:3", "a.swift:4"])
        let tall = SwiftText(String(repeating: "\n", count: 402), path: "a.swift")
        #expect(Self.longFile(tall).count == 1 && Self.longFile(shape).isEmpty)
    }

    @Test("measures a function by its own braces, whatever its strings and neighbours hold")
    func measuresFunctions() {
        let body = String(repeating: "    print(\"}\", { 1 }()) // }\n", count: 60)
        let text = """
            protocol P { func none(_ a: () -> Void)
                init()
            }
            func small(at: () -> Int = { 1 }) -> Int { at() }
            func large()
                async throws -> [Int]
            {
            \(body)}
            var computed: Int {
            \(body)}
            let closure = { 1 }
            """
        let complaints = Self.longFunctions(SwiftText(text, path: "a.swift"))
        #expect(
            complaints.map { $0.before(";") ?? "" } == [
                "a.swift:5: large has 64 lines", "a.swift:69: computed has 62 lines",
            ])
    }

    static func longLines(_ file: SwiftText) -> [String] {
        file.lines.enumerated().compactMap { index, line in
            guard line.utf8.count > columns else { return nil }
            let width = line.unicodeScalars.count
            guard width > columns, !line.contains("https://"), !line.contains("http://") else { return nil }
            return "\(file.place(index + 1)): \(width) columns; break it before column \(columns)"
        }
    }

    static func strayBlanks(_ file: SwiftText) -> [String] {
        file.lines.enumerated().compactMap { index, line in
            guard line.utf8.last == 32 || line.utf8.contains(9) || line.utf8.last == 13 else { return nil }
            return
                "\(file.place(index + 1)): a tab or a blank at the end; indent with 4 blanks, end with none"
        }
    }

    static func longFile(_ file: SwiftText) -> [String] {
        let count = file.lines.count - (file.lines.last == "" ? 1 : 0)
        guard count > lines else { return [] }
        return ["\(file.place(1)): \(count) lines; give each of its subjects a file of at most \(lines)"]
    }

    static func longFunctions(_ file: SwiftText) -> [String] {
        FunctionReader(file).functions.filter { $0.lines > functionLines }.map {
            "\(file.place($0.line)): \($0.name) has \($0.lines) lines; cut it into parts of at most"
                + " \(functionLines) that each have a name"
        }
    }

    private func median(_ values: [Int]) -> Int { values.isEmpty ? 0 : values.sorted()[values.count / 2] }
}
