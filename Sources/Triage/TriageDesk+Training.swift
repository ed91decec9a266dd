public import Core
import Desk
import Foundation
import Language
import Storage

/// Making models from what people confirmed.
extension TriageDesk {
    /// Makes a new model and puts it in force.
    ///
    /// - Parameter fewest: How many confirmed matters it takes; nil for what the city says.
    /// - Throws: `TriageRefusal.tooLittle`, `.busy`.
    @discardableResult
    public func train(
        by person: Int64?, why: String, at now: Moment, fewest: Int? = nil, before last: Moment? = nil
    ) async throws -> ModelRecord {
        let isMine = try await desk.database.write { connection in
            try ModelStore(connection: connection).claim("train", until: now + Self.trainingTime, at: now)
        }
        guard isMine else { throw TriageRefusal.busy }
        do {
            let made = try await make(
                by: person, why: why, at: now, fewest: fewest ?? rules.training.fewest, before: last)
            try await release()
            return made
        } catch {
            try await release()
            throw error
        }
    }

    private func release() async throws {
        try await desk.database.write { try ModelStore(connection: $0).release("train") }
    }

    /// Nobody else begins within half an hour; what takes longer has died.
    private static let trainingTime: Int64 = 30 * 60_000

    private func make(
        by person: Int64?, why: String, at now: Moment, fewest: Int, before last: Moment?
    ) async throws -> ModelRecord {
        let gathered = try await gather(before: last)
        if gathered.examples.count >= max(TextClassifier.Options.fewest, fewest) {
            return try await learn(gathered, from: .matters, by: person, why: why, at: now)
        }
        // A city without a past begins with the sentences of its pack, once.
        let isFirst = try await desk.database.read { try ModelStore(connection: $0).lastVersion() } == 0
        let sentences = isFirst ? phrases?() ?? [] : []
        guard sentences.count >= TextClassifier.Options.fewest else {
            throw TriageRefusal.tooLittle(have: gathered.examples.count, need: fewest)
        }
        let fromPack = Gathered(examples: sentences, through: gathered.through)
        return try await learn(fromPack, from: .pack, by: person, why: why, at: now)
    }

    private struct Gathered: Sendable {
        var examples: [TextExample] = []
        var first: Moment?
        var last: Moment?
        /// The last that was said when they were gathered.
        var through: Int64 = 0
    }

    /// The newest confirmed matters, page by page.
    private func gather(before last: Moment?) async throws -> Gathered {
        var gathered = Gathered()
        gathered.through = try await desk.database.read {
            try ExampleStore(connection: $0).lastSerial()
        }
        var next = Int64.max
        while gathered.examples.count < rules.training.most {
            let before = next
            let page = try await desk.database.read {
                try ExampleStore(connection: $0).newest(before: before, limit: 500)
            }
            guard let end = page.last else { break }
            next = end.serial
            for example in page where city.catalogue[example.category]?.isLeaf == true {
                if let last, example.at >= last { continue }
                gathered.examples.append(example.learned)
                gathered.first = min(gathered.first ?? example.at, example.at)
                gathered.last = max(gathered.last ?? example.at, example.at)
            }
        }
        if gathered.examples.count > rules.training.most {
            gathered.examples.removeLast(gathered.examples.count - rules.training.most)
        }
        return gathered
    }

    private func learn(
        _ gathered: Gathered, from source: ModelRecord.Source, by person: Int64?, why: String, at now: Moment
    ) async throws -> ModelRecord {
        let result = try await OwnThread.compute("training") { Trained.made(from: gathered.examples) }
        let trained: Trained
        switch result {
        case .success(let made): trained = made
        case .failure:
            throw TriageRefusal.tooLittle(have: gathered.examples.count, need: rules.training.fewest)
        }
        return try await desk.database.write { connection in
            let store = ModelStore(connection: connection)
            let model = ModelRecord(
                version: try store.lastVersion() + 1, madeAt: now, source: source, firstAt: gathered.first,
                lastAt: gathered.last, examples: gathered.examples.count, labels: trained.labels,
                metrics: trained.metrics, parent: try store.stamp()?.version, person: person, why: why)
            try store.add(model, bytes: trained.bytes)
            try store.putInForce(
                model.version, bytes: trained.bytes, through: gathered.through, person: person, why: why,
                at: now)
            return try store.model(model.version) ?? model
        }
    }

