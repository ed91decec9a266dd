import ArgumentParser
import CityPack
import Core
import Foundation
import Operation
import PostgresStorage
import Storage
import Web

struct BackupCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup",
        abstract: "Copy everything while it is served, and restore the copy once to see that it holds.",
        discussion: """
            A backup counts only after it was restored apart and looked at. 0 when it is good, 1 when it is
            doubtful (it stays, and the reason is told) or failed (nothing of it stays). With --check none
            nobody looks: 0, but it does not count as good. Keep the folder on another disk; it holds contact
            data and keys like the database itself.

            Examples:
              lianxin backup /backup/lianxin
              lianxin backup /backup/lianxin --keep daily=7,weekly=4,monthly=12
              lianxin backup list /backup/lianxin
              lianxin backup check /backup/lianxin
            """,
        subcommands: [Make.self, List.self, Check.self], defaultSubcommand: Make.self)

    struct Make: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Make a backup (this word can be left out).")

        @OptionGroup var place: Place
        @Argument(help: "The folder of the backups; made where it is not there.") var folder: String
        @Option(help: "How it is looked at: none, quick (restored, whole) or full (as `lianxin verify`).")
        var check = "full"
        @Option(help: "Which older ones stay, such as daily=7,weekly=4,monthly=12. Else all.") var keep:
            String?
        @Flag(help: "The manifest as JSON.") var json = false

        func run() async throws {
            guard let depth = BackupManifest.Check.Depth(rawValue: check) else {
                throw ValidationError("--check is none, quick or full.")
            }
            let rule = try keep.map { text in
                guard let rule = BackupKeeping(text) else {
                    throw ValidationError("--keep is written as daily=7,weekly=4,monthly=12.")
                }
                return rule
            }
            let pack = try place.loadPack()
            let database = try await place.openAsItIs()
            let folder = BackupFolder(folder)
            let maker = try place.backups(into: folder, pack)
            let result = try await maker.make(depth, keeping: rule) { Surroundings.live.now() }
            if let database {
                // A database that cannot be written shall still be backed up.
                try? await Backups.note(result.manifest, in: folder.path, database: database)
                await database.close()
            }
            try tell(result, in: folder)
            let isWell =
                switch depth {
                case .none: result.manifest.check.complaints.isEmpty
                case .quick, .full: result.manifest.isGood
                }
            if !isWell { throw ExitCode(1) }
        }

        private func tell(_ result: BackupMaker.Result, in folder: BackupFolder) throws {
            let manifest = result.manifest
            if json { return try Console.json(manifest) }
            let bytes = (manifest.database.bytes + manifest.files.bytes) >> 20
            let seconds = Double(manifest.ended - manifest.begun) / 1000
            let held = manifest.contents.map { "\($0.matters) matters, \($0.events) events, " } ?? ""
            Console.say(
                "\(folder.path)/\(manifest.name): \(held)\(manifest.files.count) attachments, \(bytes) MB, "
                    + String(format: "%.1f s", seconds))
            if let untried = manifest.check.untried { Console.note("Not restored to look at it: \(untried)") }
            for complaint in manifest.check.complaints { Console.say(complaint) }
            if !result.removed.isEmpty { Console.say("Removed: \(result.removed.joined(separator: ", "))") }
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Show the backups of a folder, oldest first.",
            discussion: "0 when all can be read; 1 when the folder or the manifest of one cannot be.")

        @Argument(help: "The folder of the backups.") var folder: String
        @Flag(help: "One manifest as JSON a line.") var json = false

        func run() async throws {
            var isWhole = true
            for entry in try BackupFolder(folder).entries() {
                switch entry {
                case .whole(let manifest): try tell(manifest)
                case .damaged(let name, let reason):
                    isWhole = false
                    let line = "\(name)  damaged: \(reason)"
                    if json { Console.note(line) } else { Console.say(line) }
                }
            }
            if !isWhole { throw ExitCode(1) }
        }

        private func tell(_ manifest: BackupManifest) throws {
            if json { return try Console.json(manifest) }
            let bytes = (manifest.database.bytes + manifest.files.bytes) >> 20
            let state = manifest.doubt.map { "doubtful: \($0)" } ?? "good"
            Console.say("\(manifest.name)  \(bytes) MB  \(state)")
        }
    }

    struct Check: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Restore a backup apart and look whether it still holds.",
            discussion: "Silent and 0 when it does; otherwise a line for each thing that is wrong, and 1.")

        @OptionGroup var place: Place
        @Argument(help: "The folder of the backups.") var folder: String
        @Argument(help: "Which one; the newest unless named.") var name: String?
        @Option(help: "none (bytes only), quick or full.") var check = "full"

        func run() async throws {
            guard let depth = BackupManifest.Check.Depth(rawValue: check) else {
                throw ValidationError("--check is none, quick or full.")
            }
            let backups = BackupFolder(folder)
            guard let name = name ?? backups.all().last?.name else {
                throw Fault(
                    .configuration, "There is no backup in \(folder).",
                    remedy: "Make one with `lianxin backup`.")
            }
            let maker = try place.backups(into: backups, try place.loadPack())
            let complaints = try await maker.check(name, depth)
            for complaint in complaints { Console.say(complaint) }
            if !complaints.isEmpty { throw ExitCode(1) }
        }
    }
}

extension Place {
    /// The engine of the database that is named, for backups.
    func backupEngine() throws -> any BackupEngine {
        let address = databaseAddress
        if address.hasPrefix("sqlite:") {
            return SQLiteBackups(path: String(address.dropFirst("sqlite:".count)))
        }
        return PostgresBackups(address: address)
    }

    /// Opens the database with the schema it has.
    ///
    /// - Returns: Nil for a SQLite file that this user may only read.
    /// - Throws: A `Fault` for a schema of a newer program or another's.
    func openAsItIs() async throws -> (any Database)? {
        let database: any Database
        do { database = try connect(creating: false, connections: 2) } catch {
            if let path = databasePath, ReadOnlyFile(path) != nil { return nil }
            throw error
        }
        do { try await Place.recognise(database) } catch {
            await database.close()
            throw error
        }
        return database
    }

    /// Refuses a database that a newer program made, or another one. Changes nothing.
    static func recognise(_ database: any Database) async throws {
        if try await Migrator(migrations).missing(in: database) == nil {
            throw Fault(
                .foreignSchema,
                "The database belongs to another program, or to none: it has no list of migrations.",
                remedy: "Name another database, or make one with `lianxin init`.")
        }
    }

    func backups(into folder: BackupFolder, _ pack: LoadedPack) throws -> BackupMaker {
        BackupMaker(
            into: folder, engine: try backupEngine(), shelf: filesFolder, pack: cityFolder, city: pack.city,
            steps: Migrator(Place.migrations), program: Release.version)
    }
}
