import Core
import Desk
import HTTPTypes
@testable import Quality
import Storage
import Testing
import Web

@Suite("A quality finding")
struct QualityDecisionTests {
    private func oneFound(_ town: QualityTown) async throws -> FindingRow {
        let receipt = try await town.answered("您好，您反映的问题已收悉。")
        try await town.follow()
        return try #require(try await town.quality.findings(of: receipt.id).first { $0.check == .empty })
    }

    @Test("is seen by those who see figures and by its unit, and by nobody else")
    func sight() async throws {
        try await TestEngine.sqlite.withDatabase { database in
            let town = try await QualityTown(database)
            let row = try await oneFound(town)
            let path = QualityPath.finding(row.id)
            #expect(try await town.browser("supervisor").get("/quality").text.contains(row.number))
            #expect(try await town.browser("roads").get("/quality").text.contains(row.number))
            #expect(!(try await town.browser("water").get("/quality").text.contains(row.number)))
            #expect(try await town.browser("clerk").get("/quality").status == 403)
            #expect(try await town.browser("water").get(path).status == 404)
            #expect(try await town.browser("roads").get("/quality?unit=WATER").status == 404)
            #expect(try await town.browser("roads").get("/quality?area=1101").status == 404)
            #expect(try await town.browser("supervisor").get("/quality?area=110102").status == 404)
            #expect(try await town.browser("roads").get(QualityPath.figures).status == 403)
            #expect(try await town.browser("roads").get(QualityPath.words).status == 403)
            let page = try await town.browser("supervisor").get(path).text
            #expect(page.contains("<mark>您反映的问题已收悉</mark>"))
            #expect(try await town.browser("supervisor").get("/quality/findings/999").status == 404)
            let strange = "/quality?check=x&state=y&from=z&until=9999-99-99&area="
            #expect(try await town.browser("supervisor").get(strange).status == 200)
        }
    }

    @Test("is not decided by the unit it is about, and never twice")
    func decided() async throws {
        try await TestEngine.sqlite.withDatabase { database in
            let town = try await QualityTown(database)
            let row = try await oneFound(town)
            let (confirm, dismiss) = (QualityPath.confirm(row.id), QualityPath.dismiss(row.id))
            let roads = town.browser("roads")
            #expect(try await roads.post(confirm, [:], from: QualityPath.finding(row.id)).status == 403)
            let supervisor = town.browser("supervisor")
            for reason in ["", String(repeating: "长", count: 501)] {
                let answer = try await supervisor.post(
                    dismiss, ["reason": reason], from: QualityPath.finding(row.id))
                #expect(answer.status == 422)
            }
            #expect(try await town.quality.finding(row.id)?.state == .open)
            let first = try await supervisor.post(
                dismiss, ["reason": "当面说清了"], from: QualityPath.finding(row.id))
            #expect(first.status == 303)
            let second = try await supervisor.post(confirm, [:], from: "/quality")
            #expect(second.status == 409)
            let kept = try #require(try await town.quality.finding(row.id))
            #expect(kept.state == .dismissed && kept.note == "当面说清了" && kept.person == 7)
            // What was decided outlives a new look, and its words are counted.
            try await town.quality.lookAgain()
            try await town.follow()
            let same = try await town.quality.findings(of: row.matterID).filter { $0.check == .empty }
            #expect(same.map(\.state) == [.dismissed])
            let words = try await town.quality.words().filter { $0.check == .empty }
            #expect(words.contains { $0.word == "您好" && $0.found == 1 && $0.dismissed == 1 })
            let figures = try await supervisor.get(QualityPath.figures).text
            #expect(figures.contains("state=dismissed"))
        }
    }

    @Test("may put the matter under supervision in the same step, or leave a note: both or neither")
    func beside() async throws {
        try await TestEngine.sqlite.withDatabase { database in
            let town = try await QualityTown(database)
            let row = try await oneFound(town)
            let (supervisor, path) = (town.browser("supervisor"), QualityPath.confirm(row.id))
            let from = QualityPath.finding(row.id)
            let empty = try await supervisor.post(path, ["also": "supervise", "note": ""], from: from)
            #expect(empty.status == 422)
            #expect(try await town.quality.finding(row.id)?.state == .open)
            let made = try await supervisor.post(
                path, ["also": "supervise", "note": "请重新答复"], from: from)
            #expect(made.status == 303)
            let dossier = try await town.desk.dossier(.id(row.matterID), for: .system("test"))
            #expect(dossier?.record.supervision == .order)
            #expect(try await town.quality.finding(row.id)?.state == .confirmed)
            let second = try await oneFound(town)
            _ = try await supervisor.post(
                QualityPath.confirm(second.id), ["also": "note", "note": "答复太空"],
                from: QualityPath.finding(second.id))
            let noted = try await town.desk.dossier(.id(second.matterID), for: .system("test"))
            #expect(noted?.events.last?.facts.contains(.noted(text: "答复太空")) == true)
        }
    }

    @Test("goes with the answer that was taken back")
    func undone() async throws {
        try await TestEngine.sqlite.withDatabase { database in
            let town = try await QualityTown(database)
            let row = try await oneFound(town)
            let store: @Sendable (any Connection) throws -> Void = { connection in
                try FindingStore(connection: connection).drop(matter: row.matterID, sequence: row.sequence)
            }
            try await database.write(store)
            #expect(try await town.quality.findings(of: row.matterID).isEmpty)
            #expect(try await town.all() == [])
            let counts = try await town.quality.counts(
                from: TownCity.date("2026-01-01"), through: TownCity.date("2026-12-31"))
            #expect(counts[UnitCode("ROADS")]?["empty.found"] == 0)
        }
    }

    @Test("is foretold before the answer is sent, and nothing of that is kept")
    func draft() async throws {
        try await TestEngine.sqlite.withDatabase { database in
            let town = try await QualityTown(database)
            let receipt = try await town.filed(QualityTown.question)
            try await town.move("register", [.category: "lamp"], on: receipt.id, by: "clerk")
            try await town.move("dispatch", [.unit: "ROADS"], on: receipt.id, by: "dispatcher")
            town.wait(QualityTown.hour)
            let roads = town.browser("roads")
            let asked = ["number": receipt.number, "answer": "您好，您反映的问题已收悉。"]
            let hints = try await roads.post(QualityPath.check, asked, from: "/quality")
            #expect(hints.status == 200)
            #expect(hints.text.contains("\"empty\"") && hints.text.contains("\"uncontacted\""))
            #expect(
                try await town.browser("water").post(QualityPath.check, asked, from: "/quality").status == 404
            )
            let long = ["number": receipt.number, "answer": String(repeating: "长", count: 4001)]
            #expect(try await roads.post(QualityPath.check, long, from: "/quality").status == 422)
            let api = WebClient(town.server, headers: [.authorization: "Bearer roads+matters:read"])
            let answer = try await api.json(
                "POST", "/api/v1/quality/check",
                body: #"{"number": "\#(receipt.number)", "answer": "\#(QualityTown.good)"}"#)
            #expect(answer.status == 200 && !answer.text.contains("\"empty\""))
            try await town.follow()
            #expect(try await town.all() == [])
        }
    }
}
