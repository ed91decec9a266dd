import Core

/// `places.csv`: the stations, points, boxes and studios where people speak (M16, M84). A pack may have none.
/// They are copied into the database, where they are edited.
extension PackReader {
    mutating func readSpeakPlaces() -> [SpeakPlace] {
        let file = "places.csv"
        let columns = ["code", "kind", "name_zh", "name_en", "area"]
        let optional = [
            "address_zh", "address_en", "phone", "opening", "host", "shared", "delegates", "liaison",
        ]
        guard folder.has(file),
            let table = Table(file, columns: columns, optional: optional, in: folder, &complaints)
        else { return [] }
        let areas = Set(rows.areas.map(\.code))
        var seen: Set<String> = []
        return table.rows.compactMap { row in
            guard let place = speakPlace(row, in: table) else { return nil }
            if !seen.insert(place.code).inserted {
                complaints.add(
                    file, row.line, "the code \"\(place.code)\" stands twice", "Give each place its own")
            }
            // Areas that could not be read have been complained of.
            for problem in place.problems(known: { areas.isEmpty || areas.contains($0) }) {
                let (says, remedy) = problem.words
                complaints.add(file, row.line, "the place \"\(place.code)\" \(says)", remedy)
            }
            return place
        }
    }

    private mutating func speakPlace(_ row: Table.Row, in table: Table) -> SpeakPlace? {
        let name = table.name(row, &complaints)
        guard let code = table.required("code", row, &complaints),
            let kind: SpeakPlace.Kind = speakWord("kind", row, in: table),
            let area = table.area("area", row, &complaints)
        else { return nil }
        let host: SpeakPlace.Host? = row["host"].isEmpty ? nil : speakWord("host", row, in: table)
        let opening = OpeningRule(row["opening"])
        if opening == nil, !row["opening"].isEmpty {
            complaints.add(
                table.file, row.line, "\"\(row["opening"])\" is no opening rule",
                "Write days and hours: sat 09:00-11:30 or mon-fri 08:30-17:30")
            return nil
        }
        return SpeakPlace(
            code: code, kind: kind, name: name, area: area,
            address: LocalText(zh: row["address_zh"], en: row["address_en"]), phone: row["phone"],
            opening: opening, host: host, isShared: row["shared"] == "yes",
            delegates: row["delegates"].split(separator: ";").compactMap { speakPerson(String($0)) },
            liaison: speakPerson(row["liaison"]))
    }

    /// `张三/Zhang San`.
    private func speakPerson(_ text: String) -> LocalText? {
        let parts = text.split(separator: "/", maxSplits: 1).map { String($0).trimmed }
        guard let zh = parts.first, !zh.isEmpty else { return nil }
        return LocalText(zh: zh, en: parts.count > 1 ? parts[1] : zh)
    }

    mutating func speakWord<Word: RawRepresentable<String> & CaseIterable>(
        _ column: String, _ row: Table.Row, in table: Table
    ) -> Word? {
        guard let text = table.required(column, row, &complaints) else { return nil }
        if let word = Word(rawValue: text) { return word }
        complaints.add(
            table.file, row.line, "\"\(text)\" is no word for \"\(column)\"",
            oneOf(Word.allCases.map(\.rawValue), insteadOf: text))
        return nil
    }
}

extension SpeakPlace.Problem {
    /// What is wrong, and what to do.
    fileprivate var words: (String, String) {
        switch self {
        case .code: ("has a code that cannot stand in an address", "Write letters, digits, - and _")
        case .name: ("has no name in both languages", "Write name_zh and name_en")
        case .nameLong: ("has a long name", "Write at most \(SpeakPlace.Limit.text) characters")
        case .addressLong: ("has a long address", "Write at most \(SpeakPlace.Limit.text) characters")
        case .phone: ("has no usable telephone number", "Write digits, + and -, or leave it empty")
        case .area: ("lies in an area that is not in areas.csv", "Write a code of areas.csv")
        case .noOpening: ("is a studio without an opening", "Write sat 09:00-11:30 or wed 19:00-21:00")
        case .daytime:
            (
                "is a studio that opens when people are at work",
                "Once a week: Saturday, Sunday, or a weekday from 17:30 on"
            )
        case .noHost: ("is a studio without a host", "Write city, town, village, firm, society or school")
        case .noDelegates: ("is a studio without delegates", "Write names with ; between them")
        case .tooManyDelegates: ("has too many delegates", "Write at most \(SpeakPlace.Limit.delegates)")
        case .delegateLong: ("has an empty or long name of a person", "Write names with ; between them")
        }
    }
}
