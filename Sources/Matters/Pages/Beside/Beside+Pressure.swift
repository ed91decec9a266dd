import Core
import Markup
import Web

/// Supervision, the levels above, and key orders.
extension Beside {
    // MARK: Supervision

    var supervision: HTML {
        let order = side.supervision
        let level = order.map { stair($0.level) }
        let state: HTML =
            order.map { order in
                order.answeredAt == nil
                    ? sentence("supervision.waits", ["unit": telling.unit(order.unit)])
                    : sentence("supervision.isAnswered")
            } ?? sentence("supervision.over")
        let last = story.lastOrder
        let cause = cause.map { sentence("supervision.cause", ["move": $0]) }
        let earlier =
            side.supervisions > 1 ? sentence("supervision.count", ["count": side.supervisions]) : nil
        return """
            \(level)\(state)\(cause)\(earlier)
            \(list(last.map(step)))
            <p class="screen-only">\(Link(
                words("matters.side.supervision.paper"), to: MattersPath.supervision(matter.number)))</p>
            \(clockLine(of: .supervision))
            """
    }

    /// Which rule ordered it, by the name of its move; nil where somebody did.
    var cause: String? {
        let first = file.events.standing.last { event in
            event.facts.contains { if case .supervision(.ordered) = $0 { true } else { false } }
        }
        guard let first, case .system = first.by else { return nil }
        return first.move.flatMap { procedure?.move($0) }.map { words($0.text) }
    }

    /// Order → notice → accountability, with where it stands.
    private func stair(_ level: SupervisionLevel) -> Steps {
        Steps(
            label: words("matters.side.supervision"),
            SupervisionLevel.allCases.map { each in
                let state: Timeline.State = each < level ? .done : each == level ? .current : .next
                return .init(
                    words("matters.level.\(each.name)"), state,
                    stateText: words("matters.story.\(state.rawValue)"))
            })
    }

    private func step(_ supervised: BesideStory.Supervised) -> HTML {
        var tag: HTML?
        if case .raised(let level) = supervised.step {
            tag = "<p>\(Tag(words("matters.level.\(level.name)"), tone: .bad))</p>"
        }
        return "\(tag)\(said("supervision.\(supervised.step.name)", supervised.said))"
    }

    // MARK: Levels

    /// From the unit that leads up to the top, where it stands now, and what was tried on each level.
    var levels: HTML {
        let chain = chain
        let here = side.raised.last?.unit ?? matter.lead
        let index = chain.firstIndex { $0 == here } ?? 0
        let steps = chain.enumerated().map { place, code -> Steps.Step in
            let state: Timeline.State = place < index ? .done : place == index ? .current : .next
            return Steps.Step(
                name(of: code), state, stateText: words("matters.side.levels.\(state.rawValue)"))
        }
        let waits: HTML? = side.raised.last.map { raise in
            let key = raise.takenAt == nil ? "levels.waits" : "levels.taken"
            return sentence(key, ["unit": telling.unit(raise.unit)])
        }
        // From where it stands down; levels above only where they did something before they handed it down.
        let digests = chain.enumerated().reversed().compactMap { place, code in
            digest(code, isNeeded: place <= index)
        }
        return """
            \(Steps(label: words("matters.side.levels"), steps))
            \(waits)\(clockLine(of: .raise))
            <h3>\(words("matters.side.levels.tried"))</h3>
            \(list(digests))
            """
    }

    /// The unit that leads and those above it, the lowest first; a ring in the data ends it.
    private var chain: [UnitCode] {
        var chain: [UnitCode] = []
        var next = matter.lead ?? side.raised.first.map(\.unit)
        while let code = next, !chain.contains(code) {
            chain.append(code)
            next = telling.city.units[code]?.parent
        }
        return chain
    }

    /// `乡镇（街道） · 桥头镇政府`
    private func name(of code: UnitCode) -> String {
        let level = telling.city.units[code].map { words("matters.level.\($0.area.level)") }
        return [level, telling.unit(code)].compactMap(\.self).joined(separator: " · ")
    }

    /// What a unit did: how often it answered, returned, wrote, and the last of each.
    private func digest(_ code: UnitCode, isNeeded: Bool) -> HTML? {
        var counts: [(key: String, count: Int, last: BesideStory.Said)] = []
        for event in file.events.standing {
            guard case .officer(_, let unit) = event.by, unit == code else { continue }
            for fact in event.facts {
                guard let (key, text) = fact.tried else { continue }
                let said = BesideStory.Said(text: text, at: event.at, by: event.by)
                if let index = counts.firstIndex(where: { $0.key == key }) {
                    counts[index] = (key, counts[index].count + 1, said)
                } else {
                    counts.append((key, 1, said))
                }
            }
        }
        let summary = counts.map { words("matters.side.tried.\($0.key)", ["count": $0.count]) }
            .joined(separator: words("matters.list.between"))
        if counts.isEmpty, !isNeeded { return nil }
        let none = words("matters.side.tried.none")
        let texts: [HTML] = counts.compactMap { said("tried.last.\($0.key)", $0.last) }
        let fold: HTML? = texts.isEmpty ? nil : Fold(words("matters.side.tried.open"), "\(texts)").html
        return """
            <p><strong><bdi>\(name(of: code))</bdi></strong><br>\
            <span class="muted">\(summary.isEmpty ? none : summary)</span></p>\(fold)
            """
    }

    // MARK: Key order

    var key: HTML {
        let state = side.keyedAt != nil && side.guidedAt == nil ? sentence("key.waits") : nil
        return """
            \(state)
            \(said("key.reason", story.keyed))
            \(list(story.guidance.compactMap { said("key.guidance", $0) }))
            \(clockLine(of: .guidance))
            """
    }
}

extension Fact {
    /// What a level tried, by its name, and the words it wrote.
    fileprivate var tried: (key: String, text: String?)? {
        switch self {
        case .answered(let text, _): ("answered", text)
        case .noted(let text): ("noted", text)
        case .takenBack(_, let reason, _): ("returned", reason)
        case .escalated: ("escalated", nil)
        case .raise(.handedDown(_, let text)): ("handedDown", text)
        case .contacted(_, let note): ("contacted", note)
        case .leader(.visited(let text)): ("visited", text)
        case .mediation(.session(_, let text)): ("session", text)
        case .part, .proposal, .extended, .suspended, .supervision, .raise, .leader, .mediation, .check,
            .heard,
            .keyed, .guided, .ruled, .excluded, .checked, .raised, .categorised, .classified, .dispatched,
            .asked,
            .rated,
            .attempted, .urged, .added, .attached, .undone, .scopeProposed, .proposalDropped, .merged,
            .joined, .joinedTo, .left,
            .archived, .reopened, .contactRevealed, .limitPassed, .told, .reasoned, .closed, .clockStarted,
            .clockPaused, .clockStopped, .clockWarned, .clockExpired:
            nil
        }
    }
}
