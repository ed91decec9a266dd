import Core
import Press
import Web

/// What goes on beside the way, on the work order: parts, more time, supervision.
extension WorkOrder {
    var besideBlocks: [PressDocument.Block] {
        let beside = Beside(telling: telling, file: file, moves: [], names: names)
        return parts(beside) + extensions(beside) + supervision(beside)
    }

    private var words: Words { telling.words }

    private func parts(_ beside: Beside) -> [PressDocument.Block] {
        guard !beside.side.parts.isEmpty else { return [] }
        let rows = beside.side.parts.map { part in
            let due = beside.clock(of: .part, whose: part.unit.text).map { words.dateTime($0.due) }
            let state = words("matters.side.joint.\(part.state.rawValue)")
            let said = beside.story.partsSaid[part.unit]?.text.map(shortened)
            return [
                telling.unit(part.unit),
                shortened(beside.story.tasks[part.unit]?.text ?? ""), due ?? part.until ?? "",
                [state, said].compactMap(\.self).joined(separator: "\n"),
            ]
        }
        let heads = ["unit", "task", "until", "state"].map { words("matters.order.part.\($0)") }
        return [.heading(words("matters.order.parts")), .table(columns: heads, rows: rows)]
    }

    private func extensions(_ beside: Beside) -> [PressDocument.Block] {
        guard !beside.story.extended.isEmpty else { return [] }
        let rows = beside.story.extended.map { extended in
            [
                words.dateTime(extended.from), words.dateTime(extended.to), beside.who(extended.granted.by),
                [extended.asked?.text, extended.granted.text].compactMap(\.self).map(shortened)
                    .joined(separator: "\n"),
            ]
        }
        let heads = ["from", "to", "by", "why"].map { words("matters.side.time.\($0)") }
        return [.heading(words("matters.order.extensions")), .table(columns: heads, rows: rows)]
    }

    private func supervision(_ beside: Beside) -> [PressDocument.Block] {
        let steps = beside.story.lastOrder
        guard !steps.isEmpty else { return [] }
        let rows = steps.map { step in
            var title = words("matters.side.supervision.\(step.step.name)")
            if case .raised(let level) = step.step { title = words("matters.level.\(level.name)") }
            let text = [title, step.said.text.map(shortened)].compactMap(\.self)
            return [words.dateTime(step.said.at), beside.who(step.said.by), text.joined(separator: "\n")]
        }
        let heads = ["at", "who", "what"].map { words("matters.order.\($0)") }
        return [.heading(words("matters.order.supervision")), .table(columns: heads, rows: rows)]
    }

    /// The paper tells the beginning of what is long; the page behind the code has all of it.
    private func shortened(_ text: String) -> String { text.count > 600 ? text.prefix(600) + "…" : text }
}
