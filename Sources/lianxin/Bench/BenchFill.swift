import CityPack
import Core
import Desk
import Directory
import Foundation
import Storage
import Web

/// Fills a city to a size: through the Desk, like everything else.
struct BenchFill: Sendable {
    let town: Town
    let cast: BenchCast
    private var desk: Desk { town.desk }
    private var store: BenchStore { BenchStore(database: town.database) }
    private static let batch = 500

    /// Adds matters until so many are stored: most of them long ended, the newest all open, so that "newest
    /// first" with a filter has to pass over many.
    ///
    /// - Parameter followers: Who sees what was added, before this returns; else everybody who follows.
    func fill(to size: Int, followers: [Follower]? = nil) async throws {
        let there = try await store.count()
        if there < size { try await addAll(there..<size, of: size) }
        Console.note("Catching up")
        let followers = followers ?? Features.followers(town)
        _ = try await FollowerRunner(database: town.database, followers: followers).advanceAll()
        guard there < size else { return }
        while try await desk.tendSearch() {}
        try await store.analyse()
    }

    private func addAll(_ turns: Range<Int>, of size: Int) async throws {
        let there = turns.lowerBound
        let bar = ProgressBar("Filling", total: turns.count)
        let now = Surroundings.live.now()
        // PostgreSQL writes several at once; the one writer of SQLite takes the next while it is prepared.
        let width = town.database.dialect == .postgres ? 4 : 2
        try await withThrowingTaskGroup(of: Void.self) { group in
            var (started, done, running) = (there, there, 0)
            while started < size || running > 0 {
                while running < width, started < size {
                    let some = started..<min(started + Self.batch, size)
                    group.addTask { try await add(some, of: size, now: now) }
                    (started, running) = (some.upperBound, running + 1)
                }
                try await group.next()
                running -= 1
                done = started - running * Self.batch
                bar.show(max(0, done - there))
            }
        }
        bar.end(turns.count)
    }

    private func add(_ turns: Range<Int>, of size: Int, now: Moment) async throws {
        var rows: [PreparedFiling] = []
        rows.reserveCapacity(turns.count)
        for turn in turns {
            let filing = old(turn, of: size, now: now)
            let identity = try await desk.identity(for: filing, at: now)
            rows.append(try desk.prepare(filing, as: identity, by: .system("bench"), at: now))
        }
        let prepared = rows
        try await desk.batch { transaction in
            for row in prepared { _ = try transaction.file(row, at: now) }
        }
    }

    func filing(_ turn: Int) -> Filing {
        var filing = Filing(text: BenchTexts.text(turn), channel: .hotline)
        filing.area = AreaCode(cast.areas[turn &* 7919 % cast.areas.count])
        filing.contact = Filing.Contact(name: "测试", phone: "1390000\(String(format: "%04d", turn % 10_000))")
        return filing
    }

    /// A matter of the past: ended elsewhere, or, among the newest fifth, still open and young enough that
    /// none of its limits runs out while it is measured.
    private func old(_ turn: Int, of size: Int, now: Moment) -> Filing {
        var filing = filing(turn)
        let leaves = town.pack.city.catalogue.leaves
        filing.category = leaves[turn % leaves.count].code
        filing.source = "bench"
        filing.sourceID = "\(now.milliseconds)-\(turn)"
        let isOpen = turn >= size * 8 / 10
        filing.raisedAt = now + Int64(turn - size) * (isOpen ? 5 : 30_000)
        if !isOpen { filing.endedAt = now + Int64(turn - size) * 30_000 + 15_000 }
        return filing
    }

    /// Open matters that nobody else moves.
    func movable(_ count: Int) async throws -> [String] {
        let now = Surroundings.live.now()
        var rows: [PreparedFiling] = []
        for turn in 0..<count {
            let filing = filing(turn)
            let identity = try await desk.identity(for: filing, at: now)
            rows.append(try desk.prepare(filing, as: identity, by: cast.clerk, at: now))
        }
        let prepared = rows
        return try await desk.batch { transaction in
            try prepared.map { try transaction.file($0, at: now).number }
        }
    }
}

/// Sentences of the kind residents write, made up.
enum BenchTexts {
    static let sentences = [
        "小区门口路灯坏了三天，晚上出行不安全，请尽快维修。", "楼下烧烤店深夜噪音扰民，多次反映没有结果，希望有人管。",
        "自来水发黄有异味，已经持续一周，老人孩子不敢喝。", "村口道路坑洼积水，学生上学路不好走，盼望修好。",
        "燃气管道附近有刺鼻气味，请马上派人检查。", "公交站牌被撞倒，等车没有标识，请恢复。",
        "物业电梯经常停运，七楼老人下不了楼。", "工地夜间施工，渣土车撒漏，灰尘很大。",
    ]
    static let words = ["路灯", "噪音扰民", "自来水", "燃气管道", "电梯停运", "没有的词语"]
    static let answer = "已经到现场看过，今天上午修好，并当面告诉了您。如果还有问题，请直接告诉我们。"

    /// A concern of about eighty characters: what it is about, and words that hardly any other has.
    static func text(_ turn: Int) -> String {
        sentences[turn % sentences.count] + more[Int64(turn)]
    }

    private static let more = SearchTexts()
}
