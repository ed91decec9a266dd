import Core
@testable import Desk
import Foundation
import Storage
import Testing

@Suite("What everybody may know of a matter") struct PublicMatterTests {
    @Test("is nothing of who raised it, of staff, of reasons and of doors", arguments: TestEngine.present)
    func private_(engine: TestEngine) async throws {
        try await DeskTown.with(engine) { town in
            var filing = DeskTown.filing("我叫赵测试，电话13800138000，住幸福小区3栋2单元501室，门口垃圾没人清。")
            filing.place = "幸福小区3栋2单元501室"
            filing.position = Position(latitude: 30.5975, longitude: 110.21307)
            let number = try await published(filing, in: town, category: "0101")
            try await town.move("note", [.note: "内部：态度不好"], on: number, by: DeskTown.handler)
            try await town.move(
                "answer", [.answer: "已联系13900139000，清运完毕。"], on: number, by: DeskTown.handler)
            try await followed(town)
            for matter in [
                try await town.desk.published(number: number),
                try await town.desk.published(PublicQuestion()).matters.first,
            ] {
                let text = "\(try #require(matter))"
                for secret in ["赵测试", "13800138000", "13900139000", "501室", "态度不好", "测试甲", "19900001234"] {
                    #expect(!text.contains(secret), "\(secret)")
                }
                #expect(matter?.text.contains("门口垃圾没人清") == true)
                #expect(matter?.answer?.text.contains("清运完毕") == true)
                #expect(matter?.unit == DeskTown.unit && matter?.isOpen == true)
            }
            // Neither can a secret be found by asking for it.
            var question = PublicQuestion()
            for words in ["13800138000", "赵测试", "态度不好", "19900001234"] {
                question.words = words
                #expect(try await town.desk.published(question).matters.isEmpty, "\(words)")
            }
            question.words = "清运完毕"
            #expect(try await town.desk.published(question).matters.map(\.number) == [number])
        }
    }

    @Test(
        "is nothing where the pack does not publish its kind, and no place where it says area",
        arguments: TestEngine.present)
    func levels(engine: TestEngine) async throws {
        try await DeskTown.with(engine) { town in
            var numbers: [String: String] = [:]
            for kind in DeskTown.city.procedures.keys.sorted() {
                var filing = DeskTown.filing()
                filing.kind = kind
                filing.place = "人民路8号"
                filing.position = Position(latitude: 30.5975, longitude: 110.21307)
                guard let receipt = try? await town.desk.file(filing, by: .system("test"), at: DeskTown.start)
                else { continue }
                numbers[kind] = receipt.number
            }
            try await followed(town)
            let listed = try await town.desk.published(PublicQuestion(), limit: 100).matters
            for (kind, number) in numbers {
                let matter = try await town.desk.published(number: number)
                #expect(listed.first { $0.number == number } == matter)
                switch DeskTown.city.publishing(of: kind) {
                case .nothing: #expect(matter == nil, "\(kind)")
                case .area:
                    #expect(matter != nil && matter?.place == nil && matter?.position == nil, "\(kind)")
                case .place: #expect(matter?.place == "人民路8号" && matter?.position != nil, "\(kind)")
                }
            }
            #expect(Set(numbers.keys.map(DeskTown.city.publishing)) == Set(Publishing.allCases))
        }
    }

    @Test("is found by any mixture of wishes, as by looking at each", arguments: TestEngine.present)
    func mixtures(engine: TestEngine) async throws {
        try await DeskTown.with(engine) { town in
            let all = try await filled(town)
            for round in 0..<120 {
                let question = mixture(round, all)
                let wanted = all.filter { question.wants($0) }
                let page = try await town.desk.published(question, limit: 1000)
                #expect(Set(page.matters.map(\.number)) == Set(wanted.map(\.number)), "\(question)")
                #expect(page.next == nil && !page.isCut)
                var (place, found): (PublicPlace?, [String]) = (nil, [])
                repeat {
                    let some = try await town.desk.published(question, after: place, limit: 3)
                    found += some.matters.map(\.number)
                    place = some.next
                } while place != nil
                #expect(found == page.matters.map(\.number), "\(question)")
                let skipped = try await town.desk.published(question, skipping: 2, limit: 3).matters
                #expect(skipped.map(\.number) == Array(found.dropFirst(2).prefix(3)))
            }
        }
    }

