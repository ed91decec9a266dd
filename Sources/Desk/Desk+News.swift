public import Core
public import Storage

extension Desk {
    /// What happened to one matter lately, as it stands now.
    public struct News: Sendable {
        public let record: MatterRecord
        /// Where its latest event stands in the log.
        public let position: LogPosition
        /// Whether it was raised in this time.
        public let isNew: Bool
        /// Whether one of its limits ran out.
        public let ranOut: Bool
        /// The units it was given to, and those it was taken from, in this time.
        public let givenTo: Set<UnitCode>
        public internal(set) var takenFrom: Set<UnitCode>

        public init(
            record: MatterRecord, position: LogPosition, isNew: Bool, ranOut: Bool, givenTo: Set<UnitCode>,
            takenFrom: Set<UnitCode>
        ) {
            self.record = record
            self.position = position
            self.isNew = isNew
            self.ranOut = ranOut
            self.givenTo = givenTo
            self.takenFrom = takenFrom
        }
    }

    /// The end of the log, as far as it is settled.
    public func logEnd() async throws -> LogPosition {
        try await database.read { try EventLog.end(in: $0) }
    }

    /// What happened behind a place of the log, each matter once, in the order of its latest event.
    ///
    /// - Parameter limit: The most events that are read.
    /// - Returns: The news, the place up to which the log was read, and whether there was more to read.
    public func news(
        after position: LogPosition, limit: Int
    ) async throws -> (news: [News], position: LogPosition, isMore: Bool) {
        try await database.read { connection in
            let events = try EventLog.settled(after: position, limit: limit, in: connection)
            guard let last = events.last else { return ([], position, false) }
            let byMatter = Dictionary(grouping: events, by: \.matterID)
            let records = try ListStore(connection: connection).records(byMatter.keys.sorted())
            let news = try records.map { record in
                let some = byMatter[record.id] ?? []
                var news = try News(record, some, last.position)
                if !news.givenTo.isEmpty, !news.isNew {
                    news.takenFrom.formUnion(try Self.lead(of: record.id, before: some, in: connection))
                }
                return news
            }
            return (news.sorted { $0.position < $1.position }, last.position, events.count == limit)
        }
    }

    /// The unit that had a matter before some of its events.
    private static func lead(
        of matter: Int64, before events: [LoggedEvent], in connection: any Connection
    ) throws -> [UnitCode] {
        let first = events.map(\.sequence).min() ?? 0
        let earlier = try EventLog.events(of: matter, in: connection).filter { $0.sequence < first }
        let units = try earlier.flatMap { try EventPayload.decode($0).facts }.compactMap { fact in
            if case .dispatched(let unit) = fact { unit } else { nil }
        }
        return units.suffix(1)
    }
}

extension Desk.News {
    init(_ record: MatterRecord, _ events: [LoggedEvent], _ end: LogPosition) throws {
        var (isNew, ranOut) = (false, false)
        var (givenTo, takenFrom): (Set<UnitCode>, Set<UnitCode>) = ([], [])
        for fact in try events.flatMap({ try EventPayload.decode($0).facts }) {
            switch fact {
            case .raised: isNew = true
            case .limitPassed: ranOut = true
            case .dispatched(let unit), .escalated(let unit): givenTo.insert(unit)
            case .takenBack(let unit, _, _): takenFrom.formUnion([unit].compactMap(\.self))
            case .part(.given(let unit, _, _)): givenTo.insert(unit)
            case .part(.dropped(let unit, _)), .raise(.handedDown(let unit, _)): takenFrom.insert(unit)
            case .categorised, .classified, .answered, .asked, .rated, .attempted, .urged, .added, .noted,
                .attached, .undone, .scopeProposed, .proposalDropped, .merged, .joined, .joinedTo, .left,
                .archived, .reopened,
                .contactRevealed, .told, .reasoned, .closed, .clockStarted, .clockPaused, .clockStopped,
                .clockWarned, .clockExpired, .part, .proposal, .extended, .suspended, .supervision, .raise,
                .leader, .mediation, .check, .contacted, .heard, .keyed, .guided, .ruled, .excluded,
                .checked:
                break
            }
        }
        self.init(
            record: record, position: events.map(\.position).max() ?? end, isNew: isNew, ranOut: ranOut,
            givenTo: givenTo, takenFrom: takenFrom)
    }
}
