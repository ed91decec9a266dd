import CityPack
import Core
import Desk
import Directory
import Lines
import Storage
import Web

/// What lines handed to each other lately, the number-one window, and what was heard beside the main way: so
/// that every list of the lines has rows.
enum DemoLines {
    private static let minute: Int64 = 60_000
    private static let hour: Int64 = 3_600_000
    private static let day: Int64 = 86_400_000

    static func fill(_ town: Town, _ directory: Directory, seed: UInt64, end: Moment) async throws {
        var dice = Dice(seed: seed ^ 0x11E5)
        guard let taker = try await actor(town, directory, .takeCalls) else { return }
        try await roster(town, end: end)
        try await out(town, taker, &dice, end: end)
        try await incoming(town, taker, &dice, end: end)
        try await heard(town, taker, &dice, end: end)
    }

    /// Somebody at the desk whose role has a power.
    private static func actor(
        _ town: Town, _ directory: Directory, _ power: Role.Power
    ) async throws -> Actor? {
        let city = town.pack.city
        let row = town.pack.people.first { row in
            row.post.unit == city.desk && row.post.area == city.area
                && city.roles[row.post.role]?.powers.contains(power) == true
        }
        guard let row, let person = try await directory.person(login: row.login) else { return nil }
        return .officer(id: person.id, posts: person.posts(at: Surroundings.live.now()))
    }

    // MARK: Hand-overs

    /// What became of one, and how long before the end of the year it was handed over.
    private struct Tale {
        let line: String
        let text: String
        let ago: Int64
        var news: [(kind: TransferNews.Kind, after: Int64, text: String?)] = []
        var isLife = false
    }

    private static let tales: [Tale] = [
        Tale(
            line: "WATER", text: "小区从早上起没有水，打水厂电话一直占线。", ago: 3 * day,
            news: [
                (.accepted, 6 * minute, nil), (.progress, hour, "抢修队已到现场"),
                (.answered, 5 * hour, "阀门损坏，已更换，下午恢复供水。"),
            ]),
        Tale(
            line: "GAS", text: "灶台边有煤气味，窗户已经打开。", ago: 2 * day,
            news: [(.accepted, 2 * minute, nil), (.answered, 3 * hour, "接口老化漏气，已更换软管并复测。")]),
        Tale(
            line: "POWER", text: "楼道的电表箱冒火花。", ago: day,
            news: [(.accepted, 4 * minute, nil), (.progress, 40 * minute, "已断电，等配件")]),
        Tale(
            line: "HEAT", text: "供暖管道在花坛里漏热水。", ago: day + hour,
            news: [(.refused, 12 * minute, "这段管道归小区物业，不归供热公司。")]),
        Tale(line: "WATER", text: "自来水发黄，有铁锈味。", ago: 26 * hour),
        Tale(
            line: "CHENGJIANG", text: "户口在澄江市，想在本市补办身份证明。", ago: 30 * hour,
            news: [(.refused, 90 * minute, "可以办，请先补材料。")]),
        Tale(
            line: "120", text: "老人晕倒在公交站，没有反应。", ago: 50 * hour,
            news: [(.accepted, minute, nil)], isLife: true),
        Tale(line: "POWER", text: "半个村子停电两个小时了。", ago: minute),
        Tale(line: "GAS", text: "想问燃气表换新要不要钱。", ago: 2 * minute),
    ]

    private static func out(_ town: Town, _ taker: Actor, _ dice: inout Dice, end: Moment) async throws {
        for tale in tales.sorted(by: { $0.ago > $1.ago }) {
            let at = end + -tale.ago
            let number = try await file(tale.text, town, taker, &dice, isLife: tale.isLife, at: at)
            let code = try await town.lines.transfer(
                number, to: tale.line, reason: "群众来电，属于这条热线", isLifeThreatening: tale.isLife, by: taker,
                at: at + 20_000)
            for (index, news) in tale.news.enumerated() {
                try await town.lines.tell(
                    news.kind, sequence: index + 1, news.text,
                    missing: news.kind == .refused && tale.line == "CHENGJIANG" ? "户口簿首页、居住证" : nil,
                    of: code, at: at + 20_000 + news.after)
            }
            try await town.lines.tick(at: min(end, at + 5 * hour))
        }
        let stuck = try await file(
            "老宅拆迁十二年没有安置，住建、资源、街道都说不归自己。", town, taker, &dice, at: end + -4 * day)
        try await town.lines.moveToWindow(
            stuck, reason: "三个单位互相推，历史遗留", by: taker, at: end + -3 * day)
    }