    @Test(
        "stays as it is when all copies are made anew, and changes with the pack",
        arguments: TestEngine.present)
    func renewed(engine: TestEngine) async throws {
        try await DeskTown.with(engine) { town in
            _ = try await filled(town)
            let before = try await town.desk.published(PublicQuestion(), limit: 1000).matters
            #expect(try await town.desk.renewPublished())
            #expect(try await town.desk.renewPublished() == false)
            #expect(try await town.desk.published(PublicQuestion(), limit: 1000).matters.isEmpty)
            try await followed(town)
            #expect(try await town.desk.published(PublicQuestion(), limit: 1000).matters == before)
            var question = PublicQuestion()
            question.words = "路灯"
            #expect(try await !town.desk.published(question).matters.isEmpty)
        }
    }

    @Test("is asked for along ranges of indexes only", arguments: TestEngine.present)
    func ranges(engine: TestEngine) async throws {
        try await DeskTown.with(engine) { town in
            let all = try await filled(town)
            try await town.database.write { connection in
                for round in 0..<120 {
                    let ranges = PublicMatterStore.ranges(of: mixture(round, all))
                    for arm in ranges.arms(after: PublicPlace(at: DeskTown.start, id: 5), limit: 20) {
                        let plan = try plan(arm, in: connection)
                        #expect(plan.contains("public_"), "\(plan)")
                        #expect(
                            !plan.contains("SCAN public_matters") && !plan.contains("TEMP B-TREE")
                                && !plan.contains("Seq Scan") && !plan.contains("Sort"), "\(plan)")
                    }
                }
            }
        }
    }

    @Test("is found where the newest rows are all of another category", arguments: TestEngine.present)
    func skewed(engine: TestEngine) async throws {
        try await DeskTown.with(engine) { town in
            let number = try await published(DeskTown.filing(), in: town, category: "0101")
            try await followed(town)
            try await town.database.write { connection in
                for id in 1...7000 {
                    try BareStore(connection: connection).insert(
                        Int64(1_000_000 + id), at: DeskTown.start + 1)
                    try connection.run(
                        """
                        INSERT INTO public_matters (matter_id, number, kind, category, stage, status, channel,
                            title, text, area, county, town, village, raised_at, changed_at, version)
                        VALUES (\(1_000_000 + id), \("BARE\(id)"), 'request', '0102', 'x', 'open', 'web', '',
                            '', '980101001001', '980101', '980101001', '980101001001', \(DeskTown.start + 1),
                            \(DeskTown.start + 1), 1)
                        """)
                }
            }
            var question = PublicQuestion()
            question.categories = ["0101"]
            #expect(try await town.desk.published(question).matters.map(\.number) == [number])
            question.changedFrom = DeskTown.start
            #expect(try await town.desk.published(question).matters.map(\.number) == [number])
            // Without an index of its own, looking ends, says so, and goes on from there.
            question = PublicQuestion()
            question.area = DeskTown.area("980101")
            question.categories = ["0101"]
            let first = try await town.desk.published(question)
            #expect(first.matters.isEmpty && first.isCut)
            let second = try await town.desk.published(question, after: first.next)
            #expect(second.matters.map(\.number) == [number] && !second.isCut)
        }
    }
}

extension PublicMatterTests {
    private func published(_ filing: Filing, in town: DeskTown, category: String) async throws -> String {
        let number = try await town.file(filing).number
        try await town.move("register", [.category: category], on: number, by: DeskTown.clerk)
        try await town.move("dispatch", [.unit: DeskTown.unit.text], on: number, by: DeskTown.dispatcher)
        return number
    }

    private func followed(_ town: DeskTown) async throws {
        let follower = PublicMatters.follower(city: DeskTown.city)
        try await FollowerRunner.settled([follower], on: town.database)
    }

