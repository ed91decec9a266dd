import CityPack
import Testing

/// One mistake in `kinds/plea.yaml`, and what has to be said of it.
struct KindMistake: Sendable, CustomTestStringConvertible {
    let name: String
    let old: String
    let new: String
    /// Words of the line that is complained of.
    let at: String
    let problem: String
    let remedy: String

    init(_ name: String, _ old: String, _ new: String, at: String, _ problem: String, remedy: String = "") {
        self.name = name
        self.old = old
        self.new = new
        self.at = at
        self.problem = problem
        self.remedy = remedy
    }

    var testDescription: String { name }

    static let words: [KindMistake] = [
        .init(
            "an unknown property", "    holder: desk", "    holdr: desk", at: "holdr",
            "has \"holdr\", which means nothing",
            remedy: "Write one of: holder"),
        .init(
            "an unknown guard", "[satisfied]", "[satisfed]", at: "satisfed",
            "needs \"satisfed\", which is no guard",
            remedy: "Write one of: satisfied"),
        .init(
            "an unknown effect", "[opinion]", "[opinon]", at: "opinon", "does \"opinon\", which is no effect",
            remedy: "Write one of: opinion"),
        .init(
            "an unknown input", "category, unit, reason?", "category, unit, resn?", at: "resn",
            "asks \"resn\", which is no input", remedy: "Write one of: reason"),
        .init(
            "an unknown holder", "holder: lead", "holder: mayor", at: "holder: mayor",
            "is \"mayor\", which is no word",
            remedy: "desk, lead"),
        .init(
            "an unknown outcome", "closes: solved", "closes: sloved", at: "sloved", "is \"sloved\"",
            remedy: "solved"),
        .init("a limit of zero", "time: 5wd", "time: 0wd", at: "0wd", "no time at all", remedy: "above zero"),
        .init(
            "a negative limit", "time: 5wd", "time: -5d", at: "-5d", "no time at all", remedy: "above zero"),
        .init(
            "a time without a unit", "urgent: 24h", "urgent: 24", at: "urgent: 24", "is no time",
            remedy: "5wd in working time"),
        .init("a text in one language", "en: Received", "fr: Reçu", at: "fr: Re", "has \"fr\"", remedy: "en"),
        .init("an empty text", "en: Handling", "en: \" \"", at: "en: \" \"", "has no \"name\" in en"),
        .init(
            "a comma in a text without quotes", "en: We have it", "en: Yes, we have it",
            at: "Yes, we have it",
            "has \"we have it\"", remedy: "Put the text before it in quotes"),
        .init("a number that is none", "version: 1", "version: one", at: "version: one", "no whole number"),
        .init(
            "a list that is none", "by: [clerk]", "by: clerk", at: "by: clerk", "not a list",
            remedy: "by: [one, two]"),
        .init(
            "a truth that is none", "automatic: true", "automatic: yes", at: "automatic: yes", "is \"yes\"",
            remedy: "true or false"),
        .init("a prefix of one letter", "prefix: PL", "prefix: p", at: "prefix: p", "cannot begin a number"),
        .init(
            "another name than the file's", "kind: plea", "kind: pleas", at: "kind: pleas",
            "the file is named \"plea\""),
        .init(
            "a name twice", "  late:\n", "  rate:\n", at: "  rate:", "\"rate\" stands twice",
            remedy: "Keep one"),
        .init("a tab", "    holder: desk", "\tholder: desk", at: "\tholder", "a tab", remedy: "Use spaces"),
        .init("an anchor", "from: [received]", "from: &start [received]", at: "&start", "anchor or alias"),
        .init("an open bracket", "by: [clerk]", "by: [clerk", at: "asks: [category", "not well formed"),
        .init(
            "tell without a template", "{tell: {resident: asked}}", "tell", at: "ask, tell]",
            "does not say whom",
            remedy: "{tell: {resident: template}}"),
        .init(
            "a guard without its number", "[unsatisfied, dispatched]", "[unsatisfied, roundsAtLeast]",
            at: "roundsAtLeast",
            "no whole number above zero", remedy: "{roundsAtLeast: 3}"),
    ]

    static let references: [KindMistake] = [
        .init(
            "a move into nowhere", "to: solved", "to: solvd", at: "to: solvd",
            "the move \"finish\" leads to \"solvd\", which is no stage",
            remedy: "Write one of: received, handling"),
        .init(
            "a move from nowhere", "from: [handling]", "from: [handlin]", at: "from: [handlin]",
            "the move \"answer\" starts in \"handlin\", which is no stage"),
        .init(
            "an unknown role", "by: [handler]", "by: [handlr]", at: "by: [handlr]",
            "is by \"handlr\", which is no role",
            remedy: "resident, system, clerk, handler"),
        .init(
            "an unknown template", "resident: asked", "resident: axed", at: "resident: axed",
            "tells \"axed\", which is no template", remedy: "asked"),
        .init(
            "a person of an unknown move", "needs: [satisfied]",
            "needs: [satisfied, {anotherPerson: nobody}]",
            at: "anotherPerson", "another person than of \"nobody\", which is no move"),
        .init(
            "a timer into nowhere", "atExpiry: late", "atExpiry: lat", at: "atExpiry: lat",
            "has atExpiry \"lat\", which is no move: the timer leads nowhere"),
        .init(
            "a limit in an unknown stage", "runs: [received, handling]", "runs: [received, handlng]",
            at: "handlng",
            "runs in \"handlng\", which is no stage"),
    ]

