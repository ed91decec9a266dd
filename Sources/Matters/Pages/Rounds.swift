import Core
import Markup
import Web

/// A story in rounds: each answer with what the resident said of it is one. The newest stands first and open,
/// those before it are folded.
struct Rounds: Component {
    let telling: Telling
    let file: MatterFile
    var names: [Int64: String] = [:]

    private var words: Words { telling.words }

    var html: HTML {
        let rounds = split
        guard rounds.count > 1 || file.matter.rounds > 0 else {
            return days(rounds.first ?? [], isLast: true)
        }
        let parts: [HTML] = rounds.enumerated().reversed().map { index, round in
            let isLast = index == rounds.count - 1
            return """
                <details class="fold round"\(attribute: "open", if: isLast)>\
                <summary>\(title(index, round))</summary>
                <div class="fold-body">\(days(round, isLast: isLast))</div></details>
                """
        }
        return "\(parts)"
    }

    /// The events of each round. A round ends when the resident has spoken, with what followed from that by
    /// itself.
    private var split: [[Story.Entry]] {
        let entries = Story(telling: telling, file: file, audience: .office, names: names).entries
        let bySequence = Dictionary(
            file.events.map { ($0.sequence, $0) }, uniquingKeysWith: { first, _ in first })
        var rounds: [[Story.Entry]] = [[]]
        var isSaid = false
        for entry in entries {
            let event = bySequence[entry.sequence]
            let followed = event.map { if case .system = $0.by { true } else { false } } ?? false
            if isSaid, !followed {
                rounds.append([])
                isSaid = false
            }
            rounds[rounds.count - 1].append(entry)
            if event?.facts.contains(where: { if case .rated = $0 { true } else { false } }) == true {
                isSaid = true
            }
        }
        return rounds
    }

    /// `第 2 轮 · 解决了，不满意 · 3 月 2 日 – 3 月 9 日`
    private func title(_ index: Int, _ round: [Story.Entry]) -> String {
        let sequences = Set(round.map(\.sequence))
        let said = file.events.last { event in
            sequences.contains(event.sequence)
                && event.facts.contains { if case .rated = $0 { true } else { false } }
        }
        var parts = [words("matters.round", ["count": index + 1])]
        for case .rated(let solved, let satisfied, _) in said?.facts ?? [] {
            let key = solved && satisfied ? "content" : solved ? "unsatisfied" : "unsolved"
            parts.append(words("matters.round.\(key)"))
        }
        if let first = round.first, let last = round.last {
            let (from, to) = (words.date(first.at), words.date(last.at))
            parts.append(from == to ? from : "\(from) – \(to)")
        }
        return parts.joined(separator: " · ")
    }

    /// The newest first, each day under its date.
    private func days(_ entries: [Story.Entry], isLast: Bool) -> HTML {
        var days: [(day: String, entries: [Story.Entry])] = []
        for entry in entries.reversed() {
            let day = words.date(entry.at)
            if days.last?.day == day {
                days[days.count - 1].entries.append(entry)
            } else {
                days.append((day, [entry]))
            }
        }
        let newest = isLast && file.matter.isOpen ? file.events.last?.sequence : nil
        return "\(days.map { day($0.day, $0.entries, newest) })"
    }

    private func day(_ day: String, _ entries: [Story.Entry], _ newest: Int?) -> HTML {
        let steps = entries.map { entry in
            entry.step(telling, entry.sequence == newest ? .current : .done, clockOnly: true)
        }
        return #"<p class="day">\#(day)</p>\#(Timeline(steps))"#
    }
}
