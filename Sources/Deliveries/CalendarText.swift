import Core

/// A calendar as other programs read it (RFC 5545). It lies with third parties: numbers and kinds only, no
/// words of residents, no names.
struct CalendarText {
    /// What the calendar is called where it is shown.
    let name: String
    let entries: [Entry]

    struct Entry: Hashable {
        /// The same at every reading.
        let uid: String
        let summary: String
        let due: Moment
        /// When it last changed.
        let changed: Moment
        let url: String
    }

    var text: String {
        var lines = [
            "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Lianxin//Deliveries//EN", "CALSCALE:GREGORIAN",
            "METHOD:PUBLISH", "X-WR-CALNAME:\(Self.escaped(name))", "REFRESH-INTERVAL;VALUE=DURATION:PT1H",
        ]
        for entry in entries {
            lines += [
                "BEGIN:VEVENT", "UID:\(Self.escaped(entry.uid))", "DTSTAMP:\(Self.utc(entry.changed))",
                "LAST-MODIFIED:\(Self.utc(entry.changed))", "DTSTART:\(Self.utc(entry.due))",
                "SUMMARY:\(Self.escaped(entry.summary))", "URL:\(Self.single(entry.url))",
                "TRANSP:TRANSPARENT", "BEGIN:VALARM", "ACTION:DISPLAY", "TRIGGER:-PT2H",
                "DESCRIPTION:\(Self.escaped(entry.summary))", "END:VALARM", "END:VEVENT",
            ]
        }
        lines.append("END:VCALENDAR")
        return lines.map { Self.folded($0) + "\r\n" }.joined()
    }

    /// `TEXT` of RFC 5545 §3.3.11; other controls are left out.
    static func escaped(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\\": result += "\\\\"
            case ";": result += "\\;"
            case ",": result += "\\,"
            case "\n": result += "\\n"
            default: if scalar.value >= 32, scalar.value != 127 { result.unicodeScalars.append(scalar) }
            }
        }
        return result
    }

    private static func single(_ text: String) -> String {
        String(String.UnicodeScalarView(text.unicodeScalars.filter { $0.value > 32 && $0.value != 127 }))
    }

    /// Lines of at most 75 bytes, cut between characters (§3.1).
    static func folded(_ line: String) -> String {
        var result = ""
        var length = 0
        for scalar in line.unicodeScalars {
            let size = UTF8.width(scalar)
            if length + size > 75 {
                result += "\r\n "
                length = 1
            }
            result.unicodeScalars.append(scalar)
            length += size
        }
        return result
    }

    /// `20261122T013000Z`.
    static func utc(_ moment: Moment) -> String {
        let milliseconds = moment.milliseconds
        let day = Int((milliseconds >= 0 ? milliseconds : milliseconds - 86_399_999) / 86_400_000)
        let date = CivilDate(daysSince1970: day).description.filter { $0 != "-" }
        let second = Int((milliseconds - Int64(day) * 86_400_000) / 1000)
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return "\(date)T\(two(second / 3600))\(two(second / 60 % 60))\(two(second % 60))Z"
    }
}
