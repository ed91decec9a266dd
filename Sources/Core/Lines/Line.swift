/// How a department's line stands to the one number (M02).
public enum LineMode: String, CaseIterable, Hashable, Sendable, Codable {
    /// Its number leads to the one number (归并).
    case merged
    /// Matters go over with one key, and their progress comes back (一键对接).
    case docked
    /// An emergency line with which matters are handed over both ways (联动).
    case joint
    /// Its experts sit at the one number (专家座席).
    case expert
    /// It still stands alone.
    case separate
}

/// What a line was from a day on, as it was written down. A change is another entry; none is ever
/// overwritten.
public struct LineEntry: Hashable, Sendable {
    /// Names the line for good: letters, digits and `-`.
    public let code: String
    /// The number as people dial it, digits only.
    public let number: String
    public let name: LocalText
    /// The unit that stands for the line: it leads what was handed to it.
    public let owner: UnitCode
    public let isEmergency: Bool
    public let mode: LineMode
    /// The first day on which this holds.
    public let from: CivilDate
    /// In which round it was merged.
    public let batch: String?
    /// How long it may take to accept what is handed over; then it comes back.
    public let acceptMinutes: Int
    /// Whether it may be told who raised a matter.
    public let mayKnowContact: Bool

    public init(
        code: String, number: String, name: LocalText, owner: UnitCode, isEmergency: Bool, mode: LineMode,
        from: CivilDate, batch: String? = nil, acceptMinutes: Int = 30, mayKnowContact: Bool = false
    ) {
        self.code = code
        self.number = number
        self.name = name
        self.owner = owner
        self.isEmergency = isEmergency
        self.mode = mode
        self.from = from
        self.batch = batch
        self.acceptMinutes = acceptMinutes
        self.mayKnowContact = mayKnowContact
    }

    /// Minutes that may be given for accepting: up to a day.
    public static let minutes = 1...1440

    /// Whether matters can be handed to it with one key.
    public var takesTransfers: Bool { mode == .docked || mode == .joint }

    /// Whether a text can name a line: 1 to 32 letters, digits, `-`.
    public static func isCode(_ text: String) -> Bool {
        (1...32).contains(text.utf8.count)
            && text.utf8.allSatisfy { byte in
                (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
                    || byte == 45
            }
    }

    /// The digits of a number as somebody writes it: full-width digits, blanks, hyphens and brackets are
    /// taken, `+86` before it is left out.
    ///
    /// - Returns: nil for anything but 3 to 15 digits.
    public static func digits(_ text: String) -> String? {
        guard text.utf8.count <= 120 else { return nil }
        var digits = ""
        var isForeign = false
        for character in text {
            if let digit = character.wholeNumberValue, digit < 10 {
                digits += String(digit)
            } else if digits.isEmpty, character == "+" || character == "＋" {
                isForeign = true
            } else if !character.isWhitespace, !"-－()（）".contains(character) {
                return nil
            }
        }
        if isForeign {
            guard digits.hasPrefix("86") else { return nil }
            digits = String(digits.dropFirst(2))
        }
        return (3...15).contains(digits.count) ? digits : nil
    }
}

/// All entries of all lines, read as of any day.
public struct LineRegister: Sendable {
    /// In the order in which they were written down.
    public let entries: [LineEntry]

    public init(_ entries: [LineEntry]) { self.entries = entries }

    /// What every line is on a day, by its number. A line that begins later is not there yet.
    public func lines(on day: CivilDate) -> [LineEntry] {
        var latest: [String: LineEntry] = [:]
        for entry in entries where entry.from <= day {
            // Written down later counts more, on the same day.
            if let known = latest[entry.code], known.from > entry.from { continue }
            latest[entry.code] = entry
        }
        return latest.values.sorted { ($0.number, $0.code) < ($1.number, $1.code) }
    }

    public func line(_ code: String, on day: CivilDate) -> LineEntry? {
        LineRegister(history(of: code)).lines(on: day).first
    }

    /// Everything written about a line, in the order it was written.
    public func history(of code: String) -> [LineEntry] { entries.filter { $0.code == code } }

    /// How many lines there are of each mode on a day.
    public func counts(on day: CivilDate) -> [LineMode: Int] {
        lines(on: day).reduce(into: [:]) { $0[$1.mode, default: 0] += 1 }
    }

    /// The line that a number belongs to on a day, however the number is written.
    public func line(ofNumber text: String, on day: CivilDate) -> LineEntry? {
        guard let digits = LineEntry.digits(text) else { return nil }
        return lines(on: day).first { $0.number == digits }
    }
}

/// What a city pack says of lines: the register it begins with, and who leads where nobody would.
public struct LineRules: Sendable {
    public let entries: [LineEntry]
    /// By area: the unit that leads what two partners refused (M02).
    public let backstops: [AreaCode: UnitCode]

    public init(entries: [LineEntry] = [], backstops: [AreaCode: UnitCode] = [:]) {
        self.entries = entries
        self.backstops = backstops
    }

    /// The unit of the smallest area around it that has one.
    public func backstop(for area: AreaCode, in city: City) -> UnitCode {
        let around = backstops.keys.filter { $0.contains(area) }.max { $0.text.count < $1.text.count }
        return around.flatMap { backstops[$0] } ?? city.desk
    }
}
