import Core
import Desk
import Storage
import Testing

@Suite("Two people at one matter") struct RaceTests {
    private static let rounds = 50

    /// Runs two operations at the same time and says how each was refused.
    private func race(
        _ first: @escaping @Sendable () async throws -> Void,
        _ second: @escaping @Sendable () async throws -> Void
    ) async throws -> [Refusal?] {
        async let one = refusal(first)
        async let other = refusal(second)
        return [try await one, try await other]
    }

    @Test("who saw the same version: exactly one of them wins", arguments: TestEngine.present)
    func sameVersion(engine: TestEngine) async throws {
        try await DeskTown.with(engine) { town in
            for _ in 0..<Self.rounds {
                let number = try await town.dispatched().number
                let version = try await town.matter(number).version
                let outcomes = try await race {
                    try await town.move("accept", on: number, by: DeskTown.handler, expecting: version)
                } _: {
                    try await town.move(
                        "escalate", [.reason: "需要协调"], on: number, by: DeskTown.handler, expecting: version)
                }
                #expect(outcomes.filter { $0 == nil }.count == 1)
                #expect(outcomes.contains(.outOfDate(current: version + 1)))
                #expect(try await town.matter(number).version == version + 1)
            }
        }
    }

    @Test("who both claim it: exactly one of them has it", arguments: TestEngine.present)
    func claims(engine: TestEngine) async throws {
        try await DeskTown.with(engine) { town in
            for _ in 0..<Self.rounds {
                let number = try await town.dispatched().number
                let outcomes = try await race {
                    try await town.move("accept", on: number, by: DeskTown.handler)
                } _: {
                    try await town.move("accept", on: number, by: DeskTown.handler)
                }
                #expect(outcomes.filter { $0 == nil }.count == 1)
                #expect(outcomes.contains(.notNow(move: "accept", stage: "handling")))
            }
        }
    }

    @Test("may both have their say when one rates and one urges", arguments: TestEngine.present)
    func rateAndUrge(engine: TestEngine) async throws {
        try await DeskTown.with(engine) { town in
            for _ in 0..<Self.rounds {
                let number = try await town.answered().number
                let outcomes = try await race {
                    try await town.move(
                        "rate", [.solved: "yes", .satisfied: "yes"], on: number, by: .resident)
                } _: {
                    try await town.move("rate", [.solved: "no", .satisfied: "no"], on: number, by: .resident)
                }
                #expect(outcomes.filter { $0 == nil }.count == 1)
                let matter = try await town.matter(number)
                #expect(matter.outcome == (matter.opinion?.isContent == true ? .solved : nil))
            }
            #expect(try await town.complaints().isEmpty)
        }
    }

    @Test("lose nothing when ten of them write at once", arguments: TestEngine.present)
    func additions(engine: TestEngine) async throws {
        try await DeskTown.with(engine) { town in
            let number = try await town.file().number
            try await withThrowingTaskGroup(of: Void.self) { group in
                for index in 0..<10 {
                    group.addTask {
                        try await town.move("add", [.text: "补充第\(index)次"], on: number, by: .resident)
                    }
                }
                try await group.waitForAll()
            }
            #expect(try await town.matter(number).version == 11)
            let more = try #require(try await town.record(number).more)
            #expect(Set(more.split(separator: "\n")).count == 10)
            var filter = MatterFilter()
            for index in 0..<10 {
                filter.words = "第\(index)次"
                #expect(try await town.desk.list(filter, in: .city).matters.map(\.number) == [number])
            }
        }
    }
}
