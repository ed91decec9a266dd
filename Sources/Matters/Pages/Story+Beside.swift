import Core
import Web

/// What goes on beside the main way, in words.
extension Story {
    /// The sentence of a fact and what was written with it; residents read what concerns them, and never what
    /// colleagues wrote to each other.
    func besideLines(_ fact: Fact) -> [Line] {
        guard let side = fact.sideWord else { return [] }
        let isResident = audience == .resident
        if isResident, !side.isForResident { return [] }
        let key = isResident ? "matters.beside.resident.\(side.word)" : "matters.beside.\(side.word)"
        var lines = [Line.sentence(words(key, values(of: side)))]
        if let day = side.day, side.word != "suspended" || !isResident {
            lines.append(.sentence(words("matters.beside.day", ["day": day])))
        }
        if let text = side.text, !isResident || side.textIsForResident {
            lines.append(.quote(label: words("matters.beside.text.\(side.word)"), text: text))
        }
        return lines
    }

    private func values(of side: SideWord) -> [String: any WordValue] {
        var values: [String: any WordValue] = [:]
        if let unit = side.unit { values["unit"] = telling.unit(unit) }
        if let value = side.value {
            values["value"] = side.kind.map { words("matters.\($0).\(value)") } ?? value
        }
        if let from = side.from { values["from"] = from }
        if let to = side.to { values["to"] = to }
        if let day = side.day { values["day"] = day }
        return values
    }

    /// Whose clock it is, where a limit has several.
    func whose(_ clock: String) -> String? { telling.whose(clock) }
}

extension Telling {
    /// Whose clock it is, where a limit has several: a unit's, or that of what is decided.
    func whose(_ clock: String) -> String? {
        guard let at = clock.firstIndex(of: "@") else { return nil }
        let name = String(clock[clock.index(after: at)...])
        if ProposalKind(rawValue: name) != nil { return words("matters.proposal.\(name)") }
        return unit(UnitCode(name))
    }

    /// `协办时限 · 水务局`
    func name(of clock: Matter.Clock, in procedure: Procedure?) -> String {
        let text = procedure?.limit(clock.limit).map { words($0.text) } ?? clock.limit
        return [text, whose(clock.limit)].compactMap(\.self).joined(separator: " · ")
    }
}
