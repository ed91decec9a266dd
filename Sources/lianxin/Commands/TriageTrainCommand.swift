import ArgumentParser
import Core
import Foundation
import Language
import Storage

extension TriageCommand {
    struct Train: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "train",
            abstract: "Learn labels from a file of decided texts.",
            discussion: """
                The file holds one JSON object a line, or is a table with a head; packed with gzip or not. Its
                fields are label, title, and detail or text. Lines that cannot be used are told and left out.
                The same file gives the same model to the byte, but for the seconds it took.

                The figures that are told come from parts of the file that took no part in learning (three
                parts in turn). With --folds the whole training is tried so many times besides, each time on
                the rest: slower, and nothing at all is seen before.

                Without a file a new model is made from what people confirmed about the city's own matters,
                and put in force; a city without a past learns from the sample sentences of its pack.

                Examples:
                  lianxin triage train --database sqlite:lianxin.db --reason "New classes"
                  lianxin triage train --input decided.jsonl.gz --model model.lxtc
                  lianxin triage train --input decided.csv --model model.lxtc --folds 5 --json
                """)

        @OptionGroup var place: Place
        @Option(help: "The file of examples; without it the city's own confirmed matters.") var input: String?
        @Option(help: "Where the model of a file is written.") var model: String?
        @Option(help: "Why a model of the city's matters is made; it is kept.") var reason =
            "lianxin triage train"
        @Option(help: "Try the whole training on so many parts as well (2 to 20).") var folds: Int?
        @Flag(help: "One line of JSON instead of words.") var json = false

        func validate() throws {
            guard (input == nil) == (model == nil) else {
                throw ValidationError("--input and --model go together.")
            }
            if let folds, !(2...20).contains(folds) { throw ValidationError("--folds is from 2 to 20.") }
        }

        func run() async throws {
            guard let input, let model else {
                let town = try await Town(place, creating: false)
                try await TriageLearning.learn(town, reason: reason)
                return await town.database.close()
            }
            let examples = try await TriageCommand.examples(input)
            let (learned, inner) = try TriageCommand.train(examples)
            let bytes = learned.encoded()
            do {
                try Data(bytes).write(to: URL(fileURLWithPath: model), options: .atomic)
            } catch {
                throw Fault(
                    .configuration, "The file \(model) cannot be written.",
                    remedy: "Check its folder, and that there is room.")
            }
            let report: TriageReport
            if let folds {
                report = try TriageTrial.crossValidated(examples, folds: folds)
            } else {
                report = TriageReport(inner, facts: learned.facts, bytes: bytes.count, perSecond: nil)
            }
            if json { return try Console.json(report) }
            Console.say(report.text)
        }
    }
}
