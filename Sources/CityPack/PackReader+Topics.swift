import Core

/// `topics.yaml`: what counts as rising, and who chooses the topic of a month. A pack may have none: then the
/// usual rules hold.
extension PackReader {
    private static let topicsFile = "topics" + ".yaml"

    mutating func readTopics() -> TopicRules {
        let (file, usual) = (Self.topicsFile, TopicRules.usual)
        let knows = ["people", "times", "quiet", "choosers"]
        guard folder.has(file), let block = block(file, what: "the file", knows: knows) else { return usual }
        let people = topicNumber("people", of: block, within: 2...1000) ?? usual.people
        let times = topicNumber("times", of: block, within: 1...100) ?? usual.times
        return TopicRules(
            people: people, times: times, quiet: quiet(of: block), choosers: choosers(of: block))
    }

    private mutating func topicNumber(
        _ name: String, of block: Block, within range: ClosedRange<Int>
    ) -> Int? {
        guard let number = block.requiredNumber(name, &complaints) else { return nil }
        if range.contains(number) { return number }
        complaints.add(
            block.file, block.line(of: name), "\"\(name)\" of \(block.what) is \(number)",
            "Write a number from \(range.lowerBound) to \(range.upperBound)")
        return nil
    }

    private mutating func quiet(of block: Block) -> Set<String> {
        let words = block.words("quiet", &complaints)
        for word in words where !(2...20).contains(word.text.count) {
            complaints.add(
                block.file, word.line, "\"\(word.text)\" is too short or too long for a quiet word",
                "Write words of 2 to 20 characters")
        }
        return Set(words.map(\.text))
    }

    private mutating func choosers(of block: Block) -> Set<String> {
        let known = Set(rows.roles.map(\.name))
        let words = block.words("choosers", &complaints)
        if words.isEmpty {
            complaints.add(
                block.file, block.line(of: "choosers"), "nobody chooses the topic of a month",
                "Write roles of roles.yaml: choosers: [leader]")
        }
        for word in words where !known.isEmpty && !known.contains(word.text) {
            complaints.add(
                block.file, word.line, "the role \"\(word.text)\" is not in roles.yaml",
                oneOf(known.sorted(), insteadOf: word.text))
        }
        return Set(words.map(\.text))
    }
}
