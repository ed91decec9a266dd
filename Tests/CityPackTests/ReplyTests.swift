import CityPack
import Core
import Testing

@Suite("The replies of a pack") struct ReplyTests {
    private static let whole = """
        replies:
          done:
            name: {zh: 办好, en: Done}
            for: answer
            categories: [leak]
            text: {zh: "{number} 办好", en: "{number} is done"}
          seen:
            name: {zh: 看过, en: Seen}
            for: note
            text: {zh: "看过", en: "Seen"}
        """

    private func pack(_ replies: String?) -> TinyPack {
        var pack = TinyPack()
        pack.files["replies.yaml"] = replies
        return pack
    }

    @Test("are read in their order, with what they are for")
    func read() throws {
        let city = try pack(Self.whole).load().get().city
        #expect(city.replies.map(\.name) == ["done", "seen"])
        #expect(city.replies[0].input == .answer && city.replies[0].categories == ["leak"])
        #expect(city.replies[0].filled(.zh, ["number": "{title}"]) == "{title} 办好")
        #expect(city.replies[0].filled(.en, [:]) == "{number} is done")
    }

    @Test("may be missing")
    func missing() throws { #expect(try pack(nil).load().get().city.replies.isEmpty) }

    @Test(
        "are complained of by line",
        arguments: [
            ("{number} 办好", "{nummer} 办好", 6, "has the blank {nummer}, which nothing fills"),
            ("for: answer", "for: anser", 4, "\"for\" of the reply \"done\" is \"anser\""),
            ("for: answer", "for: files", 4, "is \"files\""),
            ("[leak]", "[leek]", 5, "for the category \"leek\", which does not exist"),
            ("name: {zh: 办好, en: Done}", "name: {zh: 办好}", 3, "has no \"en\""),
            ("for: answer", "fort: answer", 4, "has \"fort\", which means nothing here"),
        ])
    func complaints(old: String, new: String, line: Int, problem: String) throws {
        let complaints = try pack(Self.whole.replacing(old, with: new, maxReplacements: 1)).complaints()
        let complaint = try #require(complaints.first { $0.problem.contains(problem) }, "\(complaints)")
        #expect(complaint.file == "replies.yaml")
        #expect(complaint.line == line)
    }

    @Test("of the demo city are thirteen, and fill every blank they have")
    func demo() throws {
        let replies = try DemoTown().city.replies
        #expect(replies.count == 13)
        for reply in replies {
            for language in Language.allCases {
                let values = Dictionary(uniqueKeysWithValues: Reply.blanks.map { ($0, "x") })
                #expect(!reply.filled(language, values).contains("{"), "\(reply.name)")
            }
        }
    }
}
