import ArgumentParser
import Exchange
import Foundation
import Language

/// What the reading of a text costs, beside a plain pass over the same bytes in the same run.
struct LanguageCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "language", abstract: "How texts are read: words, classes, likeness, private data.",
        subcommands: [Bench.self])

    struct Bench: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "bench",
            abstract: "Measure the reading of texts against a plain pass over their bytes.",
            discussion: """
                Use a release build. Without --input the texts are made up; with it they are labelled
                messages, and the classifier is measured too.

                Example:
                  lianxin language bench --input decided.jsonl.gz --json
                """)

        @Option(help: "Labelled messages, one JSON object a line: label, title, detail or text.")
        var input: String?
        @Option(help: "How long each reading is measured.") var seconds = 2.0
        @Flag(help: "One JSON object with all results.") var json = false

        /// Of one reading.
        struct Result: Encodable {
            let name: String
            let perSecond: Double
            let microseconds: Double
            let megabytes: Double
            /// The plain pass, texts a second.
            let limit: Double
            let ratio: Double

            enum CodingKeys: String, CodingKey {
                case name, ratio
                case perSecond = "per_second"
                case microseconds = "us_per_text"
                case megabytes = "mb_per_second"
                case limit = "limit_per_second"
            }
        }

        struct Report: Encodable {
            let texts: Int
            let bytes: Int
            let results: [Result]
        }

        func run() async throws {
            guard seconds > 0, seconds <= 600 else { throw ValidationError("--seconds is up to 600.") }
            var examples: [TextExample] = []
            if let input { examples = try await ExampleFile(path: input).examples }
            let made = SearchTexts()
            let texts =
                examples.isEmpty
                ? (0..<4000).map { (title: String(made[$0].prefix(20)), text: made[$0]) }
                : examples.map { (title: $0.title, text: $0.text) }
            let bytes = texts.reduce(0) { $0 + $1.title.utf8.count + $1.text.utf8.count }
            var readings = Readings(texts: texts, bytes: bytes, seconds: seconds)
            readings.measureAll()
            if !examples.isEmpty {
                let model = try TextClassifier.train(examples)
                readings.measure("classifier") { title, text in
                    model.suggestions(title: title, text: text, limit: 3).count
                }
            }
            if json {
                return try Console.json(
                    Report(texts: texts.count, bytes: bytes, results: readings.results))
            }
            for result in readings.results {
                Console.say(
                    String(
                        format: "%-12@ %9.1f µs a text  %7.1f MB/s  %9.0f texts/s  %.4f of a plain pass",
                        result.name as NSString, result.microseconds, result.megabytes, result.perSecond,
                        result.ratio))
            }
        }
    }

    /// One reading after the other, each over all texts again and again.
    private struct Readings {
        let texts: [(title: String, text: String)]
        let bytes: Int
        let seconds: Double
        private(set) var results: [Bench.Result] = []
        private var limit = 0.0
        /// What came out, so that nothing is left out.
        private var sum = 0

        init(texts: [(title: String, text: String)], bytes: Int, seconds: Double) {
            (self.texts, self.bytes, self.seconds) = (texts, bytes, seconds)
        }

        mutating func measureAll() {
            measure("plain pass") { title, text in
                var sum = 0
                for byte in title.utf8 { sum &+= Int(byte) }
                for byte in text.utf8 { sum &+= Int(byte) }
                return sum
            }
            measure("analyser") { title, text in
                Analyser.index(title).count + Analyser.index(text).count
            }
            measure("masking") { title, text in
                Masking.publicCopy(ofHeading: title, of: text).utf8.count
                    + Masking.publicCopy(of: text).utf8.count
            }
            var background = SignatureBackground()
            for (title, text) in texts.prefix(2000) {
                background.show(SignatureText(title: title, text: text))
            }
            measure("signature") { title, text in
                Signature(of: SignatureText(title: title, text: text), against: background).keys.count
            }
        }

        mutating func measure(_ name: String, _ read: (String, String) -> Int) {
            var (count, next) = (0, 0)
            let began = ContinuousClock.now
            var took = 0.0
            repeat {
                for _ in 0..<min(100, texts.count) {
                    sum &+= read(texts[next].title, texts[next].text)
                    next = (next + 1) % texts.count
                    count += 1
                }
                took = (ContinuousClock.now - began).inSeconds
            } while took < seconds
            let perSecond = Double(count) / took
            if limit == 0 { limit = perSecond }
            let size = Double(bytes) / Double(texts.count)
            results.append(
                Bench.Result(
                    name: name, perSecond: perSecond, microseconds: 1_000_000 / perSecond,
                    megabytes: perSecond * size / 1_000_000, limit: limit, ratio: perSecond / limit))
        }
    }
}
