/// Looks for what is wrong with a whole page, as far as its markup can tell: what a browser would have to
/// guess, what somebody who hears the page would miss, what would let a stranger's text act.
public enum Structure {
    /// What is wrong, one sentence each; empty when all is well.
    public static func complaints(of page: HTML) -> [String] { complaints(ofBytes: page.bytes) }

    /// The same for a page that came back from a server.
    public static func complaints(ofBytes page: [UInt8]) -> [String] {
        var inspector = Inspector()
        for piece in MarkupReader.pieces(of: page) { inspector.see(piece) }
        return inspector.finish()
    }
}

/// Walks over a page once and remembers what it saw.
struct Inspector {
    /// An element that is open.
    private struct Open {
        let tag: MarkupReader.Tag
        /// The text and names inside, for those who hear it.
        var words = ""
        var hasField = false
    }

    private static let void: Set<String> = [
        "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr",
    ]
    /// What may not stand inside a paragraph: a browser would end the paragraph before it.
    private static let blocks: Set<String> = [
        "p", "div", "ul", "ol", "dl", "table", "form", "fieldset", "h1", "h2", "h3", "h4", "section",
        "article",
        "nav", "main", "header", "footer", "aside", "pre", "blockquote",
    ]

    private var complaints: [String] = []
    private var open: [Open] = []
    private var ids: Set<String> = []
    private var labelled: Set<String> = []
    private var fields: [(name: String, id: String?, named: Bool)] = []
    private var references: [(from: String, id: String)] = []
    private var lastHeading = 0
    private var firstHeadings = 0
    private var mains = 0
    private var hasTitle = false
    private var hasDoctype = false

    mutating func see(_ piece: MarkupReader.Piece) {
        switch piece {
        case .doctype: hasDoctype = true
        case .broken(let what): complaints.append(what)
        case .text(let text): hear(text)
        case .open(let tag): enter(tag)
        case .close(let name): leave(name)
        }
    }

    mutating func finish() -> [String] {
        for element in open.reversed() { complaints.append("<\(element.tag.name)> is never closed") }
        for field in fields where !field.named {
            if field.id.map({ !labelled.contains($0) }) ?? true {
                complaints.append("<\(field.name) id=\"\(field.id ?? "")\"> has no label")
            }
        }
        for reference in references where !ids.contains(reference.id) {
            complaints.append("\(reference.from)=\"\(reference.id)\" leads to no id")
        }
        if !hasDoctype { complaints.append("no doctype") }
        if !hasTitle { complaints.append("no title") }
        if mains != 1 { complaints.append("\(mains) <main> instead of one") }
        if firstHeadings != 1 { complaints.append("\(firstHeadings) <h1> instead of one") }
        return complaints
    }

    private mutating func hear(_ text: String) {
        for index in open.indices { open[index].words += text }
    }

    private mutating func enter(_ tag: MarkupReader.Tag) {
        checkAttributes(tag)
        checkMeaning(tag)
        if open.last?.tag.name == "p", Inspector.blocks.contains(tag.name) {
            complaints.append("<\(tag.name)> inside <p>")
        }
        if ["a", "button"].contains(tag.name),
            let outer = open.last(where: { ["a", "button"].contains($0.tag.name) })
        {
            complaints.append("<\(tag.name)> inside <\(outer.tag.name)>")
        }
        if tag.name == "form", open.contains(where: { $0.tag.name == "form" }) {
            complaints.append("<form> inside <form>")
        }
        if let name = tag["aria-label"] ?? tag["alt"] { hear(name) }
        if !Inspector.void.contains(tag.name) { open.append(Open(tag: tag, words: tag["aria-label"] ?? "")) }
    }

    private mutating func leave(_ name: String) {
        guard let last = open.last, last.tag.name == name else {
            complaints.append("</\(name)> where <\(open.last?.tag.name ?? "nothing")> is open")
            // Goes on after the element it may have meant, so that one slip is one complaint.
            if let index = open.lastIndex(where: { $0.tag.name == name }) { open.removeSubrange(index...) }
            return
        }
        open.removeLast()
        let isSilent = last.words.allSatisfy(\.isWhitespace)
        switch name {
        case "title": hasTitle = !isSilent
        case "a", "button", "label", "legend", "h1", "h2", "h3", "h4", "th", "caption":
            if isSilent { complaints.append("<\(name)> without words") }
        case "form":
            if last.tag["method"]?.lowercased() == "post", !last.hasField {
                complaints.append("a form to \(last.tag["action"] ?? "") posts without the csrf field")
            }
        default: break
        }
    }