    private static func file(
        _ text: String, _ town: Town, _ taker: Actor, _ dice: inout Dice, isLife: Bool = false, at: Moment
    ) async throws -> String {
        let city = town.pack.city
        var filing = Filing(text: text, channel: .hotline)
        filing.area = dice.pick(city.areas.codes.filter { $0.level == .village }.sorted())
        filing.category = city.catalogue.leaves.first?.code
        filing.contact = Filing.Contact(
            name: "测试\(dice.below(90) + 10)", phone: "1990000\(1000 + dice.below(9000))")
        if isLife { filing.urgency = .emergency }
        return try await town.desk.file(filing, by: taker, at: at).number
    }

    private static func incoming(_ town: Town, _ taker: Actor, _ dice: inout Dice, end: Moment) async throws {
        let told = [
            ("110", "楼下广场舞音响太大，孩子没法写作业。", "非警务求助"), ("110", "邻居家的狗夜里一直叫。", "非警务求助"),
            ("119", "楼道里堆满纸箱，电动车也停在里面。", "不是火警，是隐患"), ("110", "井盖翘起来，差点绊倒人。", "非警务求助"),
        ]
        for (index, (line, text, reason)) in told.enumerated() {
            let at = end + -(Int64(told.count - index) * 9 * hour)
            var filing = Filing(text: text, channel: .hotline)
            filing.area = dice.pick(town.pack.city.areas.codes.filter { $0.level == .village }.sorted())
            filing.contact = Filing.Contact(name: "测试\(index)", phone: "1990000\(2000 + index)")
            let isLast = index == told.count - 1
            try await town.lines.receive(
                filing, partnerID: "JJ-\(2026)-\(1041 + index)", reason: reason, from: line,
                at: isLast ? end + -minute : at)
            if !isLast, index > 0 { try await town.lines.tick(at: at + hour) }
        }
    }

    // MARK: The window, and what is heard

    private static func roster(_ town: Town, end: Moment) async throws {
        let today = town.pack.city.calendar.date(of: end)
        var week = -2
        let leaders = town.pack.people.filter { $0.post.area == town.pack.city.area }.map(\.login)
        var seen: Set<String> = []
        for login in leaders where week < 3 && seen.insert(login).inserted {
            do {
                try await town.lines.addDuty(
                    login: login, from: today.adding(days: week * 7),
                    through: today.adding(days: week * 7 + 6),
                    by: 0, at: end + -20 * day)
                week += 1
            } catch is LinesRefusal {
                continue
            }
        }
    }

    private static func heard(_ town: Town, _ taker: Actor, _ dice: inout Dice, end: Moment) async throws {
        let said: [(Heard.Kind, Heard.Way, String)] = [
            (.praise, .pennant, "送来锦旗：热心为民。"), (.praise, .book, "窗口的同志耐心，帮我填好了表。"),
            (.praise, .mailbox, "谢谢连夜修好水管的师傅。"), (.suggestion, .box, "大厅能不能多放几把椅子。"),
            (.suggestion, .microblog, "希望夜里也能办身份证明。"), (.suggestion, .chat, "表格请用大一点的字。"),
            (.complaint, .book, "排队两个小时，窗口只开了一个。"), (.complaint, .microblog, "电话打了一天没人接。"),
        ]
        let units = ["WATERCO", "POLICE", "CIVIL", "TAX", "WATER"].map { UnitCode($0) }
            .filter { town.pack.city.units[$0] != nil }
        for (index, (kind, way, text)) in said.enumerated() {
            guard let unit = dice.pick(units) else { return }
            let at = end + -Int64(said.count - index) * 11 * hour
            try await town.lines.hear(
                kind, way, of: unit, text: text, day: town.pack.city.calendar.date(of: at), by: taker,
                once: "demo-\(index)", at: at)
        }
    }
}
