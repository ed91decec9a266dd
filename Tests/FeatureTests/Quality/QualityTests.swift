import Core
import Desk
import Markup
@testable import Quality
import Storage
import Testing
import Web

@Suite("The quality of answers")
struct QualityTests {
    private static let book = WordBook([
        .web,
        WordFiles(
            owner: "Quality", zh: Quality.PackageResources.zh_words, en: Quality.PackageResources.en_words),
    ])

    @Test(
        "has well made pages with all their words, in every state and both languages",
        arguments: Language.allCases)
    func wellMade(_ language: Language) throws {
        let words = Self.book.words(language)
        let complaints = try QualitySpecimens.all.flatMap { try $0.complaints(words) }
        #expect(complaints == [])
        for specimen in QualitySpecimens.all {
            #expect(!(try specimen.document(words).text.contains("<script>alert")), "\(specimen.name)")
        }
        #expect(Self.book.complaints == [])
    }

    @Test("says nothing of a good answer", arguments: TestEngine.present)
    func good(_ engine: TestEngine) async throws {
        try await engine.withDatabase { database in
            let town = try await QualityTown(database)
            let receipt = try await town.answered(QualityTown.good)
            #expect(try await town.found(receipt) == [])
            let counts = try await town.quality.counts(
                from: TownCity.date("2026-03-01"), through: TownCity.date("2026-03-31"))
            #expect(counts[UnitCode("ROADS")]?["answers"] == 1)
        }
    }

    @Test(
        "finds each thing it looks for, and finds the same when it is made anew",
        arguments: TestEngine.present
    )
    func finds(_ engine: TestEngine) async throws {
        try await engine.withDatabase { database in
            let town = try await QualityTown(database)
            let wanted: [(Receipt, QualityCheck)] = [
                (try await town.answered("您好，您反映的问题已收悉。感谢您的支持！"), .empty),
                (
                    try await town.answered(
                        "关于医疗保险报销比例，城乡居民在县级医院住院按七成报销，门诊按规定执行，详情请带身份证和发票到窗口办理。"),
                    .untouched
                ),
                (try await town.answered(QualityTown.good, contact: false), .uncontacted),
                (
                    try await town.answered(
                        QualityTown.good + "经办人核对了 110101199003071233 的登记。"), .private
                ),
                (
                    try await town.answered(QualityTown.good + "已告知张大山同志。", name: "张大山"), .private
                ),
                (try await town.answered(QualityTown.good, after: 60_000), .rushed),
                (
                    try await town.answered("桥头村三组村道旁路灯属于迁改范围，因权属不清，暂时无法维修路灯。"), .unsolved
                ),
            ]
            for (receipt, check) in wanted {
                #expect(try await town.found(receipt).contains(check), "\(check)")
            }
            let direct = try await town.filed("投诉！路灯坏了一直没人管。")
            try await town.move(
                "answerDirectly", [.category: "lamp", .answer: QualityTown.good], on: direct.id, by: "clerk")
            #expect(try await town.found(direct) == [.misfiled])
            let before = try await town.all()
            let figures = try await town.quality.counts(
                from: TownCity.date("2026-01-01"), through: TownCity.date("2026-12-31"))
            try await town.quality.lookAgain()
            try await town.follow()
            #expect(try await town.all() == before)
            let after = try await town.quality.counts(
                from: TownCity.date("2026-01-01"), through: TownCity.date("2026-12-31"))
            #expect(after == figures)
        }
    }

    @Test("finds the same answer to different questions, and the one given again after a no")
    func repeated() async throws {
        try await TestEngine.sqlite.withDatabase { database in
            let town = try await QualityTown(database)
            let same = "我单位已组织力量进行排查整改，后续将加强日常巡查管理，确保设施完好。"
            let first = try await town.answered(same, to: "桥头村三组路灯不亮，请派人维修，晚上看不见路。")
            let second = try await town.answered(same, to: "西街口下水道堵塞，一下雨就满地污水，请疏通。")
            let third = try await town.answered(same, to: "新华小学门口人行道破损，孩子上学容易摔倒，请修。")
            #expect(!(try await town.found(first).contains(.repeated)))
            #expect(!(try await town.found(second).contains(.repeated)))
            #expect(try await town.found(third).contains(.repeated))
            let reason = try await town.quality.findings(of: third.id).first { $0.check == .repeated }?.reason
            #expect(reason?.matters == [second.number, first.number])
            // Everybody who asked the same may get the same.
            for _ in 0..<3 {
                let receipt = try await town.answered(QualityTown.good)
                #expect(try await town.found(receipt) == [])
            }
            let again = try await town.answered(QualityTown.good)
            try await town.move("rate", [.solved: "no", .satisfied: "no"], on: again.id, by: "")
            town.wait(QualityTown.hour)
            try await town.move("answer", [.answer: QualityTown.good], on: again.id, by: "roads")
            #expect(try await town.found(again) == [.repeated])
        }
    }

