import Foundation
import Testing

extension Journeys {
    @Test("are listed with what is damaged among their backups, and a folder that is not there is told")
    func listed() async throws {
        try await JourneyEngine.sqlite.withPlace { place in
            try await place.succeed("init")
            let backups = place.folder.appending(path: "backups")
            let list = { try await Program.run(["backup", "list", backups.path], in: place.folder) }
            let none = try await list()
            #expect(none.code == 1 && none.errors.contains("no folder"), "\(none)")
            #expect(try await place.run("backup", backups.path, "--check", "none").code == 0)
            let unseen = try await list()
            #expect(unseen.code == 0 && unseen.output.contains("doubtful"), "\(unseen)")
            let name = try #require(unseen.output.split(separator: " ").first.map(String.init))
            for folder in ["lost+found", ".new-20200101T000000Z"] {
                try FileManager.default.createDirectory(
                    at: backups.appending(path: folder), withIntermediateDirectories: true)
            }
            #expect(try await list().code == 0)
            let copy = backups.appending(path: "\(name)/database.sqlite")
            let whole = try Data(contentsOf: copy)
            try whole.dropLast(4096).write(to: copy)
            let cut = try await list()
            #expect(cut.code == 1 && cut.output.contains("database.sqlite is missing, or"), "\(cut)")
            try whole.write(to: copy)
            let file = try await Program.run(["backup", "list", copy.path], in: place.folder)
            #expect(file.code == 1 && file.errors.contains("is a file, no folder"), "\(file)")
            try Data("{".utf8).write(to: backups.appending(path: "\(name)/manifest.json"))
            let damaged = try await list()
            #expect(damaged.code == 1 && damaged.output.hasPrefix("\(name)  damaged: "), "\(damaged)")
        }
    }

    @Test("have their city pack in a backup, also from behind a link, and what was changed in it is named")
    func packInBackup() async throws {
        try await JourneyEngine.sqlite.withPlace { place in
            let pack = place.folder.appending(path: "pack").path
            try FileManager.default.createSymbolicLink(atPath: pack, withDestinationPath: Program.demoCity)
            let backups = place.folder.appending(path: "backups")
            let run = { (words: [String]) in
                try await Program.run(
                    words + ["--database", place.database, "--city", pack], in: place.folder)
            }
            #expect(try await run(["init"]).code == 0)
            #expect(try await run(["backup", backups.path]).code == 0)
            let names = try FileManager.default.contentsOfDirectory(atPath: backups.path)
            let name = try #require(names.first { !$0.hasPrefix(".") && $0 != "files" })
            let city = backups.appending(path: "\(name)/city")
            let link = try? FileManager.default.destinationOfSymbolicLink(atPath: city.path)
            #expect(link == nil)
            let file = city.appending(path: "city.yaml")
            let whole = try Data(contentsOf: file)
            for (damaged, word) in [(whole + Data("#\n".utf8), "written"), (whole.dropLast(9), "cut short")] {
                try damaged.write(to: file)
                let check = try await run(["backup", "check", backups.path])
                #expect(check.code == 1 && check.output.contains("city/city.yaml"), "\(check)")
                #expect(check.output.contains(word), "\(check)")
            }
            try whole.write(to: file)
            try Data("new".utf8).write(to: city.appending(path: "more.yaml"))
            let more = try await run(["backup", "check", backups.path])
            #expect(more.code == 1 && more.output.contains("city/more.yaml"), "\(more)")
            try FileManager.default.removeItem(at: city.appending(path: "more.yaml"))
            try forgetPackList(of: backups.appending(path: "\(name)/manifest.json"))
            let older = try await run(["backup", "check", backups.path])
            #expect(older.code == 0 && older.output.isEmpty, "of before there was a list: \(older)")
        }
    }

    private func forgetPackList(of manifest: URL) throws {
        let text = try String(contentsOf: manifest, encoding: .utf8)
        let older = text.replacing(/"pack":\{[^}]*\},/, with: "")
        #expect(older != text)
        try Data(older.utf8).write(to: manifest)
    }

    @Test("are backed up with the schema they have; a proof of an older one is refused, nothing upgraded")
    func olderSchema() async throws {
        try await JourneyEngine.sqlite.withPlace { place in
            try await place.succeed("init")
            let last = try await place.sql("SELECT max(name) FROM migrations")
            // A database that lacks a step, as far as anybody looks who does not take it.
            try await place.sql("DELETE FROM migrations WHERE name = '\(last)'")
            let before = try await place.sql("SELECT max(name) FROM migrations")
            let proof = try await place.run("verify")
            #expect(proof.code == 1 && proof.errors.contains("lianxin init"), "\(proof)")
            let backups = place.folder.appending(path: "backups").path
            let end = try await place.run("backup", backups, "--check", "none")
            #expect(end.code == 0, "\(end)")
            #expect(try await place.sql("SELECT max(name) FROM migrations") == before)
        }
    }

    @Test("on a disk that may only be read are backed up and proved")
    func readOnlyDisk() async throws {
        try await JourneyEngine.sqlite.withPlace { place in
            try await place.succeed("demo", "--matters", "20")
            let path = String(place.database.dropFirst("sqlite:".count))
            try await SmallDisk.with(.memory, megabytes: 128, in: place.folder) { disk in
                let copy = disk.folder.appending(path: "city.db").path
                for suffix in ["", "-wal"] where FileManager.default.fileExists(atPath: path + suffix) {
                    try FileManager.default.copyItem(atPath: path + suffix, toPath: copy + suffix)
                }
                _ = try await Program.tool(["mount", "-o", "remount,ro", disk.folder.path])
                let backups = place.folder.appending(path: "backups").path
                let more = [
                    "--database", "sqlite:\(copy)", "--city", Program.demoCity, "--files", path + ".files",
                ]
                let end = try await Program.run(["backup", backups] + more, in: place.folder)
                #expect(end.code == 0 && end.output.contains("matters"), "\(end)")
                let proof = try await Program.run(["verify"] + more, in: place.folder)
                #expect(proof.code == 0 && proof.output.isEmpty, "\(proof)")
            }
        }
    }

    @Test("are restored only where there is a folder, a city and no other engine's word")
    func restoredWhere() async throws {
        try await JourneyEngine.sqlite.withPlace { place in
            try await place.succeed("init")
            let backups = place.folder.appending(path: "backups").path
            #expect(try await place.run("backup", backups).code == 0)
            let new = place.folder.appending(path: "new.db").path
            let city = ["--city", Program.demoCity]
            for (words, said) in [
                (["--database", "sqlite:\(place.folder.path)/none/new.db"] + city, "no folder"),
                (["--database", "postgres://nobody@localhost/none", "--replace"] + city, "--replace"),
                (["--database", "sqlite:\(new)", "--city", "/nonexistent"], "/nonexistent"),
            ] {
                let end = try await Program.run(["restore", backups] + words, in: place.folder)
                #expect(end.code == 1 && end.errors.contains(said), "\(words): \(end)")
                #expect(!FileManager.default.fileExists(atPath: new))
            }
            let end = try await Program.run(
                ["restore", backups, "--database", "sqlite:\(new)"] + city, in: place.folder)
            #expect(end.code == 0 && end.output.contains("/city"), "\(end)")
            let left = try FileManager.default.contentsOfDirectory(atPath: place.folder.path)
            #expect(!left.contains { $0.contains(".restoring") }, "\(left)")
        }
    }
}
