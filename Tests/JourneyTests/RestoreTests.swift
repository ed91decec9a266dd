import Foundation
import Testing

extension Journeys {
    @Test("are proved after a restore in their place, by the engine too: what verify finds is told at once")
    func provedInPlace() async throws {
        try await JourneyEngine.sqlite.withPlace { place in
            let backups = place.folder.appending(path: "backups").path
            try await place.succeed("init")
            // The second backup holds a row about the first; no chain proves that row.
            for _ in 0..<2 {
                #expect(try await place.run("backup", backups).code == 0)
                try await Task.sleep(for: .milliseconds(1100))
            }
            try await place.breakCheck(in: backups)
            let new = ["--database", "sqlite:\(place.folder.path)/new.db", "--city", Program.demoCity]
            let restored = try await Program.run(["restore", backups] + new, in: place.folder)
            let verified = try await Program.run(["verify"] + new, in: place.folder)
            #expect(verified.code == 1 && verified.output.contains("file is damaged"), "\(verified)")
            #expect(restored.code == 1 && restored.output.contains("file is damaged"), "\(restored)")
        }
    }

    @Test("are not restored onto a folder: it stays where it is, with what is in it")
    func restoredOntoFolder() async throws {
        try await JourneyEngine.sqlite.withPlace { place in
            let backups = place.folder.appending(path: "backups").path
            try await place.succeed("init")
            #expect(try await place.run("backup", backups).code == 0)
            let folder = place.folder.appending(path: "papers")
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            try Data("kept".utf8).write(to: folder.appending(path: "letter"))
            for more in [[], ["--replace"]] {
                let end = try await Program.run(
                    [
                        "restore", backups, "--database", "sqlite:\(folder.path)", "--city",
                        Program.demoCity,
                    ] + more, in: place.folder)
                #expect(end.code == 1 && end.errors.contains("is a folder"), "\(more): \(end)")
                #expect(FileManager.default.fileExists(atPath: folder.appending(path: "letter").path))
            }
        }
    }
}

extension JourneyPlace {
    /// Puts a value that its column forbids into the newest backup, whose manifest is made to fit.
    fileprivate func breakCheck(in backups: String) async throws {
        let script = """
            import glob, hashlib, json, sqlite3, sys
            folder = sorted(glob.glob(sys.argv[1] + "/2*"))[-1]
            copy = sqlite3.connect(folder + "/database.sqlite")
            copy.execute("PRAGMA ignore_check_constraints = ON")
            assert copy.execute("UPDATE operation_backups SET state = 'odd'").rowcount == 1
            copy.commit()
            copy.close()
            with open(folder + "/database.sqlite", "rb") as file: data = file.read()
            with open(folder + "/manifest.json") as file: manifest = json.load(file)
            manifest["database"].update(bytes=len(data), sha256=hashlib.sha256(data).hexdigest())
            with open(folder + "/manifest.json", "w") as file: json.dump(manifest, file)
            """
        _ = try await Program.tool([Program.python, "-c", script, backups])
    }
}
