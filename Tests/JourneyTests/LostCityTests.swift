import Foundation
import Testing

extension Journeys {
    @Test("whose database is gone are not begun anew by serve while attachments or backups are there")
    func lostCity() async throws {
        try await JourneyEngine.sqlite.withPlace { place in
            let backups = place.folder.appending(path: "backups").path
            let attachments = place.folder.appending(path: "city.db.files/ab/cd")
            try await place.succeed("init")
            #expect(try await place.run("backup", backups).code == 0)
            let path = String(place.database.dropFirst("sqlite:".count))
            for suffix in ["", "-wal", "-shm"] {
                try? FileManager.default.removeItem(atPath: path + suffix)
            }
            let serve = [
                "serve", "--port", "\(Server.freePort())", "--database", place.database, "--city",
                Program.demoCity,
            ]
            let backedUp = try await Program.run(serve + ["--backup", backups], in: place.folder)
            #expect(backedUp.code == 1 && backedUp.errors.contains("its backup 2"), "\(backedUp)")
            try FileManager.default.createDirectory(at: attachments, withIntermediateDirectories: true)
            // A file without a byte is no city either.
            for isEmpty in [false, true] {
                if isEmpty { try Data().write(to: URL(fileURLWithPath: path)) }
                let end = try await Program.run(serve, in: place.folder)
                #expect(end.code == 1 && end.errors.contains("its attachments are in"), "\(end)")
                #expect(end.errors.contains("lianxin init") && end.errors.count < 600, "\(end)")
            }
            // Said on purpose it is another thing.
            #expect(try await place.run("init").code == 0)
            let server = try await Server.start(place, "--backup", backups)
            let end = await server.stop()
            #expect(end.code == 0 && !end.output.contains("There was no database"), "\(end)")
        }
    }

    @Test("are begun by serve where nothing was, and it says so")
    func newCity() async throws {
        try await JourneyEngine.sqlite.withPlace { place in
            let server = try await Server.start(place)
            let end = await server.stop()
            #expect(end.code == 0 && end.output.contains("There was no database; made sqlite:"), "\(end)")
        }
    }

    @Test("are not looked for in a file without a byte, and it stays one")
    func emptyFile() async throws {
        try await JourneyEngine.sqlite.withPlace { place in
            let file = place.folder.appending(path: "city.db")
            try Data().write(to: file)
            for command in [["verify"], ["backup", "copies"], ["doctor"]] {
                let end = try await Program.run(
                    command + ["--database", place.database, "--city", Program.demoCity], in: place.folder)
                #expect(end.code == 1 && (end.errors + end.output).contains("is empty"), "\(command): \(end)")
                #expect(try Data(contentsOf: file).isEmpty, "\(command)")
            }
        }
    }
}
