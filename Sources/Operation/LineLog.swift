public import Core
public import Logging
import Web

/// The log, a line for each event: for people, or as JSON. A line break in a value never makes a second line.
public struct LineLog: LogHandler {
    public enum Format: String, Sendable, CaseIterable { case text, json }

    public var metadata: Logger.Metadata = [:]
    public var logLevel = Logger.Level.notice
    private let format: Format
    private let now: @Sendable () -> Moment
    private let write: @Sendable (String) -> Void

    /// - Parameter write: takes one line without its end.
    public init(
        format: Format, now: @escaping @Sendable () -> Moment, write: @escaping @Sendable (String) -> Void
    ) {
        self.format = format
        self.now = now
        self.write = write
    }

    public subscript(metadataKey key: String) -> Logger.MetadataValue? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    public func log(event: LogEvent) {
        var all = metadata
        if let more = event.metadata { all.merge(more) { $1 } }
        // Hummingbird's own name for what `request` says already.
        if all["request"] != nil { all["hb.request.id"] = nil }
        if let error = event.error { all["error"] = "\(error)" }
        let fields = all.sorted { $0.key < $1.key }.map { ($0.key, $0.value.description) }
        switch format {
        case .json: write(Self.json(now(), event, fields))
        case .text: write(Self.text(now(), event, fields))
        }
    }

    private static func text(_ now: Moment, _ event: LogEvent, _ fields: [(String, String)]) -> String {
        let words = fields.map { " \(plain($0.0))=\(plain($0.1))" }
        return "\(now.iso) \(event.level.rawValue) \(plain(event.message.description))\(words.joined())"
    }

    private static func json(_ now: Moment, _ event: LogEvent, _ fields: [(String, String)]) -> String {
        var text = #"{"time":"\#(now.iso)","level":"\#(event.level.rawValue)","message":"#
        text += quoted(event.message.description)
        for (name, value) in fields {
            let isNumber = name == "status" || name == "ms"
            text += ",\(quoted(name)):\(isNumber && Double(value) != nil ? value : quoted(value))"
        }
        return text + "}"
    }

    /// A value in a line for people: what would break the line stands as its escape.
    private static func plain(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: breaks) else { return text }
        return String(quoted(text).dropFirst().dropLast())
    }

    private static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            case "\t": result += "\\t"
            case _ where breaks(scalar):
                let digits = String(scalar.value, radix: 16)
                result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }

    /// Controls, and what some readers take for the end of a line.
    private static func breaks(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value) || scalar.value == 0x2028
            || scalar.value == 0x2029
    }
}
