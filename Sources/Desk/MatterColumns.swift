import Core
import Storage

/// What the columns of a current row must hold, from the events alone.
enum MatterColumns {
    /// Every column that does not depend on the city pack, which may have changed since.
    static func expected(of matter: Matter, story: [Event]) -> [(name: String, value: SQLValue)] {
        let standing = story.standing
        let facts = standing.flatMap(\.facts)
        var columns = ofState(matter) + ofSide(matter)
        for fact in facts {
            if case .raised(let raised) = fact { columns += ofBeginning(raised, matter) }
        }
        columns.append(("more", value(standing.addedWords)))
        return columns
    }

    private static func ofState(_ matter: Matter) -> [(name: String, value: SQLValue)] {
        [
            ("number", value(matter.number)), ("kind", value(matter.kind)), ("stage", value(matter.stage)),
            ("status", value(matter.isOpen ? "open" : "closed")),
            ("outcome", value(matter.outcome?.rawValue)), ("lead", value(matter.lead?.text)),
            ("raised_to", value(matter.raisedTo?.text)), ("category", value(matter.category)),
            ("urgency", value(matter.urgency.rawValue)),
            ("rank", (Urgency.emergency.rank - matter.urgency.rank).sqlValue),
            ("raised_at", matter.raisedAt.sqlValue), ("changed_at", matter.changedAt.sqlValue),
            ("closed_at", matter.closedAt?.sqlValue ?? .null),
            ("due_at", (matter.nextClock?.due.milliseconds ?? .max).sqlValue),
            ("version", matter.version.sqlValue), ("channel", value(matter.channel.rawValue)),
            ("area", matter.area.sqlValue), ("county", prefix(matter.area, .county)),
            ("town", prefix(matter.area, .town)), ("village", prefix(matter.area, .village)),
        ]
    }

    private static func ofSide(_ matter: Matter) -> [(name: String, value: SQLValue)] {
        [
            ("route", value(matter.route?.rawValue)), ("grade", value(matter.grade?.rawValue)),
            ("supervision", matter.supervisionColumn.sqlValue), ("excluded", matter.side.excluded.sqlValue),
            ("urges", matter.urges.sqlValue), ("returns", matter.returns.sqlValue),
            ("sharers", value(matter.sharersColumn)),
        ]
    }

    private static func ofBeginning(
        _ raised: Fact.Raised, _ matter: Matter
    ) -> [(name: String, value: SQLValue)] {
        var overdue = matter.overdue
        if matter.outcome == .elsewhere, let target = raised.targetAt, let ended = matter.closedAt {
            overdue = ended > target
        }
        return [
            ("title", value(raised.title)), ("text", value(raised.text)), ("place", value(raised.place)),
            ("caller", value(raised.caller.rawValue)), ("overdue", overdue.sqlValue),
            ("source", value(raised.source)), ("source_id", value(raised.sourceID)),
        ]
    }

    private static func value(_ text: String?) -> SQLValue { text?.sqlValue ?? .null }

    private static func prefix(_ area: AreaCode, _ level: AreaLevel) -> SQLValue {
        value(area.ancestor(at: level)?.text ?? "")
    }
}
