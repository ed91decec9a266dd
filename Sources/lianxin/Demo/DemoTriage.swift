import CityPack
import Core
import Desk
import Directory
import Storage
import Triage
import Web

/// What the desk's helper learned from the year, what it did by itself lately and what was found of that, and
/// a queue in which some are clear and some are not.
enum DemoTriage {
    private static let hour: Int64 = 3_600_000
    private static let day: Int64 = 86_400_000
    /// How many clear concerns of the last days the program looks at.
    private static let clear = 60
    /// Drawn decisions that are left for whoever tries the demo.
    private static let left = 3

    /// Written by hand: from clear to hardly to be understood.
    private static let waiting = [
        "小区门口的垃圾桶三天没有清运了，味道很大，请安排清运。", "路灯连着五盏不亮，晚上接孩子回家看不见路。",
        "自来水有铁锈味，烧开了还是黄的。", "物业说电梯要换，业主不同意，钱从哪里出？",
        "公交车改线以后我们这站没人管了，老人去医院要走两里地。", "夜里两点工地还在打桩，孩子第二天要考试。",
        "孩子的学位说是满了，房产证明明是去年办好的。", "社保断了两个月，单位说补过了，网上查不到。",
        "老板欠了三个月工钱，电话也不接。", "超市买的肉有味道，不给退。",
        "村里的水渠堵了，地里的麦子淹了一半。", "低保年审的材料交了两次，都说没收到。",
        "楼道里堆满了杂物，消防通道走不通。", "窗口办事的人一直看手机，叫了三遍才应。",
        "水和路的事，两个单位都说不归自己。", "还是上次那件事，请看着办。", "你们到底管不管？", "谢谢，已经好多了，就是还有一点。",
        "门口那个又坏了。", "请尽快。",
    ]

    /// After the followers have seen the year.
    static func fill(_ town: Town, _ directory: Directory, seed: UInt64, end: Moment) async throws {
        var dice = Dice(seed: seed ^ 0x7A1A)
        try await models(town, end: end)
        let texts = try DemoTexts(pack: town.pack)
        for index in 0..<clear {
            let at = end + -Int64(clear - index) * hour
            let area = dice.pick(villages(of: town)) ?? town.pack.city.area
            let composed = texts.compose(in: area, of: town.pack.city, kind: town.pack.city.firstKind, &dice)
            try await file(composed.text, place: composed.place, area, town, texts, &dice, at: at)
        }
        try await decide(town, end: end)
        try await audits(town, directory, &dice, end: end)
        for (index, text) in waiting.enumerated() {
            let area = dice.pick(villages(of: town)) ?? town.pack.city.area
            let at = end + -Int64(waiting.count - index) * 11 * 60_000
            try await file(text, place: nil, area, town, texts, &dice, at: at)
        }
        try await confirm(town, directory, end: end)
        try await follow(town)
    }

    private static func villages(of town: Town) -> [AreaCode] {
        town.pack.city.areas.codes.filter { $0.level == .village }
    }

    private static func follow(_ town: Town) async throws {
        _ = try await FollowerRunner(database: town.database, followers: [town.triage.follower])
            .advanceAll()
    }

    /// One of two months ago, and one that is in force. A year of few matters has the pack's sentences alone.
    private static func models(_ town: Town, end: Moment) async throws {
        for (why, ago) in [("第一个模型", 60), ("加上近两个月确认过的", 4)] {
            let at = end + -Int64(ago) * day
            do {
                try await town.triage.train(by: nil, why: why, at: at, fewest: 60, before: at)
            } catch TriageRefusal.tooLittle {
                continue
            }
        }
    }

    private static func file(
        _ text: String, place: String?, _ area: AreaCode, _ town: Town, _ texts: DemoTexts,
        _ dice: inout Dice, at: Moment
    ) async throws {
        var filing = Filing(text: text, channel: .web)
        filing.area = area
        filing.place = place
        filing.contact = texts.contact(&dice)
        _ = try await town.desk.file(filing, by: .resident, at: at)
    }

    /// What the server would have done meanwhile.
    private static func decide(_ town: Town, end: Moment) async throws {
        try await follow(town)
        while try await town.triage.waitingCount() > 0 {
            try await town.triage.decideNew(at: end + -2 * hour)
        }
        try await follow(town)
    }

    /// All but a few were looked at: one was wrong, and went to another unit.
    private static func audits(
        _ town: Town, _ directory: Directory, _ dice: inout Dice, end: Moment
    ) async throws {
        let city = town.pack.city
        let mayAudit = { (role: Role) in role.powers.isSuperset(of: [.manageRules, .figures]) }
        guard let auditor = try await actor(town, directory, role: mayAudit),
            let person = auditor.officerID
        else { return }
        let drawn = try await town.triage.drawn(for: auditor.posts, limit: 200)
        for (index, decision) in drawn.dropLast(left).enumerated() {
            let isWrong = index == 1
            let other = city.catalogue.leaves.first { leaf in
                leaf.code != decision.category
                    && city.dispatch.unit(for: leaf.code, at: decision.area, in: city.catalogue)
                        .map { $0 != decision.unit } ?? false
            }
            let category = isWrong ? other?.code ?? decision.category : decision.category
            let unit =
                isWrong
                ? city.dispatch.unit(for: category, at: decision.area, in: city.catalogue) : decision.unit
            try await town.triage.audit(
                decision.id, category: category, unit: unit ?? decision.unit,
                note: isWrong ? "说的是另一件事" : nil, by: auditor, person: person, at: end + -hour)
        }
    }

    /// Suggestions that a dispatcher took this morning.
    private static func confirm(_ town: Town, _ directory: Directory, end: Moment) async throws {
        let city = town.pack.city
        let parties = { (role: Role) -> Bool in
            !city.triageStages(by: [.role(role.name)]).isEmpty && role.powers.contains(.takeCalls)
        }
        guard let dispatcher = try await actor(town, directory, role: parties) else { return }
        try await town.triage.takeFirst(6, by: dispatcher, at: end + -10 * 60_000)
    }

    /// Somebody of the whole city whose role fits.
    private static func actor(
        _ town: Town, _ directory: Directory, role fits: (Role) -> Bool
    ) async throws -> Actor? {
        let city = town.pack.city
        for row in town.pack.people where row.post.area == city.area {
            guard let role = city.roles[row.post.role], role.sight == .area, fits(role),
                let person = try await directory.person(login: row.login)
            else { continue }
            return .officer(id: person.id, posts: person.posts(at: Surroundings.live.now()))
        }
        return nil
    }
}
