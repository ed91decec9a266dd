import Foundation
import Testing

extension Journeys {
    /// What may lie where the database should: how it is made of a sound file, and a word of the sentence.
    private static let unfit: [(name: String, make: String, word: String)] = [
        ("cut off in the middle", "head -c 300000 whole.db > city.db", "damaged"),
        ("cut off in its first page", "head -c 50 whole.db > city.db", "damaged"),
        (
            "without its first page",
            "cp whole.db city.db; head -c 4096 /dev/urandom | dd of=city.db conv=notrunc", "not a SQLite"
        ),
        (
            "with pages of nothing",
            "cp whole.db city.db; for at in 7 14 21 28 35 42 49 56 63 70; "
                + "do head -c 4096 /dev/zero | dd of=city.db bs=4096 seek=$at conv=notrunc; done", "damaged"
        ),
        ("of no database", "head -c 100000 /dev/urandom > city.db", "not a SQLite"),
        ("of another program", "cp other.db city.db", "another program"),
        ("of a newer program", "cp newer.db city.db", "newer"),
        ("gone, with its journal left", "cp whole.wal city.db-wal", "city.db"),
    ]

    @Test("cannot begin on a file that is cut, damaged, another's or gone, and change not a byte of it")
    func unfitFiles() async throws {
        try await JourneyEngine.sqlite.withPlace { place in
            try await place.prepareFiles()
            let scratch = { (script: String) in
                try await Program.tool(["sh", "-c", "cd '\(place.folder.path)' && \(script)"])
            }
            for (name, make, word) in Self.unfit {
                _ = try await scratch("{ rm -f city.db*; \(make); } 2>/dev/null")
                let before = try await scratch("cat city.db city.db-wal 2>/dev/null | sha256sum; ls city.db*")
                for command in [["serve", "--port", "\(Server.freePort())"], ["verify"], ["init"]] {
                    let end = try await Program.run(
                        command + ["--database", place.database, "--city", Program.demoCity], in: place.folder
                    )
                    let said = end.errors.trimmingCharacters(in: .whitespacesAndNewlines)
                    #expect(end.code == 1 && said.contains(word), "\(name): \(command[0]): \(end)")
                    #expect(
                        said.count < 600 && !said.contains("Fatal error") && !said.contains(".swift:"),
                        "\(name): \(said)")
                }
                let after = try await scratch("cat city.db city.db-wal 2>/dev/null | sha256sum; ls city.db*")
                #expect(before.output == after.output, "\(name) was changed")
            }
        }
    }
}

extension JourneyPlace {
    /// Makes `whole.db`, `whole.wal`, `other.db` and `newer.db` in the folder.
    fileprivate func prepareFiles() async throws {
        try await succeed("init")
        let script = """
            import shutil, sqlite3
            city = sqlite3.connect("city.db")
            city.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            city.close()
            shutil.copy("city.db", "whole.db")
            shutil.copy("city.db", "newer.db")
            newer = sqlite3.connect("newer.db")
            newer.execute("INSERT INTO migrations (name, checksum, applied_at) VALUES ('9999-x', 'x', 0)")
            newer.commit()
            newer.close()
            other = sqlite3.connect("other.db")
            other.execute("CREATE TABLE books (title TEXT)")
            other.commit()
            city = sqlite3.connect("city.db")
            city.execute("CREATE TABLE more (a)")
            city.commit()
            shutil.copy("city.db-wal", "whole.wal")
            """
        _ = try await Program.tool(["sh", "-c", "cd '\(folder.path)' && \(Program.python) -c \"$0\"", script])
    }
}
