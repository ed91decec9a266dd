import ArgumentParser
import Core
import Foundation

/// Writes what was measured as a table, a picture and a short table for the README.
struct BenchTable: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "table", abstract: "Write results as a Markdown table, and as a picture.",
        discussion: """
            Takes what `lianxin bench --json` printed, of one engine or of several.

            Example:
              lianxin bench table sqlite.json postgres.json --plot bench.svg --into benchmarks.md
            """)

    @Argument(help: "Files with results.") var files: [String]
    @Option(help: "Where the picture goes.") var plot: String?
    @Option(
        help: ArgumentHelp(
            "A file in which the table takes the place of the last one.",
            discussion: "Between the lines <!-- bench --> and <!-- end of bench -->."))
    var into: String?
    @Flag(help: "Only what a README has room for.") var short = false
    @Flag(help: "The short table in Chinese.") var chinese = false

    func run() async throws {
        let reports = try files.map { path in
            let data = try Self.read(path)
            do { return try JSONDecoder().decode(BenchReport.self, from: data) } catch {
                throw Fault(
                    .configuration, "\(path) holds no results.",
                    remedy: "Name what `lianxin bench --json` printed.")
            }
        }
        let writing = BenchWriting(reports)
        let table = short || chinese ? writing.short(chinese ? .zh : .en) : writing.table
        if let plot {
            try BenchPlot(writing.results).svg.write(toFile: plot, atomically: true, encoding: .utf8)
        }
        guard let into else { return Console.say(table) }
        let text = String(decoding: try Self.read(into), as: UTF8.self)
        let (start, end) = ("<!-- bench -->\n", "<!-- end of bench -->")
        guard let first = text.range(of: start)?.upperBound,
            let last = text.range(of: end, range: first..<text.endIndex)?.lowerBound
        else { throw ValidationError("\(into) has no lines <!-- bench --> and <!-- end of bench -->.") }
        let whole = text[..<first] + table + "\n" + text[last...]
        try String(whole).write(toFile: into, atomically: true, encoding: .utf8)
    }

    private static func read(_ path: String) throws(Fault) -> Data {
        do { return try Data(contentsOf: URL(fileURLWithPath: path)) } catch {
            throw Fault(
                .configuration, "The file \(path) cannot be read.",
                remedy: "Check that it is there, and that you may read it.")
        }
    }
}
