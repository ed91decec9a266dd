import Core
import Desk
@testable import Slips
import Storage
import Testing
import Web

@Suite("Slips on both engines")
struct SlipsEngineTests {
    @Test("are kept, counted and followed alike", arguments: TestEngine.present)
    func whole(engine: TestEngine) async throws {
        try await engine.withDatabase { database in
            let now = TownCity.start
            try await SlipsTown.prepare(database, now: now)
            let desk = Desk(
                database: database, city: SlipsTown.city, secret: Array(repeating: 5, count: 32),
                address: "https://12345.example.org")
            let slips = SlipsDesk(desk: desk)
            let all = [SlipsTown.box, SlipsTown.studio, SlipsTown.afar]
            try await slips.bringUpToDate(all, at: now)
            try await slips.bringUpToDate(all, at: now)
            #expect(try await slips.places(in: [TownCity.area("110101")], limit: 9).count == 2)
            #expect(try await slips.coveredVillages().map(\.text) == [TownCity.village])
            let opening = try await SlipsTown.opened(slips, found: 4, at: now)
            let clerk = try SlipsTown.officer("clerk")
            let entries = try SlipsDesk.entries(
                "路灯不亮\n3 水管漏水\n路灯 不亮\n9 多出来的", free: [1, 2, 3, 4],
                defaults: SlipEntry(number: 0, text: ""))
            #expect(entries.map(\.entry.number) == [1, 3, 2, 9])
            let outcome = try await slips.take(
                entries, into: opening, at: SlipsTown.box, twins: false, by: clerk, now: now)
            #expect(outcome.taken.map(\.slip) == [1, 3])
            #expect(
                outcome.refused.map { $0.reason as? SlipRefusal } == [
                    .twin(number: 1), .noSuchNumber(found: 4),
                ])
            try await slips.declare(2, of: opening.id, .blank, reason: "空白", by: 1, at: now)
            let (unfinished, last) = try await slips.state(of: ["box-1"])
            #expect(unfinished.map(\.entered) == [3] && last["box-1"] == opening.day)
            try await slips.notePrinted([1], of: opening.id, by: 1, at: now)
            #expect(try await slips.slips(of: opening.id).map(\.printedAt) == [now, nil, nil])
            let new = NewReception(
                place: "studio-1", at: now, delegate: "张代表", person: "王小明", phone: nil, mode: .inPerson,
                opinions: ["坐一坐"], once: "0123456789abcdef")
            let made = try await slips.receive(new, at: SlipsTown.studio, by: clerk, now: now)
            let found = try await slips.receptions(of: ["studio-1"], before: nil, limit: 5)
            #expect(found.matters.values.map { $0 } == [made])
            _ = try await FollowerRunner.settled([slips.follower], on: database)
            let figures = try await slips.figures(of: ["box-1", "studio-1"], in: "2026-03")
            #expect(figures["box-1"] == [.slips: 2, .blank: 1])
            #expect(figures["studio-1"] == [.inPerson: 1, .opinions: 1])
        }
    }
}
