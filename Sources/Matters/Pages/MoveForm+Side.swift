import Core
import Markup
import Web

/// Fields of what goes on beside a matter's way.
extension MoveForm {
    /// What an input is called where the move does this very thing: an answer to colleagues is not the
    /// resident's, and each day means something else.
    func besideKey(_ sort: String, _ word: InputWord) -> String? {
        move.does.lazy.map { "matters.\(sort).\(word.rawValue).\($0.word.rawValue)" }.first {
            words.holds($0)
        }
    }

    /// All units where a part is given; else those that have one which is not settled.
    func partField(_ ask: Move.Ask, _ error: String?) -> HTML {
        let name = ask.word.rawValue
        let chosen = answers.given(name)
        if move.does.contains(.givePart) {
            return Select(
                name: name, label: label(ask), groups: telling.unitGroups, chosen: chosen,
                none: words("matters.choose"), hint: words("matters.hint.part"), error: error
            ).html
        }
        let parts = matter.side.unsettled.filter { !move.does.contains(.insistPart) || $0.state == .refused }
        let choices = parts.map { Choice(value: $0.unit.text, label: telling.unit($0.unit)) }
        return Radios(
            name: name, legend: label(ask), choices: choices,
            chosen: chosen ?? (choices.count == 1 ? choices.first?.value : nil), error: error
        ).html
    }

    /// A name where a party is named; else those that were.
    func partyField(_ ask: Move.Ask, _ error: String?) -> HTML {
        let name = ask.word.rawValue
        if move.does.contains(.nameParty) {
            return TextField(
                name: name, label: label(ask), value: answers[name], hint: words("matters.hint.party"),
                error: error, limit: ask.word.maximumLength
            ).html
        }
        let choices = matter.side.parties.map { Choice(value: $0.name, label: $0.name) }
        return Radios(
            name: name, legend: label(ask), choices: choices, chosen: answers.given(name), error: error
        ).html
    }
}
