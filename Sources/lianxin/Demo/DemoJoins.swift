import CityPack
import Core
import Desk
import Directory
import Joins
import Logging
import Storage
import Web

/// One problem that many raised: a water main that broke, fifty people, one answer, and what each said of it;
/// and a site at night that many wait for.
enum DemoJoins {
    private static let hour: Int64 = 3_600_000
    private static let day: Int64 = 86_400_000

    private struct Problem {
        let category: String
        let village: String
        let people: Int
        let texts: [String]
        let unit: String
        let daysAgo: Int64
        let event: (title: String, cause: String, task: String)
        /// What is told to all; nil where they still wait.
        let answer: String?
    }

    private static let problems = [
        Problem(
            category: "0303", village: "980101001004", people: 50,
            texts: [
                "和平路主水管爆了，整栋楼停水。", "停水一上午了，听说是和平路爆管。", "和平路水管爆裂，路面都是水。",
                "家里没水，和平路爆管什么时候修好？",
            ], unit: "WATER", daysAgo: 9,
            event: ("和平路主水管爆裂", "施工挖断主水管，周边四个小区停水。", "抢修主水管，恢复供水，每栋楼楼下张贴通知。"),
            answer: "主水管当晚已经修好，四个小区都恢复供水。家里水压还不正常的，请在这里告诉我们，上门检查。"),
        Problem(
            category: "0601", village: "980101001005", people: 12,
            texts: [
                "东苑工地夜里十二点还在施工，睡不着。", "东苑工地半夜打桩，噪音太大。", "投诉东苑工地夜间施工扰民。",
            ], unit: "ECOLOGY", daysAgo: 2,
            event: ("东苑工地夜间施工", "工地赶工期，没有夜间施工许可。", "当晚到场制止，查清许可，结果答复每一个人。"), answer: nil),
    ]

    static func fill(_ town: Town, _ directory: Directory, seed: UInt64, end: Moment) async throws {
        guard let officer = try await DemoSlips.officer(town, directory) else { return }
        var dice = Dice(seed: seed ^ 0x1015)
        for (index, problem) in problems.enumerated()
        where town.pack.city.catalogue[problem.category] != nil
            && town.pack.city.units[UnitCode(problem.unit)] != nil
        {
            let start = end + -problem.daysAgo * day
            var ids: [Int64] = []
            for person in 0..<problem.people {
                ids.append(
                    try await file(
                        problem, serial: index * 100 + person, town, officer.actor, &dice,
                        at: start + Int64(person) * 6 * 60_000))
            }
            try await join(ids, problem, town, officer, at: start + 6 * hour)
            if let answer = problem.answer {
                try await tell(answer, to: ids, problem, town, at: start + 10 * hour)
            }
        }
        try await twice(town, officer.actor, at: end + -3 * day)
    }

    /// The same person wrote the same thing twice: only then one of the two ends.
    private static func twice(_ town: Town, _ actor: Actor, at: Moment) async throws {
        let desk = town.desk
        var (numbers, ids): ([String], [Int64]) = ([], [])
        for text in ["三号楼楼道灯坏了，晚上看不见。", "再说一遍，三号楼的楼道灯还没修。"] {
            var filing = Filing(text: text, channel: .web)
            filing.area = desk.city.areas.codes.filter { $0.level == .village }.min()
            filing.contact = Filing.Contact(name: "测试二", phone: "19900720002")
            let receipt = try await desk.file(filing, by: actor, at: at + Int64(ids.count) * hour)
            numbers.append(receipt.number)
            ids.append(receipt.id)
        }
        let (main, again) = (numbers[0], ids[1])
        let everybody = Self.actor(town)
        try await desk.batch { transaction in
            guard let matter = try transaction.matter(again),
                let move = possibleMoves(on: matter, by: everybody, in: desk.city, at: at + 2 * hour)
                    .first(where: { $0.does.contains(.merge) })
            else { return }
            try transaction.perform(
                Order(move.name, [.matter: main]), on: .id(again), by: everybody, at: at + 2 * hour)
        }
    }

    private static func file(
        _ problem: Problem, serial: Int, _ town: Town, _ actor: Actor, _ dice: inout Dice, at: Moment
    ) async throws -> Int64 {
        var filing = Filing(text: dice.pick(problem.texts) ?? "", channel: dice.hits(60) ? .hotline : .web)
        filing.area = AreaCode(problem.village)
        filing.category = problem.category
        filing.contact = Filing.Contact(name: "测试\(serial)", phone: "1990071\(1000 + serial)")
        return try await town.desk.file(filing, by: actor, at: at).id
    }

