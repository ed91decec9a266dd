import Core
import Desk
import Foundation

/// Turns rows into filings by a mapping.
struct RowReader {
    let mapping: Mapping
    private let time: (String) -> Moment?

    init(_ mapping: Mapping) {
        self.mapping = mapping
        time = mapping.times.reader()
    }

    func filing(_ row: SourceRow) throws(RejectedRow) -> Filing {
        let id = try value(.sourceID, row)
        guard let id else { throw reject(row, nil, "has no id") }
        guard let text = try value(.text, row) else { throw reject(row, id, "has no text") }
        var filing = Filing(text: text, channel: .imported)
        filing.source = mapping.source
        filing.sourceID = id
        filing.title = try value(.title, row)
        filing.place = try value(.place, row)
        filing.kind = try value(.kind, row)
        filing.category = try value(.category, row)
        filing.contact = Filing.Contact(
            name: try value(.name, row), phone: try value(.phone, row), email: try value(.email, row))
        filing.channel = try word(.channel, row, id, Channel.init) ?? .imported
        filing.caller = try word(.caller, row, id, Caller.init) ?? .resident
        filing.urgency = try word(.urgency, row, id, Urgency.init) ?? .ordinary
        filing.area = try word(.area, row, id, AreaCode.init)
        filing.position = try position(row, id)
        filing.raisedAt = try moment(.raisedAt, row, id)
        filing.targetAt = try moment(.targetAt, row, id)
        filing.endedAt = try moment(.endedAt, row, id)
        if let raised = filing.raisedAt, let ended = filing.endedAt, ended < raised {
            throw reject(row, id, "was closed before it was raised")
        }
        return filing
    }

    private func reject(_ row: SourceRow, _ id: String?, _ reason: String) -> RejectedRow {
        RejectedRow(line: row.line, id: id, reason: reason)
    }

    /// The pattern of a field filled from the row, and translated; nil when nothing is left.
    private func value(_ field: Mapping.Field, _ row: SourceRow) throws(RejectedRow) -> String? {
        guard let pattern = mapping.patterns[field] else { return mapping.values[field]?["default"] }
        var unknown: String?
        let text = pattern.withBlanks { name in
            if row.fields[name] == nil { unknown = unknown ?? name }
            return row.fields[name] ?? ""
        }.trimmed
        if let unknown { throw reject(row, nil, "has no column “\(unknown)”") }
        if let values = mapping.values[field] {
            return values[text] ?? values["default"] ?? (text.isEmpty ? nil : text)
        }
        return text.isEmpty ? nil : text
    }

    private func word<T>(
        _ field: Mapping.Field, _ row: SourceRow, _ id: String, _ read: (String) -> T?
    ) throws(RejectedRow) -> T? {
        guard let text = try value(field, row) else { return nil }
        guard let word = read(text) else {
            throw reject(row, id, "has \(field.rawValue) “\(text)”, which is not known")
        }
        return word
    }

    private func moment(_ field: Mapping.Field, _ row: SourceRow, _ id: String) throws(RejectedRow) -> Moment?
    {
        guard let text = try value(field, row) else { return nil }
        guard let moment = time(text) else {
            throw reject(row, id, "has \(field.rawValue) “\(text)”, which is no time")
        }
        return moment
    }

    private func position(_ row: SourceRow, _ id: String) throws(RejectedRow) -> Position? {
        guard let north = try value(.latitude, row), let east = try value(.longitude, row) else { return nil }
        guard let latitude = Double(north), let longitude = Double(east),
            let position = Position(latitude: latitude, longitude: longitude)
        else { throw reject(row, id, "has the position “\(north), \(east)”, which is nowhere") }
        return position
    }
}
