/// A piece of markup. What stands literally in the source is trusted; everything interpolated is escaped.
///
/// Literals are `StaticString`s, so no text made while running can pass as markup:
/// `HTML(stringLiteral: text)` does not compile. Pieces compose by interpolation into one buffer,
/// without a tree.
public struct HTML: ExpressibleByStringInterpolation, Hashable, Sendable {
    /// The markup as UTF-8, ready to be sent.
    public private(set) var bytes: [UInt8]

    /// Nothing at all.
    public static let empty = HTML()

    /// Nothing at all, to be appended to.
    public init() { bytes = [] }

    /// A text as markup that shows it, every special character escaped.
    public init(escaping text: String) {
        bytes = []
        Escape.append(text, to: &bytes)
    }

    /// Bytes that are markup already. Only for this room: what comes from outside is escaped.
    init(markup bytes: [UInt8]) { self.bytes = bytes }

    public init(stringLiteral value: StaticString) {
        bytes = value.withUTF8Buffer { Array($0) }
    }

    public init(stringInterpolation: Interpolation) { bytes = stringInterpolation.bytes }

    /// The markup as text.
    public var text: String { String(decoding: bytes, as: UTF8.self) }

    /// Whether there is nothing in it.
    public var isEmpty: Bool { bytes.isEmpty }

    /// Adds a piece at the end.
    public mutating func append(_ other: HTML) { bytes.append(contentsOf: other.bytes) }

    public static func + (left: HTML, right: HTML) -> HTML {
        var sum = left
        sum.append(right)
        return sum
    }

    public static func += (left: inout HTML, right: HTML) { left.append(right) }
}

extension HTML {
    /// Collects the pieces of one literal.
    public struct Interpolation: StringInterpolationProtocol, Sendable {
        var bytes: [UInt8] = []

        public init(literalCapacity: Int, interpolationCount: Int) {
            bytes.reserveCapacity(literalCapacity + interpolationCount * 24)
        }

        public mutating func appendLiteral(_ literal: StaticString) {
            literal.withUTF8Buffer { bytes.append(contentsOf: $0) }
        }

        /// A text, escaped.
        public mutating func appendInterpolation(_ text: String) { Escape.append(text, to: &bytes) }

        /// A part of a text, escaped.
        public mutating func appendInterpolation(_ text: Substring) {
            Escape.append(String(text), to: &bytes)
        }

        /// A text that may be absent, escaped.
        public mutating func appendInterpolation(_ text: String?) {
            if let text { Escape.append(text, to: &bytes) }
        }

        /// A character, escaped.
        public mutating func appendInterpolation(_ character: Character) {
            Escape.append(String(character), to: &bytes)
        }

        /// A whole number in plain digits.
        public mutating func appendInterpolation(_ number: some FixedWidthInteger) {
            bytes.append(contentsOf: String(number).utf8)
        }

        /// Markup, as it is.
        public mutating func appendInterpolation(_ html: HTML) { bytes.append(contentsOf: html.bytes) }

        /// Markup that may be absent.
        public mutating func appendInterpolation(_ html: HTML?) {
            if let html { bytes.append(contentsOf: html.bytes) }
        }

        /// Pieces of markup one after the other.
        public mutating func appendInterpolation(_ pieces: [HTML]) {
            for piece in pieces { bytes.append(contentsOf: piece.bytes) }
        }

        /// A component.
        public mutating func appendInterpolation(_ component: some Component) {
            bytes.append(contentsOf: component.html.bytes)
        }

        /// A component that may be absent.
        public mutating func appendInterpolation(_ component: (some Component)?) {
            if let component { bytes.append(contentsOf: component.html.bytes) }
        }

        /// Components one after the other.
        public mutating func appendInterpolation(_ components: [some Component]) {
            for component in components { bytes.append(contentsOf: component.html.bytes) }
        }

        /// An attribute without a value (`checked`), with the space before it, if the claim holds.
        public mutating func appendInterpolation(attribute name: StaticString, if holds: Bool) {
            guard holds else { return }
            bytes.append(0x20)
            appendLiteral(name)
        }

        /// ` name="value"`, quoted and escaped, with the space before it; nothing when there is no value.
        public mutating func appendInterpolation(attribute name: StaticString, _ value: String?) {
            guard let value else { return }
            bytes.append(0x20)
            appendLiteral(name)
            bytes.append(contentsOf: [0x3D, 0x22])
            Escape.append(value, to: &bytes)
            bytes.append(0x22)
        }
    }
}

/// A part of a page that knows its own markup.
public protocol Component: Sendable {
    var html: HTML { get }
}
