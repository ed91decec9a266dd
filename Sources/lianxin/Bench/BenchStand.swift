import CityPack
import Core
import Desk
import Directory
import Foundation
import Storage
import Web

/// A city to measure in: filled to a size, with people who work in it.
struct BenchStand {
    let town: Town
    let engine: String
    private let clerk: Actor
    private let places: [AreaCode]
    private var desk: Desk { town.desk }
    private var store: BenchStore { BenchStore(database: town.database) }
    private static let batch = 500

    init(town: Town, directory: Directory) async throws {
        self.town = town
        engine = town.database.dialect.rawValue
        let people = try await DemoPeople(of: town, directory)
        guard let clerk = people.wide(in: town.pack.city) else {
            throw Fault(
                .configuration, "The city pack has no people to measure with.", remedy: "Use Cities/demo.")
        }
        self.clerk = clerk
        places = town.pack.city.areas.codes.filter { $0.level == .village }
    }

    private func filing(_ turn: Int) -> Filing {
        let texts = BenchTexts.sentences
        var filing = Filing(text: "第\(turn)号：" + texts[turn % texts.count], channel: .hotline)
        filing.area = places.isEmpty ? nil : places[turn &* 7919 % places.count]
        filing.contact = Filing.Contact(name: "测试", phone: "1390000\(String(format: "%04d", turn % 10_000))")
        return filing
    }

    /// Adds matters through the Desk until so many are stored: most of them long ended, the newest all
    /// open, so that "newest first" with a filter has to pass over many.
    func fill(to size: Int) async throws {
        let there = try await store.count()
        guard there < size else { return }
        let bar = ProgressBar("Filling", total: size - there)
        let now = Surroundings.live.now()
        var done = there
        var writing: Task<Void, any Error>?
        while done < size {
            var rows: [PreparedFiling] = []
            for turn in done..<min(done + Self.batch, size) {
                let filing = old(turn, of: size, now: now)
                let identity = try await desk.identity(for: filing, at: now)
                rows.append(try desk.prepare(filing, as: identity, by: .system("bench"), at: now))
            }
            // While these are written, the next are prepared.
            try await writing?.value
            let (desk, batch) = (desk, rows)
            writing = Task {
                try await desk.batch { transaction in
                    for row in batch { _ = try transaction.file(row, at: now) }
                }
            }
            done += batch.count
            bar.show(done - there)
        }
        try await writing?.value
        bar.end(size - there)
        _ = try await FollowerRunner(database: town.database, followers: Features.followers(town))
            .advanceAll()
        try await store.analyse()
    }

    /// A matter of the past: ended elsewhere, or, among the newest, still open.
    private func old(_ turn: Int, of size: Int, now: Moment) -> Filing {
        var filing = filing(turn)
        let leaves = town.pack.city.catalogue.leaves
        filing.category = leaves[turn % leaves.count].code
        filing.source = "bench"
        filing.sourceID = "\(turn)"
        filing.raisedAt = now + Int64(turn - size) * 30_000
        if turn < size * 8 / 10 { filing.endedAt = now + Int64(turn - size) * 30_000 + 15_000 }
        return filing
    }

    /// What the same disk and engine do with the same rows when nobody thinks about them.
    func limit(of subject: BenchSubject, seconds: Double) async throws -> Double? {
        switch subject {
        case .file:
            let bare = BareRows(desk: desk)
            let tasks = town.database.dialect == .sqlite ? 1 : 8
            let run = try await Load.run(tasks: tasks, seconds: seconds) { _ in try await bare.write() }
            return run.perSecond * Double(BareRows.perCommit)
        case .read:
            let newest = try await newest()
            let run = try await Load.run(tasks: 8, seconds: seconds) { turn in
                try await store.read(newest[turn % newest.count])
            }
            return run.perSecond
        case .workbench, .list, .search, .perform: return nil
        }
    }

    func work(of subject: BenchSubject) async throws -> @Sendable (Int) async throws -> Void {
        let (desk, clerk) = (desk, clerk)
        let stand = self
        switch subject {
        case .file:
            return { turn in
                _ = try await desk.file(stand.filing(turn), by: clerk, at: Surroundings.live.now())
            }
        case .read:
            let newest = try await newest()
            return { turn in
                _ = try await desk.dossier(.number(newest[turn % newest.count]), for: clerk)
            }
        case .workbench:
            return { _ in _ = try await desk.workbench(of: clerk.posts) }
        case .list:
            // The newest rows are all open: the skew that a list ordered by age dies of.
            var filter = MatterFilter()
            filter.isOpen = false
            let closed = filter
            return { _ in _ = try await desk.list(closed, in: .city) }
        case .search:
            let words = BenchTexts.words
            return { turn in
                var filter = MatterFilter()
                filter.words = words[turn % words.count]
                _ = try await desk.list(filter, in: .city)
            }
        case .perform:
            let open = try await movable(3 * 64)
            return { turn in
                let order = Order("note", [.note: "第\(turn)次"])
                _ = try await desk.perform(
                    order, on: .number(open[turn % open.count]), by: clerk, at: Surroundings.live.now())
            }
        }
    }

    private func newest() async throws -> [String] {
        var filter = MatterFilter()
        filter.kind = town.pack.city.firstKind
        let page = try await desk.list(filter, in: .city, limit: 100)
        if page.matters.isEmpty {
            _ = try await desk.file(filing(0), by: clerk, at: Surroundings.live.now())
            return try await newest()
        }
        return page.matters.map(\.number)
    }

    /// Matters on which a move can be made again and again: noted, by somebody who sees them.
    private func movable(_ count: Int) async throws -> [String] {
        var numbers: [String] = []
        for turn in 0..<count {
            let receipt = try await desk.file(filing(turn), by: clerk, at: Surroundings.live.now())
            numbers.append(receipt.number)
        }
        return numbers
    }
}

/// The rows of a filing, written without a thought: the most that the engine can do.
struct BareRows: Sendable {
    let desk: Desk
    static let perCommit = 64

    func write() async throws {
        try await desk.bare(rows: Self.perCommit, at: Surroundings.live.now())
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
}
