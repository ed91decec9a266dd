/// What changed between two texts, sentence by sentence.
struct TextDifference: Hashable, Sendable {
    enum Piece: Hashable, Sendable {
        case same(String)
        case gone(String)
        case new(String)
    }

    let pieces: [Piece]

    init(from old: String, to new: String) {
        let (before, after) = (TextDifference.sentences(old), TextDifference.sentences(new))
        let difference = after.difference(from: before)
        var gone: Set<Int> = []
        var added: Set<Int> = []
        for change in difference {
            switch change {
            case .remove(let offset, _, _): gone.insert(offset)
            case .insert(let offset, _, _): added.insert(offset)
            }
        }
        var pieces: [Piece] = []
        var (left, right) = (0, 0)
        while left < before.count || right < after.count {
            if left < before.count, gone.contains(left) {
                pieces.append(.gone(before[left]))
                left += 1
            } else if right < after.count, added.contains(right) {
                pieces.append(.new(after[right]))
                right += 1
            } else if left < before.count {
                pieces.append(.same(before[left]))
                (left, right) = (left + 1, right + 1)
            } else {
                break
            }
        }
        self.pieces = pieces
    }

    var isEmpty: Bool {
        pieces.allSatisfy { if case .same = $0 { true } else { false } }
    }

    /// Cut behind what ends a sentence.
    private static func sentences(_ text: String) -> [String] {
        var sentences: [String] = []
        var open = ""
        for letter in text {
            open.append(letter)
            if "。！？；.!?;\n".contains(letter) {
                sentences.append(open)
                open = ""
            }
        }
        if !open.isEmpty { sentences.append(open) }
        return sentences
    }
}
