/// What one text has that another has not, word by word; a Chinese character counts as a word.
struct TextDifference: Sendable {
    enum Part: Hashable, Sendable {
        case both(String), removed(String), added(String)
    }

    let parts: [Part]
    /// Longer texts are compared line by line: nobody waits for a page.
    static let mostWords = 3000

    init(from old: String, to new: String) {
        var (left, right) = (Self.words(old), Self.words(new))
        if left.count + right.count > Self.mostWords { (left, right) = (Self.lines(old), Self.lines(new)) }
        var parts: [Part] = []
        let difference = right.difference(from: left)
        var removed: [Int: String] = [:]
        var added: [Int: String] = [:]
        for change in difference {
            switch change {
            case .remove(let offset, let word, _): removed[offset] = word
            case .insert(let offset, let word, _): added[offset] = word
            }
        }
        var (i, j) = (0, 0)
        while i < left.count || j < right.count {
            if let word = removed[i], i < left.count {
                parts.append(.removed(word))
                i += 1
            } else if let word = added[j], j < right.count {
                parts.append(.added(word))
                j += 1
            } else if i < left.count, j < right.count {
                parts.append(.both(left[i]))
                i += 1
                j += 1
            } else {
                break
            }
        }
        self.parts = Self.joined(parts)
    }

    /// Whether both have words in common worth showing as one text.
    var isAlike: Bool {
        var (both, all) = (0, 0)
        for part in parts {
            switch part {
            case .both(let text):
                both += text.count
                all += text.count
            case .removed(let text), .added(let text): all += text.count
            }
        }
        return both * 3 >= all
    }

    /// Runs of letters and digits of the alphabet, everything else one by one.
    private static func words(_ text: String) -> [String] {
        var words: [String] = []
        var isOpen = false
        for character in text {
            let joins = character.isLetter && character.utf8.count < 3 || character.isNumber
            if joins, isOpen {
                words[words.count - 1].append(character)
            } else {
                words.append(String(character))
            }
            isOpen = joins
        }
        return words
    }

    private static func lines(_ text: String) -> [String] {
        text.split(separator: "\n", omittingEmptySubsequences: false).map { $0 + "\n" }
    }

    /// Neighbours of a sort together; what was removed stands before what came for it.
    private static func joined(_ parts: [Part]) -> [Part] {
        var joined: [Part] = []
        for part in parts {
            switch (joined.last, part) {
            case (.both(let text), .both(let more)): joined[joined.count - 1] = .both(text + more)
            case (.removed(let text), .removed(let more)): joined[joined.count - 1] = .removed(text + more)
            case (.added(let text), .added(let more)): joined[joined.count - 1] = .added(text + more)
            default: joined.append(part)
            }
        }
        return joined
    }
}
