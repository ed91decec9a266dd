import Core
import Language
import Storage

/// The model in force, as far as it can be used.
enum ModelState: Sendable {
    /// There is none yet.
    case none
    /// It cannot be read: nothing is suggested until another one is put in force.
    case broken(version: Int, TextClassifier.ModelFault)
    case ready(Ready)

    struct Ready: Sendable {
        let version: Int
        let source: ModelRecord.Source
        let classifier: TextClassifier
        /// How much it has taken in since it was made.
        let learned: Int
    }

    var ready: Ready? { if case .ready(let ready) = self { ready } else { nil } }
}

/// Keeps the model in force at hand. Each server has its own, and looks whether another one changed it.
actor ModelShelf {
    private let database: any Database
    private var kept: (stamp: ModelStore.Stamp, state: ModelState)?

    init(database: any Database) { self.database = database }

    func model() async throws -> ModelState {
        guard let stamp = try await database.read({ try ModelStore(connection: $0).stamp() }) else {
            return .none
        }
        if let kept, kept.stamp == stamp { return kept.state }
        guard let live = try await database.read({ try ModelStore(connection: $0).live() }) else {
            return .none
        }
        let state = Self.state(of: live)
        kept = (live.stamp, state)
        return state
    }

    static func state(of live: ModelStore.Live) -> ModelState {
        do {
            let classifier = try TextClassifier(decoding: live.bytes)
            return .ready(
                ModelState.Ready(
                    version: live.stamp.version, source: live.source, classifier: classifier,
                    learned: live.learned))
        } catch {
            return .broken(version: live.stamp.version, error)
        }
    }
}
