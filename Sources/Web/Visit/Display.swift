/// How a reader wants to see the pages.
public struct Display: Hashable, Sendable {
    /// How large the letters are.
    public enum Letters: String, CaseIterable, Sendable {
        case normal, large, largest

        /// The next larger size; after the largest the first again.
        var next: Letters {
            switch self {
            case .normal: .large
            case .large: .largest
            case .largest: .normal
            }
        }
    }

    /// Dark letters on light paper, or the other way round.
    public enum Colours: String, CaseIterable, Sendable {
        /// As the device is set.
        case auto
        case light, dark

        var next: Colours {
            switch self {
            case .auto: .dark
            case .dark: .light
            case .light: .auto
            }
        }
    }

    public var letters: Letters
    public var colours: Colours

    public init(letters: Letters = .normal, colours: Colours = .auto) {
        self.letters = letters
        self.colours = colours
    }
}
