import Core

/// `chats.csv`: the chat groups of residents and their stewards (M15, M19). A pack may have none. They are
/// copied into the database, where they are edited.
extension PackReader {
    mutating func readChatGroups() -> [ChatGroup] {
        let file = "chats.csv"
        let columns = ["code", "name_zh", "name_en", "kind", "area", "steward"]
        let optional = ["steward_id", "phone", "answer_minutes", "keep_days"]
        guard folder.has(file),
            let table = Table(file, columns: columns, optional: optional, in: folder, &complaints)
        else { return [] }
        let areas = Set(rows.areas.map(\.code))
        let logins = Set(people.map(\.login))
        var seen: Set<String> = []
        return table.rows.compactMap { row in
            guard let group = chatGroup(row, in: table) else { return nil }
            if !seen.insert(group.code).inserted {
                complaints.add(
                    file, row.line, "the code \"\(group.code)\" stands twice", "Give each group its own")
            }
            // Files that could not be read have been complained of.
            let problems = group.problems(
                known: { areas.isEmpty || areas.contains($0) },
                steward: { logins.isEmpty || logins.contains($0) })
            for problem in problems {
                let (says, remedy) = problem.words
                complaints.add(file, row.line, "the group \"\(group.code)\" \(says)", remedy)
            }
            return group
        }
    }

    private mutating func chatGroup(_ row: Table.Row, in table: Table) -> ChatGroup? {
        let name = table.name(row, &complaints)
        let minutes = number("answer_minutes", row, in: table, else: 120)
        let days = number("keep_days", row, in: table, else: 30)
        guard let code = table.required("code", row, &complaints),
            let kind: ChatGroup.Kind = speakWord("kind", row, in: table),
            let area = table.area("area", row, &complaints),
            let steward = table.required("steward", row, &complaints)
        else { return nil }
        return ChatGroup(
            code: code, name: name, kind: kind, area: area, steward: steward, stewardID: row["steward_id"],
            phone: row["phone"], answerMinutes: minutes, keepDays: days)
    }

    private mutating func number(
        _ column: String, _ row: Table.Row, in table: Table, else usual: Int
    ) -> Int {
        let text = row[column]
        if text.isEmpty { return usual }
        if let number = Int(text) { return number }
        complaints.add(
            table.file, row.line, "\"\(text)\" of \"\(column)\" is no number", "Write digits, or nothing")
        return usual
    }
}

extension ChatGroup.Problem {
    /// What is wrong, and what to do.
    fileprivate var words: (String, String) {
        switch self {
        case .code: ("has a code that cannot be used", "Write letters, digits, - and _")
        case .name: ("has no name in both languages", "Write name_zh and name_en")
        case .nameLong: ("has a long name", "Write at most \(ChatGroup.Limit.text) characters")
        case .area: ("lies in an area that is not in areas.csv", "Write a code of areas.csv")
        case .steward: ("has a steward who is not in posts.csv", "Write a login of posts.csv")
        case .stewardID: ("has a long steward_id", "Write what the chat calls the steward, or nothing")
        case .phone: ("has no usable telephone number", "Write digits, + and -, or leave it empty")
        case .minutes:
            ("has answer_minutes that are out of range", "Write \(ChatGroup.Limit.minutes) minutes")
        case .days: ("has keep_days that are out of range", "Write \(ChatGroup.Limit.days) days")
        }
    }
}
