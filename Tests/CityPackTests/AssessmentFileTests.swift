import CityPack
import Core
import Testing

@Suite("The file of assessments")
struct AssessmentFileTests {
    private static let file = "assessments.yaml"
    private static let whole = """
        sinkingDays: 7
        atLeast: 20
        commenters: [clerk]
        month:
          collect: 1-5
          analyse: 6-10
          diagnosis: 15
          submit: 3
          meeting: 5
        formulas:
          - version: 1
            from: "2026-01-01"
            weights: {accepted: 30, solved: 35, satisfied: 35}
            deductions:
              returned: {each: "0.25", atMost: "5"}
          - version: 2
            from: "2026-07-01"
            weights: {answered: 100}
        """

    private static let mistakes: [PackMistake] = [
        .init("sinkingDays: 7", "sinkingDays: 2", "is 2"),
        .init("sinkingDays: 7", "sinkingDays: many", "no whole number"),
        .init("atLeast: 20", "atLeast: 0", "is 0"),
        .init("[clerk]", "[king]", "the role \"king\" is not in roles.yaml"),
        .init("[clerk]", "[]", "nobody comments"),
        .init("collect: 1-5", "collect: 5-1", "are no days"),
        .init("collect: 1-5", "collect: 1-2-3", "are no days"),
        .init("analyse: 6-10", "analyse: 6-31", "are no days"),
        .init("diagnosis: 15", "diagnosis: 30", "is 30"),
        .init("meeting: 5", "meeting: 2", "before the last day to hand in"),
        .init("weights: {accepted: 30, solved: 35", "weights: {accepted: 31, solved: 35", "make 101"),
        .init("{answered: 100}", "{answered: 100, kindness: 5}", "\"kindness\" is nothing"),
        .init("{answered: 100}", "{answered: -100}", "has no weight"),
        .init("version: 2", "version: 1", "does not come after"),
        .init("\"2026-07-01\"", "\"2025-07-01\"", "does not come after"),
        .init("\"2026-07-01\"", "\"2026-07-32\"", "is no day"),
        .init("each: \"0.25\"", "each: \"0.255\"", "are no points"),
        .init("each: \"0.25\"", "each: \"-1\"", "are no points"),
        .init("each: \"0.25\"", "each: \"9\"", "less in all than for one"),
        .init("returned:", "openChange:", "\"openChange\" is nothing that is counted"),
        .init("meeting: 5", "party: 5", "means nothing here"),
    ]

    @Test("is refused with its line", arguments: mistakes)
    func refused(_ mistake: PackMistake) throws { try mistake.expect(in: Self.file, of: Self.whole) }

    @Test("says what counts from which day")
    func read() throws {
        var pack = TinyPack()
        pack.files[Self.file] = Self.whole
        let rules = try pack.load().get().assessments
        #expect(rules.sinkingDays == 7 && rules.atLeast == 20 && rules.commenters == ["clerk"])
        #expect(rules.month.analyse == 6...10)
        let june = try #require(CivilDate("2026-06-30"))
        #expect(rules.formula(on: june).deductions == [Formula.Deduction(.returned, each: 25, atMost: 500)])
        #expect(rules.formula(on: june.adding(days: 1)).version == 2)
        #expect(try TinyPack().load().get().assessments == AssessmentRules.usual)
    }
}
