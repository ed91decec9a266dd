import Testing

@Suite("The rooms")
struct ImportTests {
    /// What each room may import. Slices are in `slice`, never here.
    static let allowed: [String: Set<String>] = [
        "Core": [],
        "Language": [],
        "Markup": ["CBrowser"],
        "Storage": ["Core", "Crypto", "Logging"],
        "SQLiteStorage": ["Core", "Storage", "GRDB", "GRDBSQLite"],
        "PostgresStorage": ["Core", "Storage", "CPostgres"],
        "CityPack": ["Core", "Yams"],
        "Desk": ["Core", "Language", "Storage", "Crypto", "Logging"],
        "Files": ["Core", "Storage", "CGD", "Crypto", "Logging"],
        "Press": ["CPango", "CQRCode"],
        "Courier": ["Core", "Storage", "CCurl", "CExpat", "Crypto", "Logging"],
        "Exchange": ["Core", "Language", "Storage", "Desk", "CZlib", "CExpat", "CXlsxWriter", "Yams"],
        "Web": [
            "Core", "Markup", "CBrowser", "CQRCode", "CZlib", "Hummingbird", "HTTPTypes", "NIOCore",
            "Logging", "Crypto",
        ],
    ]

    /// What one file alone may import, and why.
    static let alone: [String: (module: String, why: String)] = [
        "Sources/Operation/Figures/FigureBook.swift": ("CoreMetrics", "what libraries count by"),
        "Sources/Operation/Figures/FigureCells.swift": ("CoreMetrics", "what libraries count by"),
        "Sources/Operation/Figures/RequestFigures.swift": ("Metrics", "counts requests and transactions"),
        "Sources/Operation/OperationWatch.swift": ("Metrics", "counts requests and transactions"),
        "Sources/Web/Server/Farewell.swift": ("ServiceLifecycle", "tells clients that the program stops"),
        "Sources/Web/Errors/Verdict.swift": ("NIOHTTP1", "knows a body that broke on its way in"),
        "Sources/Web/Server/Crowd.swift": ("NIOHTTPTypes", "ends connections of a network that has too many"),
        "Sources/Web/Server/Patience.swift": ("NIOHTTPTypes", "watches how slowly a request comes in"),
        "Sources/Web/Server/Unread.swift": ("NIOHTTPTypes", "says in words what is no request"),
        "Sources/Language/TextCoding.swift": (
            "Glibc", "the C library's iconv reads GB 18030; there is no table of ours to keep in step"
        ),
    ]

    /// What a slice may import: everything below it and no other slice.
    static let slice: Set<String> = [
        "Core", "Language", "Storage", "Desk", "Files", "Press", "Courier", "CityPack", "Markup", "Web",
        "CArgon2",
        "CManual",
        "Crypto", "Logging",
    ]

    /// What the system brings; the pure rooms need none of it.
    static let system: Set<String> = [
        "Dispatch", "Foundation", "FoundationEssentials", "Synchronization", "Glibc", "Darwin",
    ]

    /// Where requests come in, and only there.
    static let http: Set<String> = ["Hummingbird", "HTTPTypes", "NIOCore", "ServiceLifecycle"]

    @Test("import only what lies below them")
    func onlyDownwards() { expectNone(House.sources.flatMap { Self.wrongImports($0, slices: House.slices) }) }

    @Test("are found when they reach up or sideways")
    func findsWrongImports() {
        func complaints(_ text: String, _ path: String) -> [String] {
            Self.wrongImports(SwiftText(text, path: path), slices: ["Matters", "Directory"])
        }
        #expect(complaints("import Foundation", "Sources/Core/A.swift").count == 1)
        #expect(complaints("import Glibc", "Sources/Language/Letters.swift").count == 1)
        #expect(complaints("import Glibc", "Sources/Language/TextCoding.swift").isEmpty)
        #expect(complaints("// import GRDB\nimport Core", "Sources/Storage/A.swift").isEmpty)
        #expect(complaints("@testable public import Directory", "Sources/Matters/A.swift").count == 1)
        #expect(complaints("import SQLiteStorage", "Sources/Directory/A.swift").count == 1)
        #expect(complaints("import Hummingbird", "Sources/Directory/PeopleStore.swift").count == 1)
        #expect(complaints("import struct HTTPTypes.HTTPFields", "Sources/Matters/ARoutes+B.swift").isEmpty)
        #expect(complaints("import Core", "Sources/Elsewhere/A.swift").count == 1)
        #expect(complaints("import SQLiteStorage", "Sources/lianxin/A.swift").isEmpty)
    }

    static func wrongImports(_ file: SwiftText, slices: [String]) -> [String] {
        if file.room == "lianxin" { return [] }
        let isSlice = slices.contains(file.room)
        guard let may = isSlice ? slice : allowed[file.room] else {
            return ["\(file.place(1)): the room \(file.room) is new; write in ImportTests what it may import"]
        }
        return imports(file).compactMap { line, module in
            if may.contains(module) || system.contains(module) && !may.isEmpty { return nil }
            if alone[file.path]?.module == module { return nil }
            if isSlice, http.contains(module) {
                return takesRequests(file)
                    ? nil : "\(file.place(line)): \(module); HTTP types stop at …Routes.swift and …API.swift"
            }
            return slices.contains(module)
                ? "\(file.place(line)): the slice \(module); meet in Core, in the log, or through lianxin"
                : "\(file.place(line)): \(file.room) imports \(module); it may import \(may.sorted())"
        }
    }

    static func takesRequests(_ file: SwiftText) -> Bool {
        let stem = file.name.split(whereSeparator: { $0 == "+" || $0 == "." }).first ?? ""
        return ["Routes", "API", "Api", "Feature"].contains { stem.hasSuffix($0) }
            || file.name.hasSuffix("+Api.swift")
    }

    static func imports(_ file: SwiftText) -> [(line: Int, module: String)] {
        file.code.enumerated().compactMap { index, line in
            guard line.contains("import ") else { return nil }
            let words = line.split(separator: " ")
            guard let at = words.firstIndex(of: "import"),
                words[..<at].allSatisfy({
                    $0.hasPrefix("@") || ["public", "package", "internal"].contains($0)
                })
            else { return nil }
            let kinds: [Substring] = [
                "struct", "class", "enum", "protocol", "func", "var", "let", "typealias",
            ]
            guard let module = words[(at + 1)...].first(where: { !kinds.contains($0) }) else { return nil }
            return (index + 1, String(module.prefix { $0 != "." }))
        }
    }
}
