public import Core
import Foundation
import Yams

/// Says how the columns of another system's file become filings. Written once, kept beside the city pack.
public struct Mapping: Sendable {
    /// What the source is called: with the row's own id it names a matter for good.
    public let source: String
    let format: RowSource.Format?
    /// Each field as a pattern with columns in braces: `"{title} {detail}"`.
    let patterns: [Field: String]
    /// For fields with a closed set of values: theirs → ours; `default` for all others.
    let values: [Field: [String: String]]
    let times: TimeReader

    enum Field: String, CaseIterable {
        case sourceID, title, text, place, area, latitude, longitude, category, channel, caller, urgency, kind
        case raisedAt, targetAt, endedAt, name, phone, email
    }

    /// Reads a mapping file.
    ///
    /// - Throws: `Fault` of code `configuration`, naming the file and what is wrong.
    public init(path: String) throws(Fault) {
        guard let data = FileManager.default.contents(atPath: path),
            let text = String(data: data, encoding: .utf8)
        else {
            throw Fault(
                .configuration, "The mapping file \(path) cannot be read.",
                remedy: "Check its name; it is UTF-8.")
        }
        try self.init(yaml: text, name: path)
    }

    init(yaml: String, name: String) throws(Fault) {
        func wrong(_ problem: String) -> Fault {
            Fault(
                .configuration, "\(name): \(problem).",
                remedy: "Documentation/import.md shows how a mapping is written.")
        }
        let plan: Plan
        do {
            plan = try YAMLDecoder().decode(Plan.self, from: yaml)
        } catch let error as DecodingError {
            throw wrong(Self.words(of: error))
        } catch {
            throw wrong("\(error)")
        }
        source = plan.source
        guard plan.format.map({ RowSource.Format(rawValue: $0) != nil }) ?? true else {
            throw wrong("the format is csv, jsonl or xlsx")
        }
        format = plan.format.flatMap { RowSource.Format(rawValue: $0) }
        patterns = try Self.keyed(plan.fields) {
            "there is no field “\($0)”"
        } wrong: {
            wrong($0)
        }
        values = try Self.keyed(plan.values ?? [:]) {
            "values are given for “\($0)”, which is no field"
        } wrong: {
            wrong($0)
        }
        for required in [Field.sourceID, .text] where patterns[required] == nil {
            throw wrong("the field “\(required.rawValue)” is required")
        }
        guard let times = TimeReader(pattern: plan.time, zone: plan.zone) else {
            throw wrong("the zone “\(plan.zone ?? "")” is not known; write Asia/Shanghai or +08:00")
        }
        self.times = times
    }

    private struct Plan: Decodable {
        let source: String
        let format: String?
        let zone: String?
        let time: String?
        let fields: [String: String]
        let values: [String: [String: String]]?
    }

    private static func keyed<T>(
        _ plan: [String: T], problem: (String) -> String, wrong: (String) -> Fault
    ) throws(Fault) -> [Field: T] {
        var result: [Field: T] = [:]
        for (key, value) in plan.sorted(by: { $0.key < $1.key }) {
            guard let field = Field(rawValue: key) else {
                throw wrong(
                    problem(key) + "; the fields are "
                        + Field.allCases.map(\.rawValue).joined(separator: ", "))
            }
            result[field] = value
        }
        return result
    }

    private static func words(of error: DecodingError) -> String {
        switch error {
        case .keyNotFound(let key, _): "“\(key.stringValue)” is missing"
        case .typeMismatch(_, let context), .valueNotFound(_, let context), .dataCorrupted(let context):
            context.codingPath.isEmpty
                ? context.debugDescription
                : "“\(context.codingPath.map(\.stringValue).joined(separator: "."))”: "
                    + "\(context.debugDescription)"
        @unknown default: "\(error)"
        }
    }
}

/// Reads times as other systems write them, with the zone they were written in.
struct TimeReader: Sendable {
    let zone: TimeZone
    private let pattern: String?

    /// `pattern` in the letters of Unicode TR 35; nil for ISO 8601 with or without a zone.
    init?(pattern: String?, zone: String?) {
        let name = zone ?? "Asia/Shanghai"
        guard let known = TimeZone(identifier: name) ?? Self.offset(name) else { return nil }
        self.zone = known
        self.pattern = pattern
    }

    private static func offset(_ text: String) -> TimeZone? {
        let parts = text.dropFirst().split(separator: ":").compactMap { Int($0) }
        guard parts.count == 2, let sign = text.first, sign == "+" || sign == "-" else { return nil }
        return TimeZone(secondsFromGMT: (sign == "-" ? -1 : 1) * (parts[0] * 3600 + parts[1] * 60))
    }

    /// A reader of its own for each import: formatters are not shared between threads.
    func reader() -> (String) -> Moment? {
        let formatter = DateFormatter()
        formatter.locale = Locale(identifier: "en_US_POSIX")
        formatter.timeZone = zone
        formatter.isLenient = false
        formatter.dateFormat = pattern ?? "yyyy-MM-dd'T'HH:mm:ss"
        let exact = ISO8601DateFormatter()
        let hasPattern = pattern != nil
        return { text in
            let plain = hasPattern ? text : text.replacingOccurrences(of: " ", with: "T")
            // The parser of ISO 8601 takes the 30th of February for the 2nd of March.
            if !hasPattern, CivilDate(String(plain.prefix(10))) == nil { return nil }
            let date =
                hasPattern
                ? formatter.date(from: text) : exact.date(from: plain) ?? formatter.date(from: plain)
            return date.map { Moment(milliseconds: Int64(($0.timeIntervalSince1970 * 1000).rounded())) }
        }
    }
}
