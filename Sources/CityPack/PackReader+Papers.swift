import Core

/// `papers/*.yaml`: what residents may read about procedures and policies, one page each (M95).
extension PackReader {
    mutating func readPapers() -> [Paper] {
        folder.files(in: "papers", ending: ".yaml").compactMap { paper($0) }
    }

    private mutating func paper(_ file: String) -> Paper? {
        let head = ["title", "kind", "version", "from", "until", "suggestion", "categories"]
        let parts = Paper.Part.allCases
        guard let block = block(file, what: "the paper", knows: head + parts.map(\.rawValue)) else {
            return nil
        }
        let name = String(file.dropFirst("papers/".count).dropLast(".yaml".count))
        if name.isEmpty || name.count > 60
            || !name.allSatisfy({ $0.isASCII && ($0.isLowercase || $0.isNumber || $0 == "-") })
        {
            complaints.add(
                file, 0, "\"\(name)\" cannot stand in an address",
                "Name the file with small letters, digits and hyphens")
        }
        let title = block.local("title", &complaints)
        let kind = block.requiredText("kind", &complaints)
        let version = block.requiredNumber("version", &complaints)
        let from = date("from", of: block)
        let until = block.has("until") ? date("until", of: block) : nil
        if let from, let until, until < from {
            complaints.add(
                file, block.line(of: "until"), "the paper ends before it begins", "Exchange the two days")
        }
        let sections = parts.compactMap { section($0, of: block) }
        if !sections.contains(where: { $0.part == .what }) {
            complaints.add(file, 1, "the paper does not say what it is about", "Add `what: {zh: …, en: …}`")
        }
        let categories = self.categories(of: block)
        guard let title, let kind, let version, let from else { return nil }
        guard let sort = Paper.Kind(rawValue: kind) else {
            complaints.add(
                file, block.line(of: "kind"), "\"\(kind)\" is no kind of paper",
                oneOf(Paper.Kind.allCases.map(\.rawValue), insteadOf: kind))
            return nil
        }
        let paper = Paper(
            name: name, kind: sort, title: title, version: version, from: from, until: until,
            suggestion: block.text("suggestion", &complaints), categories: categories, sections: sections)
        warnOfLength(paper, file)
        return paper
    }

    /// One text, or a list of them.
    private mutating func section(_ part: Paper.Part, of block: Block) -> Paper.Section? {
        guard let value = block.value(part.rawValue) else { return nil }
        if case .list = value.content {
            return Paper.Section(part: part, lines: locals(part.rawValue, of: block))
        }
        return block.local(part.rawValue, &complaints).map { Paper.Section(part: part, lines: [$0]) }
    }

    private mutating func categories(of block: Block) -> [String] {
        let known = Set(rows.categories.map(\.code))
        return block.words("categories", &complaints).map { word in
            if !known.isEmpty, !known.contains(word.text) {
                complaints.add(
                    block.file, word.line, "the category \"\(word.text)\" is not in catalogue.yaml",
                    oneOf(known.sorted(), insteadOf: word.text))
            }
            return word.text
        }
    }

    private mutating func warnOfLength(_ paper: Paper, _ file: String) {
        for language in Language.allCases where paper.length(in: language) > Paper.longestText {
            complaints.warn(
                file, 0,
                "the paper has \(paper.length(in: language)) characters in \(language.rawValue) and may not "
                    + "fit one page", "Shorten it to \(Paper.longestText)")
        }
    }
}
