import ArgumentParser

/// The program: one binary, one word for each thing an operator does.
@main
struct Lianxin: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lianxin",
        abstract:
            "连心: takes in every concern of every resident, and lets go when the resident says it is solved.",
        discussion: """
            Examples:
              lianxin demo && lianxin serve --demo     try it with a year of made-up matters
              lianxin init --city Cities/demo          make lianxin.db and load the city
              lianxin serve --port 8080                serve it at http://127.0.0.1:8080
              lianxin doctor                           look the installation over
              lianxin verify                           prove that nothing was changed

            --database and --city say where and which; both can be set once by LIANXIN_DATABASE
            and LIANXIN_CITY, or in a file of settings.
            """,
        version: "lianxin \(Release.version)",
        subcommands: [
            InitCommand.self, ServeCommand.self, DemoCommand.self, CityCommand.self, ProcedureCommand.self,
            ImportCommand.self, ExportCommand.self, VerifyCommand.self, AccountCommand.self,
            TokenCommand.self, Open311Command.self, CallsCommand.self,
            SimulateCommand.self, BenchCommand.self, SearchCommand.self, JoinsCommand.self,
            LanguageCommand.self, ExpectCommand.self,
            TriageCommand.self, BackupCommand.self, RestoreCommand.self, DoctorCommand.self,
            ConfigCommand.self,
        ])

    static func main() async {
        Allocator.settle()
        await main(nil)
    }
}

/// What this build calls itself.
enum Release {
    static let version = "0.1.0"
}
