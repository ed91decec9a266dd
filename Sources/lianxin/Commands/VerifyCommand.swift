import ArgumentParser
import CityPack
import Core
import Desk
import Files
import Storage
import Web

struct VerifyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract:
            "Check that no event was changed, removed or moved, and that every current row says what its "
            + "events say.",
        discussion: """
            Silent and 0 when all is well; otherwise a line for each matter and event that is not, and for
            each damaged place of a SQLite file, and 1. Nothing is changed: a database of an older version of
            the program is refused. Where the file may only be read, a copy in the folder of temporary files
            is proved instead, and removed.

            Examples:
              lianxin verify
              lianxin verify --database postgres://lianxin@db.example/lianxin --json
              lianxin verify --attachments --files /srv/lianxin.files
            """)

    @OptionGroup var place: Place
    @Flag(help: "One line of JSON for each complaint.") var json = false
    @Flag(help: "Also read every attachment, and name those that are missing or changed.")
    var attachments = false

    func run() async throws {
        let pack = try place.loadPack()
        let database: any Database
        do { database = try place.connect(creating: false, connections: 8) } catch {
            guard let path = place.databasePath, let file = ReadOnlyFile(path) else { throw error }
            return try await file.withCopy { try await prove($0, pack) }
        }
        try await database.closing(after: { try await prove($0, pack) })
    }

    private func prove(_ database: any Database, _ pack: LoadedPack) async throws {
        // First the file itself: a damaged one may not be readable to the end of the proof.
        let damage = try await Self.damage(of: database)
        try say(damage)
        let desk = Desk(database: database, city: pack.city, secret: [], address: "")
        var complaints: [Verification.Complaint]
        do {
            try await Place.recognise(database)
            try await Migrator(Place.migrations).check(database)
            complaints = try await Verification.run(on: desk)
        } catch let fault as Fault where !damage.isEmpty {
            Console.note("Error: The proof cannot be read to its end. \(fault)")
            throw ExitCode(1)
        }
        if attachments { complaints += try await files(of: desk) }
        try say(complaints)
        if !complaints.isEmpty || !damage.isEmpty { throw ExitCode(1) }
    }

    private func say(_ complaints: [Verification.Complaint]) throws {
        for complaint in complaints {
            if json { try Console.json(complaint) } else { Console.say(complaint.description) }
        }
    }

    /// What the engine finds wrong with its own file.
    static func damage(of database: any Database) async throws -> [Verification.Complaint] {
        let found = try await database.read { try Integrity.complaints(in: $0) }
        return found.map {
            Verification.Complaint(matter: nil, event: nil, problem: "the database file is damaged: \($0)")
        }
    }

    /// Every file that a matter names, read from its first byte to its last.
    private func files(of desk: Desk) async throws -> [Verification.Complaint] {
        let shelf = FileShelf(
            folder: place.filesFolder, database: desk.database, randomBytes: Surroundings.live.randomBytes)
        var complaints: [Verification.Complaint] = []
        var last = ""
        while true {
            let files = try await desk.attachments(after: last, limit: 200)
            guard let end = files.last else { return complaints }
            last = end.id
            for file in files {
                guard let found = try await shelf.complaint(of: file.hash, bytes: file.bytes) else {
                    continue
                }
                let problem =
                    switch found {
                    case .missing: "its file \(file.name) (\(file.hash)) is missing"
                    case .changed: "its file \(file.name) (\(file.hash)) is not what was sent"
                    }
                complaints.append(Verification.Complaint(matter: file.matter, event: nil, problem: problem))
            }
        }
    }
}
