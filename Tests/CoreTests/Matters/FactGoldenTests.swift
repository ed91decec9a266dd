import Core
import Foundation
import Testing

/// The names and shapes that stand in every city's log. `LIANXIN_RECORD=1 swift test` writes them anew; the
/// difference is what the review looks at: a line may be added, none may change.
@Suite("The facts of the log", .serialized)
struct FactGoldenTests {
    static let moment = Moment(milliseconds: 1_772_413_200_000)

    static let raised = Fact.Raised(
        number: "RQ-1", kind: "request", text: "路灯不亮了。", title: "路灯不亮", channel: .imported,
        caller: .enterprise,
        area: Town.place, place: "二号楼前", position: Position(latitude: 39.5, longitude: 116.25),
        category: "roads.lamp", urgency: .urgent, reachable: true, source: "311", sourceID: "7",
        endedAt: moment,
        targetAt: moment)

    static let attachment = Attachment(
        id: "a1", hash: "00ff", name: "灯.jpg", kind: .jpeg, bytes: 7, part: .before)

    static let facts: [Fact] =
        [
            .raised(raised), .raised(Town.raised()), .categorised(category: "roads.lamp"),
            .classified(route: .notYet, grade: .special, urgency: .emergency),
            .classified(route: nil, grade: nil, urgency: .ordinary), .dispatched(unit: UnitCode("ROADS")),
            .takenBack(unit: UnitCode("ROADS"), reason: "派错了"), .takenBack(unit: nil, reason: ""),
            .escalated(to: UnitCode("COUNTY")), .answered(text: "修好了。", unit: UnitCode("ROADS")),
            .answered(text: "修好了。", unit: nil), .asked, .rated(solved: true, satisfied: false, why: "慢"),
            .rated(solved: false, satisfied: true, why: nil),
        ] + CallBackResult.allCases.map { .attempted(result: $0) } + [
            .urged, .added(text: "补充"), .noted(text: "内部"), .scopeProposed(explanation: "属铁路。"),
            .proposalDropped, .merged(into: "RQ-2"), .joined(from: "RQ-9"),
            .archived(explanation: "等", reviewOn: "2026-09-01"), .reopened,
            .contactRevealed(reason: "上门"), .limitPassed(limit: "whole"),
        ] + Audience.allCases.map { .told(audience: $0, template: "new") } + [.reasoned(reason: "因为")]
        + Outcome.allCases.map { .closed(outcome: $0) } + [
            .clockStarted(limit: "whole", from: moment, due: moment, warn: moment),
            .clockStarted(limit: "whole", from: moment, due: moment, warn: nil), .clockPaused(limit: "whole"),
            .clockStopped(limit: "whole"), .clockWarned(limit: "whole"), .clockExpired(limit: "whole"),
            .attached(attachment), .undone(sequence: 4),
        ] + beside + [
            .joinedTo(number: "RQ-2"), .left(number: "RQ-2"),
            .takenBack(unit: UnitCode("ROADS"), reason: "派错了", cause: "duty"),
        ]

    private static let water = UnitCode("WATER")

    /// Facts beside the main way.
    static let beside: [Fact] =
        [
            .part(.given(unit: water, task: "查水管", until: "2026-09-01")),
            .part(.given(unit: water, task: "查水管", until: nil)),
            .part(.answered(unit: water, text: "查过了。")), .part(.refused(unit: water, reason: "不归我办")),
            .part(.insisted(unit: water, reason: "归你办")), .part(.dropped(unit: water, reason: "不用了")),
        ]
        + ProposalKind.allCases.flatMap { kind -> [Fact] in
            [
                .proposal(.made(kind, reason: "等材料", until: "2026-09-01")),
                .proposal(.granted(kind, reason: nil)), .proposal(.denied(kind, reason: "来得及")),
            ]
        } + [
            .proposal(.made(.exclusion, reason: "政策", until: nil)),
            .extended(limit: "whole", from: moment, to: moment),
            .suspended(reason: "入冬", reviewOn: "2027-03-15"),
            .supervision(.ordered(unit: water, demand: "三天内答复")),
            .supervision(.ordered(unit: water, demand: nil)), .supervision(.answered(text: "已安排")),
        ] + SupervisionLevel.allCases.map { .supervision(.raised(to: $0, reason: nil)) } + [
            .supervision(.raised(to: .notice, reason: "仍未办")), .supervision(.lifted(reason: "已办")),
            .raise(.taken(unit: water)), .raise(.handedDown(unit: water, text: "按方案办")),
            .leader(.claimed(until: "2026-09-01")), .leader(.called(sharpness: 5, reason: "积案")),
            .leader(.contracted(plan: "分三步", until: "2026-09-01")), .leader(.visited(text: "看了现场")),
        ] + PartyKind.allCases.map { .mediation(.named(party: "甲", kind: $0)) } + [
            .mediation(.position(party: "甲", text: "要补漏"))
        ] + SessionKind.allCases.map { .mediation(.session($0, text: "谈了")) } + [
            .mediation(.agreed(text: "各付一半")), .mediation(.accepted(party: "甲", yes: true)),
            .mediation(.accepted(party: "甲", yes: false)), .check(.due(on: "2026-09-01", sampled: true)),
            .check(.made(solved: true, satisfied: false, why: "又坏了")),
            .check(.made(solved: true, satisfied: true, why: nil)), .check(.attempted(result: .noAnswer)),
            .check(.dropped),
        ] + ContactWay.allCases.map { .heard(way: $0) } + [
            .contacted(way: .phone, note: "约了上门"), .contacted(way: .visit, note: nil),
            .keyed(reason: "老人多"), .guided(text: "先供水"), .ruled(unit: water), .excluded(reason: "政策"),
            .checked(kept: ["greeting", "cloth"], missed: []), .checked(kept: [], missed: ["greeting"]),
        ]

