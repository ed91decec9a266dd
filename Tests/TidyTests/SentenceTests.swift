import Testing

@Suite("The sentences")
struct SentenceTests {
    /// Keys that the code puts together, and from what. Page specimens show every one of them.
    static let made: [String: (keys: [String], from: String)] = [
        "administration.": (
            [
                "administration.overview.", "administration.areas.", "administration.units.",
                "administration.posts.", "administration.pack.", "administration.audit.",
                "administration.verification.", "administration.answer.", "administration.ask.",
                "administration.audience.", "administration.day.", "administration.effect.",
                "administration.guard.", "administration.holder.", "administration.outcome.",
                "administration.proposal.", "administration.route.", "administration.grade.",
                "administration.subject.",
                "administration.power.", "administration.sight.",
            ], "the rooms, and the vocabularies of a pack by their names"
        ),
        "administration.audit.": (["administration.audit."], "the two views"),
        "administration.audit.group.": (["administration.audit.group."], "the groups of traces"),
        "administration.change.": (["administration.change."], "PackDifference.Change"),
        "administration.coverage.": (["administration.coverage."], "the three kinds of gaps"),
        "administration.field.": (["administration.field."], "the properties of a pack"),
        "administration.lack.": (["administration.lack."], "PackDryRun.Lack"),
        "administration.level.": (["administration.level."], "AreaLevel"),
        "administration.outline.": (["administration.outline."], "in force or older"),
        "administration.part.": (["administration.part."], "PackPart"),
        "administration.power.": (["administration.power."], "Role.Power"),
        "administration.span.": (["administration.span."], "the units of a span"),
        "administration.trace.": (["administration.trace."], "what is kept in access_log"),
        "administration.urgency.": (["administration.urgency."], "Urgency"),
        "directory.import.column.": (["directory.import.column."], "PeopleList.Column"),
        "directory.import.flaw.": (["directory.import.flaw."], "PeopleList.Flaw"),
        "developers.door.": (["developers.door."], "the four doors of the first page"),
        "developers.specimens.": (["developers.specimens."], "the parts of the page of specimens"),
        "developers.place.": (["developers.place."], "Operation.Place"),
        "developers.status.": (["developers.status."], "the refusals of operations"),
        "developers.tag.": (["developers.tag."], "the tags of operations"),
        "developers.specimens.colour.": (["developers.specimens.colour."], "the colours"),
        "developers.specimens.do.": (["developers.specimens.do."], "the rules"),
        "developers.specimens.dont.": (["developers.specimens.dont."], "the rules"),
        "matters.day.": (["matters.day."], "the parts of a day"),
        "matters.files.": (["matters.files."], "the parts a file belongs to"),
        "matters.keys.": (["matters.keys."], "the keys of the desk"),
        "matters.list.sort.": (["matters.list.sort."], "the orders of the list"),
        "matters.live.": (["matters.live."], "what is new"),
        "matters.order.": (["matters.order."], "the parts of a work order"),
        "matters.order.sign.": (["matters.order.sign."], "who signs a work order"),
        "matters.people.": (["matters.people."], "parts in a matter"),
        "matters.rate.chip.": (["matters.rate.chip."], "common reasons"),
        "matters.related.": (["matters.related."], "how matters are related"),
        "matters.round.": (["matters.round."], "the steps of a round"),
        "matters.undo.refused.": (["matters.undo.refused."], "UndoRefusal"),
        "matters.beside.": (["matters.beside."], "SideWord"),
        "matters.beside.resident.": (["matters.beside.resident."], "SideWord"),
        "matters.beside.text.": (["matters.beside.text."], "SideWord"),
        "matters.due.grade.": (["matters.due.grade."], "Grade"),
        "matters.grade.short.": (["matters.grade.short."], "Grade"),
        "matters.order.part.": (["matters.order.part."], "the columns of parts on paper"),
        "matters.paper.sign.": (["matters.paper.sign."], "who signs a supervision notice"),
        "matters.partyKind.": (["matters.partyKind."], "PartyKind"),
        "matters.proposal.": (["matters.proposal."], "ProposalKind"),
        "matters.route.short.": (["matters.route.short."], "Route"),
        "matters.session.": (["matters.session."], "SessionKind"),
        "matters.sharpness.": (["matters.sharpness."], "1 to 5"),
        "matters.side.": (["matters.side."], "BesidePlace, and what its panels say"),
        "matters.side.calls.": (["matters.side.calls."], "the columns of attempts"),
        "matters.side.dispute.": (["matters.side.dispute."], "yes, no and open"),
        "matters.side.joint.": (["matters.side.joint."], "SideWork.Part.State"),
        "matters.side.levels.": (["matters.side.levels."], "the state of a step"),
        "matters.side.mark.": (["matters.side.mark."], "BesidePlace"),
        "matters.side.supervision.": (["matters.side.supervision."], "BesideStory.Supervised.Step"),
        "matters.side.time.": (["matters.side.time."], "the columns of extensions"),
        "matters.side.tried.": (["matters.side.tried."], "what a level can try"),
        "matters.side.way.": (["matters.side.way."], "WayDemand"),
        "matters.track.beside.": (["matters.track.beside."], "what residents read of it"),
        "matters.way.": (["matters.way."], "ContactWay"),
        "web.colours.": (["web.colours."], "Display.Colours"),
        "web.colours.to.": (["web.colours.to."], "Display.Colours"),
        "web.letters.to.": (["web.letters.to."], "Display.Letters"),
        "web.time.weekday.": (["web.time.weekday."], "the days of a week"),
        "directory.password.": (["directory.password."], "the flaws of a password"),
        "directory.post.": (["directory.post."], "the fields of a post"),
        "directory.scope.": (["directory.scope."], "the scopes of tokens, which other slices name too"),
        "matters.api.error.": (["matters.api.error."], "the codes of ApiRefusal"),
        "matters.api.parameter.": (["matters.api.parameter."], "the filters of the list"),
        "matters.ask.": (["matters.ask."], "InputWord"),
        "matters.ask.resident.": (["matters.ask.resident."], "InputWord"),
        "matters.attempt.": (["matters.attempt."], "CallBackResult"),
        "matters.audience.": (["matters.audience."], "Audience"),
        "matters.caller.": (["matters.caller."], "Caller"),
        "matters.channel.": (["matters.channel."], "Channel"),
        "matters.checks.": (["matters.checks."], "yes and no"),
        "matters.clock.": (["matters.clock."], "the four states of a clock"),
        "matters.dossier.": (["matters.dossier."], "the facts of a matter"),
        "matters.field.": (["matters.field."], "FilingField and the contact"),
        "matters.filing.invalid.": (["matters.filing.invalid."], "FilingField"),
        "matters.grade.": (["matters.grade."], "Grade"),
        "matters.hint.": (["matters.hint."], "InputWord"),
        "matters.hint.resident.": (["matters.hint.resident."], "InputWord"),
        "matters.input.": (["matters.input."], "InputWord"),
        "matters.level.": (["matters.level."], "AreaLevel"),
        "matters.list.": (["matters.list."], "the names of filters"),
        "matters.list.state.": (["matters.list.state."], "open and closed"),
        "matters.outcome.": (["matters.outcome."], "Outcome"),
        "matters.refusal.": (["matters.refusal."], "the codes of Refusal"),
        "matters.refusal.gate.": (["matters.refusal.gate."], "Gate"),
        "matters.refusal.invalid.": (["matters.refusal.invalid."], "Refusal.Wrong"),
        "matters.refusal.loop.": (["matters.refusal.loop."], "Outcome"),
        "matters.route.": (["matters.route."], "Route"),
        "matters.story.": (["matters.story."], "the state of a step"),
        "matters.story.satisfied.": (["matters.story.satisfied."], "yes and no"),
        "matters.story.solved.": (["matters.story.solved."], "yes and no"),
        "matters.urgency.": (["matters.urgency."], "Urgency"),
        "web.error.": (["web.error."], "the codes of WebRefusal"),
        "web.error.title.": (["web.error.title."], "statuses of HTTP"),
        "web.letters.": (["web.letters."], "the sizes of letters"),
        "web.time.": (["web.time."], "day, hour and minute"),
        "web.time.month.": (["web.time.month."], "the months"),
        "matters.": (
            [
                "matters.attempt.", "matters.route.", "matters.grade.", "matters.urgency.",
                "matters.channel.",
                "matters.caller.", "matters.solved.", "matters.satisfied.", "matters.accepts.",
            ], "enumerations of the vocabulary, each by its name"
        ),
    ]

