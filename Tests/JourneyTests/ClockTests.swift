import Foundation
import Testing

extension Journeys {
    @Test("whose clock jumps a month forward and a day back ring once, order every story, and let people in")
    func clockJumps() async throws {
        try await JourneyEngine.sqlite.withPlace { place in
            let clock = try await ShiftedClock(in: place.folder)
            try await place.succeed("init")
            // Somewhat later than people got their posts, so that they have them a day before as well.
            try clock.set(days: 40)
            let server = try await Server.start(place, environment: clock.environment, "--demo")
            let crew = try await Crew(server, place)
            let person = try await place.sql("SELECT id FROM people WHERE login = 'hu.lingjun'")
            let cookie = try server.session(person)
            #expect(try server.page("/matters/workbench", cookie).status == 200)
            var held: [Held] = []
            for _ in 0..<4 { held.append(try await crew.dispatched()) }

            try clock.set(days: 70)
            // A matter has several limits, each rung by itself: all of them, not only the first.
            let then = Int((Date().timeIntervalSince1970 + 70 * 86_400) * 1000)
            try await Self.waits("timers that are due") {
                let due = try await place.sql("SELECT count(*) FROM timers WHERE due_at <= \(then)")
                let late = try await place.sql("SELECT count(*) FROM matters WHERE overdue = 1")
                return late == "4" && due == "0"
            }
            let rung = try await Self.rung(place)
            // A session ends after eight hours; nobody is thrown out with anything but the sign-in page.
            #expect(try server.page("/matters/workbench", cookie).status == 303)
            let fresh = try server.session(person)
            #expect(try server.page("/matters/workbench", fresh).status == 200)
            try await crew.handler.move("answer", ["answer": "已经清运。"], on: held[0].matter).expect(200)

            try clock.set(days: 39)
            // The resident answers a day before it was filed, as it seems; the handler too.
            try await crew.resident.move("rate", ["solved": "yes", "satisfied": "yes"], on: held[0].track)
                .expect(200)
            try await crew.handler.move("answer", ["answer": "已经清运。"], on: held[1].matter).expect(200)
            _ = try await crew.file()
            #expect(try server.page("/matters/workbench", try server.session(person)).status == 200)

            try clock.set(days: 70)
            // The one that was filed a day back is late now too; the others have rung already.
            try await Self.waits("the last one") { try await Self.rung(place).count == 5 }
            try await Task.sleep(for: .milliseconds(1500))
            let again = try await Self.rung(place)
            #expect(rung.allSatisfy { again[$0.key] == $0.value }, "\(rung) \(again)")
            let end = await server.stop()
            #expect(end.code == 0 && !end.errors.contains("Fatal error"), "\(end.errors)")
            #expect(!end.errors.contains(" error "), "\(end.errors)")
            let backward = """
                SELECT count(*) FROM events a JOIN events b ON b.matter_id = a.matter_id AND b.seq = a.seq + 1
                WHERE b.at < a.at
                """
            #expect(try await place.sql(backward) == "0")
            let verified = try await place.run("verify")
            #expect(verified.code == 0 && verified.output.isEmpty, "\(verified)")
        }
    }

    /// How often a limit ran out, for each matter.
    private static func rung(_ place: JourneyPlace) async throws -> [String: String] {
        let rows = try await place.sql(
            """
            SELECT matter_id, count(*) FROM events WHERE payload LIKE '%clockExpired%' GROUP BY matter_id
            """)
        let cells = rows.split(separator: "\n").map { $0.split(separator: "|").map(String.init) }
        return Dictionary(cells.map { ($0[0], $0[1]) }, uniquingKeysWith: { first, _ in first })
    }

    private static func waits(_ name: String, until isSo: () async throws -> Bool) async throws {
        for _ in 0..<200 {
            if try await isSo() { return }
            try await Task.sleep(for: .milliseconds(100))
        }
        throw Missing("waited in vain for \(name)")
    }
}

/// The clock of the day as one program sees it; it jumps when it is told to.
private struct ShiftedClock {
    let environment: [String]
    private let file: URL

    init(in folder: URL) async throws {
        let library = folder.appending(path: "shifted-clock.so").path
        let source = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appending(path: "../Support/shifted-clock.c").standardizedFileURL.path
        _ = try await Program.tool(["clang", "-shared", "-fPIC", "-O1", "-o", library, source])
        file = folder.appending(path: "shift")
        environment = ["LD_PRELOAD=\(library)", "SHIFTED_CLOCK=\(file.path)"]
        try Data(count: 8).write(to: file)
    }

    /// Into the file that is there: the program has it mapped.
    func set(days: Int64) throws {
        let handle = try FileHandle(forWritingTo: file)
        try handle.write(contentsOf: withUnsafeBytes(of: days * 86_400) { Data($0) })
        try handle.close()
    }
}

extension Server {
    /// What a browser with these cookies is shown.
    fileprivate func page(_ path: String, _ cookies: String) throws -> Wire.Reply {
        let request = Wire.request("GET", path, fields: ["Accept": "text/html", "Cookie": cookies])
        guard case .answered(let reply) = try Wire(port: port).ask(request) else {
            throw Missing("no answer to \(path)")
        }
        return reply
    }
}
