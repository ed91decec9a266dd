import Foundation
import Testing

extension Journeys {
    /// How many bytes are changed: LIANXIN_FLIPS; `Benchmarks/faults` asks for 200.
    private static let flips = ProcessInfo.processInfo.environment["LIANXIN_FLIPS"].flatMap(Int.init) ?? 12

    @Test("with one byte of the file changed are found out, or say of every matter what was written")
    func flipped() async throws {
        try await JourneyEngine.sqlite.withPlace { place in
            let made = try await place.run("demo", "--matters", "30", "--year-only")
            try #require(made.code == 0, "\(made.errors)")
            try await place.sql("PRAGMA wal_checkpoint(TRUNCATE)")
            let whole = try Data(contentsOf: place.folder.appending(path: "city.db"))
            let truth = try await place.digests()
            var dice = Chance(seed: 33)
            var (named, silent, elsewhere) = (0, 0, [String: Int]())
            for flip in 1...Self.flips {
                let offset = dice.roll(0...(whole.count - 1))
                var changed = whole
                changed[offset] ^= UInt8(1 << dice.roll(0...7))
                for ending in ["-wal", "-shm"] {
                    try? FileManager.default.removeItem(at: place.folder.appending(path: "city.db" + ending))
                }
                try changed.write(to: place.folder.appending(path: "city.db"))
                let now = try? await place.digests()
                let end = try await place.run("verify")
                let said = end.output + end.errors
                #expect(end.code == 0 || end.code == 1, "byte \(offset) of flip \(flip): \(end)")
                #expect(!said.contains("Fatal error") && !said.contains(".swift:"), "byte \(offset): \(said)")
                if end.code == 1 {
                    named += 1
                    #expect(!said.isEmpty, "byte \(offset)")
                    continue
                }
                silent += 1
                let tables = truth.keys.filter { now?[$0] != truth[$0] }
                for table in tables { elsewhere[table, default: 0] += 1 }
                #expect(
                    !tables.contains("matters") && !tables.contains("events"), "byte \(offset): \(tables)")
            }
            Note.said(
                "\(Self.flips) bytes changed: \(named) named, \(silent) silent, of which in rows no chain "
                    + "proves: \(elsewhere.values.reduce(0, +)) \(elsewhere)")
        }
    }
}

extension JourneyPlace {
    /// What every table of the SQLite file says, as one number each; one that cannot be read: nothing.
    fileprivate func digests() async throws -> [String: String] {
        let script = """
            import hashlib, sqlite3, sys
            connection = sqlite3.connect("file:" + sys.argv[1] + "?mode=ro", uri=True)
            connection.text_factory = bytes
            tables = "SELECT name FROM sqlite_master WHERE type = 'table'"
            for (name,) in connection.execute(tables).fetchall():
                name = name.decode()
                digest = hashlib.sha256()
                try:
                    for row in connection.execute('SELECT * FROM "%s"' % name):
                        digest.update(repr(row).encode())
                except Exception: continue
                print(name + "|" + digest.hexdigest())
            """
        let end = try await Program.tool([Program.python, "-c", script, String(database.dropFirst(7))])
        var digests: [String: String] = [:]
        for line in end.output.split(separator: "\n") {
            let cells = line.split(separator: "|")
            if cells.count == 2 { digests[String(cells[0])] = String(cells[1]) }
        }
        return digests
    }
}
