import Core

/// `replies.yaml`: beginnings for answers, reasons, explanations and notes. A pack may have none.
extension PackReader {
    mutating func readReplies() {
        let file = "replies.yaml"
        guard folder.has(file), let block = block(file, what: "the file", knows: ["replies"]) else { return }
        _ = block.required("replies", &complaints)
        for entry in block.entries("replies", &complaints) {
            let what = "the reply \"\(entry.key)\""
            guard
                let reply = Block(
                    entry.value, line: entry.line, file: file, what: what,
                    knows: ["name", "for", "categories", "text"], &complaints)
            else { continue }
            let title = reply.local("name", &complaints)
            let input = replyInput(reply)
            let categories = replyCategories(reply)
            let text = reply.local("text", &complaints)
            if let text { complainOfBlanks(text, in: reply) }
            guard let title, let input, let text else { continue }
            replies.append(
                Reply(name: entry.key, title: title, input: input, categories: categories, text: text))
        }
    }

    private mutating func replyInput(_ reply: Block) -> InputWord? {
        guard let word = reply.requiredText("for", &complaints) else { return nil }
        let input = Reply.inputs.first { $0.rawValue == word }
        if input == nil {
            complaints.add(
                reply.file, reply.line(of: "for"), "\"for\" of \(reply.what) is \"\(word)\"",
                oneOf(Reply.inputs.map(\.rawValue), insteadOf: word))
        }
        return input
    }

    private mutating func replyCategories(_ reply: Block) -> [String] {
        let known = Set(rows.categories.map(\.code))
        return reply.words("categories", &complaints).compactMap { word in
            if known.contains(word.text) || known.isEmpty { return word.text }
            complaints.add(
                reply.file, word.line,
                "\(reply.what) is for the category \"\(word.text)\", which does not exist",
                "Write codes of catalogue.yaml in quotes")
            return nil
        }
    }

    private mutating func complainOfBlanks(_ text: LocalText, in reply: Block) {
        for language in Language.allCases {
            for blank in blanksOf(text[language]) where !Reply.blanks.contains(blank) {
                complaints.add(
                    reply.file, reply.line(of: "text"),
                    "\(reply.what) has the blank {\(blank)}, which nothing fills",
                    "Use \(Reply.blanks.map { "{\($0)}" }.joined(separator: ", "))")
            }
            let longest = 4000
            if text[language].count > longest {
                complaints.add(
                    reply.file, reply.line(of: "text"), "\(reply.what) is longer than \(longest) characters",
                    "Shorten it: no field takes more")
            }
        }
    }
}
