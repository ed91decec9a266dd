import Core
import Markup
import Web

/// Joint work, and what somebody asked for and somebody else decides.
extension Beside {
    // MARK: Joint work

    var joint: HTML {
        let rest = side.unsettled.count
        let answers = procedure?.moves(from: matter.stage).contains {
            $0.does.contains(.answer) && $0.needs.contains(.partsAnswered)
        }
        let gate: HTML? =
            answers == true && rest > 0
            ? "<p>\(words.plural("matters.side.joint.rest", rest))</p>" : nil
        let lead = matter.lead.map { lead -> HTML in
            "<p>\(words("matters.side.joint.lead")) <strong>\(unit(lead))</strong></p>"
        }
        return "\(lead)\(gate)\(list(side.parts.map(part)))"
    }

    private func part(_ part: SideWork.Part) -> HTML {
        let code = part.unit
        let own = moves([.insistPart, .dropPart]).filter {
            $0.does.contains(.dropPart) || part.state == .refused
        }
        let until = part.until.map { words("matters.side.joint.until", ["day": $0]) }
        let clock = part.state == .open ? clockLine(of: .part, whose: code.text) : nil
        let isStated = clock != nil || part.state != .open
        return """
            <p class="cluster"><strong>\(unit(code))</strong> \(state(of: part)) \
            <span class="muted">\(isStated ? nil : until)</span></p>
            \(said("joint.task", story.tasks[code]))
            \(said("joint.\(part.state == .answered ? "answer" : "refusal")", story.partsSaid[code]))
            \(said("joint.insisted", story.insisted[code]))
            \(clock)
            \(part.state == .answered ? nil : buttons(own, about: [.part: code.text]))
            """
    }

    private func state(of part: SideWork.Part) -> Tag {
        let tone: Tag.Tone =
            switch part.state {
            case .open: .accent
            case .answered: .good
            case .refused: .warn
            }
        return Tag(words("matters.side.joint.\(part.state.rawValue)"), tone: tone)
    }

    // MARK: Decisions

    var decisions: HTML {
        let excluded: HTML? =
            side.excluded ? Notice(.info, sentence("decisions.excluded")).html : nil
        let decided = story.decided.map { decided -> HTML in
            let key = decided.isGranted ? "decisions.granted" : "decisions.denied"
            return """
                <p class="cluster"><strong>\(words("matters.proposal.\(decided.kind.rawValue)"))</strong> \
                \(Tag(words("matters.side.\(key)"), tone: decided.isGranted ? .good : .plain))</p>
                \(said(key, decided.said))
                """
        }
        let past: HTML? =
            decided.isEmpty
            ? nil
            : Fold(
                words("matters.side.decisions.past", ["count": decided.count]),
                open: side.proposals.isEmpty, list(decided) ?? .empty
            ).html
        return "\(list(side.proposals.map(proposal)))\(excluded)\(past)"
    }

    private func proposal(_ asked: SideWork.Proposal) -> HTML {
        let own = moves.filter { $0.does.contains(.grant(asked.kind)) || $0.does.contains(.deny(asked.kind)) }
        let mine = asked.by == telling.visit.officer?.personID
        let deciders = roles([.grant]).map { sentence("decisions.by", ["roles": $0]) }
        return """
            <p class="cluster"><strong>\(words("matters.proposal.\(asked.kind.rawValue)"))</strong> \
            \(Tag(words("matters.side.decisions.waits"), tone: .warn))</p>
            \(wanted(asked))
            \(said("decisions.asked", story.asked[asked.kind]))
            \(mine ? sentence("decisions.mine") : own.isEmpty ? deciders : nil)
            \(clockLine(of: .decision, whose: asked.kind.rawValue))
            \(buttons(own.filter { $0 != main }))
            """
    }

    /// The old and the new date, the review day, or what would not count.
    private func wanted(_ asked: SideWork.Proposal) -> HTML? {
        switch asked.kind {
        case .extension:
            let due = procedure?.limits.first.flatMap { matter.clock($0.name) }?.due
            return asked.until.map { day in
                due.map { sentence("decisions.extension", ["from": words.dateTime($0), "to": day]) }
                    ?? sentence("decisions.until", ["to": day])
            }
        case .suspension: return asked.until.map { sentence("decisions.suspension", ["day": $0]) }
        case .exclusion: return sentence("decisions.exclusion")
        }
    }

    // MARK: Time

    /// Old date, new date, who granted it and why: it stays visible (M135).
    var time: HTML {
        let rows: [[HTML]] = story.extended.map { extended in
            [
                telling.time(extended.from), telling.time(extended.to),
                "<bdi>\(who(extended.granted.by))</bdi>", why(extended),
            ]
        }
        let table: HTML? =
            rows.isEmpty
            ? nil
            : Table(
                caption: words("matters.side.time.extensions"),
                columns: ["from", "to", "by", "why"].map { .init(words("matters.side.time.\($0)")) },
                rows: rows
            ).html
        let stands = story.stands.enumerated().map { index, stand -> HTML in
            let isNow = index == story.stands.count - 1 && matter.reviewOn == stand.day && matter.isOpen
            let tag = Tag(
                words("matters.side.time.\(isNow ? "stands" : "stood")"), tone: isNow ? .warn : .plain)
            return """
                <p class="cluster"><strong>\(words("matters.proposal.suspension"))</strong> \(tag)</p>
                \(sentence("decisions.suspension", ["day": stand.day]))
                \(said("time.why", stand.said))
                """
        }
        return "\(table)\(list(stands))"
    }

    /// Why it was asked for, and what whoever granted it said.
    private func why(_ extended: BesideStory.Extended) -> HTML {
        let texts = [extended.asked?.text, extended.granted.text].compactMap(\.self)
        let lines: [HTML] = texts.map { #"<span class="story">\#($0)</span><br>"# }
        return "\(lines)"
    }
}
