import CityPack
import Core
import Testing

extension KindMistake {
    /// Mistakes in the words for what goes on beside: joint parts, decisions, supervision, disputes, checks.
    static let beside: [KindMistake] = [
        .init(
            "an effect without what it takes", "[opinion]", "[opinion, propose]", at: "propose",
            "the effect \"propose\" stands alone, but takes a value", remedy: "{propose: extension}"),
        .init(
            "an unknown proposal", "[opinion]", "[opinion, {propose: extention}]", at: "extention",
            "the effect \"propose\" has \"extention\", which is no word for it", remedy: "extension"),
        .init(
            "an effect with a value it does not take", "[opinion]", "[opinion, {claim: 3}]", at: "claim",
            "the effect \"claim\" takes no value"),
        .init(
            "a visit after no days", "[opinion]", "[opinion, {revisit: 0}]", at: "revisit: 0",
            "no number of days from 1 to 3660", remedy: "{revisit: 30}"),
        .init(
            "a guard without its word", "needs: [satisfied]", "needs: [satisfied, routeIs]", at: "routeIs",
            "the guard \"routeIs\" does not say which", remedy: "{routeIs: individual}"),
        .init(
            "an unknown grade", "needs: [satisfied]", "needs: [satisfied, {gradeIs: hard}]", at: "hard",
            "the guard \"gradeIs\" has \"hard\", which is no word for it", remedy: "complex"),
        .init(
            "a guard with a value it does not take", "needs: [satisfied]", "needs: [satisfied, {late: 2}]",
            at: "late: 2", "the guard \"late\" takes no value", remedy: "without braces"),
        .init(
            "a count of nothing", "needs: [satisfied]", "needs: [satisfied, {urgesAtLeast: 0}]",
            at: "urgesAtLeast", "no whole number above zero", remedy: "{urgesAtLeast: 3}"),
        .init(
            "a guard that no file writes", "needs: [satisfied]", "needs: [satisfied, partOpen]",
            at: "partOpen",
            "needs \"partOpen\", which is no guard"),
        .init(
            "a limit for nothing known", "    time: 5wd", "    for: partt\n    time: 5wd", at: "for: partt",
            "is \"partt\", which is no word", remedy: "part"),
        .init(
            "a part that nobody answers", "does: [answer, ask, {tell: {resident: asked}}]",
            "does: [answer, ask, givePart]", at: "does: [answer, ask, givePart]",
            "gives parts that nobody can answer"),
        .init(
            "a proposal that nobody decides", "does: [answer, ask, {tell: {resident: asked}}]",
            "does: [answer, ask, {propose: exclusion}]", at: "propose",
            "proposes exclusion, which nobody can both grant and deny"),
        .init(
            "a decision about nothing", "does: [answer, ask, {tell: {resident: asked}}]",
            "does: [answer, ask, {grant: extension}]", at: "grant",
            "grants extension, which no move proposes"),
        .init(
            "a program that decides", "    does: [markOverdue]", "    does: [markOverdue, claim]",
            at: "by: [system]", "does claim, which only a person can", remedy: "Take `system` out"),
        .init(
            "a no at the check that leads nowhere", "does: [answer, ask, {tell: {resident: asked}}]",
            "does: [answer, ask, recheck]", at: "recheck", "nothing follows from a no"),
        .init(
            "an automatic move that would follow for ever", "  late:\n",
            "  again:\n    name: {zh: 再, en: Again}\n    from: [handling]\n    by: [system]\n"
                + "    needs: [dispatched]\n    automatic: true\n  late:\n", at: "  again:",
            "would follow for ever"),
        .init(
            "a limit that rings where its move cannot be made", "limits:\n",
            "limits:\n  parts:\n    name: {zh: 协办, en: Part}\n    for: part\n    time: 1d\n"
                + "    atExpiry: late\n", at: "atExpiry: late", "does not start in \"asking\""),
    ]
}