    /// Literals that look like keys and are other names.
    static let otherNames: Set<String> = [
        "matters.api", "matters.day", "administration.pack", "administration.verify", "developers.api",
        "calls.js", "triage.js", "joins.js", "calls.notYet", "calls.contact", "calls.attempts",
        "calls.checkAttempts", "calls.sampled", "calls.due", "calls.failed",
        "areas.geojson", "areas.csv", "areas.css", "administration.css", "developers.css",
        "chats.csv", "chats.unsigned", "knowledge.unanswered", "open311.bulk", "open311.yaml",
        "topics.taken", "topics.text", "topics.matter",
    ]

    @Test("are the same ones in Chinese and in English, with the same places")
    func sameInBoth() {
        #expect(WordsFile.all.count >= 4 && WordsFile.all.count.isMultiple(of: 2))
        for zh in WordsFile.all where zh.path.hasSuffix("zh.words") {
            let path = zh.path.replacing("zh.words", with: "en.words")
            expectNone(Self.differences(zh, WordsFile(House.text(path) ?? "", path: path)))
        }
    }

    @Test("are Chinese in the Chinese file, and not in the English one")
    func rightLanguage() { expectNone(WordsFile.all.flatMap(Self.wrongLanguage)) }

    @Test("exist when the code asks for them")
    func askedForExist() {
        expectNone(Self.missing(House.sources, keys: Set(WordsFile.all.flatMap(\.entries).map(\.key))))
    }