    /// Sixty matters of all sorts.
    private func filled(_ town: DeskTown) async throws -> [PublicMatter] {
        let categories = ["0101", "0102", "0201"].filter { DeskTown.city.catalogue[$0]?.isLeaf == true }
        let areas = ["980101001001", "980101001002", "980101002001", "980102001001"]
            .compactMap { AreaCode($0) }.filter { DeskTown.city.areas[$0] != nil }
        for index in 0..<60 {
            let at = DeskTown.start + Int64(index) * DeskTown.hour
            var filing = Filing(text: index % 3 == 0 ? "路灯不亮第\(index)盏" : "垃圾第\(index)堆", channel: .web)
            filing.area = areas[index % areas.count]
            if index % 2 == 0 {
                filing.position = Position(
                    latitude: 34 + Double(index % 7) * 0.013, longitude: 108 + Double(index % 5) * 0.09)
            }
            filing.category = index % 5 == 0 ? nil : categories[index % categories.count]
            let receipt = try await town.desk.file(filing, by: .system("test"), at: at)
            if index % 4 == 1 {
                try await town.move("withdraw", on: receipt.number, by: .resident, at: at + 60_000)
            }
            guard index % 4 == 2 else { continue }
            if filing.category == nil {
                try await town.move(
                    "register", [.category: categories[0]], on: receipt.number, by: DeskTown.clerk,
                    at: at + 1000)
            }
            try await town.move(
                "dispatch", [.unit: DeskTown.unit.text], on: receipt.number, by: DeskTown.dispatcher,
                at: at + 2000)
            try await town.move(
                "answer", [.answer: "已经处理"], on: receipt.number, by: DeskTown.handler, at: at + 90_000)
        }
        try await followed(town)
        let all = try await town.desk.published(PublicQuestion(), limit: 1000).matters
        #expect(all.count == 60 && Set(all.map(\.isOpen)).count == 2)
        return all
    }

    /// One of many questions, the same at each run.
    private func mixture(_ round: Int, _ all: [PublicMatter]) -> PublicQuestion {
        var dice = UInt64(round) &* 0x9E37_79B9_7F4A_7C15 | 1
        func roll(_ sides: Int) -> Int {
            dice ^= dice << 13
            dice ^= dice >> 7
            dice ^= dice << 17
            return Int(dice % UInt64(sides))
        }
        var question = PublicQuestion()
        if roll(2) == 0 { question.categories = [["0101"], ["0101", "0102"], ["0201"]][roll(3)] }
        if roll(2) == 0 { question.isOpen = roll(2) == 0 }
        if roll(3) == 0 { question.raisedFrom = DeskTown.start + Int64(roll(40)) * DeskTown.hour }
        if roll(3) == 0 { question.raisedBefore = DeskTown.start + Int64(20 + roll(40)) * DeskTown.hour }
        if roll(3) == 0 { question.changedFrom = DeskTown.start + Int64(roll(40)) * DeskTown.hour }
        if roll(4) == 0 { question.onlyAnswered = true }
        if roll(3) == 0 {
            let areas = ["980101", "980101001", "980101001001", "9801", "980102"]
            question.area = AreaCode(areas[roll(areas.count)])
        }
        if roll(4) == 0 {
            let size = [0.001, 0.05, 0.3, 9][roll(4)]
            let middle = all.compactMap(\.position)[roll(10)]
            let corners = [(-1.0, -1.0), (1.0, 1.0)].compactMap {
                Position(latitude: middle.latitude + $0.0 * size, longitude: middle.longitude + $0.1 * size)
            }
            question.box = GeoBox(around: corners)
        }
        return question
    }

    private func plan(_ sql: SQL, in connection: any Connection) throws -> String {
        let isLite = connection.dialect == .sqlite
        if !isLite {
            try connection.run("SET LOCAL enable_seqscan = off")
            try connection.run("SET LOCAL enable_sort = off")
        }
        let rows = try connection.rows((isLite ? "EXPLAIN QUERY PLAN " : "EXPLAIN ") + sql)
        return rows.map { row in
            row.values.map { if case .text(let text) = $0 { text } else { "" } }.joined()
        }.joined(separator: "\n")
    }
}

extension PublicQuestion {
    /// The same said of one matter, without an index.
    fileprivate func wants(_ matter: PublicMatter) -> Bool {
        if !categories.isEmpty, !categories.contains(matter.category ?? "") { return false }
        if let isOpen, matter.isOpen != isOpen { return false }
        if let area, !area.contains(matter.area) { return false }
        if let raisedFrom, matter.raisedAt < raisedFrom { return false }
        if let raisedBefore, matter.raisedAt >= raisedBefore { return false }
        if let changedFrom, matter.changedAt < changedFrom { return false }
        if let box, matter.position.map(box.contains) != true { return false }
        return !onlyAnswered || matter.answer != nil
    }
}
