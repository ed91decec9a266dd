import Core
import Foundation
import Testing

extension Journeys {
    /// `lianxin serve` as systemd starts it.
    private func serve(_ place: JourneyPlace, _ port: Int, told notice: NoticeSocket, _ more: String...)
        throws
        -> Run
    {
        try Run(
            "/usr/bin/env",
            [
                "NOTIFY_SOCKET=\(notice.path)", Program.path, "serve", "--port", "\(port)", "--database",
                place.database, "--city", Program.demoCity,
            ] + more, in: place.folder)
    }

    @Test("are ready for systemd when every port is open and the database is up to date, and not before")
    func ready() async throws {
        try await JourneyEngine.sqlite.withPlace { place in
            let notice = try NoticeSocket("/tmp/lx-\(UUID().uuidString).sock")
            let (port, inner) = (Server.freePort(), Server.freePort())
            let run = try serve(place, port, told: notice, "--metrics", "127.0.0.1:\(inner)")
            let said = try await notice.wait(for: "READY=1") { run.isRunning }
            #expect(said.last == "READY=1" && !said.contains("STOPPING=1"), "\(said)")
            for port in [port, inner] {
                let client = Client(base: "http://127.0.0.1:\(port)", token: nil)
                try await client.get("/readyz").expect(200)
            }
            #expect(run.output.contains("http://127.0.0.1:\(port)"))
            run.signal(SIGTERM)
            let end = await run.end()
            #expect(end.code == 0 && notice.heard().last == "STOPPING=1", "\(end)")
        }
    }

    @Test("never say that they are ready where a port is taken, and leave the database alone")
    func neverReady() async throws {
        try await JourneyEngine.sqlite.withPlace { place in
            try await Server.with(place) { server in
                let notice = try NoticeSocket("/tmp/lx-\(UUID().uuidString).sock")
                let path = place.folder.appending(path: "other.db").path
                let other = JourneyPlace(engine: .sqlite, folder: place.folder, database: "sqlite:\(path)")
                let taken = "127.0.0.1:\(server.port)"
                for run in [
                    try serve(other, server.port, told: notice),
                    try serve(other, Server.freePort(), told: notice, "--metrics", taken),
                ] {
                    let end = await run.end()
                    #expect(end.code == 1 && end.errors.contains(taken), "\(end)")
                    #expect(end.output.isEmpty && notice.heard().isEmpty)
                }
                #expect(!FileManager.default.fileExists(atPath: path))
            }
        }
    }

    @Test("of two servers on one file lose and double nothing")
    func twoOnOneFile() async throws {
        try await JourneyEngine.sqlite.withPlace { place in
            let servers = [try await Server.start(place), try await Server.start(place)]
            let token = try await place.token("jia.guohui")
            let numbers = try await withThrowingTaskGroup(of: [String].self) { group in
                for side in 0..<8 {
                    let client = servers[side % 2].client(token)
                    group.addTask {
                        var numbers: [String] = []
                        for index in 0..<15 {
                            let body: JSON = ["text": .string("路灯坏了。\(side)-\(index)"), "channel": "hotline"]
                            numbers.append(try await Self.filed(body, by: client))
                        }
                        return numbers
                    }
                }
                return try await group.reduce(into: []) { $0 += $1 }
            }
            #expect(Set(numbers).count == 120)
            for (index, number) in numbers.enumerated() {
                try await servers[index % 2].client(token).get("/api/v1/matters/\(number)").expect(200)
            }
            for server in servers {
                let end = await server.stop()
                #expect(end.code == 0, "\(end.errors)")
            }
            let verified = try await place.run("verify")
            #expect(verified.code == 0 && verified.output.isEmpty, "\(verified)")
        }
    }

