import Core

/// A service of another server, as far as we need it.
struct TheirService: Hashable, Sendable, Codable {
    let code: String
    let name: String
    var description: String?
    var groups: [String] = []
    /// Whether a definition with questions can be fetched.
    var metadata = false
    /// `realtime`, `batch` or `blackbox`.
    var type: String?
}

/// A question of a service.
struct TheirAttribute: Hashable, Sendable, Codable {
    let code: String
    /// False for a text that only instructs.
    let variable: Bool
    let required: Bool
    let datatype: String
    let order: Int
    let description: String
    let values: [Value]

    struct Value: Hashable, Sendable, Codable {
        let key: String
        let name: String
    }
}

/// A request of another server.
struct TheirRequest: Hashable, Sendable {
    let id: String
    /// Nil where it is neither open nor closed.
    let status: Status?
    var notes: String?
    var serviceCode: String?
    var serviceName: String?
    var description: String?
    var agency: String?
    var requestedAt: Moment?
    var updatedAt: Moment?
    var expectedAt: Moment?
    var address: String?
    var position: Position?
    var media: [String] = []
    /// What was not as it should be and was left out.
    var remarks: [String] = []

    enum Status: String, Hashable, Sendable {
        case open, closed
    }
}

/// What became of a request we made.
struct TheirUpdate: Hashable, Sendable {
    /// Theirs; made from its content where they gave none.
    let id: String
    let request: String
    /// As they write it, in capitals: `FIXED`.
    let status: String
    /// Nil where it is missing or cannot be read: such an update is not used.
    let at: Moment?
    var text: String?
    var media: [String] = []
}

/// What they answer to a request we made: a number, or a token for it.
struct TheirReceipt: Hashable, Sendable {
    var id: String?
    var token: String?
    var notice: String?
}

/// The rows of an answer, and those that could not be read.
struct Reading<Row: Sendable>: Sendable {
    var rows: [Row] = []
    var refused: [RefusedRow] = []
}

/// A row that was left out.
public struct RefusedRow: Hashable, Sendable, Codable {
    /// Counted from 1.
    public let row: Int
    public let id: String?
    public let reason: String
}

/// Moments as other servers write them.
enum TheirTime {
    /// Reads a day with a time and a zone, and what is near it: a blank for the `T`, no seconds, no zone, a
    /// day alone. Nil for anything else, and for years outside 1950 … 2099, which are misread dates.
    ///
    /// - Parameter zone: Seconds ahead of UTC where they name no zone.
    static func read(_ text: String, zone: Int64) -> Moment? {
        let bytes = Array(text.utf8)
        guard (10...40).contains(bytes.count),
            let day = CivilDate(String(decoding: bytes[0..<10], as: UTF8.self)),
            (1950...2099).contains(day.year)
        else { return nil }
        let start = Int64(day.daysSince1970) * 86_400
        if bytes.count == 10 { return Moment(milliseconds: (start - zone) * 1000) }
        guard bytes[10] == UInt8(ascii: "T") || bytes[10] == 32, bytes.count >= 16, bytes[13] == 58,
            let hour = two(bytes[11...12], below: 24), let minute = two(bytes[14...15], below: 60)
        else { return nil }
        var rest = bytes[16...]
        var second = 0
        if rest.first == 58 {
            // A leap second is the last one of its minute.
            guard let read = two(rest.dropFirst().prefix(2), below: 61) else { return nil }
            second = min(read, 59)
            rest = rest.dropFirst(3)
        }
        guard let fraction = fraction(&rest), let offset = offset(rest, or: zone) else { return nil }
        let seconds = start + Int64(hour * 3600 + minute * 60 + second) - offset
        return Moment(milliseconds: seconds * 1000 + fraction)
    }

    /// As it goes to them: UTC to the second.
    static func text(_ moment: Moment) -> String {
        let seconds = moment.milliseconds >= 0 ? moment.milliseconds / 1000 : 0
        let day = CivilDate(daysSince1970: Int(seconds / 86_400))
        let rest = Int(seconds % 86_400)
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return "\(day)T\(two(rest / 3600)):\(two(rest / 60 % 60)):\(two(rest % 60))Z"
    }

    private static func two(_ bytes: ArraySlice<UInt8>, below limit: Int) -> Int? {
        guard bytes.count == 2, bytes.allSatisfy({ (48...57).contains($0) }) else { return nil }
        let number = bytes.reduce(0) { $0 * 10 + Int($1 - 48) }
        return number < limit ? number : nil
    }

    private static func fraction(_ rest: inout ArraySlice<UInt8>) -> Int64? {
        guard rest.first == 46 || rest.first == 44 else { return 0 }
        rest = rest.dropFirst()
        let digits = rest.prefix { (48...57).contains($0) }
        guard (1...9).contains(digits.count) else { return nil }
        rest = rest.dropFirst(digits.count)
        let three = Array(digits.prefix(3)) + Array(repeating: UInt8(48), count: max(0, 3 - digits.count))
        return three.reduce(0) { $0 * 10 + Int64($1 - 48) }
    }

    /// Seconds ahead of UTC: `Z`, `+08:00`, `+0800`, `+08`, or nothing.
    private static func offset(_ rest: ArraySlice<UInt8>, or zone: Int64) -> Int64? {
        let bytes = rest.filter { $0 != 32 }
        if bytes.isEmpty { return zone }
        if bytes == [UInt8(ascii: "Z")] || bytes == [UInt8(ascii: "z")] { return 0 }
        let sign: Int64 = bytes[0] == UInt8(ascii: "-") ? -1 : 1
        guard bytes[0] == UInt8(ascii: "-") || bytes[0] == UInt8(ascii: "+") else { return nil }
        let digits = bytes.dropFirst().filter { $0 != 58 }
        guard digits.count == 2 || digits.count == 4, let hours = two(digits.prefix(2), below: 24) else {
            return nil
        }
        guard digits.count == 4 else { return sign * Int64(hours) * 3600 }
        guard let minutes = two(digits.suffix(2), below: 60) else { return nil }
        return sign * Int64(hours * 3600 + minutes * 60)
    }
}
