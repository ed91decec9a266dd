import Foundation
import Testing

extension Journeys {
    @Test("are backed up while they are served, and come back whole", arguments: JourneyEngine.present)
    func backedUp(engine: JourneyEngine) async throws {
        try await engine.withPlace { place in
            let backups = place.folder.appending(path: "backups").path
            try await place.succeed("init")
            let token = try await place.token("jia.guohui")
            var given: [String] = []
            try await Server.with(place) { server in
                let client = server.client(token)
                for index in 0..<30 {
                    given.append(try await file(index, with: client))
                }
                async let backup = place.run("backup", backups, "--keep", "daily=7")
                for index in 30..<60 { _ = try await file(index, with: client) }
                let end = try await backup
                #expect(end.code == 0 && end.output.contains("matters"), "\(end)")
            }
            let listed = try await Program.run(["backup", "list", backups, "--json"], in: place.folder)
            #expect(listed.code == 0 && listed.output.contains("\"untried\":null") == false, "\(listed)")
            let checked = try await place.run("backup", "check", backups)
            #expect(checked.code == 0 && checked.output.isEmpty, "\(checked)")
            try await engine.withPlace { other in
                let files = ["--files", other.folder.appending(path: "files").path]
                let restored = try await Program.run(
                    ["restore", backups, "--database", other.database, "--city", Program.demoCity] + files,
                    in: other.folder)
                #expect(restored.code == 0, "\(restored)")
                let kept = Set(
                    try await other.sql("SELECT number FROM matters").split(separator: "\n").map(String.init))
                #expect(Set(given).isSubset(of: kept))
                let verified = try await other.run("verify")
                #expect(verified.code == 0 && verified.output.isEmpty, "\(verified)")
                try await Server.with(other) { server in
                    _ = try await file(99, with: server.client(token))
                }
                let again = try await Program.run(
                    ["restore", backups, "--database", other.database, "--city", Program.demoCity],
                    in: other.folder)
                #expect(again.code == 1 && again.errors.count < 600, "over what is there: \(again)")
            }
        }
    }

