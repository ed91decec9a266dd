import CityPack
import Core
import Desk
import Directory
import Topics
import Web

/// What rose in the last days – a burst main, a site at night, heating that stays cold – and the topics of
/// the months before: so that the topics have rows, charts and an ended story.
enum DemoTopics {
    private static let hour: Int64 = 3_600_000
    private static let day: Int64 = 86_400_000

    /// Many people speaking of one thing.
    private struct Burst {
        let category: String
        /// Villages by their codes; who is there speaks of it.
        let villages: [String]
        let people: Int
        /// Over how many hours, up to the end of the year.
        let hours: Int
        let texts: [String]
    }

    private static let bursts: [Burst] = [
        Burst(
            category: "0303", villages: ["980101001002", "980101001002", "980101001003"], people: 11,
            hours: 9,
            texts: [
                "文昌路主水管爆裂，水漫到马路上，{n}号楼已经停水。", "文昌路水管爆了，路面积水很深，车都过不去。",
                "文昌路路口主水管爆裂，从早上流到现在没人修。", "家里没水，听说是文昌路的水管爆裂了，什么时候来水？",
                "文昌路爆管，{n}栋地下车库进水了，请快来抢修。",
            ]),
        Burst(
            category: "0601", villages: ["980101001007"], people: 16, hours: 150,
            texts: [
                "花园里工地夜间施工，过了十二点还在打桩，孩子睡不着。", "花园里工地夜里还在施工，噪音太大，{n}号楼都听得到。",
                "投诉花园里工地夜间施工扰民，打电话没人管。", "花园里工地半夜浇筑混凝土，连续第{n}天了。",
                "花园里工地夜间施工没有公告，老人整夜睡不好。",
            ]),
        Burst(
            category: "0307", villages: ["980101001004", "980101001005", "980101001006", "980101001001"],
            people: 22, hours: 160,
            texts: [
                "供暖以后暖气片不热，家里只有{n}度。", "暖气不热，晚上要盖两床被子，{n}单元都这样。",
                "交了取暖费，暖气一直不热，热力公司说排队。", "顶楼暖气不热，已经放过气了，还是冰的。",
                "老人家里暖气不热，室温不到{n}度，请上门看看。",
            ]),
    ]

    /// Brings the bursts in by the desk.
    static func fill(_ town: Town, _ directory: Directory, seed: UInt64, end: Moment) async throws {
        guard let officer = try await DemoSlips.officer(town, directory) else { return }
        var dice = Dice(seed: seed ^ 0x70B1)
        var serial = 0
        for burst in bursts where town.pack.city.catalogue[burst.category] != nil {
            for person in 0..<burst.people {
                let ago = Int64(burst.people - person) * Int64(burst.hours) * hour / Int64(burst.people)
                serial += 1
                try await file(burst, serial, town, officer.actor, &dice, at: end + -ago)
                // Whoever writes again is still one.
                if person % 5 == 4 {
                    try await file(burst, serial, town, officer.actor, &dice, at: end + -ago + 60_000)
                }
            }
        }
    }

    private static func file(
        _ burst: Burst, _ serial: Int, _ town: Town, _ actor: Actor, _ dice: inout Dice, at: Moment
    ) async throws {
        let text = dice.pick(burst.texts) ?? ""
        var filing = Filing(
            text: text.split(separator: "{n}", omittingEmptySubsequences: false)
                .joined(separator: String(10 + dice.below(6))),
            channel: dice.hits(60) ? .hotline : .web)
        filing.area = dice.pick(burst.villages).flatMap { AreaCode($0) }
        filing.category = burst.category
        filing.contact = Filing.Contact(name: "测试\(serial)", phone: "1990070\(1000 + serial)")
        _ = try await town.desk.file(filing, by: actor, at: at)
    }

    /// Finds what rises, and tells the story of the months' topics.
    static func find(_ town: Town, _ directory: Directory, end: Moment) async throws {
        try await town.topics.tick(at: end)
        guard let officer = try await DemoSlips.officer(town, directory) else { return }
        let this = town.pack.city.calendar.date(of: end)
        let last = this.adding(days: -this.day)
        let before = last.adding(days: -last.day)
        let stories: [(CivilDate, MonthlyTopic)] = [
            (
                before,
                topic(
                    before, "雨天积水的九个路口", reason: "连着三个月，下雨就有人反映同样几个路口积水。",
                    unit: "URBAN", plan: "查清管网，九个路口一处一策，雨季前做完。", officer, end + -70 * day)
            ),
            (
                last,
                topic(
                    last, "老小区停车难", reason: "反映停车的人比去年同期多四成。", unit: "TRAFFIC",
                    plan: "和社区一起划线、错时开放单位车位，按月公布增加了多少。", officer, end + -40 * day)
            ),
            (
                this,
                topic(
                    this, "夜间施工扰民", reason: "一周里反映同一工地的人是平时的好几倍。", unit: "ECOLOGY",
                    plan: "夜里联合检查，没有许可的停工，结果当天答复每一个人。", officer, end + -5 * day)
            ),
        ]
        for (index, story) in stories.enumerated() where town.pack.city.units[story.1.unit] != nil {
            let month = story.1.month
            try await town.topics.choose(story.1)
            let at = story.1.chosenAt
            try await town.topics.add("现场看过，责任人和时间定了。", to: month, by: officer.personID, at: at + 2 * day)
            try await town.topics.add("做完一半，每周在公示栏公布。", to: month, by: officer.personID, at: at + 4 * day)
            if index < stories.count - 1 {
                try await town.topics.end(
                    month, result: "做完了，回访的人九成说解决。", at: at + 25 * day)
            }
        }
    }

    private static func topic(
        _ date: CivilDate, _ title: String, reason: String, unit: String, plan: String, _ officer: Officer,
        _ at: Moment
    ) -> MonthlyTopic {
        MonthlyTopic(
            month: MonthlyTopic.Month(date), title: title, reason: reason, unit: UnitCode(unit), plan: plan,
            chosenBy: officer.personID, chosenAt: at)
    }
}