    /// Files, again where the other server had the file for too long: then nothing was saved.
    private static func filed(_ body: JSON, by client: Client) async throws -> String {
        for _ in 0..<20 {
            let answer = try await client.post("/api/v1/matters", body)
            if answer.status == 503, answer.json["code"].string == "fault.busy" {
                try await Task.sleep(for: .seconds(1))
                continue
            }
            return try #require(answer.expect(201).json["number"].string)
        }
        throw Fault(.busy, "The file was never free.", remedy: "Look who holds it.")
    }

    @Test("under `lianxin doctor` show each part, beside a server too", arguments: JourneyEngine.present)
    func doctor(engine: JourneyEngine) async throws {
        try await engine.withPlace { place in
            let absent = try await place.run("doctor", "--json")
            #expect(absent.code == 1 && absent.output.contains(#""state":"fail""#), "\(absent)")
            try await place.succeed("init")
            let fresh = try await place.run("doctor", "--json")
            #expect(fresh.code == 0 && !fresh.output.contains(#""state":"fail""#), "\(fresh)")
            #expect(fresh.output.contains("Nobody can sign in yet"))
            let strict = try await place.run("doctor", "--strict")
            #expect(strict.code == 1)
            let foreign = try await place.run("doctor", "--language", "fr")
            #expect(foreign.code == 64 && foreign.errors.contains("zh or en"), "\(foreign)")
            try await Server.with(place) { server in
                let beside = try await place.run("doctor", "--language", "zh")
                #expect(beside.code == 0 && beside.output.contains("账号"), "\(beside)")
                let well = try await Program.run(
                    ["doctor", "--ask", "\(server.base)/readyz"], in: place.folder)
                #expect(well.code == 0 && well.output.contains(/database: (ok|warn)/), "\(well)")
            }
            let silent = try await Program.run(
                ["doctor", "--ask", "http://127.0.0.1:\(Server.freePort())/readyz"], in: place.folder)
            #expect(silent.code == 1 && silent.errors.contains("does not answer"), "\(silent)")
        }
    }

    @Test("have every value tried by `config check`, also beside the server that runs with them")
    func configCheck() async throws {
        try await JourneyEngine.sqlite.withPlace { place in
            try await Server.with(place) { server in
                let port = ["config", "check", "--port", "\(server.port)", "--database", place.database]
                let well = try await Program.run(port + ["--city", Program.demoCity], in: place.folder)
                #expect(well.code == 0 && well.errors.isEmpty, "\(well)")
                let cityless = try await Program.run(port + ["--city", "/nowhere"], in: place.folder)
                #expect(cityless.code == 1 && cityless.errors.contains("/nowhere"), "\(cityless)")
            }
        }
    }

    @Test("under `lianxin doctor` show how the backups stand, and nothing that wrong settings made up")
    func doctorOfBackups() async throws {
        try await JourneyEngine.sqlite.withPlace { place in
            try await place.succeed("init")
            let backups = place.folder.appending(path: "backups").path
            let plain = try await place.run("doctor")
            #expect(!plain.output.contains("Folder of the backups"), "\(plain)")
            #expect(plain.output.contains("has made no backup"), "\(plain)")
            let before = try await place.run("doctor", "--backup", backups, "--backup-at", "04:30")
            #expect(before.code == 0 && before.output.contains("\(backups) is not there yet"), "\(before)")
            #expect(before.output.contains("due at 04:30"), "\(before)")
            #expect(try await place.run("backup", backups).code == 0)
            let after = try await place.run("doctor", "--backup", backups)
            #expect(after.code == 0 && after.output.contains("\(backups) can be written"), "\(after)")
            #expect(after.output.contains("0 hours ago, and found good"), "\(after)")
            let file = place.folder.appending(path: "file")
            try Data().write(to: file)
            for folder in [file.path, file.path + "/backups"] {
                let locked = try await place.run("doctor", "--backup", folder)
                let sentence = "\(folder) cannot be written"
                #expect(locked.code == 1 && locked.output.contains(sentence), "\(locked)")
            }
            for wrong in [["--port", "eighty"], ["--host", "192.0.2.1"], ["--config", "."]] {
                let words = ["doctor", "--database", place.database, "--city", Program.demoCity] + wrong
                let end = try await Program.run(words, in: place.folder)
                #expect(end.code == 1 && end.output.hasPrefix("fail  Settings: "), "\(end)")
                #expect(!end.output.contains("Address of the site"), "\(end)")
                // What it was told rightly is looked at.
                #expect(end.output.contains("Connection to the database: SQLite"), "\(end)")
            }
        }
    }

