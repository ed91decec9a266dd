import Testing

@Suite("What has one place")
struct PlaceTests {
    @Test("SQL stands in stores, migrations and the rooms of storage")
    func sql() {
        expectNone(House.sources.filter { !Self.mayHoldSQL($0) }.flatMap(Self.sqlLiterals))
    }

    @Test("markup stands in Markup and in pages")
    func markup() {
        expectNone(House.sources.filter { !Self.mayHoldMarkup($0) }.flatMap(Self.markupLiterals))
    }

    @Test("the environment is read by the program alone")
    func environment() {
        expectNone(House.sources.filter { $0.room != "lianxin" }.flatMap(Self.readsEnvironment))
    }

    @Test("is found elsewhere")
    func findsWhatIsElsewhere() {
        let text = #"""
            // SELECT in a comment
            let a = "SELECT a FROM b"
            let b = """
                UPDATE c
                SET d = \(e)
                """
            let f = "Select a kind, UPDATE: none"
            let g: HTML = "<p>\(h)</p>"
            let i = "1 < 2"
            let j = ProcessInfo.processInfo.environment["K"]
            """#
        let file = SwiftText(text, path: "Sources/Desk/Desk.swift")
        #expect(
            Self.sqlLiterals(file).map { $0.before(": ") ?? "" } == [
                "Sources/Desk/Desk.swift:2", "Sources/Desk/Desk.swift:3",
            ])
        #expect(Self.markupLiterals(file).count == 1 && Self.readsEnvironment(file).count == 1)
        #expect(!Self.mayHoldSQL(file) && !Self.mayHoldMarkup(file))
        #expect(Self.mayHoldSQL(SwiftText("", path: "Sources/Desk/MatterStore.swift")))
        #expect(Self.mayHoldMarkup(SwiftText("", path: "Sources/Matters/Pages/A.swift")))
    }

    static func mayHoldSQL(_ file: SwiftText) -> Bool {
        ["Storage", "SQLiteStorage", "PostgresStorage"].contains(file.room)
            || file.name.hasSuffix("Store.swift") || file.name.hasSuffix("Schema.swift")
    }

    static func sqlLiterals(_ file: SwiftText) -> [String] {
        file.literals.compactMap { literal in
            let text = literal.text
            guard text.utf8.count > 8 else { return nil }
            let words = text.split { $0 == " " || $0 == "\n" }
            let isSQL =
                words.first == "SELECT" || words.first == "WITH" && words.contains("SELECT")
                || text.contains("INSERT INTO ") || text.contains("DELETE FROM ")
                || text.contains("CREATE TABLE ") || text.contains("CREATE INDEX ")
                || words.first == "UPDATE" && words.contains("SET")
            return isSQL ? "\(file.place(literal.line)): SQL; move it into a …Store.swift" : nil
        }
    }

    /// Texts that look like markup but are none that a browser is sent as a page.
    static let otherMarkup: [String: String] = [
        "Sources/Files/KindOfFile.swift": "the beginnings by which disguised files are known",
        "Sources/Areas/SpecimenCity.swift": "hostile text that pages must escape",
        "Sources/CityPack/ProcedureDrawing.swift":
            "an SVG file for the command line, which escapes its texts",
        "Sources/CityPack/ProcedureDrawing+Words.swift": "the same",
        "Sources/Administration/AdministrationSpecimens.swift":
            "hostile text that pages must escape",
        "Sources/Knowledge/KnowledgeSpecimenTown.swift": "hostile text that pages must escape",
        "Sources/Directory/DirectorySpecimens.swift": "hostile text that pages must escape",
        "Sources/Rules/RulesSpecimens.swift": "hostile text that pages must escape",
        "Sources/lianxin/Commands/TriageCurve.swift":
            "an SVG file for the command line, which escapes its texts",
        "Sources/lianxin/Bench/BenchPlot.swift":
            "an SVG file for the command line, which escapes its texts",
        "Sources/lianxin/Bench/BenchTable.swift": "marks in a document between which a table is written",
        "Sources/Matters/Specimens+Lists.swift": "hostile text that pages must escape",
        "Sources/Matters/Specimens+Life.swift": "hostile text that pages must escape",
    ]

    static func mayHoldMarkup(_ file: SwiftText) -> Bool {
        file.room == "Markup" || file.path.contains("/Pages/") || otherMarkup[file.path] != nil
    }

    static func markupLiterals(_ file: SwiftText) -> [String] {
        file.literals.compactMap { literal in
            let text = literal.text.drop { $0 == " " || $0 == "\n" }
            guard text.first == "<", let next = text.dropFirst().first,
                next.isLetter || next == "/" || next == "!"
            else { return nil }
            return "\(file.place(literal.line)): markup; move it into Pages/"
        }
    }

    static func readsEnvironment(_ file: SwiftText) -> [String] {
        file.code.enumerated().compactMap { index, line in
            guard line.contains("ProcessInfo") || line.contains("getenv(") else { return nil }
            return "\(file.place(index + 1)): the environment; let lianxin read it and pass the value on"
        }
    }
}
