import Core
import Desk
import Storage
import Testing

@Suite("A filing is refused") struct FilingRefusalTests {
    /// Files what a test made of an ordinary filing and says how it was refused; nothing may be kept then.
    private func refused(
        by actor: Actor = .resident, _ change: (inout Filing) -> Void
    ) async throws -> FilingRefusal? {
        var filing = DeskTown.filing()
        change(&filing)
        let changed = filing
        return try await DeskTown.with(.sqlite) { town in
            let refusal = try await filingRefusal {
                try await town.desk.file(changed, by: actor, at: DeskTown.start)
            }
            #expect(try await town.count("SELECT count(*) FROM matters") == (refusal == nil ? 1 : 0))
            return refusal
        }
    }

    @Test(
        "without words that can be read",
        arguments: ["", " ", "\n\r\n\t", "\u{3000}\u{3000}", "\u{200B}\u{200B}", "\u{202E}\u{2066}"])
    func empty(text: String) async throws {
        #expect(try await refused { $0.text = text } == .missing(.text))
    }

    @Test(
        "beyond 4000 characters, and not at 4000, whatever a character is made of",
        arguments: ["字", "👨‍👩‍👧‍👦", "e\u{0301}"])
    func length(character: String) async throws {
        #expect(try await refused { $0.text = String(repeating: character, count: 4000) } == nil)
        #expect(
            try await refused { $0.text = String(repeating: character, count: 4001) }
                == .tooLong(.text, limit: 4000))
    }

    @Test("when one character carries marks without end")
    func marks() async throws {
        let text = "a" + String(repeating: "\u{0301}", count: 100_000)
        #expect(try await refused { $0.text = text } == .tooLong(.text, limit: 4000))
    }

    @Test("with control characters", arguments: ["路\0灯", "\0", "路\u{7}灯", "路\u{1B}[31m灯", "路\u{7F}灯"])
    func control(text: String) async throws {
        #expect(try await refused { $0.text = text } == .invalid(.text))
    }

    @Test("with line breaks where one line is asked")
    func oneLine() async throws {
        #expect(try await refused { $0.place = "路口\n第二行" } == .invalid(.place))
        #expect(try await refused { $0.contact.name = "测试\r\n甲" } == .invalid(.name))
        #expect(
            try await refused { $0.contact.email = "a@b.example\r\nBcc: x@y.example" } == .invalid(.email))
    }

    @Test("with a place or a name of more than 200 characters")
    func short() async throws {
        let long = String(repeating: "长", count: 201)
        #expect(try await refused { $0.place = long } == .tooLong(.place, limit: 200))
        #expect(try await refused { $0.contact.name = long } == .tooLong(.name, limit: 200))
    }

    @Test("in an area the city does not have")
    func area() async throws {
        #expect(try await refused { $0.area = DeskTown.area("110101001001") } == .invalid(.area))
        #expect(try await refused { $0.area = DeskTown.area("980199") } == .invalid(.area))
    }

    @Test(
        "with a number that cannot be called",
        arguments: [
            "123", "abc", "00000000000", "1990000123", "199000012345678", "19900001234;rm", "+86 199",
        ])
    func phone(text: String) async throws {
        #expect(try await refused { $0.contact.phone = text } == .invalid(.phone))
    }

    @Test(
        "never for the way a number is written",
        arguments: ["19900001234", "+86 199 0000 1234", "１９９００００１２３４", "199-0000-1234", " 86 19900001234 "])
    func sameNumber(text: String) async throws {
        try await DeskTown.with(.sqlite) { town in
            var filing = DeskTown.filing()
            filing.contact.phone = text
            try await town.file(filing)
            #expect(
                try await town.database.read { try $0.value("SELECT phone FROM contacts") } == "19900001234")
        }
    }

    @Test("never for a landline")
    func landline() async throws {
        #expect(try await refused { $0.contact.phone = "0530-5580012" } == nil)
    }

    @Test(
        "with what is no address",
        arguments: [
            "a", "@", "a@", "@b.example", "a@b", "a@.b", "a@b.", "a b@c.example", "a@b@c.example",
            "a,b@c.example",
        ])
    func email(text: String) async throws {
        #expect(try await refused { $0.contact.email = text } == .invalid(.email))
    }

    @Test("when a resident fills what only officers may")
    func massAssignment() async throws {
        #expect(try await refused { $0.category = "0101" } == .notAllowed(.category))
        #expect(try await refused { $0.kind = "request" } == .notAllowed(.kind))
        #expect(try await refused { $0.urgency = .emergency } == .notAllowed(.urgency))
        #expect(try await refused { $0.source = "boston311" } == .notAllowed(.source))
        #expect(try await refused { $0.sourceID = "1" } == .notAllowed(.source))
        for change: (inout Filing) -> Void in [
            { $0.raisedAt = DeskTown.start }, { $0.endedAt = DeskTown.start },
            { $0.targetAt = DeskTown.start },
        ] {
            #expect(try await refused(change) == .notAllowed(.raisedAt))
        }
        for channel in [Channel.hotline, .chat, .box, .visit, .station, .sensor, .imported] {
            #expect(try await refused { $0.channel = channel } == .notAllowed(.channel))
        }
    }

    @Test("when an officer names what the city does not have")
    func unknown() async throws {
        #expect(try await refused(by: DeskTown.clerk) { $0.category = "9999" } == .invalid(.category))
        #expect(try await refused(by: DeskTown.clerk) { $0.category = "01" } == .invalid(.category))
        #expect(try await refused(by: DeskTown.clerk) { $0.kind = "nothing" } == .invalid(.kind))
    }

    @Test("when a time of it lies outside of any memory")
    func era() async throws {
        let (before, after) = (
            Moment(milliseconds: -631_152_000_001), Moment(milliseconds: 4_102_444_800_001)
        )
        for moment in [before, after, Moment(milliseconds: .min), Moment(milliseconds: .max)] {
            let program = Actor.system("import")
            #expect(try await refused(by: program) { $0.raisedAt = moment } == .invalid(.raisedAt))
            #expect(try await refused(by: program) { $0.targetAt = moment } == .invalid(.raisedAt))
            #expect(try await refused(by: program) { $0.endedAt = moment } == .invalid(.raisedAt))
        }
        #expect(
            try await refused(by: .system("import")) { $0.raisedAt = Moment(milliseconds: -631_152_000_000) }
                == nil)
    }

    @Test("when another system's name of it cannot be kept")
    func sourceNames() async throws {
        #expect(
            try await refused(by: .system("import")) {
                $0.source = "old"
                $0.sourceID = "1\0"
            } == .invalid(.source))
        #expect(
            try await refused(by: .system("import")) {
                $0.source = "old"
                $0.sourceID = String(repeating: "1", count: 201)
            } == .tooLong(.source, limit: 200))
    }

    @Test("when the same of the same source is here", arguments: TestEngine.present)
    func known(engine: TestEngine) async throws {
        try await DeskTown.with(engine) { town in
            var filing = DeskTown.filing()
            filing.channel = .imported
            (filing.source, filing.sourceID) = ("old", "17")
            let (once, system) = (filing, Actor.system("import"))
            let receipt = try await town.desk.file(once, by: system, at: DeskTown.start)
            let again = try await filingRefusal {
                try await town.desk.file(once, by: system, at: DeskTown.start)
            }
            #expect(again == .known(number: receipt.number))
            filing.source = "other"
            _ = try await town.desk.file(filing, by: system, at: DeskTown.start)
        }
    }

    @Test("once, when the same of the same source comes many times at once", arguments: TestEngine.present)
    func knownAtOnce(engine: TestEngine) async throws {
        try await DeskTown.with(engine) { town in
            var filing = DeskTown.filing()
            (filing.source, filing.sourceID) = ("old", "17")
            let same = filing
            let outcomes = await withTaskGroup(of: Result<Receipt, any Error>.self) { group in
                for _ in 0..<20 {
                    group.addTask {
                        do {
                            return .success(
                                try await town.desk.file(same, by: .system("import"), at: DeskTown.start))
                        } catch {
                            return .failure(error)
                        }
                    }
                }
                return await group.reduce(into: []) { $0.append($1) }
            }
            let count = try await town.count("SELECT count(*) FROM matters")
            #expect(count == 1)
            #expect(outcomes.filter { if case .success = $0 { true } else { false } }.count == 1)
            for case .failure(let error) in outcomes { #expect(error is FilingRefusal, "\(error)") }
        }
    }
}
