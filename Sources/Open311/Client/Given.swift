/// What another server wrote, before anybody has asked what it means: JSON and XML become the same, numbers
/// and words the same text.
indirect enum Given: Hashable, Sendable {
    /// `null`, an empty element, `""`.
    case none
    case text(String)
    case list([Given])
    /// In the order they stand; an element that comes several times stands several times.
    case fields([Field])

    struct Field: Hashable, Sendable {
        let name: String
        let value: Given
    }

    /// The first value of a name that is not empty.
    subscript(name: String) -> Given {
        guard case .fields(let fields) = self else { return .none }
        return fields.first { $0.name == name && $0.value != .none }?.value ?? .none
    }

    /// What is written there, without blanks around it; nil for nothing, a list or fields.
    var word: String? {
        guard case .text(let text) = self else { return nil }
        let trimmed = text.cleaned
        return trimmed.isEmpty ? nil : trimmed
    }

    /// All values of a name: repeated elements, a list, or one.
    func all(_ name: String) -> [Given] {
        guard case .fields(let fields) = self else { return [] }
        return fields.filter { $0.name == name }.flatMap { field -> [Given] in
            switch field.value {
            case .none: []
            case .list(let values): values
            case .text, .fields: [field.value]
            }
        }
    }

    /// The rows of an answer, however it is wrapped: a bare list, `{"services": [...]}`, `<services>` with
    /// its children, a single row. Nil where there is nothing of the kind.
    ///
    /// - Parameters:
    ///   - name: What a row is called: `service`.
    ///   - wrapper: What their list is called: `services`.
    ///   - key: What every row has, to know a single one by.
    func rows(_ name: String, in wrapper: String, key: String) -> [Given]? {
        switch self {
        case .none: return []
        case .text: return nil
        case .list(let rows): return rows
        case .fields(let fields):
            if fields.isEmpty { return [] }
            if fields.contains(where: { $0.name == wrapper }) {
                let inner = all(wrapper)
                return inner.flatMap { $0.rows(name, in: wrapper, key: key) ?? [] }
            }
            if fields.contains(where: { $0.name == name }) {
                let whole = all(name)
                // An element that is called like its only field is a row itself.
                return whole
            }
            return fields.contains { $0.name == key } ? [self] : nil
        }
    }
}

extension String {
    /// Without blanks around it, line ends as `\n`, and without characters that nobody can see or print.
    var cleaned: String {
        var text = String.UnicodeScalarView()
        var last: Unicode.Scalar?
        for scalar in unicodeScalars {
            defer { last = scalar }
            switch scalar {
            case "\r": text.append("\n")
            case "\n": if last != "\r" { text.append(scalar) }
            case "\t": text.append(" ")
            default:
                if scalar.value >= 32, scalar.value != 127, !(0x80..<0xA0).contains(scalar.value) {
                    text.append(scalar)
                }
            }
        }
        var part = Substring(String(text))
        while let first = part.first, first.isWhitespace { part.removeFirst() }
        while let last = part.last, last.isWhitespace { part.removeLast() }
        return String(part)
    }

    /// On one line, with single blanks.
    var onOneLine: String { cleaned.split(whereSeparator: \.isWhitespace).joined(separator: " ") }

    /// At most so many characters, with a mark where something was left out.
    func shortened(to limit: Int) -> String { count <= limit ? self : prefix(limit - 1) + "…" }
}
