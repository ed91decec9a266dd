import CityPack
import Core
import Foundation
import Testing

@Suite("The difference between two packs")
struct PackDifferenceTests {
    private func content(_ pack: TinyPack) throws -> PackContent { PackContent(try pack.load().get()) }

    private func difference(_ file: String, _ old: String, _ new: String) throws -> PackDifference {
        PackDifference(
            old: try content(TinyPack()), new: try content(try TinyPack.with(file, old, new)))
    }

    @Test("of a pack and itself is nothing")
    func same() throws {
        let difference = PackDifference(old: try content(TinyPack()), new: try content(TinyPack()))
        #expect(difference.isEmpty && difference.description.isEmpty)
    }

    @Test(
        "is told in exactly these lines",
        arguments: [
            ("city.yaml", "version: 3", "version: 4", #"settings: ~ city Tiny: version "3" → "4""#),
            (
                "areas.csv", "9801,东城,East,,", "9801,东城,Eastern,,",
                #"areas: ~ 9801 Eastern: name "East" → "Eastern""#
            ),
            (
                "areas.csv", "98,小城,Tiny,30.5,110.5", "98,小城,Tiny,30.5,110.6",
                #"areas: ~ 98 Tiny: position "30.5, 110.5" → "30.5, 110.6""#
            ),
            (
                "units.csv", "WATER,水务局,Water,98,DESK", "WATER,水务局,Water,9801,DESK",
                #"units: ~ WATER Water: area "Tiny" → "East""#
            ),
            (
                "posts.csv", "bo,波,Bo,handler,WATER,98", "bo,波,Bo,handler,WATER,9801",
                """
                posts: - bo handler WATER 98 Bo
                posts: + bo handler WATER 9801 Bo (area: East; role: Handler; unit: Water)
                """
            ),
            (
                "roles.yaml", "powers: [figures]", "powers: [figures, exchange]",
                #"roles: ~ clerk Clerk: powers "figures" → "exchange figures""#
            ),
            (
                "catalogue.yaml", "leak: {name: {zh: 漏水, en: Leak}}",
                "leak: {name: {zh: 漏水, en: Leak}}\n      burst: {name: {zh: 爆管, en: Burst}}",
                "categories: + burst Burst (leaf: yes; parent: Water)"
            ),
            (
                "dispatch.csv", "water,98,WATER,DESK", "water,98,WATER,",
                #"rules: ~ water@98 Water · Tiny: assistants "Desk" → nothing"#
            ),
            (
                "calendar/2026.csv", "2026-01-04,元旦,New Year,no", "2026-01-02,元旦,New Year,yes",
                """
                calendar: - 2026-01-04 Worked in exchange
                calendar: + 2026-01-02 New Year (day: off)
                """
            ),
            (
                "templates.yaml", "Matter {number} was answered", "{number} has an answer",
                #"templates: ~ asked asked: text "Matter {number} was answered" → "{number} has an answer""#
            ),
            (
                "kinds/plea.yaml", "asks: [category, unit, reason?]", "asks: [category, unit]",
                #"moves: ~ plea/dispatch Dispatch: asks "category unit reason?" → "category unit""#
            ),
            (
                "kinds/plea.yaml", "time: 5wd", "time: 7wd",
                #"limits: ~ plea/whole Limit: span "5 working days" → "7 working days""#
            ),
            (
                "kinds/plea.yaml", "told: {zh: 办理中, en: At work}", "told: {zh: 办理中, en: Being done}",
                #"stages: ~ plea/handling Handling: told "At work" → "Being done""#
            ),
        ])
    func lines(file: String, old: String, new: String, expected: String) throws {
        #expect(try difference(file, old, new).description == expected)
    }

    @Test("comes part by part, and counts what came, went and changed")
    func parts() throws {
        let difference = try difference(
            "posts.csv", "bo,波,Bo,handler,WATER,98", "bo,波,Bo,handler,WATER,9801")
        #expect(difference.parts.map(\.part) == [.posts])
        #expect(difference.count(.added) == 1 && difference.count(.removed) == 1)
        #expect(difference.count(.changed) == 0)
    }

    @Test("is the same from what was stored as from the folder")
    func stored() throws {
        let content = try content(TinyPack())
        let again = try JSONDecoder().decode(PackContent.self, from: try JSONEncoder().encode(content))
        #expect(PackDifference(old: again, new: content).isEmpty && again.parts == content.parts)
    }
}

@Suite("What is kept of a pack")
struct PackContentTests {
    @Test("makes a city again that dispatches, counts and sees like the first")
    func outline() throws {
        let city = try TinyPack().load().get().city
        let again = try #require(PackContent(city, fingerprint: "3-0").outline)
        let area = try #require(AreaCode("9801"))
        #expect(
            again.dispatch.unit(for: "leak", at: area, in: again.catalogue)
                == city.dispatch.unit(for: "leak", at: area, in: city.catalogue))
        #expect(again.roles == city.roles && again.units == city.units && again.desk == city.desk)
        #expect(again.areas.codes == city.areas.codes && again.version == 3)
        let limit = try #require(city.procedures["plea"]?.limit("whole"))
        let kept = try #require(again.procedures["plea"]?.limit("whole"))
        #expect(kept.span == limit.span && kept.spanByUrgency == limit.spanByUrgency)
        let day = try #require(CivilDate("2026-01-01"))
        for days in 0..<10 {
            let date = day.adding(days: days)
            #expect(again.calendar.isWorkingDay(date) == city.calendar.isWorkingDay(date))
        }
    }

    @Test("makes no city when a part of it was taken away")
    func tampered() {
        let name = LocalText(zh: "x", en: "x")
        #expect(PackContent(name: name, version: 1, fingerprint: "1", parts: [:]).outline == nil)
        let settings = PackContent.Entry("city", name, ["area": .init("98"), "desk": .init("D")])
        let half = PackContent(name: name, version: 1, fingerprint: "1", parts: [.settings: [settings]])
        #expect(half.outline == nil)
    }
}
