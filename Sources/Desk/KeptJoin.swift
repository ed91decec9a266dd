import Core

/// What became of a matter that was joined to another one.
public enum JoinState: String, CaseIterable, Sendable, Codable {
    /// It waits for the other one's answer.
    case waiting
    /// It was given that answer, and its resident has not said anything yet.
    case asked
    /// Its resident said no, or it went back to work for another reason: it goes on alone.
    case alone
    /// Its resident said that it is solved.
    case solved
    /// It ended in another way.
    case ended
}

/// To what a matter is or was joined, as it is kept beside its row.
struct KeptJoin: Hashable {
    let main: String
    let state: JoinState

    /// Nil for one that stands for itself.
    init?(of matter: Matter) {
        if let main = matter.joinedTo {
            self.init(main: main, state: .waiting)
        } else if let main = matter.sharedFrom {
            self.init(main: main, state: Self.state(of: matter))
        } else {
            return nil
        }
    }

    init(main: String, state: JoinState) {
        self.main = main
        self.state = state
    }

    private static func state(of matter: Matter) -> JoinState {
        if let outcome = matter.outcome { return outcome == .solved ? .solved : .ended }
        return matter.isAnswered ? .asked : .alone
    }
}
