import Core
import Foundation
import Logging
import Synchronization
import Testing
import Web

@testable import Operation

@Suite("The log")
struct LogTests {
    /// Lines in the order they were written. Lock: the lines.
    private final class Paper: Sendable {
        private let kept = Mutex<[String]>([])
        var lines: [String] { kept.withLock { $0 } }
        func write(_ line: String) { kept.withLock { $0.append(line) } }
    }

    private func logger(_ format: LineLog.Format, _ paper: Paper) -> Logger {
        var logger = Logger(label: "test") { _ in
            LineLog(format: format, now: { Moment(milliseconds: 0) }, write: paper.write)
        }
        logger.logLevel = .trace
        return logger
    }

    @Test("is one line for each event, whatever is told")
    func lines() {
        let evil = "a\nb\r{\"level\":\"info\"}\u{2028}\t\u{1}\\\""
        for format in LineLog.Format.allCases {
            let paper = Paper()
            logger(format, paper).error("\(evil)", metadata: ["x\n": "\(evil)", "status": "5\n00"])
            #expect(paper.lines.count == 1)
            #expect(paper.lines.allSatisfy { !$0.contains { $0.isNewline } })
        }
    }

    @Test("as JSON holds the fields that were promised")
    func json() throws {
        let paper = Paper()
        var log = logger(.json, paper)
        log[metadataKey: "hb.request.id"] = "r1"
        log.info(
            "request",
            metadata: [
                "request": "r1", "status": "200", "ms": "1.5", "route": "/track/:token", "name": "连\"心",
            ])
        let line = try #require(paper.lines.first)
        let read = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
        let object = try #require(read)
        #expect(object["time"] as? String == Moment(milliseconds: 0).iso)
        #expect(object["level"] as? String == "info" && object["message"] as? String == "request")
        #expect(object["status"] as? Int == 200 && object["ms"] as? Double == 1.5)
        #expect(object["name"] as? String == "连\"心" && object["hb.request.id"] == nil)
    }

    @Test("keeps silent below its level")
    func level() {
        let paper = Paper()
        var log = logger(.text, paper)
        log.logLevel = .warning
        log.notice("no")
        log.warning("yes")
        #expect(paper.lines.count == 1 && paper.lines[0].hasSuffix(" warning yes"))
    }

    @Test("of a whole story holds nothing of its resident, at any level")
    func story() async throws {
        try await TestTown.with { town in
            let phone = "13912345678"
            let visitor = town.visitor()
            let raised = try await visitor.post(
                "/raise",
                [
                    "text": "\(PrivateText.concern)", "place": PrivateText.place, "phone": phone,
                    "name": "欧阳小芳",
                ], from: "/raise")
            let life = try await ApiLife.answered(in: town)
            let clerk = town.browser("clerk")
            var clients = [visitor, clerk]
            for path in [
                "/track/\(life.token)", "/track/\(life.token)x", "/mine/\(life.token)", "/matters?q=\(phone)",
                "/raise?text=13912345678", "/track/%E6%AC%A7%E9%98%B3", "/matters/\(life.number)",
                "/no/such/\(phone)",
            ] {
                _ = try await visitor.get(path)
                _ = try await clerk.get(path)
            }
            _ = try await visitor.post(
                "/track/\(life.token)/rate",
                ["solved": "no", "satisfied": "no", "reason": "\(PrivateText.concern)"],
                from: "/track/\(life.token)")
            let machine = town.officer("clerk")
            clients.append(machine)
            _ = try await machine.json("GET", "/api/v1/matters?q=\(phone)")
            _ = try await machine.json(
                "POST", "/api/v1/matters", body: "{\"text\": \"\(phone)\", \"wrong\": \"欧阳小芳\"}")
            _ = try await machine.json("POST", "/api/v1/matters", body: "{\"text\": 欧阳小芳 \(phone)")
            let lines = clients.flatMap(\.log.lines)
            #expect(lines.count >= 20 && raised.status < 400)
            let secrets = PrivateText.secrets + [phone, life.token, "%E6%AC%A7", "lx_s=", "lx_v="]
            for line in lines {
                #expect(secrets.filter { line.contains($0) } == [], "\(line)")
            }
            #expect(lines.contains { $0.contains("route=/track/") && $0.contains("asker=visitor") })
            #expect(lines.contains { $0.contains("asker=officer") })
            #expect(lines.contains { $0.contains("asker=program") })
        }
    }
}
