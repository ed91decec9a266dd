import CityPack
import Core
import Testing

@Suite("The file of quality")
struct QualityFileTests {
    private static let file = "quality.yaml"
    private static let whole = """
        filing:
          margin: 3
          direct: true
          inquiryKinds: [plea]
          inquiryCategories: [leak]
          complaintKinds: [plea]
          complaint: {投诉: 3}
          inquiry: {请问: 2}
        answers:
          ownLetters: 12
          ownPerHundred: 5
          touchPercent: 10
          stock: [已转相关部门, 感谢来电]
          elsewhere: [请拨打]
          unsolved: [无法解决]
        repeats:
          times: 3
          days: 30
        promises:
          words: [尽快]
          conditions: [视情况]
        rushed:
          minutes: 10
          answers: 5
          withinMinutes: 15
          beforeLimitHours: 24
        """

    /// Something in the file that cannot be, what is said of it, and in which line.
    private static let mistakes: [PackMistake] = [
        .init("margin: 3", "margin: 0", "\"margin\" of \"filing\" is 0", 2),
        .init("direct: true", "direct: perhaps", "\"direct\"", 3),
        .init("inquiryKinds: [plea]", "inquiryKinds: [please]", "is no kind of matter", 4),
        .init("[leak]", "[lake]", "\"lake\" in \"inquiryCategories\" of \"filing\" is no class", 5),
        .init("complaintKinds: [plea]", "complaintKinds: [x]", "\"x\" in \"complaintKinds\"", 6),
        .init("{投诉: 3}", "{投诉: 10}", "\"投诉\" in \"complaint\" of \"filing\" has no weight", 7),
        .init("{投诉: 3}", "{投诉: much}", "has no weight", 7),
        .init("{请问: 2}", "{\"*问\": 2}", "\"*问\" in \"inquiry\" of \"filing\" has no weight", 8),
        .init("ownLetters: 12", "ownLetters: 201", "\"ownLetters\" of \"answers\" is 201", 10),
        .init("ownPerHundred: 5", "ownPerHundred: 51", "\"ownPerHundred\" of \"answers\" is 51", 11),
        .init("touchPercent: 10", "touchPercent: 91", "\"touchPercent\" of \"answers\" is 91", 12),
        .init("感谢来电", "已转相关部门", "stands twice in \"stock\" of \"answers\"", 13),
        .init("[请拨打]", "[\"12345\"]", "\"12345\" in \"elsewhere\" of \"answers\" is no phrase", 14),
        .init("[无法解决]", "[\"*解决\"]", "is no phrase", 15),
        .init("times: 3", "times: 1", "\"times\" of \"repeats\" is 1", 17),
        .init("days: 30", "days: 366", "\"days\" of \"repeats\" is 366", 18),
        .init("[尽快]", "[\"。。\"]", "\"。。\" in \"words\" of \"promises\" is no phrase", 20),
        .init("[视情况]", "[视情况, 视情况]", "stands twice in \"conditions\"", 21),
        .init("minutes: 10", "minutes: 1441", "\"minutes\" of \"rushed\" is 1441", 23),
        .init("answers: 5", "answers: 2", "\"answers\" of \"rushed\" is 2", 24),
        .init("withinMinutes: 15", "withinMinutes: 0", "\"withinMinutes\" of \"rushed\" is 0", 25),
        .init("beforeLimitHours: 24", "beforeLimitHours: x", "no whole number", 26),
        .init("repeats:", "repeat:", "means nothing here", 16),
        .init("times: 3", "time: 3", "means nothing here", 17),
    ]

    @Test("is refused with its line", arguments: mistakes)
    func refused(_ mistake: PackMistake) throws { try mistake.expect(in: Self.file, of: Self.whole) }

    @Test("says by which words and measures answers are looked at; without it nothing is found by words")
    func read() throws {
        var pack = TinyPack()
        pack.files[Self.file] = Self.whole
        let rules = try pack.load().get().quality
        #expect(rules.stock == ["已转相关部门", "感谢来电"].sorted() && rules.elsewhere == ["请拨打"])
        #expect(rules.ownLetters == 12 && rules.ownPerHundred == 5 && rules.touchPercent == 10)
        #expect(rules.repeats == 3 && rules.repeatDays == 30 && rules.quickMinutes == 10)
        #expect(rules.burstAnswers == 5 && rules.burstMinutes == 15 && rules.burstHours == 24)
        #expect(rules.filing.margin == 3 && rules.filing.complaint == ["投诉": 3])
        #expect(try TinyPack().load().get().quality == QualityRules.none)
    }
}
