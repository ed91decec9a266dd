import Core
import Desk
import Logging
import Testing

@Suite("Matters that are joined to one") struct JoiningTests {
    private static func filing(_ person: Int) -> Filing {
        var filing = DeskTown.filing()
        filing.contact = Filing.Contact(name: "测试\(person)", phone: "1990000\(2000 + person)")
        return filing
    }

    /// One that a unit handles, and so many others that wait for it.
    private static func joined(_ town: DeskTown, _ count: Int) async throws -> (
        main: String, members: [String]
    ) {
        let main = try await town.dispatched(filing(0)).number
        var members: [String] = []
        for person in 1...count {
            let number = try await town.file(filing(person)).number
            try await town.move("join", [.matter: main], on: number, by: DeskTown.dispatcher)
            members.append(number)
        }
        return (main, members)
    }

    private static func share(_ town: DeskTown) async throws -> Int {
        try await AnswerSharing(desk: town.desk, logger: Logger(label: "joins")).tick(at: DeskTown.start)
    }

    @Test(
        "get one answer each, once, and are asked each; a no keeps only its own open",
        arguments: TestEngine.present)
    func shares(engine: TestEngine) async throws {
        try await DeskTown.with(engine) { town in
            let (main, members) = try await Self.joined(town, 5)
            #expect(try await Self.share(town) == 0, "nothing was answered yet")
            #expect(try await town.complaints().isEmpty)
            try await town.move("answer", [.answer: "已经清运。"], on: main, by: DeskTown.handler)
            async let one = Self.share(town)
            async let two = Self.share(town)
            #expect(try await one + two == 5)
            #expect(try await Self.share(town) == 0)
            for number in members {
                let matter = try await town.matter(number)
                #expect(matter.isAnswered && matter.sharedFrom == main && matter.lead == DeskTown.unit)
                let answers = try await town.facts(number).filter {
                    if case .answered = $0 { true } else { false }
                }
                #expect(answers == [.answered(text: "已经清运。", unit: DeskTown.unit)])
            }
            for (index, number) in members.enumerated() {
                let word = index == 2 ? "no" : "yes"
                try await town.move("rate", [.solved: word, .satisfied: word], on: number, by: .resident)
            }
            let open = try await members.asyncFilter { try await town.matter($0).isOpen }
            #expect(open == [members[2]])
            #expect(try await town.matter(main).isOpen, "its own resident has not spoken")
            let joins = try await town.desk.joins(of: try await town.matter(main).id)
            #expect(joins.counts == [.solved: 4, .alone: 1])
            #expect(try await town.complaints().isEmpty)
        }
    }

    @Test(
        "go on with the oldest of them when the main one ends without an answer",
        arguments: TestEngine.present)
    func heir(engine: TestEngine) async throws {
        try await DeskTown.with(engine) { town in
            let (main, members) = try await Self.joined(town, 3)
            try await town.move("withdraw", on: main, by: .resident)
            #expect(try await Self.share(town) == 3)
            #expect(try await town.matter(members[0]).joinedTo == nil)
            #expect(try await town.matter(members[0]).isOpen)
            for number in members.dropFirst() {
                #expect(try await town.matter(number).joinedTo == members[0])
            }
            #expect(try await town.complaints().isEmpty)
        }
    }

    @Test("move along when their main one is joined to another")
    func along() async throws {
        try await DeskTown.with(.sqlite) { town in
            let (main, members) = try await Self.joined(town, 2)
            let other = try await town.dispatched(Self.filing(9)).number
            try await town.move("join", [.matter: other], on: main, by: DeskTown.dispatcher)
            #expect(try await Self.share(town) == 2)
            for number in members { #expect(try await town.matter(number).joinedTo == other) }
            let back = try await refusal {
                try await town.move("join", [.matter: main], on: other, by: DeskTown.dispatcher)
            }
            #expect(back == .invalid(.matter, .cycle))
            #expect(try await town.complaints().isEmpty)
        }
    }

    @Test("are refused where people differ and one would end, where it was answered, or is out of sight")
    func refusals() async throws {
        try await DeskTown.with(.sqlite) { town in
            let main = try await town.answered(Self.filing(0)).number
            let number = try await town.file(Self.filing(1)).number
            let late = try await refusal {
                try await town.move("join", [.matter: main], on: number, by: DeskTown.dispatcher)
            }
            #expect(late == .invalid(.matter, .answered))
            let open = try await town.dispatched(Self.filing(2)).number
            let merge = try await refusal {
                try await town.move("merge", [.matter: open], on: number, by: DeskTown.dispatcher)
            }
            #expect(merge == .invalid(.matter, .otherResident))
            #expect(try await town.matter(number).version == 1)
        }
    }

    @Test("are taken out again with a reason, keep their time, and urge the one they wait for")
    func leaves() async throws {
        try await DeskTown.with(.sqlite) { town in
            let (main, members) = try await Self.joined(town, 1)
            let version = try await town.matter(main).version
            try await town.move("urge", on: members[0], by: .resident)
            #expect(try await town.matter(main).urges == 1)
            #expect(try await town.matter(main).version > version)
            try await town.move("leave", [.reason: "不是同一处"], on: members[0], by: DeskTown.dispatcher)
            let matter = try await town.matter(members[0])
            // It took the class of the one it waited for, so it is registered at once.
            #expect(matter.joinedTo == nil && matter.isOpen && matter.stage == "registered")
            #expect(matter.category == DeskTown.category)
            #expect(try await town.desk.joins(of: try await town.matter(main).id).isEmpty)
            #expect(try await town.complaints().isEmpty)
        }
    }
}

extension Array where Element: Sendable {
    fileprivate func asyncFilter(_ holds: (Element) async throws -> Bool) async rethrows -> [Element] {
        var kept: [Element] = []
        for element in self where try await holds(element) { kept.append(element) }
        return kept
    }
}
