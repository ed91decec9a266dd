import CityPack
import Core
import Testing

@Suite("The file of rules")
struct RuleBookFileTests {
    private static let file = "rules.yaml"
    private static let whole = """
        approval: false
        tossedFrom: 4
        rulings: 2
        reasons:
          duty: {zh: 不属本单位职责, en: Not our duty}
          place: {zh: 不在本单位辖区, en: Not our area}
        """

    /// Something in the file that cannot be, what is said of it, and in which line.
    private static let mistakes: [PackMistake] = [
        .init("approval: false", "approval: maybe", "\"approval\"", 1),
        .init("tossedFrom: 4", "tossedFrom: 2", "\"tossedFrom\" of the file is 2", 2),
        .init("tossedFrom: 4", "tossedFrom: 21", "\"tossedFrom\" of the file is 21", 2),
        .init("rulings: 2", "rulings: 0", "\"rulings\" of the file is 0", 3),
        .init("rulings: 2", "rulings: few", "no whole number", 3),
        .init("duty:", "du-ty:", "the reason \"du-ty\" has no usable code", 5),
        .init("duty:", "other:", "the reason \"other\" has no usable code", 5),
        .init("不在本单位辖区", "不属本单位职责范围", "begins with the words of \"duty\"", 6),
        .init("Not our area", "Not our duty here", "begins with the words of \"duty\"", 6),
        .init("{zh: 不在本单位辖区, en: Not our area}", "{zh: 不在本单位辖区}", "\"en\"", 6),
        .init("approval: false", "approved: false", "means nothing here", 1),
        .init("en: Not our area", "en: Not our area, from: 2026-02-30", "\"from\" of the reason", 6),
        .init(
            "en: Not our area", "en: Not our area, from: 2026-02-02, until: 2026-02-01",
            "the reason \"place\" ends before it begins", 6),
        .init("en: Not our area", "en: Not our area, till: 2026-02-01", "means nothing here", 6),
    ]

    @Test("is refused with its line", arguments: mistakes)
    func refused(_ mistake: PackMistake) throws { try mistake.expect(in: Self.file, of: Self.whole) }

    @Test("says who approves and why units send back; without it the usual holds")
    func read() throws {
        var pack = TinyPack()
        pack.files[Self.file] = Self.whole
        let book = try pack.load().get().ruleBook
        #expect(!book.needsApproval && book.tossedFrom == 4 && book.rulings == 2)
        #expect(book.reasons.map(\.code) == ["duty", "place"])
        #expect(book.reason(of: "不在本单位辖区，在邻县") == "place" && book.reason(of: "别的") == RuleBook.other)
        #expect(try TinyPack().load().get().ruleBook == RuleBook.usual)
    }
}
