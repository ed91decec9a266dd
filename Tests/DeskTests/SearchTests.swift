import Core
import Desk
import Storage
import Testing

@Suite("A search") struct SearchTests {
    private func found(_ words: String, in town: DeskTown, limit: Int = 20) async throws -> [String] {
        var filter = MatterFilter()
        filter.words = words
        return try await town.desk.list(filter, in: .city, limit: limit).matters.map(\.number)
    }

    @Test(
        "finds words of one character and more, Latin words, numbers and places",
        arguments: TestEngine.present)
    func finds(engine: TestEngine) async throws {
        try await DeskTown.with(engine) { town in
            let lamp = try await town.file(DeskTown.filing("小区门口路灯坏了三天。")).number
            let water = try await town.file(DeskTown.filing("Water pressure is too low in Building 12"))
                .number
            var placed = DeskTown.filing("垃圾没人清运")
            placed.place = "文昌路88号"
            let rubbish = try await town.file(placed).number
            #expect(try await found("路灯", in: town) == [lamp])
            #expect(try await found("灯", in: town) == [lamp])
            #expect(try await found("门口 三天", in: town) == [lamp])
            #expect(try await found("路灯 垃圾", in: town).isEmpty)
            #expect(try await found("灯路", in: town).isEmpty)
            #expect(try await found("WATER", in: town) == [water])
            #expect(try await found("pressure low", in: town) == [water])
            #expect(try await found("文昌路", in: town) == [rubbish])
            #expect(try await found("88", in: town) == [rubbish])
            #expect(try await found(water, in: town) == [water])
            #expect(try await found("ＷＡＴＥＲ", in: town) == [water])
        }
    }

    @Test("finds what the resident added later, and what stood there before", arguments: TestEngine.present)
    func additions(engine: TestEngine) async throws {
        try await DeskTown.with(engine) { town in
            let number = try await town.file(DeskTown.filing("路灯坏了")).number
            #expect(try await found("井盖", in: town).isEmpty)
            try await town.move("add", [.text: "井盖也松了"], on: number, by: .resident)
            try await town.move("add", [.text: "还有护栏"], on: number, by: .resident)
            for words in ["井盖", "护栏", "路灯"] { #expect(try await found(words, in: town) == [number]) }
        }
    }

    @Test("does not find what is nobody's to find: names and numbers of residents")
    func contacts() async throws {
        try await DeskTown.with(.sqlite) { town in
            try await town.file()
            #expect(try await found("测试甲", in: town).isEmpty)
            #expect(try await found("19900001234", in: town).isEmpty)
        }
    }

    private static let hostile = [
        "\"", "\"\"\"", "NEAR(", "NEAR(路灯 坏了, 2)", "'; DROP TABLE matters; --", "路灯 OR 1=1", "-路灯", "NOT 路灯",
        "terms:路灯",
        "b:0", "'b:0' | 'x'", "路灯 & !(", "路:*", "\\", "\u{202E}路灯", "%_%", "(((((", "AND",
        "\0", "👨‍👩‍👧‍👦", "^路",
        String(repeating: "*", count: 10_000), String(repeating: "路", count: 10_000),
        String(repeating: "a* OR ", count: 2000), String(repeating: "\"", count: 9999),
    ]

    @Test("takes anything for words, however hostile", arguments: TestEngine.present)
    func hostileWords(engine: TestEngine) async throws {
        try await DeskTown.with(engine) { town in
            let lamp = try await town.file(DeskTown.filing("路灯坏了")).number
            _ = try await town.file(DeskTown.filing("垃圾没人清运"))
            for words in Self.hostile {
                let numbers = try await found(words, in: town)
                #expect(numbers.isEmpty || numbers == [lamp], "\(words.prefix(20)): \(numbers)")
            }
            #expect(try await town.count("SELECT count(*) FROM matters") == 2)
        }
    }

    @Test("pages through many hits, each once, and keeps to its scope", arguments: TestEngine.present)
    func pages(engine: TestEngine) async throws {
        try await DeskTown.with(engine) { town in
            var here: Set<String> = []
            for index in 0..<60 {
                var filing = DeskTown.filing("第\(index)件：路灯坏了")
                if index.isMultiple(of: 2) { filing.area = DeskTown.area("980102001001") }
                let number = try await town.file(filing).number
                if index % 2 == 1 { here.insert(number) }
            }
            var filter = MatterFilter()
            filter.words = "路灯"
            var (seen, cursor): ([String], Int64?) = ([], nil)
            repeat {
                let page = try await town.desk.list(
                    filter, in: .area(DeskTown.area("980101001")), after: cursor, limit: 7)
                #expect(page.matters.count <= 7)
                seen += page.matters.map(\.number)
                cursor = page.next
            } while cursor != nil
            #expect(seen.count == 30 && Set(seen) == here)
        }
    }
}
