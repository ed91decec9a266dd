import CityPack
import Core
import Desk
import Directory
import Knowledge
import Storage

/// What the demo's takers answered at once in the last weeks, what they could not, and cars they had moved.
enum DemoKnowledge {
    private static let days = 42
    private static let hour: Int64 = 3_600_000

    private static let questions: [(text: String, category: String)] = [
        ("流动图书车几点到我们小区", "0704"), ("新开的游泳馆老年人有没有优惠", "0704"),
        ("公租房可以养猫吗", "0406"), ("共享充电宝被多扣钱找谁", "1001"), ("湿地公园能不能带狗", "0106"),
        ("小区想装监控要谁批", "0401"), ("外卖骑手的工伤怎么算", "0902"), ("二手电动车怎么上牌", "0503"),
    ]

    static func fill(_ town: Town, _ directory: Directory, seed: UInt64, end: Moment) async throws {
        let knowledge = town.knowledge
        try await knowledge.take(town.pack.knowledge, at: end + -Int64(days) * 24 * hour)
        let takers = try await takers(of: town, directory)
        guard !takers.isEmpty else { return }
        var dice = Dice(seed: seed &+ 0x4B4E)
        for back in (0..<days).reversed() {
            let day = town.pack.city.calendar.date(of: end).adding(days: -back)
            let start = town.pack.city.calendar.start(of: day)
            try await answers(town, takers, start, end: end, day: back, &dice)
            try await quick(town, takers, start, end: end, &dice)
        }
        try await knowledge.tick(at: end)
    }

    private static func takers(of town: Town, _ directory: Directory) async throws -> [Int64] {
        let roles = town.pack.city.roles.filter { $0.value.powers.contains(.takeCalls) }.map(\.key)
        let logins = town.pack.people.filter { row in
            roles.contains(row.post.role) && row.post.unit == town.pack.city.desk
        }.map(\.login)
        var ids: [Int64] = []
        for login in Set(logins).sorted() {
            if let person = try await directory.person(login: login) { ids.append(person.id) }
        }
        return ids
    }

    /// Calls that were answered with an article, and one now and then that could not be.
    private static func answers(
        _ town: Town, _ takers: [Int64], _ start: Moment, end: Moment, day: Int, _ dice: inout Dice
    ) async throws {
        let articles = town.pack.knowledge.articles
        for index in 0..<(6 + dice.below(8)) {
            let now = start + (8 * hour + Int64(dice.below(36_000)) * 1000)
            guard now <= end, let article = dice.pick(articles), let taker = dice.pick(takers) else {
                continue
            }
            // Such numbers stand far behind those of real calls.
            let call = Int64(9_000_000_000 + day * 1000 + index)
            let words = article.title.zh
            let found = try await town.knowledge.answers(
                matching: words, language: .zh, category: nil, area: nil, at: now, limit: 3)
            guard let best = found.first else { continue }
            let knowledge = town.knowledge
            try await town.database.write { connection in
                try knowledge.used(
                    best.id, version: best.version, by: .call(call), person: taker, at: now, in: connection)
            }
        }
        guard dice.hits(45), let question = dice.pick(questions), let taker = dice.pick(takers) else {
            return
        }
        let (knowledge, now) = (town.knowledge, start + 10 * hour)
        guard now <= end, town.pack.city.catalogue[question.category] != nil else { return }
        try await town.database.write { connection in
            try knowledge.unanswered(
                question.text, category: question.category, person: taker, at: now, in: connection)
        }
    }

    /// A fifth of the calls: mostly cars.
    private static func quick(
        _ town: Town, _ takers: [Int64], _ start: Moment, end: Moment, _ dice: inout Dice
    ) async throws {
        let services = town.pack.knowledge.quick
        guard let cars = services.first else { return }
        for _ in 0..<(12 + dice.below(20)) {
            let now = start + (7 * hour + Int64(dice.below(50_400)) * 1000)
            guard now <= end, let taker = dice.pick(takers) else { continue }
            let service = dice.hits(70) ? cars : dice.pick(services) ?? cars
            var answers: [String: String] = [:]
            for field in service.fields where field.isRequired {
                answers[field.name] =
                    field.isPrivate ? "云A\(10_000 + dice.below(90_000))" : "和平路\(1 + dice.below(200))号"
            }
            let (knowledge, kept) = (town.knowledge, answers)
            try await town.database.write { connection in
                try knowledge.used(quick: service, answers: kept, person: taker, at: now, in: connection)
            }
        }
    }
}
