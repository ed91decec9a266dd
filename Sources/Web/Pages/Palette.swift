#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The colours of the stylesheet by name, and how well they can be told apart.
public struct Palette: Sendable {
    /// The names in the order of the stylesheet, without the dashes: `paper`, `ink`, `accent` …
    public let names: [String]
    private let colours: [String: Colour]

    /// On light paper.
    public static let light = Palette(Palette.block(after: ":root{"))
    /// On dark paper, where the reader chose it.
    public static let dark = Palette(Palette.block(after: ":root[data-colours=dark]{"))
    /// On dark paper, where the device is set so.
    public static let deviceDark = Palette(Palette.block(after: ":root:not([data-colours=light]){"))

    /// Reads `--name: #rrggbb;` wherever it stands in the text.
    private init(_ text: Substring) {
        var names: [String] = []
        var colours: [String: Colour] = [:]
        for declaration in text.split(separator: ";") {
            let parts = declaration.split(separator: ":", maxSplits: 1).map { $0.filter { $0 > " " } }
            guard parts.count == 2, parts[0].hasPrefix("--"), let colour = Colour(parts[1]) else { continue }
            let name = String(parts[0].dropFirst(2))
            names.append(name)
            colours[name] = colour
        }
        self.names = names
        self.colours = colours
    }

    /// `#rrggbb`; nil for a name that is none.
    public func value(_ name: String) -> String? { colours[name]?.text }

    /// The contrast of two colours as WCAG 2.2 counts it, from 1 to 21; nil for a name that is none.
    public func contrast(_ one: String, _ other: String) -> Double? {
        guard let first = colours[one]?.luminance, let second = colours[other]?.luminance else { return nil }
        return (max(first, second) + 0.05) / (min(first, second) + 0.05)
    }

    /// The declarations that follow the selector in the stylesheet, up to the end of their block.
    private static func block(after selector: String) -> Substring {
        let text = String(decoding: Assets.shared.css.bytes, as: UTF8.self)
        guard let start = text.firstRange(of: selector) else { return "" }
        return text[start.upperBound...].prefix { $0 != "}" }
    }

    private struct Colour: Sendable {
        let text: String
        let luminance: Double

        init?(_ text: String) {
            let digits = text.dropFirst()
            guard text.first == "#", digits.count == 6, let number = Int(digits, radix: 16) else {
                return nil
            }
            let channels = [number >> 16, number >> 8 & 255, number & 255].map { channel in
                let share = Double(channel) / 255
                return share <= 0.04045 ? share / 12.92 : pow((share + 0.055) / 1.055, 2.4)
            }
            self.text = text
            luminance = 0.2126 * channels[0] + 0.7152 * channels[1] + 0.0722 * channels[2]
        }
    }
}
