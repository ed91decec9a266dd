import Core
import Web

/// A moment as the API writes it: RFC 3339 in UTC, always with milliseconds (`2026-11-22T01:30:00.000Z`),
/// so that the order of the texts is the order of the moments.
struct Timestamp: Encodable, Sendable {
    let moment: Moment

    init(_ moment: Moment) { self.moment = moment }

    init?(_ moment: Moment?) {
        guard let moment else { return nil }
        self.moment = moment
    }

    var text: String {
        let time = CivilTime(moment, offset: 0)
        let rest = Int(((moment.milliseconds % 1000) + 1000) % 1000)
        let day = "\(padded(time.year, 4))-\(padded(time.month))-\(padded(time.day))"
        let clock = "\(padded(time.hour)):\(padded(time.minute)):\(padded(time.second))"
        return "\(day)T\(clock).\(padded(rest, 3))Z"
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }
}

extension Timestamp {
    /// Reads RFC 3339 (`Moment(rfc3339:)`).
    static func read(_ text: String) -> Moment? { Moment(rfc3339: text) }
}
