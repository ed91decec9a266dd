/// One text of the manual: a guide for integrators, or the help of a page.
struct Article: Sendable {
    /// The last part of its address: `workbench`.
    let name: String
    let title: String
    let blocks: [ArticleBlock]

    /// Its first sentence, for lists of articles.
    var opening: [ArticleSpan] {
        for case .paragraph(let spans) in blocks { return spans }
        return []
    }
}

/// A part of an article that stands on lines of its own.
enum ArticleBlock: Hashable, Sendable {
    /// A heading below the title; one heading of an article has the anchor `s1`, the next `s2`.
    case heading(level: Int, text: String)
    case paragraph([ArticleSpan])
    /// Things in a row, numbered or not.
    case list(numbered: Bool, items: [[ArticleSpan]])
    /// Lines that are shown as they are.
    case code(String)
    /// The first row is the head.
    case table([[[ArticleSpan]]])
    /// What is good to know, set apart.
    case note([ArticleSpan])
}

/// A run of words in a line.
enum ArticleSpan: Hashable, Sendable {
    case text(String)
    case strong(String)
    case code(String)
    /// A key of the keyboard.
    case key(String)
    /// A link to a place of this site, or to an absolute address.
    case link(text: String, to: String)
}
