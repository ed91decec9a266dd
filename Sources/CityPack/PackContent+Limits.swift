import Core

/// The rows of `limits.csv` as rows of a pack's content, and back.
extension PackWriter {
    var limitRules: [Entry] {
        var seen: Set<String> = []
        return city.limits.rules.compactMap { rule in
            let key = [
                "\(rule.kind)/\(rule.limit)", rule.category ?? "*", rule.urgency?.rawValue ?? "*",
                rule.grade?.rawValue ?? "*", rule.area?.text ?? "*", rule.from?.description ?? "*",
            ].joined(separator: " ")
            guard seen.insert(key).inserted else { return nil }
            var fields = [
                "span": Field(
                    rule.span.description, LocalText(zh: rule.span.words(.zh), en: rule.span.words(.en)))
            ]
            if let until = rule.until { fields["until"] = Field(until.description) }
            if let source = rule.source { fields["source"] = Field(source) }
            return Entry(key, name(of: rule), fields)
        }
    }

    /// `办理时限 · 水电气暖`: the limit, and whom the rule is for.
    private func name(of rule: LimitRule) -> LocalText {
        let limit = city.procedures[rule.kind]?.limit(rule.limit)?.text
        let names = [
            limit ?? LocalText(zh: rule.limit, en: rule.limit),
            rule.category.map { city.catalogue[$0]?.name ?? LocalText(zh: $0, en: $0) },
            rule.urgency.map { LocalText(zh: $0.rawValue, en: $0.rawValue) },
            rule.grade.map { LocalText(zh: $0.rawValue, en: $0.rawValue) },
            rule.area.map { city.areas[$0]?.name ?? LocalText(zh: $0.text, en: $0.text) },
        ].compactMap { $0 }
        return LocalText(
            zh: names.map(\.zh).joined(separator: " · "), en: names.map(\.en).joined(separator: " · "))
    }
}

extension PackContent {
    /// The rules as they were kept; those that were tampered with are left out.
    var limitTable: LimitTable {
        LimitTable(
            self[.limitRules].compactMap { row in
                let parts = row.key.split(separator: " ").map(String.init)
                let name = parts.first?.split(separator: "/").map(String.init) ?? []
                guard parts.count == 6, name.count == 2,
                    let span = row.fields["span"].flatMap({ Span($0.value) })
                else { return nil }
                return LimitRule(
                    kind: name[0], limit: name[1], category: parts[1] == "*" ? nil : parts[1],
                    urgency: Urgency(rawValue: parts[2]), grade: Grade(rawValue: parts[3]),
                    area: AreaCode(parts[4]), span: span, from: CivilDate(parts[5]),
                    until: row.fields["until"].flatMap { CivilDate($0.value) },
                    source: row.fields["source"]?.value)
            })
    }
}
