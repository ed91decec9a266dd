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

    private static let mistakes: [PackMistake] = [
        .init("window: 5", "window: -1", "-1 minutes"),
        .init("window: 5", "window: 1441", "1441 minutes"),
        .init("window: 5", "window: soon", "no whole number"),
        .init("\"21:30\"", "\"24:00\"", "no time of day"),
        .init("\"21:30\"", "\"9:30\"", "no time of day"),
        .init("\"21:30\"", "\"+1:30\"", "no time of day"),
        .init("\"21:30\"", "\"07:30\"", "end when they begin"),
        .init("urgent: [asked]", "urgent: [aksed]", "\"aksed\", which is no template"),
        .init("needed: [asked]", "needed: [nothing]", "\"nothing\", which is no template"),
        .init("  asked: {zh", "  aksed: {zh", "a subject is given to \"aksed\""),
        .init("{zh: \"请评价\"", "{zh: \"{link}\"", "the blank {link}"),
        .init("{count} 条", "{number} 条", "the blank {number}"),
        .init("Stop {link}", "Stop", "no link in both languages"),
        .init("stop:", "halt:", "means nothing here"),
    ]

    @Test("is refused with its line", arguments: mistakes)
    func refused(_ mistake: PackMistake) throws { try mistake.expect(in: Self.file, of: Self.whole) }

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
