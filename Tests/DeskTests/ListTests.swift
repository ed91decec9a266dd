import Core
import Desk
import Storage
import Testing

@Suite("A list of matters") struct ListTests {
    private func numbers(
        _ town: DeskTown, in scope: Scope = .city, _ change: (inout MatterFilter) -> Void = { _ in }
    ) async throws -> Set<String> {
        var filter = MatterFilter()
        change(&filter)
        return Set(try await town.desk.list(filter, in: scope, limit: 100).matters.map(\.number))
    }

    @Test("shows what every filter says", arguments: TestEngine.present)
    func filters(engine: TestEngine) async throws {
        try await DeskTown.with(engine) { town in
            let fresh = try await town.file(at: DeskTown.start + DeskTown.day).number
            let dispatched = try await town.dispatched().number
            let asked = try await town.answered().number
            let gone = try await town.file().number
            try await town.move("withdraw", on: gone, by: .resident)
            let later = DeskTown.start + DeskTown.day
            #expect(try await numbers(town) == [fresh, dispatched, asked, gone])
            #expect(try await numbers(town) { $0.isOpen = true } == [fresh, dispatched, asked])
            #expect(try await numbers(town) { $0.isOpen = false } == [gone])
            #expect(try await numbers(town) { $0.stage = "asking" } == [asked])
            #expect(try await numbers(town) { $0.outcome = .withdrawn } == [gone])
            #expect(try await numbers(town) { $0.lead = DeskTown.unit } == [dispatched, asked])
            #expect(try await numbers(town) { $0.category = DeskTown.category } == [dispatched, asked])
            #expect(try await numbers(town) { $0.raisedFrom = later } == [fresh])
            #expect(try await numbers(town) { $0.raisedBefore = later } == [dispatched, asked, gone])
            #expect(try await numbers(town) { $0.kind = "repair" }.isEmpty)
            #expect(try await numbers(town) { $0.source = "old" }.isEmpty)
            #expect(try await numbers(town) { $0.stage = "' OR 1=1 --" }.isEmpty)
            _ = try await town.ring(at: DeskTown.start + 10 * DeskTown.hour)
            #expect(try await numbers(town) { $0.isOverdue = true } == [dispatched])
        }
    }

    @Test("is no wider than the post that looks", arguments: TestEngine.present)
    func scopes(engine: TestEngine) async throws {
        try await DeskTown.with(engine) { town in
            var byArea: [String: String] = [:]
            for code in [
                "980101001001", "980101001002", "980101001001001", "980101002001", "980102001001", "9801",
                "980101",
            ] {
                var filing = DeskTown.filing()
                filing.area = DeskTown.area(code)
                byArea[code] = try await town.file(filing).number
            }
            func seen(_ code: String) async throws -> Set<String> {
                let numbers = try await numbers(town, in: .area(DeskTown.area(code)))
                return Set(byArea.filter { numbers.contains($0.value) }.keys)
            }
            #expect(try await seen("980101001001") == ["980101001001", "980101001001001"])
            #expect(try await seen("980101001001001") == ["980101001001001"])
            #expect(try await seen("980101001") == ["980101001001", "980101001002", "980101001001001"])
            #expect(try await seen("980102") == ["980102001001"])
            #expect(try await numbers(town).count == byArea.count)
            let post = Post(role: "clerk", unit: UnitCode("V980101001001"), area: DeskTown.village)
            #expect(DeskTown.city.scopes(of: [post]) == [.area(DeskTown.village)])
            let narrowed = try await numbers(town, in: .area(DeskTown.village)) {
                $0.area = DeskTown.area("980102001001")
            }
            #expect(narrowed.isEmpty)
            #expect(try await numbers(town, in: .unit(DeskTown.unit)).isEmpty)
            #expect(DeskTown.city.scopes(of: []).isEmpty)
        }
    }

    @Test("of a unit shows what it was asked to see to as well", arguments: TestEngine.present)
    func raised(engine: TestEngine) async throws {
        try await DeskTown.with(engine) { town in
            let number = try await town.dispatched().number
            try await town.move("escalate", [.reason: "需要协调"], on: number, by: DeskTown.handler)
            let above = try #require(try await town.matter(number).raisedTo)
            #expect(try await numbers(town, in: .unit(above)) == [number])
            #expect(try await numbers(town, in: .unit(DeskTown.unit)) == [number])
        }
    }

    @Test("comes page by page, each once, while others are filed", arguments: TestEngine.present)
    func paging(engine: TestEngine) async throws {
        try await DeskTown.with(engine) { town in
            var first: Set<String> = []
            for _ in 0..<45 { first.insert(try await town.file().number) }
            var (seen, cursor): ([String], Int64?) = ([], nil)
            repeat {
                let page = try await town.desk.list(MatterFilter(), in: .city, after: cursor, limit: 10)
                seen += page.matters.map(\.number)
                cursor = page.next
                if cursor != nil { try await town.file() }
            } while cursor != nil
            #expect(seen.count == 45 && Set(seen) == first)
            var exported: [Int64] = []
            var last: Int64 = 0
            while true {
                let some = try await town.desk.export(MatterFilter(), after: last, limit: 7)
                guard let end = some.last else { break }
                exported += some.map(\.id)
                last = end.id
            }
            #expect(exported == exported.sorted() && Set(exported).count == 49)
        }
    }

    @Test("of a workbench begins with the most urgent, then the soonest due", arguments: TestEngine.present)
    func workbench(engine: TestEngine) async throws {
        try await DeskTown.with(engine) { town in
            var expected: [(Urgency, Int64, String)] = []
            for (urgency, hours) in [
                (Urgency.ordinary, 0), (.urgent, 2), (.ordinary, 1), (.emergency, 3), (.urgent, 1),
                (.emergency, 2),
            ] as [(Urgency, Int64)] {
                var filing = DeskTown.filing()
                filing.urgency = urgency
                let at = DeskTown.start + hours * DeskTown.hour
                let number = try await town.desk.file(filing, by: DeskTown.clerk, at: at).number
                expected.append((urgency, hours, number))
            }
            let order = expected.sorted { (-$0.0.rank, $0.1) < (-$1.0.rank, $1.1) }.map(\.2)
            let bench = try await town.desk.workbench(of: DeskTown.clerk.posts)
            #expect(bench[0].mine.map(\.number) == order)
            let few = try await town.desk.workbench(of: DeskTown.clerk.posts, limit: 2)
            #expect(few[0].mine.map(\.number) == Array(order.prefix(2)))
        }
    }
}
