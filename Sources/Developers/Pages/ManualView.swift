import Markup

/// An article as markup: every text escaped, links only to places of this site and to checked addresses.
struct ManualView: Component {
    let article: Article
    /// The address of this site, for examples: stands where a text says `{base}`.
    let base: String

    var html: HTML {
        var number = 0
        let blocks: [HTML] = article.blocks.map { block in
            if case .heading = block { number += 1 }
            return view(block, number)
        }
        return #"<div class="article">\#(blocks)</div>"#
    }

    /// The headings of the second level, for the contents beside the article.
    static func contents(_ article: Article) -> [(text: String, anchor: String)] {
        var number = 0
        return article.blocks.compactMap { block in
            guard case .heading(let level, let text) = block else { return nil }
            number += 1
            return level == 2 ? (text, "#s\(number)") : nil
        }
    }

    private func view(_ block: ArticleBlock, _ number: Int) -> HTML {
        switch block {
        case .heading(let level, let text):
            return level == 2
                ? #"<h2 id="s\#(number)">\#(text)</h2>"# : #"<h3 id="s\#(number)">\#(text)</h3>"#
        case .paragraph(let spans): return "<p>\(line(spans))</p>"
        case .list(let numbered, let items):
            let lines: [HTML] = items.map { "<li>\(line($0))</li>" }
            return numbered ? #"<ol class="how">\#(lines)</ol>"# : "<ul>\(lines)</ul>"
        case .code(let code): return Code(code.replacing("{base}", with: base)).html
        case .table(let rows): return table(rows)
        case .note(let spans): return Notice(.info, "<p>\(line(spans))</p>").html
        }
    }

    private func table(_ rows: [[[ArticleSpan]]]) -> HTML {
        guard let head = rows.first else { return .empty }
        let plain = head.map { $0.map(\.plain).joined() }
        return Table(
            caption: plain.joined(separator: ", "), captionHidden: true,
            columns: plain.map { .init($0) }, rows: rows.dropFirst().map { $0.map { line($0) } }
        ).html
    }

    func line(_ spans: [ArticleSpan]) -> HTML {
        spans.reduce(into: HTML.empty) { line, span in
            switch span {
            case .text(let text): line += "\(text.replacing("{base}", with: base))"
            case .strong(let text): line += "<strong>\(text)</strong>"
            case .code(let text): line += "<code>\(text.replacing("{base}", with: base))</code>"
            case .key(let text): line += "<kbd>\(text)</kbd>"
            case .link(let text, let place):
                if let address = WebAddress(place) {
                    line += "\(Link(text, to: address))"
                } else {
                    line += "\(Link(text, to: place))"
                }
            }
        }
    }
}

extension ArticleSpan {
    /// The words without their marks.
    var plain: String {
        switch self {
        case .text(let text), .strong(let text), .code(let text), .key(let text), .link(let text, _): text
        }
    }
}

/// Lines of a program or of an answer; scrolls within itself, also by keyboard.
struct Code: Component {
    private let text: String
    private let label: String?

    init(_ text: String, label: String? = nil) {
        self.text = text
        self.label = label
    }

    var html: HTML {
        let heading: HTML? = label.map { #"<p class="code-label">\#($0)</p>"# }
        return #"\#(heading)<pre class="code" tabindex="0"><code>\#(text)</code></pre>"#
    }
}