@Suite("What a kind's file says of the work beside")
struct KindBesideTests {
    @Test("is complained of with its line and what to write", arguments: KindMistake.beside)
    func mistakes(mistake: KindMistake) throws {
        let file = "kinds/plea.yaml"
        let pack = try TinyPack.with(file, mistake.old, mistake.new)
        let complaints = try pack.complaints()
        let told = complaints.map(\.description).joined(separator: "\n")
        let complaint = try #require(
            complaints.first { $0.problem.contains(mistake.problem) }, "told was:\n\(told)")
        #expect(complaint.file == file)
        #expect(complaint.remedy.contains(mistake.remedy), "\(complaint)")
        let lines = try #require(pack.files[file]).split(separator: "\n", omittingEmptySubsequences: false)
        try #require(complaint.line > 0 && complaint.line <= lines.count)
        #expect(
            lines[complaint.line - 1].contains(mistake.at),
            "\(complaint) stands at: \(lines[complaint.line - 1])")
    }

    @Test("may leave out where a limit counts, when it counts for something that begins and ends by itself")
    func limitWithoutStages() throws {
        let pack = try TinyPack.with(
            "kinds/plea.yaml", "limits:\n",
            "limits:\n  parts:\n    name: {zh: 协办, en: Part}\n    for: part\n    time: 1d\n"
                + "    atExpiry: ring\n"
        )
        var rung = pack
        rung.files["kinds/plea.yaml"] = try #require(pack.files["kinds/plea.yaml"]).replacing(
            "  late:\n",
            with: "  ring:\n    name: {zh: 响, en: Ring}\n    from: open\n    by: [system]\n  late:\n")
        #expect(try rung.complaints().map(\.description) == [])
        let city = try rung.load().get().city
        #expect(city.procedures["plea"]?.limit("parts")?.subject == .part)
    }

    @Test("may supervise by itself without leading anywhere, once nothing is supervised")
    func superviseByRule() throws {
        let rule = "  press:\n    name: {zh: 督办, en: Press}\n    from: [handling]\n    by: [system]\n"
        let ending = "    does: [supervise]\n    automatic: true\n  late:\n"
        let good = try TinyPack.with(
            "kinds/plea.yaml", "  late:\n", rule + "    needs: [late, notSupervised]\n" + ending)
        #expect(try good.complaints().map(\.description) == [])
        let bad = try TinyPack.with("kinds/plea.yaml", "  late:\n", rule + "    needs: [late]\n" + ending)
        #expect(try bad.complaints().contains { $0.problem.contains("would follow for ever") })
    }
}

@Suite("Call-backs in city.yaml")
struct CallbackSettingTests {
    /// What is complained of in city.yaml when these lines are added: line and sentence.
    private func complaints(_ lines: String) throws -> [PackComplaint] {
        var pack = TinyPack()
        pack.files["city.yaml"] = try #require(pack.files["city.yaml"]) + "\n" + lines
        return try pack.complaints()
    }

    @Test("are a share for all, shares by category, and a script by kind")
    func read() throws {
        var pack = TinyPack()
        pack.files["city.yaml"] =
            try #require(pack.files["city.yaml"]) + """

                sampling:
                  share: 5
                  categories: {leak: 100, water: 0}
                scripts:
                  plea: {zh: "您好，{number} 解决了吗？", en: "Good day, is {number} solved?"}
                """
        let city = try pack.load().get().city
        #expect(city.sampling == Sampling(share: 5, shares: ["leak": 100, "water": 0]))
        #expect(city.scripts["plea"]?.filled(.en, ["number": "PL1"]) == "Good day, is PL1 solved?")
        #expect(city.scripts["plea"]?.filled(.zh, [:]) == "您好， 解决了吗？")
    }

    @Test("are nothing where the city says nothing")
    func absent() throws {
        let city = try TinyPack().load().get().city
        #expect(city.sampling == Sampling())
        #expect(city.scripts.isEmpty)
    }

    @Test(
        "are complained of by line: unknown categories and kinds, shares that are none, blanks nothing fills")
    func mistakes() throws {
        for (lines, problem, line) in [
            ("sampling:\n  share: 101\n", "\"share\" of the sampling is \"101\", no percentage", 7),
            ("sampling:\n  share: -1\n", "is \"-1\", no percentage", 7),
            ("sampling:\n  share: half\n", "is \"half\", no percentage", 7),
            ("sampling:\n  categories: {leek: 5}\n", "the sampling has no \"share\"", 7),
            ("sampling:\n  share: 5\n  categories:\n    leek: 5\n", "names the category \"leek\"", 9),
            ("sampling:\n  share: 5\n  categories:\n    leak: 150\n", "the share of \"leak\" is \"150\"", 9),
            ("sampling: 5\n", "the sampling is", 6),
            ("scripts:\n  pleas: {zh: 问, en: Ask}\n", "the script for \"pleas\" is for no kind", 7),
            ("scripts:\n  plea: {zh: 问}\n", "the script for \"plea\" has no \"en\"", 7),
            (
                "scripts:\n  plea:\n    zh: 问 {due}\n    en: Ask\n",
                "has the blank {due}, which nothing fills", 8
            ),
        ] {
            let told = try complaints(lines)
            let found = told.first { $0.problem.contains(problem) }
            #expect(found?.file == "city.yaml", "\(problem): \(told.map(\.description))")
            #expect(found?.line == line, "\(found.map(\.description) ?? problem)")
        }
    }
}