    @Test("finds a promised day that went by without a word", arguments: TestEngine.present)
    func promise(_ engine: TestEngine) async throws {
        try await engine.withDatabase { database in
            let town = try await QualityTown(database)
            let text = QualityTown.good + "其余路灯将于3月底前换新。"
            let kept = try await town.answered(text)
            let broken = try await town.answered(text)
            #expect(try await town.found(kept) == [])
            town.wait(20 * QualityTown.day)
            try await town.move("rate", [.solved: "yes", .satisfied: "yes"], on: kept.id, by: "")
            try await town.follow()
            try await town.quality.tick(at: town.now)
            #expect(try await town.found(broken) == [])
            town.wait(15 * QualityTown.day)
            try await town.quality.tick(at: town.now)
            try await town.quality.tick(at: town.now)
            let rows = try await town.quality.findings(of: broken.id)
            #expect(rows.map(\.check) == [.promise])
            #expect(rows.first?.reason.day == TownCity.date("2026-03-31"))
            #expect(try await town.found(kept) == [])
            // A word that comes late does not make it kept; made anew, it is found all the same.
            try await town.move("rate", [.solved: "no", .satisfied: "no"], on: broken.id, by: "")
            try await town.move("answer", [.answer: QualityTown.good], on: broken.id, by: "roads")
            try await town.quality.lookAgain()
            #expect(try await town.found(broken).contains(.promise))
        }
    }

    @Test("finds many answers at once just before their limit, the first of them too")
    func burst() async throws {
        try await TestEngine.sqlite.withDatabase { database in
            let town = try await QualityTown(database)
            var receipts: [Receipt] = []
            for _ in 0..<6 {
                let receipt = try await town.filed(QualityTown.question)
                try await town.move("register", [.category: "lamp"], on: receipt.id, by: "clerk")
                try await town.move("dispatch", [.unit: "ROADS"], on: receipt.id, by: "dispatcher")
                try await town.move("contact", [.way: "phone"], on: receipt.id, by: "roads")
                receipts.append(receipt)
            }
            let id = try #require(receipts.first?.id)
            let dossier = try await town.desk.dossier(.id(id), for: .system("test"))
            let due = try #require(dossier?.matter.clock("whole")?.due)
            town.wait(due - town.now - 2 * QualityTown.hour)
            for receipt in receipts {
                town.wait(60_000)
                try await town.move("answer", [.answer: QualityTown.good], on: receipt.id, by: "roads")
            }
            for receipt in receipts { #expect(try await town.found(receipt) == [.rushed]) }
        }
    }

    @Test("passes no judgement on what it cannot read, and stands the longest text")
    func otherScripts() async throws {
        try await TestEngine.sqlite.withDatabase { database in
            let town = try await QualityTown(database)
            for (question, answer) in [
                ("ལམ་གྱི་གློག་མི་འབར། བཟོ་བཅོས་གནང་རོགས།", "གློག་བཟོས་ཚར། ད་ལྟ་གློག་འབར་གྱི་འདུག"),
                ("يول چىراغ يانمايدۇ، ئوڭشاپ بېرىڭ", "چىراغ ئوڭشالدى، ھازىر يانىدۇ"),
                ("The lamp is broken", "We mended it"), ("💡💡💡", "💡👍 OK"),
                (String(repeating: "灯", count: 2000), String(repeating: "修", count: 4000)),
            ] {
                let receipt = try await town.answered(answer, to: question)
                let found = try await town.found(receipt)
                #expect(found.filter { $0 != .rushed } == [], "\(question.prefix(12))")
            }
        }
    }
}

extension QualityTown {
    /// What was found, by matter and event.
    func all() async throws -> [String] {
        var question = FindingStore.Question(place: .area(TownCity.area("1101")))
        question.limit = 100
        return try await quality.list(question).map { row in
            "\(row.number) \(row.sequence) \(row.check) \(try StoredJSON.text(row.reason))"
        }.sorted()
    }
}
