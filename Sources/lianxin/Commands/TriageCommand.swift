import ArgumentParser
import Core
import Exchange
import Foundation
import Language

/// Reading concerns by machine: train, try, explain.
struct TriageCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "triage",
        abstract: "What concerns are about: learn it from decided ones, and see how well it was learned.",
        discussion: """
            Examples:
              lianxin triage train --input decided.jsonl.gz --model model.lxtc
              lianxin triage evaluate --model model.lxtc --input later.jsonl.gz --json
              lianxin triage evaluate --input decided.jsonl.gz --folds 5 --curve curve.svg
              lianxin triage train --database sqlite:lianxin.db     from the city's own matters
              lianxin triage models
              lianxin triage rollback 3 --reason "Version 4 mistakes water for drains"
              lianxin triage explain --model model.lxtc --title "路灯不亮" --text "…"
            """,
        subcommands: [
            Train.self, Evaluate.self, Explain.self, TriageModelsCommand.self, TriageRollbackCommand.self,
        ])

    /// A file with examples: JSON lines or a table.
    static func examples(_ path: String) async throws -> [TextExample] {
        let file = try await ExampleFile(path: path)
        for row in file.rejected {
            Console.note("\(path):\(row.line): \(row.id.map { "\($0) " } ?? "")\(row.reason)")
        }
        if file.rejectedCount > 0 { Console.note("\(file.rejectedCount) lines left out.") }
        guard !file.examples.isEmpty else {
            throw Fault(
                .configuration, "The file \(path) has no line with a label and a text.",
                remedy: "It needs the fields label, title, and detail or text.")
        }
        return file.examples
    }

    /// A model, and of how many bytes.
    static func model(_ path: String) throws -> (TextClassifier, size: Int) {
        guard let bytes = FileManager.default.contents(atPath: path) else {
            throw Fault(
                .configuration, "The file \(path) cannot be read.",
                remedy: "Check its name and that you may read it.")
        }
        do {
            return (try TextClassifier(decoding: [UInt8](bytes)), bytes.count)
        } catch {
            throw Fault(.corrupt, "\(path): \(error.sentence)", remedy: error.remedy)
        }
    }

    /// Learns, and notes how long that took.
    static func train(
        _ examples: [TextExample]
    ) throws -> (model: TextClassifier, trials: [Reliability.Trial]) {
        let start = ContinuousClock.now
        do {
            var (model, trials) = try TextClassifier.trainWithTrials(examples)
            model.facts.trainSeconds = start.duration(to: .now) / .seconds(1)
            return (model, trials.map(Reliability.Trial.init))
        } catch {
            throw Fault(.configuration, error.sentence, remedy: error.remedy)
        }
    }
}

extension Reliability.Trial {
    init(_ trial: TextClassifier.Trial) {
        self.init(truth: trial.truth, given: trial.given, probability: trial.probability)
    }
}

extension TextClassifier.TrainingRefusal {
    fileprivate var sentence: String {
        switch self {
        case .tooFew(let count): "Nothing can be learned from \(count) examples."
        case .oneClass(let label): "Nothing can be learned: every example has the label “\(label)”."
        case .tooManyLabels(let count): "\(count) labels are more than a model holds."
        }
    }

    fileprivate var remedy: String {
        switch self {
        case .tooFew: "Give at least \(TextClassifier.Options.fewest)."
        case .oneClass: "Add examples of other labels."
        case .tooManyLabels:
            "Use a higher level of the categories: at most \(TextClassifier.Options.mostLabels)."
        }
    }
}

extension TextClassifier.ModelFault {
    fileprivate var sentence: String {
        switch self {
        case .notAModel: "This is no model of lianxin triage."
        case .otherVersion(let found, let wanted):
            "The model is of version \(found), this program reads version \(wanted)."
        case .cutShort: "The model is cut short."
        case .damaged: "The model is damaged: its checksum is wrong."
        }
    }

    fileprivate var remedy: String {
        switch self {
        case .notAModel: "Name a file that lianxin triage train has written."
        case .otherVersion: "Train it anew with this program."
        case .cutShort, .damaged: "Copy it again, or train it anew."
        }
    }
}
