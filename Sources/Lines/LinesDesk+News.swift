public import Core
import Courier
import Desk
import Storage

/// What the other side says of a matter that we handed over, and the end of its time.
extension LinesDesk {
    /// News of a partner, as they come in.
    struct Told: Sendable {
        let news: TransferNews
        /// Names the message for good.
        let message: String
        /// What was done, why not, or the answer for the resident.
        var text: String?
        /// Papers that are missing.
        var missing: String?
        /// What the partner calls it.
        var partnerID: String?
    }

    /// Takes news in, once. Late ones are kept and change nothing.
    ///
    /// - Parameter line: the line that signed; nil for somebody of ours who was told by phone.
    /// - Returns: nil where this line has no such hand-over.
    func take(_ told: Told, of code: String, line: String?, at now: Moment) async throws -> Transfer? {
        try await whileFresh {
            guard let transfer = try await transfer(code), transfer.direction == .out,
                line == nil || transfer.line == line
            else { return nil }
            return try await take(told, of: transfer, at: now)
        }
    }

    /// Takes in what somebody was told by phone, where the line has no system of its own.
    ///
    /// - Parameter sequence: counted up with each thing that was said.
    /// - Returns: False where there is no such hand-over.
    @discardableResult
    public func tell(
        _ kind: TransferNews.Kind, sequence: Int, _ text: String? = nil, missing: String? = nil,
        of code: String, at now: Moment
    ) async throws -> Bool {
        let told = Told(
            news: TransferNews(kind, sequence: sequence), message: "phone-\(code)-\(sequence)", text: text,
            missing: missing)
        return try await take(told, of: code, line: nil, at: now) != nil
    }

    private func take(_ told: Told, of transfer: Transfer, at now: Moment) async throws -> Transfer {
        var next = transfer
        let isLate = transfer.state == .returned
        let isNew = next.course.take(told.news)
        next.partnerID = told.partnerID ?? next.partnerID
        guard isNew else { return try await keepOnly(told, of: transfer, late: isLate, at: now) }
        var sum = TransferSum()
        if next.acceptedAt == nil, next.state != .refused {
            next.acceptedAt = now
            (sum.accepted, sum.waited) = (1, now - next.createdAt)
            if now <= next.acceptBy { sum.inTime = 1 }
        }
        if next.state == .refused {
            (next.why, next.missing, next.settledAt) = (told.text, told.missing, now)
            sum.refused = 1
        }
        if next.state == .answered || next.state == .closed { next.settledAt = now }
        let plan = try await plan(after: told, &next, at: now)
        return try await keep(next, before: transfer, told, plan, sum, at: now)
    }

    /// The same again, or something older than what is known.
    private func keepOnly(
        _ told: Told, of transfer: Transfer, late: Bool, at now: Moment
    ) async throws -> Transfer {
        try await desk.database.write { connection in
            _ = try TransferStore(connection: connection).note(
                told.news, message: told.message, text: told.text, late: late, of: transfer.id, now: now)
        }
        return transfer
    }

    /// The moves that follow: the matter has an owner after each of them.
    private func plan(after told: Told, _ next: inout Transfer, at now: Moment) async throws -> Plan? {
        guard let matter = try await matter(of: next), matter.isOpen else { return nil }
        let over = HandOver(city: city, now: now)
        switch told.news.kind {
        case .accepted, .progress: return Plan(matter, over.accept(matter))
        case .refused: return try await back(matter, &next, over, reason: told.text ?? "")
        case .answered:
            let text = told.text ?? ""
            return Plan(matter, over.answer(matter, text: text) ?? over.note(matter, text: text) ?? [])
        case .closed: return nil
        }
    }

    /// Back to the desk; to the government of the area where two lines refused.
    func back(
        _ matter: Matter, _ next: inout Transfer, _ over: HandOver, reason: String
    ) async throws -> Plan {
        let line = try await register().history(of: next.line).last
        // It is somebody else's meanwhile: nothing is taken from them.
        guard matter.lead == nil || matter.lead == line?.owner else { return Plan(matter, []) }
        let why = String((reason.isEmpty ? next.reason : reason).prefix(InputWord.reason.maximumLength))
        var steps = over.takeBack(matter, reason: why) ?? []
        let id = matter.id
        let others = try await desk.database.read { try TransferStore(connection: $0).transfers(of: [id]) }
        let current = next
        let refused = others.filter { $0.direction == .out && $0.state == .refused && $0.id != current.id }
        if next.state == .refused, refused.contains(where: { $0.line != current.line }) {
            let unit = rules.backstop(for: matter.area, in: city)
            let after = over.matter(matter, after: steps)
            if let more = over.give(after, to: unit, by: over.desk, reason: why) {
                steps += more
                next.backstop = unit
            }
        }
        return Plan(matter, steps)
    }

    /// Moves to make, planned for a version of the matter.
    struct Plan: Sendable {
        let matter: Matter
        let steps: [HandOver.Step]

        init(_ matter: Matter, _ steps: [HandOver.Step]) {
            self.matter = matter
            self.steps = steps
        }
    }

    func matter(of transfer: Transfer) async throws -> Matter? {
        try await desk.dossier(.id(transfer.matterID), for: .resident)?.matter
    }

