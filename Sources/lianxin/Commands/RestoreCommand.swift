import ArgumentParser
import Core
import Desk
import Foundation
import Operation
import Storage
import Web

struct RestoreCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore",
        abstract: "Make a backup the database again.",
        discussion: """
            Every byte is checked before anything is written, and the whole is proved after, in its place: the
            file by the engine, every matter as by `lianxin verify`. A database that
            is there is never overwritten. Stop the servers of the old one first.

            Examples:
              lianxin restore /backup/lianxin --database sqlite:lianxin.db
              lianxin restore /backup/lianxin/20261122T190000Z --database sqlite:lianxin.db --replace
              lianxin restore /backup/lianxin --database postgres://lianxin@db.example/new
            """)

    @OptionGroup var place: Place
    @Argument(help: "A folder of backups (then the newest good one), or one backup in it.") var backup: String
    @Flag(help: "SQLite: move the database that is there aside, to a name with the time.") var replace = false

    func run() async throws {
        // Settings and city first: what they lack would be told after everything is written.
        _ = try place.loadPack()
        let restore = try BackupRestore(backup, engine: try engine(), shelf: place.filesFolder)
        let manifest = try await restore.run()
        let town = try await Town(place)
        let complaints = try await town.database.closing { database -> [Verification.Complaint] in
            // The file in its place first: a damaged one may not be readable to the end of the proof.
            let damage = try await VerifyCommand.damage(of: database)
            if !damage.isEmpty { return damage }
            return try await Verification.run(on: town.desk)
        }
        Console.say("Restored \(manifest.name): \(manifest.contents.map { "\($0.matters) matters" } ?? "").")
        Console.say("The city pack as it was: \(restore.backup)/city")
        if let doubt = manifest.doubt { Console.note("This backup was doubtful: \(doubt)") }
        for complaint in complaints { Console.say(complaint.description) }
        if !complaints.isEmpty { throw ExitCode(1) }
    }

    private func engine() throws -> any BackupEngine {
        let engine = try place.backupEngine()
        if let sqlite = engine as? SQLiteBackups { try sqlite.checkPlace() }
        guard replace else { return engine }
        guard var sqlite = engine as? SQLiteBackups else {
            throw Fault(
                .configuration, "--replace is for SQLite.",
                remedy: "Make a new database in PostgreSQL, restore into it, and name it in the settings.")
        }
        let path = sqlite.path
        sqlite.makeRoom = { try Self.moveAside(path) }
        return sqlite
    }

    /// Nobody may be writing to what is moved: its log would be lost with its name.
    ///
    /// - Returns: How to put it back.
    private static func moveAside(_ path: String) throws -> @Sendable () -> Void {
        let there = ["-wal", "-shm", ""].filter { FileManager.default.fileExists(atPath: path + $0) }
        if there.isEmpty { return {} }
        if let process = holder(of: path) {
            throw Fault(
                .busy, "The process \(process) has the database \(path) open.",
                remedy: "Stop the server first, then restore.")
        }
        var stamp = Int(Date().timeIntervalSince1970)
        // Two of one second must not take each other's name.
        while ["-wal", "-shm", ""].contains(where: { access("\(path).before-\(stamp)\($0)", F_OK) == 0 }) {
            stamp += 1
        }
        let aside = "\(path).before-\(stamp)"
        let putBack: @Sendable () -> Void = {
            for suffix in there.reversed() { _ = rename(aside + suffix, path + suffix) }
        }
        for suffix in there {
            guard rename(path + suffix, aside + suffix) == 0 else {
                putBack()
                throw Fault(
                    .readOnly, "The database \(path) cannot be moved aside.",
                    remedy: "Let the program write in its folder.")
            }
        }
        Console.note("The old database is now \(aside)")
        return putBack
    }

    /// A process that has the file open, as far as we may see.
    private static func holder(of path: String) -> String? {
        let real = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
        let files = FileManager.default
        for process in (try? files.contentsOfDirectory(atPath: "/proc")) ?? [] where Int(process) != nil {
            for number in (try? files.contentsOfDirectory(atPath: "/proc/\(process)/fd")) ?? [] {
                let target = try? files.destinationOfSymbolicLink(atPath: "/proc/\(process)/fd/\(number)")
                if target == real { return process }
            }
        }
        return nil
    }
}
