/// One thing that an operator looks at, and how it stands. Nothing of residents stands in it.
public struct HealthLine: Hashable, Sendable, Codable {
    public enum State: String, Hashable, Sendable, Codable, CaseIterable, Comparable {
        case ok, warn, fail

        private var rank: Int {
            switch self {
            case .ok: 0
            case .warn: 1
            case .fail: 2
            }
        }

        public static func < (left: State, right: State) -> Bool { left.rank < right.rank }
    }

    /// What was looked at: a word that never changes, such as `database`.
    public let name: String
    public let state: State
    /// What was found, one word for each sentence that may be said of it: `slow`, `silent`.
    public let finding: String
    /// What the sentence is filled with.
    public let values: [String: String]

    public init(_ name: String, _ state: State, _ finding: String, _ values: [String: String] = [:]) {
        self.name = name
        self.state = state
        self.finding = finding
        self.values = values
    }
}

extension [HealthLine] {
    /// The worst of all; `ok` where nothing was looked at.
    public var state: HealthLine.State { map(\.state).max() ?? .ok }
}