    private func file(_ index: Int, with client: Client) async throws -> String {
        let body: JSON = ["text": .string("第\(index)件：路灯坏了。"), "channel": "hotline"]
        return try #require(
            try await client.post("/api/v1/matters", body).expect(201).json["number"].string)
    }

    @Test("row 34: of a backup that is killed leave either a whole one or none")
    func killedBackup() async throws {
        try await JourneyEngine.sqlite.withPlace { place in
            try await place.succeed("demo", "--matters", "300")
            let backups = place.folder.appending(path: "backups")
            let arguments = [
                "backup", backups.path, "--database", place.database, "--city", Program.demoCity,
            ]
            for turn in 0..<12 {
                let run = try Run(Program.path, arguments, in: place.folder)
                try await Task.sleep(for: .milliseconds(60 + turn * 90))
                run.signal(SIGKILL)
                _ = await run.end()
                for name in try folders(in: backups) {
                    let check = try await place.run("backup", "check", backups.path, name, "--check", "quick")
                    #expect(check.code == 0 && check.output.isEmpty, "turn \(turn): \(check)")
                }
            }
            try await Task.sleep(for: .seconds(1))
            let end = try await place.run("backup", backups.path)
            #expect(end.code == 0, "\(end)")
            let left = try FileManager.default.contentsOfDirectory(atPath: backups.path)
            #expect(!left.contains { $0.hasPrefix(".new-") || $0.hasPrefix(".try-") }, "\(left)")
        }
    }

    /// The finished backups, as a stranger would tell them: folders that do not begin with a dot.
    private func folders(in backups: URL) throws -> [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: backups.path)) ?? [])
            .filter { !$0.hasPrefix(".") && $0 != "files" }
    }

    @Test("row 34: name what is damaged in a backup, and restore nothing of it")
    func damagedBackup() async throws {
        try await JourneyEngine.sqlite.withPlace { place in
            try await place.succeed("init")
            let backups = place.folder.appending(path: "backups")
            #expect(try await place.run("backup", backups.path).code == 0)
            let name = try #require(try folders(in: backups).first)
            let backup = backups.appending(path: name)
            for (file, word) in [
                ("database.sqlite", "database.sqlite"), ("files.txt", "files.txt"),
                ("manifest.json", "manifest.json"),
            ] {
                let path = backup.appending(path: file)
                let whole = try Data(contentsOf: path)
                for damaged in [
                    Data(whole.dropLast(max(1, whole.count / 3))), Data("x".utf8) + whole.dropFirst(),
                ]
                where damaged != whole {
                    try damaged.write(to: path)
                    let end = try await Program.run(
                        [
                            "restore", backup.path, "--database", "sqlite:\(place.folder.path)/new.db",
                            "--city", Program.demoCity,
                        ], in: place.folder)
                    #expect(end.code == 1 && end.errors.contains(word), "\(file): \(end)")
                    let left = FileManager.default.fileExists(atPath: "\(place.folder.path)/new.db")
                    #expect(!left)
                }
                try whole.write(to: path)
            }
            let end = try await place.run("backup", "check", backups.path)
            #expect(end.code == 0 && end.output.isEmpty, "\(end)")
            try Data(
                try String(contentsOf: backup.appending(path: "manifest.json"), encoding: .utf8)
                    .replacing("\"format\":1", with: "\"format\":2").utf8
            ).write(to: backup.appending(path: "manifest.json"))
            let newer = try await Program.run(
                [
                    "restore", backup.path, "--database", "sqlite:\(place.folder.path)/new.db", "--city",
                    Program.demoCity,
                ], in: place.folder)
            #expect(newer.code == 1 && newer.errors.contains("newer"), "\(newer)")
        }
    }

    @Test(
        "are not overwritten by a restore; the old database goes aside when asked, not while it is served"
    )
    func replaced() async throws {
        try await JourneyEngine.sqlite.withPlace { place in
            try await place.succeed("demo", "--matters", "20")
            let backups = place.folder.appending(path: "backups").path
            #expect(try await place.run("backup", backups).code == 0)
            let refused = try await place.run("restore", backups)
            #expect(refused.code == 1 && refused.errors.contains("--replace"), "\(refused)")
            try await Server.with(place) { _ in
                let served = try await place.run("restore", backups, "--replace")
                #expect(served.code == 1 && served.errors.contains("open"), "\(served)")
            }
            let before = try await place.sql("SELECT count(*) FROM matters")
            let nothing = try await place.run("restore", backups + "-none", "--replace")
            #expect(nothing.code == 1, "\(nothing)")
            #expect(try await place.sql("SELECT count(*) FROM matters") == before)
            let end = try await place.run("restore", backups, "--replace")
            #expect(end.code == 0, "\(end)")
            #expect(try await place.sql("SELECT count(*) FROM matters") == before)
            // The database is gone, its journal is not: it belongs to no other.
            let path = String(place.database.dropFirst("sqlite:".count))
            try FileManager.default.removeItem(atPath: path)
            try Data("a journal".utf8).write(to: URL(fileURLWithPath: path + "-wal"))
            let orphan = try await place.run("restore", backups)
            #expect(orphan.code == 1 && orphan.errors.contains("journal"), "\(orphan)")
            #expect(!FileManager.default.fileExists(atPath: path))
            #expect(try await place.run("restore", backups, "--replace").code == 0)
            #expect(try await place.sql("SELECT count(*) FROM matters") == before)
            let names = try FileManager.default.contentsOfDirectory(atPath: place.folder.path)
            #expect(names.contains { $0.hasPrefix("city.db.before-") }, "\(names)")
        }
    }

    @Test("row 34: on a full disk keep the backups there are, and make no half one")
    func fullBackupDisk() async throws {
        try await JourneyEngine.sqlite.withPlace { place in
            try await place.succeed("demo", "--matters", "50")
            let disk = place.folder.appending(path: "disk")
            try FileManager.default.createDirectory(at: disk, withIntermediateDirectories: true)
            let mounting = try? await Program.tool([
                "mount", "-t", "tmpfs", "-o", "size=64m", "none", disk.path,
            ])
            guard mounting != nil else {
                return Note.skipped("a full disk: this machine does not let us mount one")
            }
            let backups = disk.appending(path: "backups")
            let first = try await place.run("backup", backups.path)
            _ = try? await Program.tool([
                "dd", "if=/dev/zero", "of=\(disk.path)/other", "bs=4096", "status=none",
            ])
            let second = try await place.run("backup", backups.path)
            let left = try folders(in: backups)
            _ = try? await Program.tool(["umount", "-l", disk.path])
            #expect(first.code == 0, "\(first)")
            #expect(second.code == 1 && second.errors.contains("room"), "\(second)")
            #expect(left.count == 1)
        }
    }

    @Test("are backed up by the server itself, once a day", arguments: JourneyEngine.present)
    func scheduled(engine: JourneyEngine) async throws {
        try await engine.withPlace { place in
            try await place.succeed("init")
            let backups = place.folder.appending(path: "backups")
            let server = try await Server.start(place, "--backup", backups.path, "--backup-at", "00:00")
            try await place.wait(600) { try await place.sql(Self.good) != "0" }
            let end = await server.stop()
            #expect(end.code == 0, "\(end.errors)")
            #expect(try await place.sql(Self.good) == "1")
            #expect(try folders(in: backups).count == 1)
        }
    }

    private static let good = "SELECT count(*) FROM operation_backups WHERE state = 'good'"
}
