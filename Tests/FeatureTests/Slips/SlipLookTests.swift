import Core
import Desk
import Files
import Foundation
@testable import Joins
import Matters
@testable import Slips
import Storage
import Testing
import Web

@Suite("A slip that may be one of those that are open")
struct SlipLookTests {
    private static let first = "滨湖花园三栋水管爆了，停水一整天"
    private static let again = "滨湖花园三栋又停水了，说是水管爆了"
    private static let path = "/slips/openings/1/one"

    private struct Place {
        let town: TestTown
        let slips: SlipsDesk
        let joins: JoinsDesk
        /// A matter about the water, which a unit has.
        let main: Receipt

        func make(_ move: String, _ inputs: [InputWord: String], by login: String) async throws {
            let actor = try SlipsTown.officer(login).actor
            _ = try await town.desk.perform(Order(move, inputs), on: .id(main.id), by: actor, at: town.now)
        }

        /// The matter of a slip of the only opening; nil where it was not taken.
        func matter(ofSlip number: Int) async throws -> Matter? {
            let slip = try await slips.slips(of: 1).first { $0.number == number }
            guard let taken = slip?.matterNumber else { return nil }
            return try await town.desk.dossier(.number(taken), for: .resident)?.matter
        }
    }

    private static func joins(_ desk: Desk) -> JoinsDesk {
        JoinsDesk(desk: desk, secret: Array(repeating: 7, count: 32))
    }

    private static func features(_ desk: Desk) -> [Feature] {
        let joins = joins(desk)
        let look = SlipLook(
            likely: { text, area, category, visit in
                try await joins.likely(text: text, area: area, category: category, visit)
            },
            same: { matter, main, officer, now, transaction in
                try joins.say(matter, isSameAs: main, by: officer, at: now, in: transaction)
            })
        let shelf = TestTown.shelf(of: desk)
        return [
            .joins(joins), .matters(desk: desk, shelf: shelf, names: { _ in [:] }),
            .slips(
                SlipsDesk(desk: desk), shelf: shelf, names: { _ in [:] },
                question: { number, back, visit in
                    try await joins.question(about: number, back: back, visit)
                }, look: look),
        ]
    }

    private static func with(found: Int, _ body: (Place) async throws -> Void) async throws {
        try await TestTown.with(city: SlipsTown.city, features: { features($0) }) { town in
            try await Migrator(
                StorageSchema.migrations + DeskSchema.migrations + MattersSchema.migrations
                    + FilesSchema.migrations + SlipsSchema.migrations + JoinsSchema.migrations
                    + SimilarSchema.migrations
            ).migrate(town.desk.database, now: town.now)
            let slips = SlipsDesk(desk: town.desk)
            try await slips.bringUpToDate([SlipsTown.box, SlipsTown.studio], at: town.now)
            _ = try await SlipsTown.opened(slips, found: found, at: town.now)
            var filing = Filing(text: first, channel: .web)
            filing.area = TownCity.area(TownCity.village)
            let main = try await town.desk.file(filing, by: .resident, at: town.now)
            let place = Place(town: town, slips: slips, joins: joins(town.desk), main: main)
            try await place.make("register", [.category: "lamp"], by: "clerk")
            try await place.make("dispatch", [.unit: "ROADS"], by: "dispatcher")
            try await FollowerRunner.settled([place.joins.similar.follower], on: town.desk.database)
            try await body(place)
        }
    }

    @Test("is looked for before it is taken; looking takes nothing, and Enter still takes it")
    func looked() async throws {
        try await Self.with(found: 2) { place in
            let clerk = place.town.browser("clerk")
            let form = ["number": "1", "text": Self.again, "do": "look"]
            let page = try await clerk.post(Self.path, form, from: Self.path)
            #expect(page.status == 200 && page.text.contains("可能是同一件事"))
            #expect(page.text.contains("name=\"same\" value=\"\(place.main.number)\""))
            #expect(page.text.contains("value=\"\(Self.again)\""))
            let take = try #require(page.text.range(of: "录入，下一张"))
            let look = try #require(page.text.range(of: "name=\"do\" value=\"look\""))
            #expect(take.lowerBound < look.lowerBound)
            #expect(try await place.slips.opening(1)?.entered == 0)
            #expect(try await place.town.count() == 1)

            let other = ["number": "1", "text": "公园的长椅坏了，坐不了人", "do": "look"]
            let none = try await clerk.post(Self.path, other, from: Self.path)
            #expect(none.status == 200 && none.text.contains("没找到同一件事"))
            for text in ["", String(repeating: "长", count: Filing.textLimit + 1)] {
                let bad = ["number": "1", "text": text, "do": "look"]
                #expect(try await clerk.post(Self.path, bad, from: Self.path).status == 422)
            }
        }
    }

