import CityPack
import Core
import Desk
import Directory
import Quality
import Storage
import Web

/// Answers of the last weeks that the checks ask about, some of each sort, and what a supervisor made of a
/// few.
enum DemoQuality {
    private static let hour: Int64 = 3_600_000

    /// Class, question, answer.
    private static let stories: [(String, String, String)] = [
        ("0201", "投诉！小区门口的路灯坏了两个月，打了三次电话一直没人管。", "您好，您反映的问题已收悉，已转相关部门处理，感谢您的支持。"),
        ("0201", "请问桥头广场的路灯几点开、几点关？冬天放学时天已经黑了。", "您好，来电收悉。感谢您对我们工作的关心和支持，祝您生活愉快！"),
        ("0203", "中心街十字路口的井盖缺了一角，骑车容易摔倒。", "关于您反映的问题，我单位将进一步规范窗口人员的服务用语，做好来访登记。"),
        ("0701", "去外地住院的医药费，回来报销要带哪些材料？比例是多少？", "工作人员已对河道漂浮物进行打捞，并加派保洁船每天巡查两次。"),
        ("0202", "学校门口的路面塌陷，接送孩子的车都绕着走。", "经现场查看，路面塌陷由老旧管道引起，因资金没有落实，暂时无法修复，已设围挡。"),
        ("0301", "三楼以上每天晚饭时停水，水压太低。", "水压低是因为加压泵老化，新泵已经订货，暂不具备更换条件，请您谅解。"),
        ("0303", "村口自来水管漏水，水流到路上结了冰。", "村口漏水处已临时包扎，整段水管预计明天前完成更换，届时会通知到户。"),
        ("0103", "菜市场外面的摊位占了人行道，老人只能走车道。", "已劝离占道摊位。举报人身份证号 110101199003071233 已登记，后续有情况会联系。"),
    ]

    /// Said to three different questions.
    private static let same = "我单位已安排人员排查整改，今后将加强日常巡查管理，发现一处、整改一处。"
    private static let questions: [(String, String)] = [
        ("0204", "南门外下水道堵塞，一下雨污水就漫到店里。"), ("0206", "公园里的大树枯了半边，树枝常掉下来。"),
        ("0104", "楼道里贴满小广告，刚撕掉又贴上。"),
    ]

    /// Files them and has them answered on the spot; the checks find them with the next look at the log.
    static func answer(_ town: Town, _ directory: Directory, end: Moment) async throws {
        guard let actor = try await DemoSlips.officer(town, directory)?.actor else { return }
        let all = stories + questions.map { ($0.0, $0.1, same) }
        for (index, story) in all.enumerated() {
            // The promise of tomorrow has to be long ago.
            let at = end + -Int64(240 + index * 5) * hour
            var filing = Filing(text: story.1, channel: .hotline)
            filing.area = town.pack.city.area
            filing.category = town.pack.city.catalogue[story.0]?.code
            let receipt = try await town.desk.file(filing, by: actor, at: at)
            guard let dossier = try await town.desk.dossier(.id(receipt.id), for: actor),
                let move = move(on: dossier.matter, by: actor, in: town.pack.city, at: at)
            else { continue }
            _ = try await town.desk.perform(
                Order(move.name, [.category: story.0, .answer: story.2]), on: .id(receipt.id), by: actor,
                at: at + hour)
        }
    }

    /// The move that answers without a unit, by what it asks.
    private static func move(on matter: Matter, by actor: Actor, in city: City, at now: Moment) -> Move? {
        possibleMoves(on: matter, by: actor, in: city, at: now).first { move in
            move.does.contains(.answer)
                && move.asks.allSatisfy { !$0.required || [.category, .answer].contains($0.word) }
        }
    }

    /// What was found is looked at: most of it was a problem, some was not.
    static func decide(_ town: Town, _ directory: Directory, end: Moment) async throws {
        try await town.quality.lookAgainAfterChange()
        try await town.quality.tick(at: end)
        let city = town.pack.city
        let row = town.pack.people.first { row in
            row.post.area == city.area && city.roles[row.post.role]?.powers.contains(.manageRules) == true
                && city.roles[row.post.role]?.powers.contains(.figures) == true
        }
        guard let row, let person = try await directory.person(login: row.login) else { return }
        try await town.quality.rehearse(
            in: city.area, by: person.id, at: end,
            dismissing: ["已在现场当面说清。", "这句话是引用文件里的规定。", "群众已确认修好。"])
    }
}
