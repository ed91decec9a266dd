public import Core
public import Desk
import Storage
public import Web

/// Plays a made-up day into the desk as its switch and its takers would: every taker at once, each with one
/// call after the other.
public struct CallPlayer: Sendable {
    /// What a caller says.
    public struct Concern: Sendable {
        public let text: String
        public let category: String?
        public let area: AreaCode?
        public let place: String?
        /// A matter that is there already and stands for the one that would be filed; nil to file one.
        public let standsFor: MatterRecord?

        public init(
            text: String, category: String?, area: AreaCode?, place: String? = nil,
            standsFor: MatterRecord? = nil
        ) {
            self.text = text
            self.category = category
            self.area = area
            self.place = place
            self.standsFor = standsFor
        }
    }

    /// What came of the day.
    public struct Played: Sendable {
        public var calls = 0
        /// The numbers of the matters that were filed.
        public var numbers: [String] = []
    }

    private let calls: CallsDesk
    private let takers: [String: Officer]
    private let concern: @Sendable (SimulatedDay.Item) -> Concern

    /// - Parameter takers: By the login or seat under which the day knows them.
    public init(
        _ calls: CallsDesk, takers: [String: Officer],
        concern: @escaping @Sendable (SimulatedDay.Item) -> Concern
    ) {
        self.calls = calls
        self.takers = takers
        self.concern = concern
    }

    /// Whether the first of a day's calls is there already: the same day is not played twice.
    public func hasPlayed(_ day: SimulatedDay) async throws -> Bool {
        guard let first = day.items.first else { return false }
        return try await calls.holds(first.id, of: CallsDesk.byHand)
    }

    public func play(
        _ day: SimulatedDay, progress: @escaping @Sendable (Int) -> Void = { _ in }
    ) async throws -> Played {
        let lanes = Dictionary(grouping: day.items) { $0.taker ?? "" }
        return try await withThrowingTaskGroup(of: Played.self) { group in
            for lane in lanes.values {
                group.addTask { try await play(lane) }
            }
            var whole = Played()
            for try await part in group {
                whole.calls += part.calls
                whole.numbers += part.numbers
                progress(whole.calls)
            }
            return whole
        }
    }

    private func play(_ lane: [SimulatedDay.Item]) async throws -> Played {
        var played = Played()
        for item in lane {
            var id: Int64?
            for event in item.events {
                id = try await calls.hear(event, of: item.id, from: CallsDesk.byHand, at: event.at)
            }
            played.calls += 1
            if let id, let number = try await wrapUp(item, id) { played.numbers.append(number) }
        }
        return played
    }

    /// Says what came of a call; the number of its matter where one was filed.
    private func wrapUp(_ item: SimulatedDay.Item, _ id: Int64) async throws -> String? {
        guard let result = item.result, let at = item.resultAt,
            let officer = item.taker.flatMap({ takers[$0] })
        else { return nil }
        let concern = concern(item)
        var detail = CallDetail()
        (detail.category, detail.area) = (concern.category, concern.area?.text)
        if result.isConcern { detail.text = concern.text }
        guard result == .filed else {
            try await calls.end(id, result, detail, by: officer.personID, at: at)
            return nil
        }
        if let record = concern.standsFor {
            try await calls.end(id, to: record, detail, by: officer.personID, at: at)
            return record.number
        }
        var filing = Filing(text: concern.text, channel: .hotline)
        (filing.category, filing.area, filing.place) = (concern.category, concern.area, concern.place)
        filing.contact = Filing.Contact(phone: Call(item.events).caller)
        return try await calls.file(id, filing, detail, once: "\(item.id)", by: officer, at: at).number
    }
}

extension CallsDesk {
    /// Ends a call with a matter that is there already.
    func end(
        _ id: Int64, to record: MatterRecord, _ detail: CallDetail, by person: Int64, at now: Moment
    ) async throws {
        try await end(id, .filed, detail, number: record.number, by: person, at: now) { _, connection in
            try store(connection).add(
                CallMatter(matter: record.id, call: id, number: record.number, how: .filed), once: nil,
                at: now)
        }
    }
}

extension CallsDesk {
    /// For the demo: a call that nobody has wrapped up yet for some takers, and people to be called back, one
    /// of them too late.
    public func leave(open takers: [String], end: Moment) async throws {
        let minute: Int64 = 60_000
        for (index, taker) in takers.prefix(3).enumerated() {
            let from = end + -(Int64(index) * 7 + 9) * minute
            let name = "demo-open-\(index)-\(end.milliseconds)"
            for event in [
                CallEvent(.ringing, at: from, caller: "1990000123\(index)", called: "12345", agent: taker),
                CallEvent(.answered, at: from + 6000, agent: taker),
                CallEvent(.ended, at: from + (2 * minute), agent: taker),
            ] {
                try await hear(event, of: name, from: Self.byHand, at: event.at)
            }
        }
        guard
            let person = try await takers.first.asyncMap({ try await help.people([$0]).values.first }) ?? nil
        else { return }
        let seats = try await seats()
        for (index, text) in ["退休以后医保怎么接着交？", "公司拖了两个月工资，能先要回来吗？"].enumerated() {
            let from = end + -(index == 0 ? 26 : 3) * 60 * minute
            let event = CallEvent(.answered, at: from, caller: "1990000456\(index)", called: "12345")
            guard
                let id = try await hear(
                    event, of: "demo-back-\(index)-\(end.milliseconds)", from: Self.byHand, at: from)
            else { continue }
            try await hear(
                CallEvent(.ended, at: from + minute), of: "demo-back-\(index)-\(end.milliseconds)",
                from: Self.byHand, at: from + minute)
            let seat = seats.isEmpty ? nil : seats[index % seats.count]
            var detail = CallDetail()
            (detail.text, detail.category) = (text, seat?.categories.first)
            try await callBack(
                id, detail, name: nil, phone: nil, seat: seat,
                due: end + (index == 0 ? -20 : 18) * 60 * minute, by: person, at: from + minute)
        }
    }
}
