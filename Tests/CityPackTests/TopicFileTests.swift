import CityPack
import Core
import Testing

@Suite("The file of topics")
struct TopicFileTests {
    private static let file = "topics.yaml"
    private static let whole = """
        people: 6
        times: 3
        quiet: [有关部门, 希望]
        choosers: [clerk]
        """

    /// Something in the file that cannot be, and what is said of it.
    private static let mistakes = [
        ["people: 6", "people: 1", "is 1"], ["people: 6", "people: many", "no whole number"],
        ["times: 3", "times: 0", "is 0"], ["[clerk]", "[king]", "the role \"king\" is not in roles.yaml"],
        ["[clerk]", "[]", "nobody chooses"], ["希望", "希", "too short or too long"],
        ["times: 3", "party: 3", "means nothing here"],
    ]

    @Test("is refused with its line", arguments: mistakes)
    func refused(_ mistake: [String]) throws {
        var pack = TinyPack()
        try #require(Self.whole.contains(mistake[0]))
        pack.files[Self.file] = Self.whole.replacing(mistake[0], with: mistake[1], maxReplacements: 1)
        let complaints = try pack.complaints().filter { $0.file == Self.file }
        let found = complaints.first { $0.problem.contains(mistake[2]) }
        let complaint = try #require(found, "\(complaints)")
        #expect(complaint.line > 0 && complaint.severity == .error && !complaint.remedy.isEmpty)
    }

    @Test("says what counts as rising and who chooses; without it the usual holds")
    func read() throws {
        var pack = TinyPack()
        pack.files[Self.file] = Self.whole
        let rules = try pack.load().get().topics
        #expect(rules == TopicRules(people: 6, times: 3, quiet: ["有关部门", "希望"], choosers: ["clerk"]))
        #expect(try TinyPack().load().get().topics == TopicRules.usual)
    }
}
