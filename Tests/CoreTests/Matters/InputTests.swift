import Core
import Testing

@Suite("An input")
struct InputTests {
    /// A word, a value that cannot be right, and why.
    struct Wrong: Sendable, CustomTestStringConvertible {
        let word: InputWord
        let value: String
        let why: Refusal.Wrong
        var testDescription: String { "\(word) \(value.prefix(20)) \(why)" }
    }

    /// Where a move asks for each word.
    func story(asking word: InputWord, required: Bool = true) throws -> Story {
        let probe = Move(
            "probe", from: ["received"], by: [.role("clerk")], asks: [Move.Ask(word, required: required)])
        return try Story(in: Town.city(procedures: [Town.request(adding: [probe])]))
    }

    static let wrong: [Wrong] =
        [
            Wrong(word: .category, value: "moon", why: .unknown),
            Wrong(word: .category, value: "roads", why: .notALeaf),
            Wrong(word: .unit, value: "NOWHERE", why: .unknown),
            Wrong(word: .unit, value: "roads", why: .unknown),
            Wrong(word: .matter, value: "RQ-404", why: .unknown),
            Wrong(word: .matter, value: "RQ-1", why: .itself),
            Wrong(word: .reviewOn, value: "2026-2-30", why: .notADay),
            Wrong(word: .reviewOn, value: "2026-02-30", why: .notADay),
            Wrong(word: .reviewOn, value: "tomorrow", why: .notADay),
            Wrong(word: .reviewOn, value: "2026-03-02", why: .past),
            Wrong(word: .reviewOn, value: "1999-12-31", why: .past),
        ]
        + [.solved, .satisfied, .attempt, .route, .grade, .urgency].flatMap { (word: InputWord) in
            ["maybe", "YES", "true", "1"].map { Wrong(word: word, value: $0, why: .unknown) }
        }

    @Test("that cannot be right is refused with its word and why", arguments: wrong)
    func refused(_ wrong: Wrong) throws {
        let story = try story(asking: wrong.word)
        #expect(
            story.refusal("probe", [wrong.word: wrong.value], by: .clerk) == .invalid(wrong.word, wrong.why))
    }

    @Test("that is asked for and not given is missed", arguments: InputWord.allCases)
    func missing(_ word: InputWord) throws {
        let story = try story(asking: word)
        #expect(story.refusal("probe", by: .clerk) == .missing(word))
        for empty in ["", " ", "\n\t ", "\u{3000}", "\u{200B}\u{200D}", "\u{FEFF}"] {
            #expect(story.refusal("probe", [word: empty], by: .clerk) == .missing(word))
        }
        #expect(try self.story(asking: word, required: false).refusal("probe", by: .clerk) == nil)
    }

    @Test("may have as many characters as its word allows, and not one more", arguments: InputWord.allCases)
    func length(_ word: InputWord) throws {
        let story = try story(asking: word)
        for character in ["字", "👨‍👩‍👧‍👦", "e\u{301}"] {
            let longest = String(repeating: character, count: word.maximumLength)
            let refusal = story.refusal("probe", [word: longest], by: .clerk)
            #expect(refusal != .invalid(word, .tooLong))
            let tooLong = longest + character
            #expect(story.refusal("probe", [word: tooLong], by: .clerk) == .invalid(word, .tooLong))
        }
    }

    @Test("cannot hide a book in the marks of one letter")
    func marks() throws {
        let zalgo = "e" + String(repeating: "\u{301}", count: 200_000)
        #expect(
            try story(asking: .note).refusal("probe", [.note: zalgo], by: .clerk) == .invalid(.note, .tooLong)
        )
    }

    @Test("must not hold a NUL", arguments: InputWord.allCases)
    func nul(_ word: InputWord) throws {
        let story = try story(asking: word)
        #expect(story.refusal("probe", [word: "a\0b"], by: .clerk) == .invalid(word, .control))
    }

    @Test("that the move does not ask for is refused, not ignored", arguments: InputWord.allCases)
    func notAllowed(_ word: InputWord) throws {
        let story = try Story.answered()
        let asked = word == .solved || word == .satisfied || word == .why
        var inputs = Story.yes
        inputs[word] = inputs[word] ?? "yes"
        let refusal = story.refusal("rate", inputs, by: .resident)
        #expect(refusal == (asked ? nil : .invalid(word, .notAllowed)))
    }

    @Test("loses the space around it and nothing else")
    func trimming() throws {
        var story = try Story()
        try story.when("note", [.note: " \u{3000}两 行\n第二行\r\n"], by: .clerk)
        #expect(story.last == [.noted(text: "两 行\n第二行")])
    }

    @Test("of a review day must lie ahead: tomorrow can, today cannot")
    func reviewDay() throws {
        let story = try Story.handled()
        func archived(_ day: String) -> Refusal? {
            story.refusal("archive", [.explanation: "等", .reviewOn: day], by: .supervisor)
        }
        #expect(archived("2026-03-02") == .invalid(.reviewOn, .past))
        #expect(archived("2026-03-03") == nil)
    }

    @Test("that names another matter must name an open one of its kind, in sight, and no chain")
    func target() throws {
        let story = try Story()
        func refusal(_ target: Order.Target?) -> Refusal? {
            story.refusal("merge", [.matter: "RQ-2"], by: .clerk, target: target)
        }
        func target(
            _ number: String = "RQ-2", open: Bool = true, kind: String = "request", seen: Bool = true,
            into: String? = nil, joinedTo: String? = nil, same: Bool = true
        ) -> Order.Target {
            Order.Target(
                number: number, isOpen: open, kind: kind, isInSight: seen, mergedInto: into,
                joinedTo: joinedTo, isSameResident: same)
        }
        #expect(refusal(target()) == nil)
        #expect(refusal(nil) == .invalid(.matter, .unknown))
        #expect(refusal(target("RQ-3")) == .invalid(.matter, .unknown))
        #expect(refusal(target(seen: false)) == .invalid(.matter, .unknown))
        #expect(refusal(target(kind: "criticism")) == .invalid(.matter, .otherKind))
        #expect(refusal(target(open: false)) == .invalid(.matter, .closed))
        #expect(refusal(target(into: "RQ-9")) == .invalid(.matter, .closed))
        #expect(refusal(target(open: false, into: "RQ-1")) == .invalid(.matter, .cycle))
        #expect(refusal(target(joinedTo: "RQ-9")) == .invalid(.matter, .joined))
        #expect(refusal(target(same: false)) == .invalid(.matter, .otherResident))
    }

    @Test("that is wrong in two ways is refused for the same one every time")
    func steady() throws {
        let asks = [Move.Ask(.unit), Move.Ask(.category), Move.Ask(.urgency), Move.Ask(.attempt)]
        let probe = Move("probe", from: ["received"], by: [.role("clerk")], asks: asks)
        let story = try Story(in: Town.city(procedures: [Town.request(adding: [probe])]))
        for _ in 0..<50 {
            var inputs: [InputWord: String] = [:]
            for ask in asks.shuffled() { inputs[ask.word] = "?" }
            #expect(story.refusal("probe", inputs, by: .clerk) == .invalid(.attempt, .unknown))
        }
    }
}
