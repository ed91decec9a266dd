/// A stylesheet that stands in the page itself, for the head of a page whose reader has no other page yet.
public struct InlineStyle: Component {
    private let style: HTML

    /// - Parameter stylesheet: built into the program. One that would end its own element is left out.
    public init(_ stylesheet: [UInt8]) {
        let text = String(decoding: stylesheet, as: UTF8.self)
        style = text.contains("</") ? .empty : HTML(markup: stylesheet)
    }

    public var html: HTML { style.isEmpty ? .empty : "<style>\(style)</style>" }
}
