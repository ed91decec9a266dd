import CityPack
import Core
import Testing

@Suite("The file of notices")
struct NoticeFileTests {
    private static let file = "notices.yaml"
    private static let whole = """
        window: 5
        quiet: {from: "21:30", to: "07:30"}
        urgent: [asked]
        needed: [asked]
        subjects:
          usual: {zh: "{city} {number}", en: "{city} {number}"}
          asked: {zh: "请评价", en: "Please say"}
        digest: {zh: "{count} 条", en: "{count} messages"}
        stop: {zh: "停 {link}", en: "Stop {link}"}
        """

    /// Something in the file that cannot be, and what is said of it.
    struct Mistake: Sendable, CustomTestStringConvertible {
        let old: String
        let new: String
        let problem: String

        var testDescription: String { problem }

        init(_ old: String, _ new: String, _ problem: String) {
            self.old = old
            self.new = new
            self.problem = problem
        }
    }

    private static let mistakes = [
        Mistake("window: 5", "window: -1", "-1 minutes"),
        Mistake("window: 5", "window: 1441", "1441 minutes"),
        Mistake("window: 5", "window: soon", "no whole number"),
        Mistake("\"21:30\"", "\"24:00\"", "no time of day"),
        Mistake("\"21:30\"", "\"9:30\"", "no time of day"),
        Mistake("\"21:30\"", "\"+1:30\"", "no time of day"),
        Mistake("\"21:30\"", "\"07:30\"", "end when they begin"),
        Mistake("urgent: [asked]", "urgent: [aksed]", "\"aksed\", which is no template"),
        Mistake("needed: [asked]", "needed: [nothing]", "\"nothing\", which is no template"),
        Mistake("  asked: {zh", "  aksed: {zh", "a subject is given to \"aksed\""),
        Mistake("{zh: \"请评价\"", "{zh: \"{link}\"", "the blank {link}"),
        Mistake("{count} 条", "{number} 条", "the blank {number}"),
        Mistake("Stop {link}", "Stop", "no link in both languages"),
        Mistake("stop:", "halt:", "means nothing here"),
    ]

    @Test("is refused with its line", arguments: mistakes)
    func refused(_ mistake: Mistake) throws {
        var pack = TinyPack()
        try #require(Self.whole.contains(mistake.old))
        pack.files[Self.file] = Self.whole.replacing(mistake.old, with: mistake.new, maxReplacements: 1)
        let complaints = try pack.complaints().filter { $0.file == Self.file }
        let found = complaints.first { $0.problem.contains(mistake.problem) }
        let complaint = try #require(found, "\(complaints)")
        #expect(complaint.line > 0 && complaint.severity == .error && !complaint.remedy.isEmpty)
    }

    @Test("says when messages leave; without it they leave at once")
    func read() throws {
        var pack = TinyPack()
        pack.files[Self.file] = Self.whole
        let rules = try pack.load().get().notices
        #expect(rules.window == 300_000 && rules.quiet == .init(from: 1290, to: 450))
        #expect(rules.urgent == ["asked", "code"] && rules.needed == ["asked", "code"])
        #expect(rules.subject(of: "asked", ofMatter: true).zh == "请评价")
        #expect(rules.subject(of: "else", ofMatter: true).en == "{city} {number}")
        #expect(rules.subject(of: "else", ofMatter: false).en == "{city}")
        #expect(try TinyPack().load().get().notices == NoticeRules.usual)
    }
}