    @Test("is taken and joined in one step by who may join, and left to them by who may not")
    func same() async throws {
        try await Self.with(found: 3) { place in
            let dispatcher = place.town.browser("dispatcher")
            let joined = try await dispatcher.post(
                Self.path, ["number": "1", "text": Self.again, "same": place.main.number], from: Self.path)
            #expect(joined.status == 303)
            let member = try #require(try await place.matter(ofSlip: 1))
            #expect(member.joinedTo == place.main.number && member.isOpen)

            let left = try await place.town.browser("clerk").post(
                Self.path,
                ["number": "2", "text": Self.again + "！", "same": place.main.number, "twins": "yes"],
                from: Self.path)
            #expect(left.status == 303)
            let own = try #require(try await place.matter(ofSlip: 2))
            #expect(own.joinedTo == nil)
            let wish = try #require(try await place.joins.similar.wish(of: own.id))
            #expect(wish.main == place.main.id && wish.person == TownCity.people["clerk"]?.personID)
        }
    }

    @Test("is not taken at all where it cannot be what was named, and taken alone by the next Enter")
    func refused() async throws {
        try await Self.with(found: 2) { place in
            let dispatcher = place.town.browser("dispatcher")
            let unknown = try await dispatcher.post(
                Self.path, ["number": "1", "text": Self.again, "same": "QS000"], from: Self.path)
            #expect(unknown.status == 422)
            try await place.make("answer", [.answer: "水管已修好，当晚恢复供水。"], by: "roads")
            let late = try await dispatcher.post(
                Self.path, ["number": "1", "text": Self.again, "same": place.main.number], from: Self.path)
            #expect(late.status == 422 && late.text.contains("那件已经答复了"))
            #expect(late.text.contains("value=\"\(Self.again)\""))
            #expect(try await place.matter(ofSlip: 1) == nil)
            #expect(try await place.town.count() == 1)
            let alone = try await dispatcher.post(
                Self.path, ["number": "1", "text": Self.again], from: Self.path)
            #expect(alone.status == 303)
            #expect(try await place.matter(ofSlip: 1)?.joinedTo == nil)
        }
    }

    @Test("is asked about after it was taken, also the last of an opening and what a delegate heard")
    func after() async throws {
        try await Self.with(found: 1) { place in
            let clerk = place.town.browser("clerk")
            let last = try await clerk.post(
                Self.path, ["number": "1", "text": Self.again], from: Self.path)
            let opening = try #require(last.location)
            #expect(opening.hasPrefix("/slips/openings/1?"))
            #expect(try await clerk.get(opening).text.contains(place.main.number))
            #expect(!(try await clerk.get("/slips/openings/1").text.contains(place.main.number)))

            let form = "/slips/new-reception?studio=studio-1"
            let heard = try await clerk.post(
                "/slips/new-reception",
                [
                    "studio": "studio-1", "delegate": "张代表", "day": "2026-03-02", "mode": "visit",
                    "person": "王小明", "opinion": Self.first + "，请尽快修好", "area": TownCity.village,
                    "once": "0123456789abcdef",
                ], from: form)
            let receptions = try #require(heard.location)
            #expect(receptions.hasPrefix("/slips/receptions?taken="))
            #expect(try await clerk.get(receptions).text.contains("滨湖花园三栋水管爆了"))
            // Whatever else an address names is nobody's to ask about here.
            let other = try await clerk.get("/slips/receptions?taken=\(place.main.number),QS000,%3Cb%3E")
            #expect(other.status == 200 && !other.text.contains("滨湖花园三栋水管爆了"))
        }
    }
}
