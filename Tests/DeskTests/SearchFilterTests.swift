import Core
@testable import Desk
import Storage
import Testing

@Suite("A search with filters") struct SearchFilterTests {
    private func numbers(
        _ words: String, in town: DeskTown, _ change: (inout MatterFilter) -> Void = { _ in }
    ) async throws -> [String] {
        var filter = MatterFilter()
        filter.words = words
        change(&filter)
        return try await town.desk.list(filter, in: .city, limit: 50).matters.map(\.number)
    }

    @Test("reads fields in the box: place, class, state, title and time", arguments: TestEngine.present)
    func fields(engine: TestEngine) async throws {
        try await DeskTown.with(engine) { town in
            var classed = DeskTown.filing("路灯坏了三天")
            classed.category = DeskTown.category
            let lamp = try await town.desk.file(classed, by: DeskTown.clerk, at: DeskTown.start).number
            var elsewhere = DeskTown.filing("垃圾没人管。旁边的路灯也坏了")
            elsewhere.area = DeskTown.area("980102001001")
            elsewhere.raisedAt = DeskTown.start + -40 * DeskTown.day
            let rubbish = try await town.desk.file(elsewhere, by: .system("import"), at: DeskTown.start)
                .number
            let city = DeskTown.city
            let name = try #require(city.areas[DeskTown.area("980101")]?.name)
            let category = try #require(city.catalogue[DeskTown.category]?.name)
            #expect(try await numbers("路灯", in: town) == [rubbish, lamp])
            #expect(try await numbers("地点:\(name.zh) 路灯", in: town) == [lamp])
            #expect(try await numbers("area:980102 路灯", in: town) == [rubbish])
            #expect(try await numbers("类别：\(category.zh) 路灯", in: town) == [lamp])
            #expect(try await numbers("标题:垃圾 路灯", in: town) == [rubbish])
            #expect(try await numbers("标题:垃圾", in: town) == [rubbish])
            #expect(try await numbers("时间:2026-03 路灯", in: town) == [lamp])
            #expect(try await numbers("时间:2026-01..2026-02 路灯", in: town) == [rubbish])
            #expect(try await numbers("到:2026-02-28 路灯", in: town) == [rubbish])
            #expect(try await numbers("状态:未结束 路灯", in: town).count == 2)
            #expect(try await numbers("状态:已结束 路灯", in: town).isEmpty)
            #expect(try await numbers("编号:\(lamp)", in: town) == [lamp])
            // A value that nothing is called by is a word, and so is an unknown field.
            #expect(try await numbers("类别:路灯", in: town) == [rubbish, lamp])
            #expect(try await numbers("颜色:路灯", in: town).isEmpty)
            #expect(try await numbers("时间:昨天 路灯", in: town).isEmpty)
        }
    }

    @Test("finds what the newest hits all miss", arguments: TestEngine.present)
    func skew(engine: TestEngine) async throws {
        try await DeskTown.with(engine) { town in
            var first = DeskTown.filing("路灯坏了")
            first.area = DeskTown.area("980102001001")
            let number = try await town.file(first).number
            for _ in 0..<80 { _ = try await town.file(DeskTown.filing("路灯坏了")) }
            #expect(try await numbers("路灯", in: town) { $0.area = DeskTown.area("980102") } == [number])
            #expect(try await numbers("路灯", in: town) { $0.isOpen = false }.isEmpty)
        }
    }

    @Test("shows first what says it best, and every hit on one page only", arguments: TestEngine.present)
    func best(engine: TestEngine) async throws {
        try await DeskTown.with(engine) { town in
            let title = try await town.file(DeskTown.filing("路灯坏了。天黑看不见，请来修。")).number
            for index in 0..<20 {
                _ = try await town.file(DeskTown.filing("第\(index)件：小区里很乱。树也倒了，路灯坏了。"))
            }
            var filter = MatterFilter()
            filter.words = "路灯坏了"
            var (seen, place): ([String], DuePlace?) = ([], nil)
            repeat {
                let page = try await town.desk.list(filter, in: .city, order: .best, after: place, limit: 6)
                seen += page.matters.map(\.number)
                place = page.next
                // Newer ones come in while pages are turned.
                _ = try await town.file(DeskTown.filing("路灯坏了，又一盏"))
            } while place != nil && seen.count < 200
            #expect(seen.first == title)
            #expect(seen.count == 21 && Set(seen).count == 21)
        }
    }

    @Test("finds one spelling by the other", arguments: TestEngine.present)
    func spellings(engine: TestEngine) async throws {
        try await DeskTown.with(engine) { town in
            let old = try await town.file(DeskTown.filing("馬路上的路燈壞了，ＷＩＦＩ也沒有")).number
            let new = try await town.file(DeskTown.filing("马路上的路灯坏了，wifi也没有")).number
            for words in ["路灯坏", "路燈壞", "wifi", "ＷiＦi", "“馬路上的路灯”"] {
                #expect(try await numbers(words, in: town) == [new, old], "\(words)")
            }
        }
    }

    @Test("keeps months apart whatever the zone, and asks for none where there are too many")
    func months() {
        let start = DeskTown.start
        #expect(SearchTerms.months(from: start, before: start)?.count == 1)
        #expect(SearchTerms.months(from: start, before: start + 31 * DeskTown.day)?.count == 2)
        #expect(SearchTerms.months(from: start, before: start + 1000 * DeskTown.day) == nil)
        #expect(SearchTerms.months(from: nil, before: start) == nil)
        #expect(SearchTerms.months(from: start, before: start + -90 * DeskTown.day) == [])
        let term = SearchTerms.of("", raisedAt: Moment(milliseconds: 0))
        #expect(term == "\u{E000}\(1970 * 12)")
        #expect(SearchTerms.of("", raisedAt: Moment(milliseconds: -1)) == "\u{E000}\(1970 * 12 - 1)")
    }
}
