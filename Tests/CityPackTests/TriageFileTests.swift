import CityPack
import Core
import Testing

@Suite("The file of triage")
struct TriageFileTests {
    private static let file = "triage.yaml"
    private static let whole = """
        automatic:
          confidence: "0.95"
          kinds: [plea]
          never: [leak]
        audit:
          share: 20
          floor: 85
          atLeast: 10
          days: 28
        training:
          everyDays: 7
          fewest: 200
          most: 6000
        """

    /// Something in the file that cannot be, what is said of it, and in which line.
    private static let mistakes: [PackMistake] = [
        .init("\"0.95\"", "\"1.5\"", "\"1.5\" is no confidence", 2),
        .init("\"0.95\"", "\"0.4\"", "\"0.4\" is no confidence", 2),
        .init("\"0.95\"", "\"0.99999\"", "is no confidence", 2),
        .init("\"0.95\"", "often", "\"often\" is no confidence", 2),
        .init("[plea]", "[]", "automatic dispatch is for no kind", 3),
        .init("[plea]", "[please]", "there is no kind \"please\"", 3),
        .init("[plea]", "[plea]", "the program may not bring a matter of the kind \"plea\" to a unit", 3),
        .init("[leak]", "[lake]", "the class \"lake\" is not in catalogue.yaml", 4),
        .init("share: 20", "share: 0", "\"share\" of the audit is 0", 6),
        .init("floor: 85", "floor: 101", "\"floor\" of the audit is 101", 7),
        .init("atLeast: 10", "atLeast: -1", "\"atLeast\" of the audit is -1", 8),
        .init("days: 28", "days: 400", "\"days\" of the audit is 400", 9),
        .init("days: 28", "days: soon", "no whole number", 9),
        .init("everyDays: 7", "everyDays: 0", "\"everyDays\" of the training is 0", 11),
        .init("fewest: 200", "fewest: 3", "\"fewest\" of the training is 3", 12),
        .init("most: 6000", "most: 2000000", "\"most\" of the training is 2000000", 13),
        .init("most: 6000", "most: 100", "a model learns from fewer matters than it takes to make one", 13),
        .init("share: 20", "shares: 20", "means nothing here", 6),
        .init("automatic:", "automatically:", "means nothing here", 1),
    ]

    @Test("is refused with its line", arguments: mistakes)
    func refused(_ mistake: PackMistake) throws { try mistake.expect(in: Self.file, of: Self.whole) }

    @Test("misses no part in silence", arguments: ["automatic", "audit", "training"])
    func missing(_ part: String) throws {
        var pack = TinyPack()
        let lines = Self.whole.split(separator: "\n").map(String.init)
        let start = try #require(lines.firstIndex { $0.hasPrefix(part) })
        let end = lines[(start + 1)...].firstIndex { !$0.hasPrefix(" ") } ?? lines.endIndex
        pack.files[Self.file] = (lines[..<start] + lines[end...]).joined(separator: "\n")
        let complaints = try pack.complaints().filter { $0.file == Self.file }
        #expect(
            complaints.contains { $0.problem.contains("\"\(part)\"") && !$0.remedy.isEmpty }, "\(complaints)")
    }

    @Test("says what the program may do by itself; without it, and with `off`, nothing")
    func read() throws {
        var pack = TinyPack()
        let lines = Self.whole.split(separator: "\n").map(String.init)
        pack.files[Self.file] = (["automatic: off"] + lines[4...]).joined(separator: "\n")
        let rules = try pack.load().get().triage
        #expect(rules.automatic == nil)
        #expect(rules.audit == TriageRules.Audit(sharePercent: 20, floorPercent: 85, atLeast: 10, days: 28))
        #expect(rules.training == TriageRules.Training(everyDays: 7, fewest: 200, most: 6000))
        #expect(try TinyPack().load().get().triage == TriageRules.usual)
    }
}
