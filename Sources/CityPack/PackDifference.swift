public import Core

/// What one city pack changes against another, part by part.
public struct PackDifference: Hashable, Sendable {
    /// Only parts in which something changed, in the order of `PackPart`.
    public let parts: [Part]

    public struct Part: Hashable, Sendable {
        public let part: PackPart
        /// Removed, changed, added; each in the order of its pack.
        public let lines: [Line]
    }

    /// One row that came, went or changed.
    public struct Line: Hashable, Sendable {
        public let change: Change
        public let key: String
        /// What it is called now; what it was called, where it went.
        public let name: LocalText
        /// What it was called before, where the name changed.
        public let formerName: LocalText?
        /// The properties that differ, by name; all of them of a row that came.
        public let details: [Detail]
    }

    public struct Detail: Hashable, Sendable {
        public let field: String
        public let old: PackContent.Field?
        public let new: PackContent.Field?
    }

    public enum Change: String, CaseIterable, Hashable, Sendable {
        case removed, changed, added
    }

    public init(old: PackContent, new: PackContent) {
        parts = PackPart.allCases.compactMap { part in
            let lines = PackDifference.lines(from: old[part], to: new[part])
            return lines.isEmpty ? nil : Part(part: part, lines: lines)
        }
    }

    public init(old: LoadedPack, new: LoadedPack) {
        self.init(old: PackContent(old), new: PackContent(new))
    }

    public var isEmpty: Bool { parts.isEmpty }

    /// How many rows came, went and changed.
    public func count(_ change: Change) -> Int {
        parts.reduce(0) { $0 + $1.lines.count { $0.change == change } }
    }

    private static func lines(from old: [PackContent.Entry], to new: [PackContent.Entry]) -> [Line] {
        let before = Dictionary(old.map { ($0.key, $0) }, uniquingKeysWith: { first, _ in first })
        let after = Set(new.map(\.key))
        let removed = old.filter { !after.contains($0.key) }.map { row in
            Line(change: .removed, key: row.key, name: row.name, formerName: nil, details: [])
        }
        var changed: [Line] = []
        var added: [Line] = []
        for row in new {
            let details = details(from: before[row.key]?.fields ?? [:], to: row.fields)
            guard let former = before[row.key] else {
                added.append(
                    Line(change: .added, key: row.key, name: row.name, formerName: nil, details: details))
                continue
            }
            let renamed = former.name != row.name
            if !renamed, details.isEmpty { continue }
            changed.append(
                Line(
                    change: .changed, key: row.key, name: row.name,
                    formerName: renamed ? former.name : nil, details: details))
        }
        return removed + changed + added
    }

    private static func details(
        from old: [String: PackContent.Field], to new: [String: PackContent.Field]
    ) -> [Detail] {
        Set(old.keys).union(new.keys).sorted().compactMap { field in
            old[field] == new[field] ? nil : Detail(field: field, old: old[field], new: new[field])
        }
    }
}

extension PackDifference: CustomStringConvertible {
    /// One line for each row, as a terminal shows it; empty where nothing changed.
    public var description: String {
        parts.flatMap { part in part.lines.map { "\(part.part.rawValue): \($0)" } }.joined(separator: "\n")
    }
}

extension PackDifference.Line: CustomStringConvertible {
    /// `+ leak2 Burst pipe (parent: Water)`, `~ clerk Clerk: powers "figures" → ""`.
    public var description: String {
        switch change {
        case .removed: return "- \(key) \(name.en)"
        case .added:
            let properties = details.compactMap { detail in
                detail.new.map { "\(detail.field): \($0.shown?.en ?? $0.value)" }
            }
            return "+ \(key) \(name.en)"
                + (properties.isEmpty ? "" : " (\(properties.joined(separator: "; ")))")
        case .changed:
            var changes = details.map { detail in
                func quoted(_ field: PackContent.Field?) -> String {
                    field.map { "\"\($0.shown?.en ?? $0.value)\"" } ?? "nothing"
                }
                return "\(detail.field) \(quoted(detail.old)) → \(quoted(detail.new))"
            }
            if let formerName { changes.insert("name \"\(formerName.en)\" → \"\(name.en)\"", at: 0) }
            return "~ \(key) \(name.en): \(changes.joined(separator: "; "))"
        }
    }
}
