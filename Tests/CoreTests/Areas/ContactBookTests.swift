import Core
import Testing

@Suite("Who serves residents")
struct ContactBookTests {
    static func code(_ text: String) throws -> AreaCode { try #require(AreaCode(text)) }
    static func text(_ text: String) -> LocalText { LocalText(zh: text, en: text) }

    static func role(_ name: String, _ level: AreaLevel) -> ServingRole {
        ServingRole(
            name: name, text: text(name), level: level, promise: text("…"), policies: [], procedures: [])
    }

    static func contact(
        _ area: String, _ role: String, isPublic: Bool = true, isTop: Bool = false
    ) throws -> Contact {
        Contact(
            area: try code(area), role: role, name: text("\(role) \(area)"), phone: "13900000001",
            isPublic: isPublic, isTopLeader: isTop, since: CivilDate(daysSince1970: 20_000))
    }

    static let areas = AreaTree(
        [
            "1101", "110101", "110101001", "110101001001", "110101001001001", "110101001001002",
            "110101001001001001", "110101001002",
            "110101002", "110101002001", "110101002001001",
        ].compactMap { AreaCode($0) }.map { Area(code: $0, name: text($0.text)) })

    static let roles = [
        role("building", .building), role("grid", .grid), role("secretary", .village), role("leader", .town),
    ]

    static func book(_ contacts: [Contact], keys: Set<AreaCode> = []) -> ContactBook {
        ContactBook(version: 1, since: nil, roles: roles, contacts: contacts, keyVillages: keys)
    }

    @Test("are found from the door upwards: building, grid, village, town")
    func line() throws {
        let book = Self.book([
            try Self.contact("110101001001001001", "building"), try Self.contact("110101001001001", "grid"),
            try Self.contact("110101001001", "secretary"), try Self.contact("110101001", "leader"),
        ])
        let line = book.line(from: try Self.code("110101001001001001"), in: Self.areas)
        #expect(line.map { $0.contacts.first?.role } == ["building", "grid", "secretary", "leader"])
        #expect(line.allSatisfy { $0.vacant.isEmpty })
    }

    @Test("are stood in for by the next level up where a post is vacant, and that is said")
    func vacancy() throws {
        let book = Self.book([
            try Self.contact("110101001001", "secretary"), try Self.contact("110101001", "leader"),
        ])
        let found = try #require(book.first(for: try Self.code("110101001001001"), in: Self.areas))
        #expect(found.contact.role == "secretary")
        #expect(found.vacant.map(\.name) == ["grid"])
        let line = book.line(from: try Self.code("110101001001001"), in: Self.areas)
        #expect(line.map(\.area.level) == [.grid, .village, .town])
        #expect(line[0].contacts.isEmpty && line[0].vacant.map(\.name) == ["grid"])
    }

    @Test("are not named where the city has not said they may be")
    func quiet() throws {
        let book = Self.book([
            try Self.contact("110101001001001", "grid", isPublic: false),
            try Self.contact("110101001001", "secretary"),
        ])
        let found = try #require(book.first(for: try Self.code("110101001001001"), in: Self.areas))
        #expect(found.contact.role == "secretary" && found.vacant.isEmpty)
        #expect(ContactBook.none.first(for: try Self.code("110101001001001"), in: Self.areas) == nil)
    }

    @Test("leave holes that are listed: villages without anybody, key villages without a top leader")
    func coverage() throws {
        let key = try Self.code("110101002001")
        let contacts = [
            try Self.contact("110101001001", "secretary"), try Self.contact("110101002001", "secretary"),
            try Self.contact("110101001001001", "grid"),
        ]
        let coverage = Coverage(of: Self.book(contacts, keys: [key]), in: Self.areas)
        #expect(coverage.villagesWithoutContact.map(\.text) == ["110101001002"])
        #expect(coverage.keyVillagesWithoutTopLeader == [key])
        let grids = coverage.vacant.filter { $0.role == "grid" }.map(\.area.text)
        #expect(grids == ["110101001001002"], "a town that has no grid officer yet is not asked for all")
        let led = Coverage(
            of: Self.book([try Self.contact("110101002001", "secretary", isTop: true)], keys: [key]),
            in: Self.areas)
        #expect(led.keyVillagesWithoutTopLeader.isEmpty)
    }

    @Test("and papers hold from their first day to their last, both included")
    func standing() throws {
        let paper = Paper(
            name: "a", kind: .guide, title: Self.text("a"), version: 1,
            from: try #require(CivilDate("2026-03-01")), until: CivilDate("2026-03-31"),
            suggestion: nil, categories: [],
            sections: [.init(part: .what, lines: [LocalText(zh: "四个汉字", en: "four letters")])])
        func standing(_ day: String) throws -> Paper.Standing {
            paper.standing(on: try #require(CivilDate(day)))
        }
        #expect(try standing("2026-02-28") == .notYet)
        #expect(try standing("2026-03-01") == .valid)
        #expect(try standing("2026-03-31") == .valid)
        #expect(try standing("2026-04-01") == .expired)
        #expect(paper.length(in: .zh) == 4 && paper.length(in: .en) == 6)
    }
}
