import Core
import Desk
import Markup
import Web

/// Tells lines and hand-overs in the reader's words.
struct LinesTelling: CityTelling {
    let visit: Visit
    let city: City

    var words: Words { visit.words }
    var now: Moment { visit.now }

    func time(_ moment: Moment) -> HTML { Time(words.near(moment, now: now), dateTime: moment.iso).html }

    func mode(_ mode: LineMode) -> String { words("lines.mode.\(mode.rawValue)") }

    func day(_ day: CivilDate) -> String { words.date(city.calendar.start(of: day)) }

    /// Whether somebody reads the list of what was handed from line to line.
    static func mayReadTransfers(_ officer: Officer?) -> Bool {
        officer.map { $0.may(.takeCalls) || $0.may(.manageChannels) || $0.may(.figures) } ?? false
    }

    func tabs(_ current: String) -> HTML {
        var all = [
            (LinesPath.home, "lines.tab.register"), (LinesPath.transfers, "lines.tab.transfers"),
            (LinesPath.window, "lines.tab.window"), (LinesPath.messages, "lines.tab.messages"),
        ]
        if !Self.mayReadTransfers(visit.officer) { all.removeAll { $0.0 == LinesPath.transfers } }
        return Tabs(
            label: words("lines.tabs"),
            all.map { .init(words($0.1), to: $0.0, current: $0.0 == current) }
        ).html
    }

    func state(_ state: TransferState) -> HTML {
        let tone: Tag.Tone =
            switch state {
            case .sent, .delivered: .accent
            case .accepted: .plain
            case .answered, .closed: .good
            case .refused: .warn
            case .returned: .bad
            }
        return Tag(words("lines.state.\(state.rawValue)"), tone: tone).html
    }

    /// The line's name and number.
    func line(_ code: String, _ register: LineRegister) -> String {
        guard let entry = register.history(of: code).last else { return code }
        return "\(words(entry.name)) \(entry.number)"
    }

    /// What a line is by its origin.
    func emergency(_ isEmergency: Bool) -> HTML {
        isEmergency ? Tag(words("lines.emergency"), tone: .bad).html : .empty
    }

    /// To the line, or from it.
    func direction(_ direction: Transfer.Direction, _ line: String, _ register: LineRegister) -> String {
        words("lines.direction.\(direction.rawValue)", ["line": self.line(line, register)])
    }

    func until(_ transfer: Transfer) -> HTML {
        guard transfer.state.isOpen else { return .empty }
        let isLate = transfer.acceptBy <= now
        return Clock(
            isLate ? .late : .soon, stateText: words("lines.acceptBy"),
            text: words.near(transfer.acceptBy, now: now), dateTime: transfer.acceptBy.iso
        ).html
    }
}