    private func keep(
        _ next: Transfer, before: Transfer, _ told: Told?, _ plan: Plan?, _ sum: TransferSum, at now: Moment
    ) async throws -> Transfer {
        let day = day(of: now).daysSince1970
        return try await desk.batch { transaction in
            let store = TransferStore(connection: transaction.connection)
            guard try store.keep(next) else { throw Overtaken() }
            if let told {
                _ = try store.note(
                    told.news, message: told.message, text: told.text, late: false, of: next.id, now: now)
            }
            if let plan { try make(plan.steps, on: plan.matter, in: transaction, at: now) }
            if sum != TransferSum() {
                try store.count(sum, line: next.line, direction: next.direction, day: day)
            }
            return next
        }
    }

    // MARK: Time

    /// Brings back what nobody accepted in time. Run it every second; with several servers each comes back
    /// once, and after a stop none is forgotten: the time stands in the row.
    ///
    /// - Returns: How many came back.
    @discardableResult
    public func tick(at now: Moment) async throws -> Int {
        var count = 0
        let due = try await desk.database.read { try TransferStore(connection: $0).due(at: now, limit: 100) }
        for transfer in due {
            let isBack = try await whileFresh { try await bring(transfer.code, at: now) }
            if isBack { count += 1 }
        }
        return count
    }

    private func bring(_ code: String, at now: Moment) async throws -> Bool {
        guard let transfer = try await transfer(code), transfer.acceptBy <= now else { return false }
        var next = transfer
        if transfer.direction == .in, let event = try await takenInHand(transfer) {
            try await accept(transfer, by: event, at: now)
            return false
        }
        guard next.course.timeOut() else { return false }
        next.settledAt = now
        var plan: Plan?
        if next.direction == .out, let matter = try await matter(of: next), matter.isOpen {
            plan = try await back(matter, &next, HandOver(city: city, now: now), reason: "")
        }
        let (kept, day, steps) = (next, day(of: now).daysSince1970, plan)
        try await desk.batch { transaction in
            let store = TransferStore(connection: transaction.connection)
            guard try store.keep(kept) else { throw Overtaken() }
            if let steps { try make(steps.steps, on: steps.matter, in: transaction, at: now) }
            try store.count(
                TransferSum(returned: 1), line: kept.line, direction: kept.direction, day: day)
            let told = try ToldOfTransfer(kept, "returned", text: nil, at: now).body
            try send(told, kept.code + "-returned", of: kept, in: transaction.connection, at: now)
        }
        return true
    }

    /// What somebody here did who took a matter in hand that was handed to us.
    private func takenInHand(_ transfer: Transfer) async throws -> Event? {
        let dossier = try await desk.dossier(.id(transfer.matterID), for: .resident)
        return dossier?.events.first { $0.isTakenInHand }
    }

    /// The log says that it was accepted, though the follower has not come to it yet.
    private func accept(_ transfer: Transfer, by event: Event, at now: Moment) async throws {
        var next = transfer
        (next.state, next.acceptedAt) = (.accepted, event.at)
        let inTime = event.at <= next.acceptBy ? 1 : 0
        let (kept, day) = (next, day(of: event.at).daysSince1970)
        try await desk.batch { transaction in
            let store = TransferStore(connection: transaction.connection)
            guard try store.keep(kept) else { throw Overtaken() }
            try store.count(
                TransferSum(accepted: 1, inTime: inTime, waited: event.at - kept.createdAt), line: kept.line,
                direction: .in, day: day)
            let told = try ToldOfTransfer(kept, "accepted", text: nil, at: event.at).body
            try send(
                told, "\(kept.code)-\(event.sequence)-accepted", of: kept, in: transaction.connection, at: now
            )
        }
    }

    // MARK: Reading

    func transfer(_ code: String) async throws -> Transfer? {
        try await desk.database.read { try TransferStore(connection: $0).transfer(code) }
    }

    func list(
        _ filter: TransferFilter, before last: (at: Moment, id: Int64)?, limit: Int
    ) async throws -> [Transfer] {
        try await desk.database.read { connection in
            try TransferStore(connection: connection).page(filter, before: last, limit: limit)
        }
    }

    func told(of transfer: Transfer) async throws -> [TransferTold] {
        try await desk.database.read { try TransferStore(connection: $0).news(of: transfer.id) }
    }

    func sums(from first: CivilDate, through last: CivilDate) async throws -> TransferSums {
        let rows = try await desk.database.read { connection in
            try TransferStore(connection: connection).sums(
                from: first.daysSince1970, through: last.daysSince1970)
        }
        return TransferSums(first: first, last: last, rows: rows)
    }
}

extension Event {
    /// Somebody at work moved it on.
    var isTakenInHand: Bool {
        guard case .officer = by, move != nil else { return false }
        return from != nil && from != to
    }
}

/// What we tell a line of a hand-over.
struct ToldOfTransfer: Codable, Sendable {
    let type: String
    /// Our name for it.
    let id: String
    /// What the line calls it.
    let reference: String?
    let number: String
    let news: String
    let text: String?
    let at: String

    init(_ transfer: Transfer, _ news: String, text: String?, at now: Moment) {
        type = "line.news"
        id = transfer.code
        reference = transfer.partnerID
        number = transfer.number
        self.news = news
        self.text = text
        at = LinesDesk.time(now)
    }

    var body: String { get throws { try StoredJSON.text(self) } }
}
