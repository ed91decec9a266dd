import Core

/// `publish:` of city.yaml: how much of each kind everybody may read. What is not named is not published.
extension PackReader {
    /// Read after the kinds, which it names.
    mutating func readPublishing(_ city: Block?) -> [String: Publishing] {
        guard let city else { return [:] }
        let kinds = rows.procedures.map(\.kind)
        var publishing: [String: Publishing] = [:]
        for entry in city.entries("publish", &complaints) {
            if !kinds.contains(entry.key) {
                complaints.add(
                    city.file, entry.line, "\"publish\" names \"\(entry.key)\", which is no kind of matter",
                    oneOf(kinds, insteadOf: entry.key))
            }
            guard case .text(let text) = entry.value.content, let level = Publishing(rawValue: text) else {
                complaints.add(
                    city.file, entry.line, "how much of \"\(entry.key)\" is published is not known",
                    "Write \(Publishing.allCases.map(\.rawValue).joined(separator: ", "))")
                continue
            }
            publishing[entry.key] = level
        }
        return publishing
    }
}
