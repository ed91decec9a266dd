import Storage
import ArgumentParser
import Desk

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
            """)

    @OptionGroup var place: Place
    @Flag(help: "One line of JSON for each complaint.") var json = false

    func run() async throws {
        let town = try await Town(place)
        let complaints = try await Verification.run(on: town.desk)
        for complaint in complaints {
            if json { try Console.json(complaint) } else { Console.say(complaint.description) }
        }
        await town.database.close()
        if !complaints.isEmpty { throw ExitCode(1) }
    }
}
