/// Sizes of the paper, in points: 72 to the inch.
enum Paper {
    static let width = 595.28
    static let height = 841.89
    static let margin = 56.0
    static let top = 78.0
    static let bottom = height - 62
    static let column = width - 2 * margin
    /// More than this is no paper any more.
    static let mostPages = 100
}

/// How a text is set.
struct Face {
    var size = 10.5
    var bold = false
    /// 0 black, 1 white.
    var gray = 0.1
    var alignment = Alignment.start

    enum Alignment { case start, middle, end }

    static let body = Face()
    static let label = Face(size: 9.5, gray: 0.35)
    static let head = Face(size: 9.5, bold: true, gray: 0.2)
    static let small = Face(size: 8.5, gray: 0.4)
}
