import Core
import Markup
import Web

/// Every page of the chats in every state.
enum ChatsSpecimens {
    static let hostile = #""><script>alert(1)</script>"#

    static let all: [Specimen] =
        [
            specimen("chats, none") { GroupsPage(telling: $0).page },
            specimen("chats, some late") { telling in
                GroupsPage(
                    telling: telling,
                    groups: groups.enumerated().map { index, group in
                        GroupWaiting(
                            record: GroupRecord(group: group), count: index == 0 ? 3 : 100,
                            due: index == 0 ? start : telling.now + 3_600_000)
                    }, late: [messages[0], messages[1]], mayManage: true
                ).page
            },
            specimen("a group, no messages") { telling in
                GroupPage(telling: telling, record: GroupRecord(group: groups[0]), hasAdapter: true).page
            },
            specimen("a group") { telling in
                GroupPage(
                    telling: telling, record: GroupRecord(group: groups[0], isActive: false),
                    messages: messages, mayManage: true, answers: FormAnswers(["message": "1"]),
                    errors: [
                        FieldError(
                            field: "message",
                            message: ChatRefusal.taken(number: "QS1").sentence(telling.words))
                    ], status: 409, older: "/chats"
                ).page
            },
            specimen("who is my steward", isWork: false) { StewardPage(telling: $0).page },
            specimen("who is my steward, nobody", isWork: false) { telling in
                StewardPage(telling: telling, town: town, area: area).page
            },
            specimen("my steward", isWork: false) { telling in
                StewardPage(telling: telling, town: town, area: area, groups: groups).page
            },
            specimen("figures of the groups, none") { ChatFiguresPage(telling: $0, month: "2026-11").page },
            specimen("figures of the groups") { telling in
                ChatFiguresPage(
                    telling: telling, month: "2026-11", groups: groups,
                    figures: ["g1": [.messages: 1200, .matters: 4, .reactions: 3, .waited: 9_000_000]],
                    coverage: StewardCoverage([groups[0], groups[0]], in: telling.city.areas)
                ).page
            },
            specimen("a new group") { GroupFormPage(telling: $0).page },
            specimen("a group, changed") { telling in
                GroupFormPage(
                    telling: telling, code: "g1",
                    answers: GroupFormPage.answers(of: GroupRecord(group: groups[1])),
                    errors: [FieldError(field: "address", message: hostile)], status: 422, secret: "whsec_x"
                ).page
            },
        ]

    // MARK: The town

    private static func text(_ zh: String, _ en: String) -> LocalText { LocalText(zh: zh, en: en) }
    private static let long = String(repeating: "长", count: 300)
    private static let start = Moment(milliseconds: 1_790_000_000_000)
    private static let town = code("980101001")
    private static let area = code("980101001001")

    private static func code(_ text: String) -> AreaCode {
        guard let code = AreaCode(text) else { preconditionFailure("the specimens' areas") }
        return code
    }

    private static let groups = [
        ChatGroup(
            code: "g1", name: text("东村一组群", "East Village group 1"), kind: .village, area: area,
            steward: "tester", phone: "13900000001"),
        ChatGroup(code: "g2", name: text(long, hostile), kind: .market, area: area, steward: hostile),
    ]

    private static let messages = [
        ChatMessage(id: 1, group: "g1", message: "m1", name: hostile, at: start, text: hostile, dueAt: start),
        ChatMessage(
            id: 2, group: "g2", message: "m2", name: "王小明", at: start, text: long,
            media: ["https://12345.example/a.jpg", "javascript:alert(1)"],
            dueAt: Moment(milliseconds: 4_000_000_000_000)),
        ChatMessage(
            id: 3, group: "g1", message: "m3", name: "", at: start, text: "", state: .recalled, dueAt: start),
        ChatMessage(
            id: 4, group: "g1", message: "m4", name: "李四", at: start, text: "路灯不亮", state: .matter,
            matterID: 4, matterNumber: "QS2026111600001", dueAt: start),
        ChatMessage(
            id: 5, group: "g1", message: "m5", name: "管家", at: start, text: "收到", state: .steward,
            dueAt: start),
    ]

    private static let city: City? = {
        guard let from = CivilDate("2026-01-01"), let through = CivilDate("2027-12-31"),
            let hours = DayHours("09:00-17:00"), let root = AreaCode("9801"),
            let calendar = try? WorkingCalendar(hours: [hours], from: from, through: through)
        else { return nil }
        return City(
            name: text("样城", "Sample"), version: 1,
            areas: AreaTree([
                Area(code: root, name: text("样城", "Sample")), Area(code: town, name: text("东镇", "East Town")),
                Area(code: area, name: text("东村", "East Village")),
                Area(code: code("980101001002"), name: text(long, hostile)),
            ]), area: root, units: [], roles: [],
            catalogue: Catalogue([.init(code: "c1", name: text("用水", "Water"), parent: nil, isLeaf: true)]),
            dispatch: DispatchCatalogue([]), procedures: [], firstKind: "plea", calendar: calendar,
            templates: [], desk: UnitCode("D"))
    }()

    private static func specimen(
        _ name: String, isWork: Bool = true, _ page: @escaping @Sendable (ChatTelling) -> Page
    ) -> Specimen {
        Specimen(name, officer: isWork ? officer : nil) { visit in
            guard let city else { preconditionFailure("the specimens' city") }
            return page(
                ChatTelling(visit: visit, city: city, names: ["tester": text("测试管家", "Tester Steward")]))
        }
    }

    private static let officer = Officer(
        personID: 1, name: text("测试", "Tester"), login: "tester",
        posts: [Post(role: "clerk", unit: UnitCode("D"), area: area)], powers: [.takeCalls], sessionID: "s")
}