    @Test("are all asked for")
    func allAskedFor() {
        let zh = WordsFile.all.filter { $0.path.hasSuffix("zh.words") }
        expectNone(zh.flatMap { Self.unused($0, in: House.sources) })
    }

    @Test("that are put together are listed with what they are put together from, and nothing else is")
    func listedWhenPutTogether() { expectNone(Self.unlisted(House.sources)) }

    @Test("are found when they are missing, different or unused")
    func findsWhatIsWrong() {
        let zh = WordsFile("# 甲\na.one: 一 {n}\na.two: OK\na.many.other: 多\n", path: "zh.words")
        let en = WordsFile("a.one: One {m}\na.three: 三\na.many.other: Many", path: "en.words")
        #expect(Self.differences(zh, en).count == 3)
        #expect(Self.wrongLanguage(zh).map { $0.before(";") } == ["zh.words:3: a.two has no Chinese word"])
        #expect(Self.wrongLanguage(en).map { $0.before(";") } == ["en.words:2: a.three has a Chinese word"])
        let code = SwiftText(
            #"let a = words("a.one") + words("a.four") + plural("a.many") + words("a.x.\(b)") + "a.b c""#,
            path: "Sources/A/A.swift")
        let keys = Set(zh.entries.map(\.key))
        #expect(
            Self.missing([code], keys: keys).map { $0.before(";") } == [
                "Sources/A/A.swift:1: no sentence a.four"
            ])
        #expect(Self.unused(zh, in: [code]).map { $0.before(";") } == ["zh.words:3: nobody says a.two"])
        #expect(Self.unlisted([code], rooms: ["a"]).first?.contains("a.x.") == true)
    }

    static func differences(_ zh: WordsFile, _ en: WordsFile) -> [String] {
        func table(_ file: WordsFile) -> [String: WordsFile.Entry] {
            Dictionary(file.entries.map { ($0.key, $0) }, uniquingKeysWith: { first, _ in first })
        }
        let (left, right) = (table(zh), table(en))
        // English counts one apart, Chinese does not.
        let isCounted = { (key: String) in
            key.hasSuffix(".one") && left[key.dropLast(4) + ".other"] != nil
        }
        let alone = zh.entries.filter { right[$0.key] == nil }.map {
            "\(zh.path):\($0.line): \($0.key) is not in \(en.path); write it there"
        }
        let others = en.entries.filter { left[$0.key] == nil && !isCounted($0.key) }.map {
            "\(en.path):\($0.line): \($0.key) is not in \(zh.path); write it there"
        }
        return alone + others
            + zh.entries.compactMap { entry in
                guard let other = right[entry.key], other.places != entry.places else { return nil }
                return "\(zh.path):\(entry.line): \(entry.key) has \(entry.places.sorted()), the English"
                    + " \(other.places.sorted()); use the same places"
            }
    }

    static func wrongLanguage(_ file: WordsFile) -> [String] {
        file.entries.filter { $0.key != "web.otherLanguage" }.compactMap { entry in
            let hasLatin = entry.plain.unicodeScalars.contains {
                (65...90).contains($0.value) || (97...122).contains($0.value)
            }
            if file.path.hasSuffix("zh.words"), hasLatin, !entry.plain.isChinese {
                return "\(file.path):\(entry.line): \(entry.key) has no Chinese word; translate it"
            }
            if file.path.hasSuffix("en.words"), entry.plain.isChinese {
                return "\(file.path):\(entry.line): \(entry.key) has a Chinese word; translate it"
            }
            return nil
        }
    }

    /// The literals that are keys of a room's sentences, whole or up to the first place.
    static func asked(_ files: [SwiftText], rooms: Set<String>) -> [(place: String, key: String)] {
        files.flatMap { file in
            file.literals.compactMap { literal in
                guard let room = literal.text.before("."), rooms.contains(room) else { return nil }
                guard literal.text.allSatisfy({ isKeyLetter($0) || $0 == SwiftText.Literal.hole }) else {
                    return nil
                }
                return (file.place(literal.line), literal.text)
            }
        }
    }

    private static func isKeyLetter(_ letter: Character) -> Bool {
        letter.isASCII && (letter.isLetter || letter.isNumber || letter == ".")
    }

    private static func rooms(_ keys: some Sequence<String>) -> Set<String> {
        Set(keys.compactMap { $0.before(".") })
    }

    static func missing(_ files: [SwiftText], keys: Set<String>) -> [String] {
        asked(files, rooms: rooms(keys)).compactMap { place, key in
            let isThere =
                key.contains(SwiftText.Literal.hole) || key.hasSuffix(".")
                || keys.contains(key) || keys.contains(key + ".other") || otherNames.contains(key)
            return isThere ? nil : "\(place): no sentence \(key); write it in both language files"
        }
    }

    static func unused(_ file: WordsFile, in files: [SwiftText]) -> [String] {
        let asked = asked(files, rooms: rooms(file.entries.map(\.key))).map(\.key)
        let whole = Set(asked)
        let prefixes =
            made.values.flatMap(\.keys)
            + asked.compactMap { $0.before(String(SwiftText.Literal.hole)) }.filter { made[$0] == nil }
        return file.entries.compactMap { entry in
            let stem = [".one", ".other"].first { entry.key.hasSuffix($0) }
                .map { String(entry.key.dropLast($0.count)) }
            if whole.contains(entry.key) || stem.map(whole.contains) == true { return nil }
            if prefixes.contains(where: { entry.key.hasPrefix($0) }) { return nil }
            return "\(file.path):\(entry.line): nobody says \(entry.key); remove it from both files"
        }
    }

    static func unlisted(
        _ files: [SwiftText],
        rooms: Set<String> = [
            "web", "matters", "directory", "developers", "administration",
        ]
    ) -> [String] {
        let asked = asked(files, rooms: rooms).compactMap { place, key in
            key.before(String(SwiftText.Literal.hole)).map { (place: place, key: $0) }
        }
        let stale = Set(made.keys).subtracting(asked.map(\.key)).sorted()
        return asked.filter { made[$0.key] == nil }.map {
            "\($0.place): \($0.key)… is put together; list in SentenceTests from what"
        }
            + (rooms.contains("web")
                ? stale.map { "SentenceTests.swift:1: nothing puts \($0)… together; remove it" } : [])
    }
}
