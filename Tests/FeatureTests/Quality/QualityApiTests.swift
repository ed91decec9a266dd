import Core
import Desk
import Files
import HTTPTypes
import Matters
@testable import Quality
import Storage
import Testing
import Web

@Suite("An answer that comes through the API")
struct QualityApiTests {
    private static let empty = "您好，您反映的问题已收悉。感谢您的支持！"

    /// A town whose API says what the checks ask.
    private func with(_ body: (TestTown, QualityDesk) async throws -> Void) async throws {
        try await TestTown.with(city: QualityTown.city, features: { Self.features($0) }) { town in
            try await Migrator(
                StorageSchema.migrations + DeskSchema.migrations + MattersSchema.migrations
                    + FilesSchema.migrations + QualitySchema.migrations
            ).migrate(town.desk.database, now: TownCity.start)
            try await body(town, QualityDesk(desk: town.desk, rules: QualityTown.rules))
        }
    }

    private static func features(_ desk: Desk) -> [Feature] {
        let quality = QualityDesk(desk: desk, rules: QualityTown.rules)
        let panels = MatterPanels(
            seconds: { _ in 0 }, colleagues: { _, _ in [] },
            warnings: { number, version, visit in
                try await quality.hints(about: number, through: version, visit)
            })
        return [
            .quality(quality, names: { _ in [:] }),
            .matters(desk: desk, shelf: TestTown.shelf(of: desk), names: { _ in [:] }, panels: panels),
        ]
    }

    /// One that the roads' people have since two hours.
    private func dispatched(in town: TestTown) async throws -> ApiLife {
        let life = try await ApiLife.begin(in: town, text: QualityTown.question)
        try await life.move("register", ["category": "lamp"], as: "clerk")
        try await life.move("dispatch", ["unit": "ROADS"], as: "dispatcher")
        town.wait(2 * QualityTown.hour)
        return life
    }

    private func checks(_ warnings: ApiValue) -> [String] { warnings.list.compactMap { $0["check"].text } }

    @Test("is taken however empty it is, and told what the queue will ask about it")
    func warned() async throws {
        try await with { town, quality in
            let life = try await dispatched(in: town)
            let answer = try await life.move("answer", ["answer": Self.empty], as: "roads")
            #expect(answer.status == 200 && answer.value["stage"].text == "asking")
            let warnings = answer.value["warnings"]
            #expect(checks(warnings) == ["empty", "uncontacted"])
            #expect(warnings[0]["sentence"].text?.isEmpty == false)
            #expect(warnings[0]["words"].list.compactMap(\.text).contains("您反映的问题已收悉"))
            // What the API told is what the queue finds; telling it kept nothing.
            let dossier = try await town.desk.dossier(.number(life.number), for: .system("test"))
            let id = try #require(dossier?.matter.id)
            #expect(try await quality.findings(of: id) == [])
            try await FollowerRunner.settled([quality.follower], on: town.desk.database)
            #expect(try await quality.findings(of: id).map(\.check.rawValue).sorted() == checks(warnings))
        }
    }

    @Test("is told nothing where it is a good one, and no other move is")
    func good() async throws {
        try await with { town, _ in
            let life = try await dispatched(in: town)
            let contact = try await life.move("contact", ["way": "phone"], as: "roads")
            #expect(contact.status == 200 && contact.value["warnings"].isAbsent)
            let answer = try await life.move("answer", ["answer": QualityTown.good], as: "roads")
            #expect(answer.status == 200 && answer.value["warnings"].isAbsent)
        }
    }

    @Test("for many at once is looked at matter by matter, and again under the same key")
    func many() async throws {
        try await with { town, _ in
            let (first, second) = (try await dispatched(in: town), try await dispatched(in: town))
            try await second.move("contact", ["way": "phone"], as: "roads")
            let order = body([
                "numbers": [first.number, second.number], "move": "answer",
                "inputs": ["answer": QualityTown.good],
            ])
            let roads = town.officer("roads")
            for _ in 0..<2 {
                let answer = try await roads.json(
                    "POST", "/api/v1/moves", body: order, headers: [.idempotencyKey: "lamps"])
                #expect(answer.status == 200)
                let results = answer.value["results"]
                #expect(results.list.map { $0["done"].flag } == [true, true])
                #expect(checks(results[0]["result"]["warnings"]) == ["uncontacted"])
                #expect(results[1]["result"]["warnings"].isAbsent)
            }
        }
    }

    @Test("stands also where the checks cannot look")
    func unseen() async throws {
        struct Unreadable: Error {}
        let features: @Sendable (Desk) -> [Feature] = { desk in
            let panels = MatterPanels(
                seconds: { _ in 0 }, colleagues: { _, _ in [] }, warnings: { _, _, _ in throw Unreadable() })
            return [
                .matters(
                    desk: desk, shelf: TestTown.shelf(of: desk), names: { _ in [:] }, panels: panels)
            ]
        }
        try await TestTown.with(city: QualityTown.city, features: features) { town in
            let life = try await dispatched(in: town)
            let answer = try await life.move("answer", ["answer": Self.empty], as: "roads")
            #expect(answer.status == 200 && answer.value["warnings"].isAbsent)
            #expect(try await life.stage() == "asking")
        }
    }
}
