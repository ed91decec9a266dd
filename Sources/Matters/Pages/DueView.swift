import Core
import Desk
import Markup
import Web

/// "Why this date", behind a fold: the rule that counts and where it is written down, how the time was
/// counted, step by step, and what moved it since.
struct DueView: Component {
    let telling: Telling
    let matter: Matter
    let reason: DueReason
    /// Whether the reader is who raised it: then the rule is told without the words of the office.
    var isResident = false

    /// Nil for a clock whose limit the procedure no longer knows.
    init?(_ telling: Telling, _ clock: Matter.Clock, of file: MatterFile, isResident: Bool = false) {
        guard let reason = DueReason(of: clock, on: file.matter, story: file.events, in: telling.city) else {
            return nil
        }
        self.telling = telling
        self.reason = reason
        self.isResident = isResident
        matter = file.matter
    }

    private var words: Words { telling.words }

    var html: HTML {
        let steps: [HTML] = reason.steps.map { "<li>\($0.sentence(words.language))</li>" }
        let moved = moved.map { line -> HTML in "<li>\(line)</li>" }
        let list: HTML? = moved.isEmpty ? nil : "<ul>\(moved)</ul>"
        return """
            <details><summary>\(words("matters.clock.why"))</summary>
            <p>\(rule)</p>\(source)
            <ol>\(steps)</ol>\(list)
            </details>
            """
    }

    // MARK: The rule

    private var rule: String {
        let name = words(reason.limit.text)
        let span = telling.span(reason.span)
        guard let rule = reason.rule else {
            return words("matters.due.usual", ["name": name, "span": span])
        }
        let who = who(rule)
        if who.isEmpty { return words("matters.due.usual", ["name": name, "span": span]) }
        return words("matters.due.special", ["name": name, "span": span, "who": who])
    }

    /// For what the rule is made: `水电气暖、特急`.
    private func who(_ rule: LimitRule) -> String {
        [
            rule.category.map { telling.category($0) },
            rule.grade.map { words(isResident ? "matters.due.grade.\($0)" : "matters.grade.\($0)") },
            rule.urgency.map { words("matters.urgency.\($0.rawValue)") },
            rule.area.map { telling.area($0) },
        ].compactMap { $0 }.joined(separator: words("matters.due.and"))
    }

    /// Where the rule is written down, and for how long it is in force.
    private var source: HTML? {
        guard let rule = reason.rule else { return nil }
        var sentences: [String] = []
        if let source = rule.source { sentences.append(words("matters.due.source", ["source": source])) }
        if let from = rule.from { sentences.append(words("matters.due.from", ["day": from.description])) }
        if let until = rule.until, !isResident {
            sentences.append(words("matters.due.until", ["day": until.description]))
        }
        return sentences.isEmpty ? nil : "<p class=\"muted\">\(sentences.joined(separator: " "))</p>"
    }

    // MARK: What moved it

    private var moved: [String] {
        var lines = reason.pauses.map { pause in
            let from = words.dateTime(pause.from)
            guard let until = pause.until else { return words("matters.due.paused", ["from": from]) }
            return words("matters.due.pause", ["from": from, "until": words.dateTime(until)])
        }
        lines += reason.extensions.map { moved in
            words(
                "matters.due.extended",
                ["old": words.dateTime(moved.old), "new": words.dateTime(moved.new)])
        }
        let isMoved = reason.due != reason.planned
        if reason.isOtherwise {
            lines.append(words("matters.clock.shifted", ["due": words.dateTime(reason.due)]))
        } else if isMoved {
            lines.append(words("matters.due.now", ["due": words.dateTime(reason.due)]))
        }
        return lines
    }
}

extension Telling {
    /// A length of time as a rule states it: `15个工作日`, `4小时（工作时间）`, `7天`.
    func span(_ span: Span) -> String {
        switch span {
        case .workingDays(let days): words.plural("matters.due.workingDays", days)
        case .workingHours(let length): words("matters.due.workingTime", ["span": words.span(length)])
        case .calendar(let length): words.span(length)
        }
    }
}