    private mutating func checkAttributes(_ tag: MarkupReader.Tag) {
        var seen: Set<String> = []
        for attribute in tag.attributes {
            if !seen.insert(attribute.name).inserted {
                complaints.append("<\(tag.name)> has \(attribute.name) twice")
            }
            if !attribute.quoted { complaints.append("<\(tag.name)> has \(attribute.name) without quotes") }
            if attribute.name.hasPrefix("on") {
                complaints.append("<\(tag.name)> has the handler \(attribute.name)")
            }
            if attribute.name == "style" { complaints.append("<\(tag.name)> has an inline style") }
            if !attribute.name.utf8.allSatisfy({
                (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2D
            }) {
                complaints.append("<\(tag.name)> has the attribute \(attribute.name)")
            }
            if ["href", "src", "action", "formaction"].contains(attribute.name) {
                checkAddress(attribute.value ?? "", of: tag)
            }
        }
        if let id = tag["id"] {
            if id.isEmpty || id.contains(where: \.isWhitespace) {
                complaints.append("the id \"\(id)\" is no id")
            }
            if !ids.insert(id).inserted { complaints.append("the id \(id) stands twice") }
        }
        for name in ["aria-describedby", "aria-labelledby", "for"] {
            for id in (tag[name] ?? "").split(separator: " ") { references.append((name, String(id))) }
        }
    }

    private mutating func checkAddress(_ address: String, of tag: MarkupReader.Tag) {
        let compact = address.lowercased().filter { !$0.isWhitespace }
        let scheme = compact.prefix { $0 != "/" && $0 != "?" && $0 != "#" }.firstIndex(of: ":")
            .map { compact[..<$0] }
        if let scheme, !["http", "https", "mailto", "tel"].contains(scheme) {
            complaints.append("<\(tag.name)> leads to \(scheme):")
        }
        if compact.hasPrefix("//") {
            complaints.append("<\(tag.name)> leads to another host without saying how")
        }
        if tag.name == "a", address.hasPrefix("#"), address.utf8.count > 1 {
            references.append(("href", String(address.dropFirst())))
        }
    }

    private mutating func checkMeaning(_ tag: MarkupReader.Tag) {
        switch tag.name {
        case "html": if (tag["lang"] ?? "").isEmpty { complaints.append("<html> has no lang") }
        case "main": mains += 1
        case "script": if tag["src"] == nil { complaints.append("an inline script") }
        case "style":
            // In the head it is our own, allowed by its hash; elsewhere somebody put it there.
            if open.last?.tag.name != "head" { complaints.append("an inline stylesheet") }
        case "img": if tag["alt"] == nil { complaints.append("<img src=\"\(tag["src"] ?? "")\"> has no alt") }
        case "a": if tag["href"] == nil { complaints.append("<a> without an address") }
        case "label": if let id = tag["for"] { labelled.insert(id) }
        case "input", "select", "textarea": checkField(tag)
        case "h1", "h2", "h3", "h4", "h5", "h6": checkHeading(tag)
        default: break
        }
    }

    private mutating func checkField(_ tag: MarkupReader.Tag) {
        let type = tag["type"] ?? ""
        if tag.name == "input", type == "hidden" {
            guard tag["name"] == "csrf", !(tag["value"] ?? "").isEmpty else { return }
            if let form = open.lastIndex(where: { $0.tag.name == "form" }) { open[form].hasField = true }
            return
        }
        guard !["submit", "button"].contains(type) else { return }
        let named =
            !(tag["aria-label"] ?? "").isEmpty || tag["aria-labelledby"] != nil
            || open.contains { $0.tag.name == "label" }
        fields.append((tag.name, tag["id"], named))
    }

    private mutating func checkHeading(_ tag: MarkupReader.Tag) {
        let level = Int(tag.name.dropFirst()) ?? 1
        if level == 1 { firstHeadings += 1 }
        if level > lastHeading + 1 {
            complaints.append("<\(tag.name)> follows \(lastHeading == 0 ? "nothing" : "<h\(lastHeading)>")")
        }
        lastHeading = level
    }
}