    static let rules: [KindMistake] = [
        .init(
            "a solved end without its gate", "needs: [satisfied]", "needs: [answered]",
            at: "needs: [answered]",
            "ends in \"solved\" without its gate", remedy: "Add `satisfied` to `needs`"),
        .init(
            "an effect whose input is not asked", "asks: [answer]", "asks: [reason]", at: "asks: [reason]",
            "does answer, which takes \"answer\", but does not ask it"),
        .init(
            "an effect whose input may be left out", "asks: [answer]", "asks: [answer?]",
            at: "asks: [answer?]",
            "lets \"answer\" be left out", remedy: "without a question mark"),
        .init(
            "an input nothing uses", "asks: [answer]", "asks: [answer, matter]", at: "matter",
            "asks \"matter\", but nothing it does keeps the answer"),
        .init(
            "an opinion kept by the unit itself", "by: [resident]", "by: [resident, handler]", at: "  rate:",
            "could be made by the unit that did the work", remedy: "outsideLead"),
        .init(
            "the program speaking for the resident", "by: [resident]", "by: [system]", at: "by: [system]",
            "lets the program speak"),
        .init(
            "an automatic move by people", "    automatic: true\n  redo", "    automatic: false\n  redo",
            at: "by: [system]",
            "nothing ever makes the move \"finish\""),
        .init(
            "an automatic move without a guard", "    needs: [unsatisfied, dispatched]\n", "", at: "  redo:",
            "follows by itself and needs nothing"),
        .init(
            "a stage in both lists", "pauses: [asking]", "pauses: [asking, handling]", at: "pauses:",
            "both runs and pauses in \"handling\""),
        .init(
            "a warning that does nothing", "atExpiry: late", "warn: 80\n    atExpiry: late", at: "  whole:",
            "warns, but nothing happens"),
        .init(
            "a warning at no percent", "atExpiry: late", "warn: 100\n    atWarning: late\n    atExpiry: late",
            at: "warn: 100", "warns at 100 percent", remedy: "1 to 99"),
        .init(
            "a limit without an end", "    atExpiry: late\n", "", at: "  whole:", "runs out into nothing"),
        .init(
            "a timer that does not fit", "runs: [received, handling]", "runs: [received, handling, asking]",
            at: "atExpiry:", "does not start in \"asking\""),
        .init(
            "a timer a person has to make", "atExpiry: late", "atExpiry: answer", at: "atExpiry:",
            "which the system may not make"),
        .init(
            "an open stage nobody holds", "holder: resident", "holder: nobody", at: "holder: nobody",
            "nobody holds it"),
        .init(
            "a closed stage somebody holds", "holder: nobody", "holder: desk", at: "holder: desk",
            "holds it"),
    ]

    static let paths: [KindMistake] = [
        .init(
            "a stage no way leads to", "  asking:\n",
            "  lost:\n    name: {zh: 无, en: Lost}\n"
                + "    told: {zh: 无, en: Lost}\n    holder: nobody\n    closes: merged\n  asking:\n",
            at: "  lost:", "no way leads to the stage \"lost\""),
        .init(
            "a dead end", "    from: [asking]\n    to: solved", "    from: [received]\n    to: solved",
            at: "  handling:",
            "the stage \"handling\" is a dead end"),
        .init(
            "a circle of automatic moves", "  late:\n",
            "  again:\n    name: {zh: 再, en: Again}\n    from: [handling]\n    to: asking\n    by: [system]\n"
                + "    needs: [answered]\n    automatic: true\n  late:\n", at: "automatic: true",
            "run in a circle: handling → asking → handling"),
        .init(
            "a unit's stage without a unit", "does: [categorise, dispatch]", "does: [categorise, note]",
            at: "to: handling",
            "which a unit holds, before one was given it"),
        .init(
            "a unit's stage without a time", "runs: [received, handling]", "runs: [received]",
            at: "  handling:",
            "no limit runs there"),
        .init(
            "a first stage that is closed", "    holder: desk\n", "    holder: nobody\n    closes: merged\n",
            at: "closes: merged", "the first stage \"received\" is closed"),
        .init(
            "a way out of what is closed", "from: [handling]\n    to: asking",
            "from: [handling, solved]\n    to: asking",
            at: "does: [answer", "leads out of \"solved\", which is closed", remedy: "reopen"),
    ]
}

@Suite("A kind's file")
struct KindComplaintTests {
    @Test("says which word is unknown, with its line and what to write", arguments: KindMistake.words)
    func words(mistake: KindMistake) throws { try check(mistake) }

    @Test("says which name leads nowhere", arguments: KindMistake.references)
    func references(mistake: KindMistake) throws { try check(mistake) }

    @Test("says which rule of the loop it breaks", arguments: KindMistake.rules)
    func rules(mistake: KindMistake) throws { try check(mistake) }

    @Test("says where a matter would be stuck", arguments: KindMistake.paths)
    func paths(mistake: KindMistake) throws { try check(mistake) }

    private func check(_ mistake: KindMistake) throws {
        let file = "kinds/plea.yaml"
        let pack = try TinyPack.with(file, mistake.old, mistake.new)
        let complaints = try pack.complaints()
        let found = complaints.first { $0.problem.contains(mistake.problem) }
        let told = complaints.map(\.description).joined(separator: "\n")
        let complaint = try #require(found, "told was:\n\(told)")
        #expect(complaint.file == file)
        #expect(complaint.severity == .error)
        #expect(complaint.remedy.contains(mistake.remedy), "\(complaint)")
        let lines = try #require(pack.files[file]).split(separator: "\n", omittingEmptySubsequences: false)
        try #require(complaint.line > 0 && complaint.line <= lines.count, "\(complaint)")
        #expect(
            lines[complaint.line - 1].contains(mistake.at),
            "\(complaint) stands at: \(lines[complaint.line - 1])")
    }
}