    // MARK: By itself

    /// Makes the first model, and a new one when its day has come; takes in what was confirmed since. Several
    /// servers may call it: each piece of work is done by one.
    public func keepLearning(at now: Moment) async throws {
        try await takeIn(at: now)
        guard try await isDue(at: now) else { return }
        do {
            try await train(by: nil, why: Self.byItself, at: now)
        } catch let refusal as TriageRefusal {
            switch refusal {
            case .tooLittle, .busy: return
            default: throw refusal
            }
        }
    }

    /// Why a model was made by the program, as it is kept; pages say it in the reader's language.
    static let byItself = "program"

    private func isDue(at now: Moment) async throws -> Bool {
        let training = rules.training
        let hasPhrases = phrases != nil
        return try await desk.database.read { connection in
            let examples = try ExampleStore(connection: connection).count(most: training.fewest)
            guard let newest = try ModelStore(connection: connection).models(limit: 1).first else {
                return hasPhrases || examples >= training.fewest
            }
            if examples < training.fewest { return false }
            let age = now - newest.madeAt
            return newest.source == .pack || age >= Int64(training.everyDays) * 86_400_000
        }
    }

    /// At most once in a quarter of an hour: a model is some megabytes to write.
    private static let pause: Int64 = 15 * 60_000
    private static let mostAtOnce = 500
    /// What is less sure waits until more is known.
    private static let leastWeight = 30

    private func takeIn(at now: Moment) async throws {
        let isMine = try await desk.database.write { connection in
            try ModelStore(connection: connection).claim("learn", until: now + Self.pause, at: now)
        }
        guard isMine else { return }
        let (live, examples) = try await desk.database.read { connection in
            let live = try ModelStore(connection: connection).live()
            let after = live?.through ?? .max
            return (
                live, try ExampleStore(connection: connection).after(after, limit: Self.mostAtOnce)
            )
        }
        guard let live, let last = examples.last, let ready = ModelShelf.state(of: live).ready else { return }
        let sure = examples.filter {
            $0.weight >= Self.leastWeight && city.catalogue[$0.category]?.isLeaf == true
        }
        var classifier = ready.classifier
        for example in sure { classifier.learn(example.learned) }
        let bytes = sure.isEmpty ? nil : classifier.encoded()
        _ = try await desk.database.write { connection in
            let store = ModelStore(connection: connection)
            guard let bytes else { try store.pass(last.serial, over: live.stamp); return true }
            return try store.keep(
                bytes, learned: sure.count, through: last.serial, over: live.stamp, at: now)
        }
    }
}

/// A model that was just made.
private struct Trained: Sendable {
    let bytes: [UInt8]
    let labels: Int
    let metrics: Reliability

    /// Fewer runs of letters than there could be: a city has many classes and one small table for them.
    private static let features = 30_000

    static func made(
        from examples: [TextExample]
    ) -> Result<Trained, TextClassifier.TrainingRefusal> {
        var options = TextClassifier.Options()
        options.features = features
        do throws(TextClassifier.TrainingRefusal) {
            let (model, trials) = try TextClassifier.trainWithTrials(examples, options: options)
            let metrics = Reliability(
                trials.map {
                    Reliability.Trial(truth: $0.truth, given: $0.given, probability: $0.probability)
                })
            return .success(
                Trained(bytes: model.encoded(), labels: model.labels.count, metrics: metrics))
        } catch {
            return .failure(error)
        }
    }
}

extension ExampleStore.Example {
    var learned: TextExample {
        TextExample(
            title: MatterRecord.learnedTitle(title, text: text), text: text, label: category,
            weight: Double(weight) / 100)
    }
}
