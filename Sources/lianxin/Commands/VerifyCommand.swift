import Storage
import ArgumentParser
import Core
import Desk
import Files

struct VerifyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract:
            "Check that no event was changed, removed or moved, and that every current row says what its "
            + "events say.",
        discussion: """
            Silent and 0 when all is well; otherwise a line for each matter and event that is not, and 1.

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
        let town = try await Town(place)
        var complaints = try await Verification.run(on: town.desk)
        if attachments { complaints += try await Self.files(of: town) }
        for complaint in complaints {
            if json { try Console.json(complaint) } else { Console.say(complaint.description) }
        }
        await town.database.close()
        if !complaints.isEmpty { throw ExitCode(1) }
    }

    /// Every file that a matter names, read from its first byte to its last.
    private static func files(of town: Town) async throws -> [Verification.Complaint] {
        var complaints: [Verification.Complaint] = []
        var last = ""
        while true {
            let files = try await town.desk.attachments(after: last, limit: 200)
            guard let end = files.last else { return complaints }
            last = end.id
            for file in files {
                guard let found = try await town.shelf.complaint(of: file.hash, bytes: file.bytes) else {
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
