import Core
import Foundation
import Testing

extension Journeys {
    @Test(
        "of a small demo: every list of the office has something in it, and every end happened",
        arguments: JourneyEngine.present)
    func everyList(engine: JourneyEngine) async throws {
        try await engine.withPlace { place in
            let made = try await place.run("demo", "--matters", "300")
            #expect(made.code == 0, "\(made.errors)")
            // The year's, and those that came by calls, slips, chats and lines.
            #expect(Int(try await place.sql("SELECT count(*) FROM matters")) ?? 0 > 300)
            for table in Self.channels {
                #expect(Int(try await place.sql("SELECT count(*) FROM \(table)")) ?? 0 > 0, "\(table)")
            }
            let owed = Set(
                try await place.sql("SELECT DISTINCT what FROM duties").split(separator: "\n").map(
                    String.init))
            #expect(Set(Duty.What.allCases.map(\.rawValue)).subtracting(owed) == [])
            let ends = Set(
                try await place.sql("SELECT DISTINCT outcome FROM matters WHERE outcome IS NOT NULL")
                    .split(separator: "\n").map(String.init))
            // Only what came from another system ended elsewhere.
            #expect(Set(Outcome.allCases.map(\.rawValue)).subtracting(ends) == ["elsewhere"])
            for kind in ["request", "repair", "criticism", "dispute", "hazard"] {
                let count = try await place.sql("SELECT count(*) FROM matters WHERE kind = '\(kind)'")
                #expect(Int(count) ?? 0 > 0, "\(kind)")
            }
            let levels = try await place.sql("SELECT DISTINCT supervision FROM matters ORDER BY supervision")
            #expect(levels.split(separator: "\n").map(String.init) == ["0", "1", "2", "3"])
            for state in ["open", "answered", "refused", "dropped"] {
                let count = try await place.sql("SELECT count(*) FROM parts WHERE state = '\(state)'")
                #expect(Int(count) ?? 0 > 0, "\(state)")
            }
            for move in Self.mustHappen {
                let happened = "payload LIKE '%\"move\":\"\(move)\"%'"
                let count = try await place.sql("SELECT count(*) FROM events WHERE \(happened)")
                #expect(Int(count) ?? 0 > 0, "\(move)")
            }
            let verified = try await place.run("verify")
            #expect(verified.code == 0 && verified.output.isEmpty, "\(verified.output)")
        }
    }

    @Test("of a demo that was cut off leave nothing that is taken for a whole city")
    func cutOff() async throws {
        try await JourneyEngine.sqlite.withPlace { place in
            let half = "\(place.database.dropFirst("sqlite:".count)).making"
            let arguments = [
                "demo", "--matters", "300", "--database", place.database, "--city", Program.demoCity,
            ]
            let run = try Run(Program.path, arguments, in: place.folder)
            for _ in 0..<3000 where !FileManager.default.fileExists(atPath: half) {
                try await Task.sleep(for: .milliseconds(10))
            }
            try await Task.sleep(for: .milliseconds(700))
            run.signal(SIGKILL)
            _ = await run.end()
            #expect(FileManager.default.fileExists(atPath: half))
            let early = try await place.run("verify")
            #expect(early.code == 1 && early.errors.contains("There is no database"), "\(early)")
            let again = try await place.run("demo", "--matters", "300")
            #expect(again.code == 0, "\(again.errors)")
            for neighbour in ["", "-wal", "-shm"] {
                #expect(!FileManager.default.fileExists(atPath: half + neighbour))
            }
            // What was written last is there as well.
            let months = try await place.sql("SELECT count(*) FROM assessments_reports WHERE sort = 'month'")
            #expect(Int(months) ?? 0 > 0)
            #expect(Int(try await place.sql("SELECT count(*) FROM slips_slips")) ?? 0 > 0)
            #expect(Int(try await place.sql("SELECT count(*) FROM matters")) ?? 0 > 300)
        }
    }

    /// What each way in and out has to show.
    private static let channels = [
        "calls_calls", "calls_backs", "calls_seats", "lines_register", "lines_transfers", "lines_roster",
        "lines_messages", "knowledge_articles", "knowledge_uses", "knowledge_questions", "slips_slips",
        "slips_openings", "slips_receptions", "chats_groups", "chats_messages", "stations_orders",
        "open311_destinations", "open311_sent", "public_matters", "sendings", "sending_tries",
        "courier_endpoints", "triage_models", "triage_examples", "triage_decisions", "triage_months",
        "topics_marks", "topics_rising", "topics_months", "topics_steps", "joins_signatures", "joins_events",
        "matter_joins", "matter_mains",
        "quality_findings", "quality_words", "quality_counts", "rules_changes", "rules_runs",
        "rules_run_rows", "rules_paths", "rules_rulings", "rules_proposals",
    ]

    /// What an office does beside the main way: once at least in every demo.
    private static let mustHappen = [
        "givePart", "answerPart", "refusePart", "insistPart", "dropPart", "proposeExtension",
        "grantExtension",
        "grantSecondExtension", "denyExtension", "proposeSuspension", "grantSuspension", "denySuspension",
        "archive",
        "revive", "escalate", "takeRaise", "handDown", "returnAgain", "arbitrate", "claim", "callLeader",
        "contract",
        "leaderVisit", "supervise", "superviseLate", "superviseUrged", "answerSupervision", "liftSupervision",
        "raiseSupervision", "raiseByTime", "key", "guide", "tryCall", "giveUp", "recheck", "tryCheck",
        "dropCheck",
        "reopenByCheck", "proposeExclusion", "grantExclusion", "denyExclusion", "nameParty", "takePosition",
        "holdSession", "agree", "acceptAgreement", "putRight", "failRecheck", "merge", "reopen",
    ]
}
