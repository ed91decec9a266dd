/// Something that people may speak of more than usual: a class at a place, or a word in a county.
public struct TopicSubject: Hashable, Sendable {
    public enum Sort: String, Hashable, Sendable {
        case category = "c"
        case word = "w"
    }

    public let area: AreaCode
    public let sort: Sort
    /// The class's code, or the word.
    public let name: String

    public init(area: AreaCode, sort: Sort, name: String) {
        self.area = area
        self.sort = sort
        self.name = name
    }

    /// `110101|c|0401`, as it is kept.
    public var text: String { "\(area.text)|\(sort.rawValue)|\(name)" }

    public init?(_ text: String) {
        let parts = text.split(separator: "|", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3, let area = AreaCode(String(parts[0])),
            let sort = Sort(rawValue: String(parts[1])),
            !parts[2].isEmpty
        else { return nil }
        self.init(area: area, sort: sort, name: String(parts[2]))
    }
}

/// A subject that rises, with the matters that speak of it.
public struct TopicRise: Hashable, Sendable {
    public let subject: TopicSubject
    public let level: TopicLevel
    /// Matters in the span, each with who sent it.
    public let senders: [Int64: Int64]

    public init(subject: TopicSubject, level: TopicLevel, senders: [Int64: Int64]) {
        self.subject = subject
        self.level = level
        self.senders = senders
    }
}

/// Rising subjects that are one and the same topic.
public struct TopicGathering: Hashable, Sendable {
    /// The most surprising first; it leads.
    public private(set) var rises: [TopicRise]

    public var leader: TopicRise { rises[0] }

    /// Its matters: those of the leader, and others that two of its words name.
    public var senders: [Int64: Int64] {
        var senders = leader.senders
        var times: [Int64: Int] = [:]
        for rise in rises {
            for matter in rise.senders.keys { times[matter, default: 0] += 1 }
        }
        for rise in rises.dropFirst() {
            for (matter, sender) in rise.senders where times[matter, default: 0] > 1 {
                senders[matter] = sender
            }
        }
        return senders
    }

    /// The words by which it was noticed.
    public var words: [String] { rises.map(\.subject).filter { $0.sort == .word }.map(\.name) }

    /// Whether nothing holds it together but one short word, which many different things may share.
    public var isThin: Bool {
        let words = words
        guard words.count == rises.count else { return false }
        return Set(words.joined()).count < 4
    }

    /// Different people among them.
    public var people: Int { Set(senders.values).count }

    /// Puts subjects together that are told by the same matters: around the most surprising one, never along
    /// a chain of neighbours.
    public static func gather(_ rises: [TopicRise], limit: Int) -> [TopicGathering] {
        var gathered: [TopicGathering] = []
        let sorted = rises.sorted {
            ($0.level.surprise, $1.subject.text) > ($1.level.surprise, $0.subject.text)
        }
        for rise in sorted {
            if let index = gathered.firstIndex(where: { $0.leader.isToldLike(rise) }) {
                gathered[index].rises.append(rise)
            } else if gathered.count < limit {
                gathered.append(TopicGathering(rises: [rise]))
            }
        }
        return gathered
    }
}

extension TopicRise {
    /// Whether most of what speaks of one speaks of the other too, and neither is far wider.
    fileprivate func isToldLike(_ other: TopicRise) -> Bool {
        guard subject.area.contains(other.subject.area) || other.subject.area.contains(subject.area) else {
            return false
        }
        let (few, many) =
            senders.count < other.senders.count
            ? (senders, other.senders) : (other.senders, senders)
        let shared = few.keys.count { many[$0] != nil }
        return shared * 10 >= few.count * 6 && shared * 10 >= many.count * 3
    }
}