    /// Everybody of the office at once: who may do what is the procedure's, and tried elsewhere.
    private static func actor(_ town: Town, unit: String? = nil) -> Actor {
        let city = town.pack.city
        let unit = unit.map { UnitCode($0) } ?? city.desk
        return .officer(
            id: 1, posts: city.roles.keys.sorted().map { Post(role: $0, unit: unit, area: city.area) })
    }

    /// The first leads; the others are joined to it.
    private static func join(
        _ ids: [Int64], _ problem: Problem, _ town: Town, _ officer: Officer, at: Moment
    ) async throws {
        let desk = town.desk
        let actor = actor(town)
        guard let first = ids.first else { return }
        let joined = try await desk.batch { transaction -> Bool in
            guard let main = try transaction.matter(first) else { return false }
            for id in ids.dropFirst() {
                guard let matter = try transaction.matter(id),
                    let move = possibleMoves(on: matter, by: actor, in: desk.city, at: at).first(where: {
                        $0.does.contains(.join)
                    })
                else { continue }
                try transaction.perform(
                    Order(move.name, [.matter: main.number]), on: .id(id), by: actor, at: at)
            }
            let next = possibleMoves(on: main, by: actor, in: desk.city, at: at).first {
                $0.does.contains(.dispatch) && $0.asks.contains { $0.word == .unit && $0.required }
            }
            guard let next else { return false }
            try transaction.perform(
                Order(next.name, [.unit: problem.unit]), on: .id(first), by: actor, at: at + hour)
            return true
        }
        if joined {
            let event = problem.event
            try await town.joins.declare(
                MassEvent(
                    title: event.title, cause: event.cause, task: event.task,
                    since: desk.city.calendar.start(of: desk.city.calendar.date(of: at))),
                of: first, by: officer.personID, at: at)
            if problem.answer == nil {
                try await waiting(first, problem, town, officer, at: at + 2 * hour)
            }
        }
    }

    /// What goes on still has a notice for everybody, and one more resident who says that it is the same.
    private static func waiting(
        _ first: Int64, _ problem: Problem, _ town: Town, _ officer: Officer, at: Moment
    ) async throws {
        let calendar = town.desk.city.calendar
        let today = calendar.date(of: at)
        guard let main = try await town.desk.dossier(.id(first), for: officer.actor)?.matter else { return }
        try await town.joins.publish(
            problem.event.task, place: problem.event.title, since: calendar.start(of: today),
            until: calendar.start(of: today.adding(days: 5)), of: main, by: officer.personID, at: at)
        var filing = Filing(text: "东苑工地昨晚又施工到半夜，老人睡不着。", channel: .web)
        filing.area = AreaCode(problem.village)
        let own = try await town.desk.file(filing, by: .resident, at: at + hour)
        try await town.joins.wish(own.id, sameAs: first, at: at + hour)
    }

    /// One answer reaches all; most say that it is solved, three that it is not, some say nothing yet.
    private static func tell(
        _ answer: String, to ids: [Int64], _ problem: Problem, _ town: Town, at: Moment
    ) async throws {
        let desk = town.desk
        let unit = actor(town, unit: problem.unit)
        guard let first = ids.first else { return }
        try await desk.batch { transaction in
            guard let main = try transaction.matter(first),
                let move = possibleMoves(on: main, by: unit, in: desk.city, at: at).first(where: {
                    $0.does.contains(.answer) && $0.asks.filter(\.required).map(\.word) == [.answer]
                })
            else { return }
            try transaction.perform(Order(move.name, [.answer: answer]), on: .id(first), by: unit, at: at)
        }
        try await AnswerSharing(desk: desk, logger: Logger(label: "demo")).tick(at: at + 60_000)
        try await desk.batch { transaction in
            for (index, id) in ids.enumerated() where index % 6 != 5 {
                let now = at + Int64(index + 1) * hour / 2
                guard let matter = try transaction.matter(id),
                    let move = possibleMoves(on: matter, by: .resident, in: desk.city, at: now).first(where: {
                        $0.does.contains(.opinion)
                    })
                else { continue }
                let word = [7, 20, 33].contains(index) ? "no" : "yes"
                try transaction.perform(
                    Order(move.name, [.solved: word, .satisfied: word]), on: .id(id), by: .resident, at: now)
            }
        }
    }
}