    @Test("keep a new file from everybody else on the machine")
    func rights() async throws {
        try await JourneyEngine.sqlite.withPlace { place in
            try await place.succeed("init")
            let path = String(place.database.dropFirst("sqlite:".count))
            let files = try FileManager.default.contentsOfDirectory(atPath: place.folder.path)
                .filter { $0.hasPrefix("city.db") }
            #expect(files.contains("city.db"))
            for file in files {
                let attributes = try FileManager.default.attributesOfItem(
                    atPath: place.folder.appending(path: file).path)
                #expect((attributes[.posixPermissions] as? NSNumber)?.intValue == 0o600, "\(file)")
            }
            let end = try await place.run("doctor")
            #expect(end.output.contains("\(path) is 600"), "\(end)")
        }
    }

    @Test(
        "asked for what cannot be say it in a sentence, with the exit code of its kind",
        arguments: [
            (["serve", "--nonsense"], 64, "--nonsense"),
            (["serve", "--port", "99999"], 1, "65535"), (["serve", "--config", "none.yaml"], 1, "none.yaml"),
            (["config", "check", "--config", "none.yaml"], 1, "none.yaml"),
            (["serve", "--config", "."], 1, "is a folder"),
            (["config", "check", "--config", "."], 1, "is a folder"),
            (["serve", "--smtp", "x", "--mail-from", "a@example.org"], 1, "smtp cannot be read"),
            (["config", "check", "--smtp", "x", "--mail-from", "a@example.org"], 1, "smtp cannot be read"),
            (["serve", "--host", "192.0.2.1"], 1, "192.0.2.1 is no address of this machine"),
            (["config", "check", "--host", "192.0.2.1"], 1, "192.0.2.1 is no address of this machine"),
            (["import", "matters", "none.csv", "--mapping", "none.yaml"], 1, "none.yaml"),
            (["export", "matters", "--format", "xlsx", "--output", "/proc/x.xlsx"], 1, "/proc/x.xlsx"),
            (["export", "matters", "--output", "none/x.csv"], 1, "none/x.csv"),
            (["restore", "none"], 1, "lianxin backup list"), (["backup", "/proc/x"], 1, "/proc/x"),
        ])
    func refused(words: [String], code: Int, sentence: String) async throws {
        try await JourneyEngine.sqlite.withPlace { place in
            try await place.succeed("init")
            let end = try await Program.run(
                words + ["--database", place.database, "--city", Program.demoCity], in: place.folder)
            #expect(end.code == code && end.errors.contains(sentence), "\(end)")
            #expect(end.errors.count < 600 && !end.errors.contains(".swift:"), "\(end)")
        }
    }

    @Test("are not overwritten while they are served")
    func restoreOverServed() async throws {
        try await JourneyEngine.sqlite.withPlace { place in
            try await Server.with(place) { server in
                let backups = place.folder.appending(path: "backups").path
                let made = try await place.run("backup", backups)
                #expect(made.code == 0, "\(made)")
                let plain = try await place.run("restore", backups)
                #expect(plain.code == 1 && plain.errors.contains("--replace"), "\(plain)")
                let forced = try await place.run("restore", backups, "--replace")
                #expect(forced.code == 1 && forced.errors.contains("Stop the server first"), "\(forced)")
                try await server.client().get("/readyz").expect(200)
            }
        }
    }
}
