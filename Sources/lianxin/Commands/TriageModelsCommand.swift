import ArgumentParser
import Core
import Foundation
import Storage
import Triage
import Web

/// `lianxin triage models`: every model of the city, and whether the one in force can be used.
struct TriageModelsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "models",
        abstract: "List the models of the city, the newest first, and say which one is in force.",
        discussion: """
            Examples:
              lianxin triage models
              lianxin triage models --database postgres://db/lianxin --json
            """)

    @OptionGroup var place: Place
    @Flag(help: "One line of JSON instead of words.") var json = false

    struct Line: Encodable {
        let version: Int
        let inForce: Bool
        let made: String
        let source: String
        let examples: Int
        let labels: Int
        let accuracy: Double
        let macroF1: Double
        let ece: Double
        let restorable: Bool
        let why: String

        private enum CodingKeys: String, CodingKey {
            case version, inForce, made, source, examples, labels, accuracy, ece, restorable, why
            case macroF1 = "macro_f1"
        }
    }

    struct Report: Encodable {
        let models: [Line]
        /// Why the model in force makes no suggestions; null where it does.
        let trouble: String?
    }

    func run() async throws {
        let town = try await Town(place, creating: false)
        let models = try await town.triage.models()
        let trouble = try await town.triage.trouble().map { version, fault in
            "Model \(version) cannot be used (\(fault)); nothing is suggested until another one is put in "
                + "force with `lianxin triage rollback VERSION --reason …`."
        }
        if json {
            try Console.json(Report(models: models.map(Self.line), trouble: trouble))
        } else {
            if models.isEmpty { Console.say("There is no model yet.") }
            for model in models { Console.say(Self.text(model)) }
            if let trouble { Console.say(trouble) }
        }
        await town.database.close()
    }

    private static func line(_ model: ModelRecord) -> Line {
        Line(
            version: model.version, inForce: model.isInForce, made: model.madeAt.iso,
            source: model.source.rawValue, examples: model.examples, labels: model.labels,
            accuracy: model.metrics.accuracy, macroF1: model.metrics.macroF1,
            ece: model.metrics.calibrationError, restorable: model.isWhole, why: model.why)
    }

    private static func text(_ model: ModelRecord) -> String {
        let mark = model.isInForce ? "*" : " "
        let figures = String(
            format: "accuracy %.3f  F1 %.3f  ECE %.3f", model.metrics.accuracy, model.metrics.macroF1,
            model.metrics.calibrationError)
        let gone = model.isWhole ? "" : "  (only the record is kept)"
        return
            "\(mark) \(model.version)  \(model.madeAt.iso)  \(model.source.rawValue)  "
            + "\(model.examples) examples, \(model.labels) labels  \(figures)  \(model.why)\(gone)"
    }
}

/// `lianxin triage rollback VERSION --reason …`.
struct TriageRollbackCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rollback",
        abstract: "Put an older model in force again; running servers follow at once.",
        discussion: """
            Examples:
              lianxin triage rollback 3 --reason "Version 4 mistakes water for drains"
            """)

    @OptionGroup var place: Place
    @Argument(help: "The version, as `lianxin triage models` lists it.") var version: Int
    @Option(help: "Why; it is kept.") var reason: String

    func run() async throws {
        let town = try await Town(place, creating: false)
        do {
            try await town.triage.restore(version, reason: reason, by: nil, at: Surroundings.live.now())
        } catch let refusal as TriageRefusal {
            await town.database.close()
            throw Fault(
                .configuration, "Version \(version) was not put in force: \(refusal.code).",
                remedy: "See `lianxin triage models` for what can be; give a reason that says something.")
        }
        Console.say("Version \(version) is in force.")
        await town.database.close()
    }
}

/// A new model from what people confirmed about the city's own matters.
enum TriageLearning {
    /// Makes a model and says how well it does.
    static func learn(_ town: Town, reason: String) async throws {
        _ = try await FollowerRunner(database: town.database, followers: [town.triage.follower]).advanceAll()
        do {
            let model = try await town.triage.train(by: nil, why: reason, at: Surroundings.live.now())
            let figures = String(
                format: "accuracy %.3f, F1 %.3f, ECE %.3f", model.metrics.accuracy, model.metrics.macroF1,
                model.metrics.calibrationError)
            Console.say(
                "Version \(model.version) is in force: \(model.examples) examples, \(model.labels) labels, "
                    + "\(figures) on what it had not learned.")
        } catch TriageRefusal.tooLittle(let have, let need) {
            throw Fault(
                .configuration, "\(have) confirmed matters are too few; it takes \(need).",
                remedy: "Let people dispatch more, or write fewer into triage.yaml (training, fewest).")
        } catch TriageRefusal.busy {
            throw Fault(
                .configuration, "Another server is making a model.", remedy: "Try again in some minutes.")
        }
    }
}