    static let file = URL(filePath: #filePath).deletingLastPathComponent().appending(
        path: "Golden/facts.json")

    static func written() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let lines = try facts.map { String(decoding: try encoder.encode($0), as: UTF8.self) }
        return "[\n" + lines.joined(separator: ",\n") + "\n]\n"
    }

    @Test("are written as they were from the first day")
    func frozen() throws {
        if ProcessInfo.processInfo.environment["LIANXIN_RECORD"] == "1" {
            try FileManager.default.createDirectory(
                at: Self.file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Self.written().write(to: Self.file, atomically: true, encoding: .utf8)
        }
        let kept = try String(contentsOf: Self.file, encoding: .utf8)
        let lines = zip(kept.split(separator: "\n"), try Self.written().split(separator: "\n"))
        for (kept, written) in lines { #expect(kept == written) }
        #expect(try kept == Self.written())
    }

    @Test("are read from that first day's writing")
    func readable() throws {
        let kept = try Data(contentsOf: Self.file)
        #expect(try JSONDecoder().decode([Fact].self, from: kept) == Self.facts)
    }

    @Test("stand in the file with every name they have")
    func complete() {
        for fact in Self.facts {
            // No `default`: a new fact does not compile until it is written down here and above.
            switch fact {
            case .raised, .categorised, .classified, .dispatched, .takenBack, .escalated, .answered, .asked,
                .rated,
                .attempted, .urged, .added, .noted, .scopeProposed, .proposalDropped, .merged, .joined,
                .archived, .reopened,
                .contactRevealed, .limitPassed, .told, .reasoned, .closed, .clockStarted, .clockPaused,
                .clockStopped,
                .clockWarned, .clockExpired, .attached, .undone, .part, .proposal, .extended, .suspended,
                .supervision, .raise, .leader, .mediation, .check, .contacted, .heard, .keyed, .guided,
                .ruled, .excluded, .checked, .joinedTo, .left:
                continue
            }
        }
        let names = Set(Self.facts.map { String(describing: $0).prefix { $0 != "(" } })
        #expect(names.count == 49)
    }

    @Test("name every word by its own name, which procedures and logs share")
    func words() {
        #expect(
            Channel.allCases.map(\.rawValue).joined(separator: " ")
                == "web app api hotline chat box visit station sensor imported")
        #expect(
            Outcome.allCases.map(\.rawValue).joined(separator: " ")
                == "solved withdrawn notInScope unreachable merged elsewhere")
        #expect(Route.allCases.map(\.rawValue).joined(separator: " ") == "individual common legacy notYet")
        #expect(Grade.allCases.map(\.rawValue).joined(separator: " ") == "ordinary complex deep special")
        #expect(Urgency.allCases.map(\.rawValue).joined(separator: " ") == "ordinary urgent emergency")
        #expect(ContactWay.allCases.map(\.rawValue).joined(separator: " ") == "phone link sms visit")
        #expect(SupervisionLevel.allCases.map(\.rawValue) == [1, 2, 3])
        #expect(
            ProposalKind.allCases.map(\.rawValue).joined(separator: " ") == "extension suspension exclusion")
        #expect(SessionKind.allCases.map(\.rawValue).joined(separator: " ") == "joint site talk")
        #expect(Caller.allCases.map(\.rawValue).joined(separator: " ") == "resident enterprise")
    }
}
