public import Core
import FoundationEssentials

/// A letter as it goes over the wire (RFC 5322, 2045, 2047): nothing that somebody wrote can add a header or
/// a recipient to it.
public struct LetterText: Hashable, Sendable {
    public let from: MailAddress
    public let to: MailAddress
    /// Headers and body; lines end in CR LF.
    public let text: String

    /// - Parameters:
    ///   - id: Names the letter for good, the same at every attempt: letters, digits, `-` and `_`.
    ///   - sender: What the city calls itself.
    /// - Returns: nil where the address is not exactly one mailbox.
    public init?(
        _ letter: Payload.Letter, id: String, from: MailAddress, sender: String? = nil, at now: Moment
    ) {
        guard let to = MailAddress(letter.to) else { return nil }
        self.from = from
        self.to = to
        let mark = String(
            decoding: id.utf8.filter { byte in
                (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
                    || byte == 45 || byte == 95
            }, as: UTF8.self)
        let headers = [
            "Date: \(Self.date(now))",
            "From: \(Self.mailbox(from, sender))",
            "To: \(Self.mailbox(to, letter.name))",
            "Subject: \(Self.words(letter.subject))",
            "Message-ID: <\(mark)@\(from.domain)>",
            "Auto-Submitted: auto-generated",
            "Precedence: bulk",
            "MIME-Version: 1.0",
            "Content-Type: text/plain; charset=utf-8",
            "Content-Transfer-Encoding: base64",
        ]
        text = headers.joined(separator: "\r\n") + "\r\n\r\n" + Self.body(letter.text)
    }

    private static func mailbox(_ address: MailAddress, _ name: String?) -> String {
        guard let name, name.contains(where: { !$0.isWhitespace }) else { return "\(address)" }
        return "\(words(name)) <\(address)>"
    }

    /// Any text as encoded words of at most 75 characters, each on a line of its own. Control characters,
    /// line breaks among them, become spaces.
    static func words(_ text: String) -> String {
        let plain = String(
            String.UnicodeScalarView(
                text.unicodeScalars.map { scalar in
                    scalar.value < 0x20 || (0x7F..<0xA0).contains(scalar.value)
                        || scalar.value == 0x2028 || scalar.value == 0x2029 ? " " : scalar
                }))
        var pieces: [[UInt8]] = [[]]
        // 45 bytes become 60 letters, and 12 more around them; a character is never cut in two.
        for scalar in plain.unicodeScalars {
            let bytes = Array(String(scalar).utf8)
            if pieces[pieces.count - 1].count + bytes.count > 45 { pieces.append([]) }
            pieces[pieces.count - 1] += bytes
        }
        return pieces.map { "=?utf-8?B?\(Data($0).base64EncodedString())?=" }.joined(separator: "\r\n ")
    }

    /// The text in Base64, in lines of 76.
    private static func body(_ text: String) -> String {
        var unified = ""
        for character in text {
            unified += character.isNewline ? "\r\n" : String(character)
        }
        let letters = Array(Data(unified.utf8).base64EncodedString().utf8)
        return stride(from: 0, to: letters.count, by: 76).map { start in
            String(decoding: letters[start..<min(start + 76, letters.count)], as: UTF8.self) + "\r\n"
        }.joined()
    }

    /// `Fri, 09 Oct 2026 08:00:00 +0000`.
    static func date(_ moment: Moment) -> String {
        let seconds = moment.milliseconds / 1000
        let days = Int((Double(seconds) / 86_400).rounded(.down))
        let day = CivilDate(daysSince1970: days)
        let rest = Int(seconds) - days * 86_400
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        let weekday = HTTPDate.weekdays[day.weekday.rawValue - 1]
        return "\(weekday), \(two(day.day)) \(HTTPDate.months[day.month - 1]) \(day.year) "
            + "\(two(rest / 3600)):\(two(rest / 60 % 60)):\(two(rest % 60)) +0000"
    }
}
