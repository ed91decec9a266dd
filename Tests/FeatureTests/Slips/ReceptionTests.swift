import Core
import Desk
@testable import Slips
import Storage
import Testing
import Web

@Suite("A reception by delegates")
struct ReceptionTests {
    private func new(_ opinions: [String], once: String = "0123456789abcdef", at now: Moment) -> NewReception
    {
        NewReception(
            place: "studio-1", at: now, delegate: "张代表", person: "王小明", phone: "13900000009",
            mode: .visit, opinions: opinions, once: once)
    }

    @Test("makes a matter of each opinion, once, and keeps who came and by which way")
    func matters() async throws {
        try await SlipsTown.with { town, slips in
            let clerk = try SlipsTown.officer("clerk")
            let made = try await slips.receive(
                new(["路灯不亮", "水管漏水"], at: town.now), at: SlipsTown.studio, by: clerk, now: town.now)
            #expect(made.count == 2)
            let again = try await slips.receive(
                new(["路灯不亮", "水管漏水"], at: town.now), at: SlipsTown.studio, by: clerk, now: town.now)
            #expect(again == [])
            #expect(try await town.count() == 2)
            let page = try await town.browser("clerk").get("/slips/receptions").text
            #expect(page.contains("王小明") && page.contains("张代表") && page.contains(made[1]))
            let figures = try await slips.figures(of: ["studio-1"], in: "2026-03")["studio-1"]
            #expect(figures == [.visit: 1, .opinions: 2])
        }
    }

    @Test("is refused as a whole where one opinion cannot be, and where delegate or day are none")
    func refused() async throws {
        try await SlipsTown.with { town, slips in
            let clerk = try SlipsTown.officer("clerk")
            await #expect(throws: FilingRefusal.self) {
                _ = try await slips.receive(
                    new(["路灯不亮", String(repeating: "长", count: 4001)], at: town.now),
                    at: SlipsTown.studio, by: clerk, now: town.now)
            }
            await #expect(throws: SlipRefusal.notADelegate) {
                var other = new(["路灯不亮"], at: town.now)
                other.delegate = "外人"
                _ = try await slips.receive(other, at: SlipsTown.studio, by: clerk, now: town.now)
            }
            await #expect(throws: SlipRefusal.badDay) {
                _ = try await slips.receive(
                    new(["路灯不亮"], at: town.now + 86_400_000), at: SlipsTown.studio, by: clerk, now: town.now)
            }
            await #expect(throws: SlipRefusal.missing(field: "opinion")) {
                _ = try await slips.receive(
                    new([], at: town.now), at: SlipsTown.studio, by: clerk, now: town.now)
            }
            #expect(try await town.count() == 0)
        }
    }

    @Test("counts what was passed on and answered, by hand: one of two is half, and again from zero")
    func rate() async throws {
        try await SlipsTown.with { town, slips in
            let clerk = try SlipsTown.officer("clerk")
            let made = try await slips.receive(
                new(["路灯不亮", "水管漏水", "坐一坐"], at: town.now), at: SlipsTown.studio, by: clerk, now: town.now)
            for number in made.prefix(2) {
                _ = try await town.desk.perform(
                    Order("register", [.category: "lamp"]), on: .number(number), by: clerk.actor, at: town.now
                )
                _ = try await town.desk.perform(
                    Order("dispatch", [.unit: "ROADS"]), on: .number(number),
                    by: SlipsTown.officer("dispatcher").actor, at: town.now)
            }
            let roads = try SlipsTown.officer("roads").actor
            _ = try await town.desk.perform(
                Order("answer", [.answer: "已修好"]), on: .number(made[0]), by: roads, at: town.now)
            for _ in 0..<2 {
                try await FollowerRunner.settled([slips.follower], on: town.desk.database)
                let figures = try await slips.figures(of: ["studio-1"], in: "2026-03")["studio-1"] ?? [:]
                #expect(figures[.transferred] == 2 && figures[.answered] == 1 && figures[.opinions] == 3)
                #expect(figures[.solved] ?? 0 == 0)
                try await town.desk.database.write { connection in
                    try slips.follower.reset(connection)
                    try connection.run("DELETE FROM followers WHERE name = 'slips'")
                }
            }
        }
    }

    @Test("shows names in full only to those who may see contact data")
    func masked() throws {
        let words = WordBook([.web]).words(.zh)
        for (powers, shown) in [(Set<Role.Power>(), "王＊＊"), ([.revealContact], "王小明")] {
            let officer = Officer(
                personID: 1, name: LocalText(zh: "测试", en: "T"), login: "t", posts: [], powers: powers,
                sessionID: "s")
            let visit = try Visit.specimen(words, officer: officer, menu: [])
            #expect(SlipTelling(visit: visit, city: SlipsTown.city).person("王小明") == shown)
        }
    }

    @Test(
        "and a stack have receipts with the number and the private link, and that they were printed is kept")
    func receipts() async throws {
        try await SlipsTown.with { town, slips in
            let opening = try await SlipsTown.opened(slips, found: 2, at: town.now)
            let number = try await slips.take(
                SlipEntry(number: 1, text: "路灯不亮"), into: opening, at: SlipsTown.box, twins: false,
                by: SlipsTown.officer("clerk"), now: town.now)
            let clerk = town.browser("clerk")
            let page = try await clerk.get("/slips/openings/1/receipts").text
            #expect(page.contains(number) && page.contains(town.desk.link(of: number)))
            #expect(page.contains("<svg"))
            #expect(try await slips.slips(of: 1).first?.printedAt == town.now)
            let pdf = try await clerk.get("/slips/openings/1/receipts.pdf")
            #expect(pdf.status == 200 && pdf.bytes.starts(with: Array("%PDF".utf8)))
            #expect(try await town.browser("afar").get("/slips/openings/1/receipts").status == 404)
        }
    }
}
