@testable import Assessments
import Core
import Desk
import HTTPTypes
import Markup
import Storage
import Testing
import Web

@Suite("The pages of the assessments")
struct AssessmentsPagesTests {
    private static let book = WordBook([
        .web,
        WordFiles(
            owner: "Assessments", zh: Assessments.PackageResources.zh_words,
            en: Assessments.PackageResources.en_words),
    ])

    /// A town with two written days, its week and its month.
    private func town<T>(_ body: (AssessmentsTown) async throws -> T) async throws -> T {
        try await TestEngine.sqlite.withDatabase { database in
            let town = try await AssessmentsTown(database)
            try await town.answered(try await town.given(text: "<script>alert(1)</script>灯坏"))
            _ = try await town.given()
            try await town.follow()
            town.wait(days: 35)
            _ = try await town.tick()
            return try await body(town)
        }
    }

    @Test("are well made and have all their words, in every state", arguments: Language.allCases)
    func wellMade(_ language: Language) throws {
        let words = Self.book.words(language)
        #expect(AssessmentsSpecimens.all.count > 20)
        #expect(try AssessmentsSpecimens.all.flatMap { try $0.complaints(words) } == [])
        for specimen in AssessmentsSpecimens.all {
            #expect(!(try specimen.document(words).text.contains("<script>alert")), "\(specimen.name)")
        }
        #expect(Self.book.complaints == [])
    }

    @Test(
        "answer 404 for what is no period, or none of its sort",
        arguments: [
            "days/2026-13-01", "days/2026-02-30", "days/2026-W10", "weeks/2026-W99", "weeks/2026-03",
            "months/2026-13", "months/0000-01", "months/2026-03-02", "months/%00", "months/%F0%9F%98%80",
            "days/2026-03-02/x", "published/2026-13", "published/2026-03",
            "months/2026-03/meetings/NOBODY", "months/2026-03/meetings/ROADS",
            "months/2026-03/diagnoses/%3Cscript%3E", "months/2999-01/meetings/CENTRE",
            "months/2026-03/submissions/ROADS",
        ])
    func noPeriod(_ path: String) async throws {
        try await town { town in
            let status = try await town.browser("mayor").get("/assessments/\(path)").status
            #expect(status == 404 || status == 400, "\(path): \(status)")
        }
    }

    @Test("say of a day that is not over, or before the first, that nothing was written")
    func unwritten() async throws {
        try await town { town in
            let mayor = town.browser("mayor")
            for path in ["days/\(town.today)", "days/2999-01-01", "months/1970-01", "weeks/2027-W01"] {
                let answer = try await mayor.get("/assessments/\(path)")
                #expect(answer.status == 404 && answer.text.contains("这一期还没有写"), "\(path)")
            }
        }
    }

    @Test("show figures only to those with the power, and only of their own area")
    func sight() async throws {
        try await town { town in
            #expect(try await town.browser("roads").get("/assessments/months/2026-03").status == 403)
            #expect(try await town.browser("roads").get("/assessments").status == 200)
            #expect(try await WebClient(town.server).get("/assessments").status == 303)
            let east = try await town.browser("eastLeader").get("/assessments/months/2026-03")
            #expect(east.status == 200 && east.text.contains("路政队") && !east.text.contains("热线中心</th>"))
            let west = try await town.browser("westLeader").get("/assessments/months/2026-03")
            #expect(west.status == 200 && !west.text.contains("路政队"))
            #expect(
                try await town.browser("westLeader").get(
                    "/assessments/months/2026-03/meetings/COUNTY"
                ).status == 404)
        }
    }

    @Test("open each figure into its rows, and say what it was made of")
    func figures() async throws {
        try await town { town in
            let mayor = town.browser("mayor")
            let overview = try await mayor.get("/assessments")
            #expect(overview.text.contains("/assessments/months/2026-03"))
            let month = try await mayor.get("/assessments/months/2026-03")
            #expect(month.text.contains("1/1") && month.text.contains("state=open&amp;unit=ROADS"))
            #expect(month.text.contains("第1版"))
            let days = try await town.assessments.archive(.day, limit: 1)
            let day = try await mayor.get("/assessments/days/\(try #require(days.first).text)")
            #expect(day.status == 200 && day.text.contains("/matters/QS"))
            #expect(!day.text.contains("<script>alert"))
        }
    }

    @Test("answer programs with the scope, and only those")
    func api() async throws {
        try await town { town in
            let path = "/api/v1/assessments/2026-03"
            let client = { (token: String) in
                WebClient(town.server, headers: [.authorization: "Bearer \(token)"])
            }
            #expect(try await client("mayor").json("GET", path).status == 403)
            #expect(try await client("roads+figures:read").json("GET", path).status == 403)
            let answer = try await client("mayor+figures:read").json("GET", path)
            #expect(answer.status == 200 && answer.text.contains(#""unit":"ROADS""#))
            #expect(try await client("mayor+figures:read").json("GET", path + "x").status == 404)
            #expect(town.server.complaints == [])
        }
    }
}
