import ArgumentParser
import Core
import Foundation
import Language

extension TriageCommand {
    struct Evaluate: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "evaluate",
            abstract: "Try a model on texts whose label is known.",
            discussion: """
                Give a file the model was not trained on: on its own examples every model looks too good. With
                --folds and no --model, the file is cut into parts, and each is tried with a model trained on
                all the others.

                macro_f1: the mean over all labels of how well each is found. ece: how far off the
                probabilities are, in fifteen bins of equal width; ece_even: in bins that hold equally many.
                messages_per_second: one core, from title and text to probabilities of all labels, by the time
                the processor gave, the best of several passes; reading the file is not in it.
                train_seconds is kept in the model. share_at_95: the share that could go by itself while 95 %
                of it is right.

                Examples:
                  lianxin triage evaluate --model model.lxtc --input later.jsonl.gz --json
                  lianxin triage evaluate --input decided.jsonl.gz --folds 5 --curve curve.svg
                """)

        @Option(help: "The model that lianxin triage train wrote.") var model: String?
        @Option(help: "The file of texts with their labels.") var input: String
        @Option(help: "Cut the file into so many parts (2 to 20) instead of giving a model.")
        var folds: Int?
        @Option(help: "Where a picture of the curve is written: share by itself against share right.")
        var curve: String?
        @Flag(help: "One line of JSON instead of words.") var json = false

        func validate() throws {
            if let folds, !(2...20).contains(folds) { throw ValidationError("--folds is from 2 to 20.") }
            guard (model == nil) != (folds == nil) else {
                throw ValidationError("Give either --model or --folds.")
            }
        }

        func run() async throws {
            let report: TriageReport
            if let model {
                // The model first: a wrong one is told before a large file is read.
                let (model, size) = try TriageCommand.model(model)
                let examples = try await TriageCommand.examples(input)
                let (trials, perSecond) = TriageTrial.timed(model, examples)
                report = TriageReport(
                    trials, facts: model.facts, bytes: size, perSecond: perSecond)
            } else {
                report = try TriageTrial.crossValidated(
                    try await TriageCommand.examples(input), folds: folds ?? 5)
            }
            if let curve {
                let picture = TriageCurve(report).svg
                do {
                    try Data(picture.utf8).write(to: URL(fileURLWithPath: curve), options: .atomic)
                } catch {
                    throw Fault(
                        .configuration, "The file \(curve) cannot be written.",
                        remedy: "Check its folder, and that there is room.")
                }
            }
            if json { return try Console.json(report) }
            Console.say(report.text)
        }
    }

    struct Explain: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "explain",
            abstract: "What a text is about, and the words that decided it.",
            discussion: """
                Example:
                  lianxin triage explain --model model.lxtc --title "小区停水三天" --text "…"
                """)

        @Option(help: "The model that lianxin triage train wrote.") var model: String
        @Option(help: "The title, where there is one.") var title = ""
        @Option(help: "The text.") var text: String
        @Option(help: "At most how many labels.") var limit = 3

        func run() async throws {
            guard (1...100).contains(limit) else { throw ValidationError("--limit is from 1 to 100.") }
            let (model, _) = try TriageCommand.model(model)
            for one in model.suggestions(title: title, text: text, limit: limit) {
                Console.say("\(String(format: "%5.1f", one.probability * 100)) %  \(one.label)")
                let words = model.explain(title: title, text: text, label: one.label, limit: 8)
                if words.isEmpty { continue }
                let said = words.map { "\($0.word) \(Int(($0.weight * 100).rounded())) %" }
                Console.say("         " + said.joined(separator: " · "))
            }
        }
    }
}
