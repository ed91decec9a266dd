public import Core
public import Language

/// What a filter searches for, read once.
struct MatterSearch {
    /// Everything that must be there: the words and those of the title.
    let query: SearchQuery
    let title: SearchQuery?
    /// The words as typed, where they may be a number.
    let number: String?

    /// Whether a matter really says what is searched for.
    func isMet(by record: MatterRecord) -> Bool {
        Analyser.matches(record.searchedText, query)
            && (title.map { Analyser.matches(record.title, $0) } ?? true)
    }

    /// How well it says it: phrases in the title count most, then how often they stand in the text; what is
    /// open, and what is newer, stands before what is alike.
    func weight(of record: MatterRecord, newest: Moment) -> Double {
        let inTitle = Analyser.count(of: query, in: record.title, most: 1)
        let inText = Analyser.count(of: query, in: record.text, most: 4)
        let weeks = Double(max(0, newest.milliseconds - record.raisedAt.milliseconds)) / 604_800_000
        return 4 * Double(inTitle) + Double(inText).squareRoot() + (record.isOpen ? 1 : 0)
            + 2 / (1 + weeks / 8)
    }
}

extension MatterFilter {
    /// The words and title words as a search; nil where neither was given.
    var asSearch: MatterSearch? {
        let (words, title) = (words ?? "", titleWords ?? "")
        if words.isEmpty && title.isEmpty { return nil }
        let sought = title.isEmpty ? nil : Analyser.query(title)
        let number = words.uppercased().filter { !$0.isWhitespace }
        let mayBeNumber = (4...40).contains(number.utf8.count) && number.utf8.contains { $0 < 0x3A }
        let query = Analyser.query(words)
        return MatterSearch(
            query: sought.map { query.and($0) } ?? query, title: sought, number: mayBeNumber ? number : nil)
    }

    /// What hits of this filter are marked with, in a city: its words without the fields.
    public func marks(in city: City) -> SearchQuery? {
        read(in: city).asSearch.flatMap { $0.query.isEmpty ? nil : $0.query }
    }

    /// The filter with what the words ask for by field: `地点:文昌路 类别:路灯 状态:未结束 坏了`. What was
    /// chosen in the form stays as it is; a field with a value that nothing is called by is words.
    public func read(in city: City) -> MatterFilter {
        guard let words, !words.isEmpty else { return self }
        let text = SearchText(words)
        if text.wishes.isEmpty { return self }
        var filter = self
        var rest = [text.words]
        for wish in text.wishes where !filter.take(wish, in: city) { rest.append(wish.value) }
        filter.words = rest.filter { !$0.isEmpty }.joined(separator: " ")
        return filter
    }

    private mutating func take(_ wish: SearchText.Wish, in city: City) -> Bool {
        let value = wish.value
        switch wish.field {
        case .number: return false
        case .title: titleWords = [titleWords, value].compactMap(\.self).joined(separator: " ")
        case .category:
            guard category == nil, let found = city.category(called: value) else { return false }
            category = found
        case .unit:
            guard lead == nil, let found = city.unit(called: value) else { return false }
            lead = found
        case .area:
            guard area == nil, let found = city.area(called: value) else { return false }
            area = found
        case .status:
            guard isOpen == nil, let found = Self.states[Analyser.folded(value)] else { return false }
            isOpen = found
        case .kind:
            guard kind == nil, let found = city.kind(called: value) else { return false }
            kind = found
        case .time, .from, .to: return take(time: wish, in: city)
        }
        return true
    }

    private static let states: [String: Bool] = [
        "open": true, "未结束": true, "办理中": true, "未办结": true, "在办": true,
        "closed": false, "已结束": false, "已办结": false, "办结": false, "结束": false,
    ]

    private mutating func take(time wish: SearchText.Wish, in city: City) -> Bool {
        let ends = wish.value.components(at: "..")
        guard let first = SearchDays(ends[0]), let last = ends.count > 1 ? SearchDays(ends[1]) : first else {
            return false
        }
        let (from, before) = (city.calendar.start(of: first.first), city.calendar.start(of: last.next))
        if wish.field != .to { raisedFrom = max(raisedFrom ?? from, from) }
        if wish.field != .from || ends.count > 1 { raisedBefore = min(raisedBefore ?? before, before) }
        return true
    }
}

/// Days as they are typed: `2026`, `2026-03`, `2026年3月5日`, `2026/3/5`.
struct SearchDays {
    let first: CivilDate
    /// The day behind the last.
    let next: CivilDate

    init?(_ text: String) {
        let parts = text.split { !("0"..."9" ~= $0) }.map { Int($0) }
        guard let year = parts.first ?? nil, (1900...2200).contains(year), parts.count <= 3,
            text.unicodeScalars.count <= 12
        else { return nil }
        let (month, day) = (parts.count > 1 ? parts[1] : nil, parts.count > 2 ? parts[2] : nil)
        guard let first = Self.date(year, month ?? 1, day ?? 1) else { return nil }
        self.first = first
        if day != nil {
            next = first.adding(days: 1)
        } else if let month {
            next = Self.date(month == 12 ? year + 1 : year, month % 12 + 1, 1) ?? first.adding(days: 31)
        } else {
            next = Self.date(year + 1, 1, 1) ?? first.adding(days: 366)
        }
    }

    private static func date(_ year: Int, _ month: Int, _ day: Int) -> CivilDate? {
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return CivilDate("\(year)-\(two(month))-\(two(day))")
    }
}

extension String {
    /// The text before and behind a separator, or the whole.
    fileprivate func components(at separator: String) -> [String] {
        guard let range = firstRange(of: separator) else { return [self] }
        return [String(self[..<range.lowerBound]), String(self[range.upperBound...])]
    }
}
