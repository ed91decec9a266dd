import Core
import Desk
public import Storage

extension LinesDesk {
    /// Follows the log: tells lines what becomes of what they handed over and of what they have in hand, and
    /// notes what ended at the number-one window.
    public var follower: Follower {
        Follower(name: "lines") { events, connection in
            var batch = FollowedTransfers(desk: self, connection: connection)
            try batch.take(events)
        }
    }
}

/// Some events on their way.
private struct FollowedTransfers {
    let desk: LinesDesk
    let connection: any Connection
    private var transfers: [Int64: [Transfer]] = [:]

    init(desk: LinesDesk, connection: any Connection) {
        self.desk = desk
        self.connection = connection
    }

    private var store: TransferStore { TransferStore(connection: connection) }

    mutating func take(_ events: [LoggedEvent]) throws {
        let ids = Array(Set(events.map(\.matterID))).sorted()
        for transfer in try store.transfers(of: ids) {
            transfers[transfer.matterID, default: []].append(transfer)
        }
        let window = WindowStore(connection: connection)
        let atWindow = try window.open(of: ids)
        for logged in events {
            let (matter, isAtWindow) = (logged.matterID, atWindow.contains(logged.matterID))
            guard isAtWindow || transfers[matter] != nil else { continue }
            let event = try Event(logged)
            if isAtWindow {
                for case .closed(let outcome) in event.facts {
                    try window.end(matter, outcome: outcome, now: event.at)
                }
                if event.facts.contains(.reopened) { try window.reopen(matter) }
            }
            for index in (transfers[matter] ?? []).indices { try tell(event, of: index, matter) }
        }
    }

    private mutating func tell(_ event: Event, of index: Int, _ matter: Int64) throws {
        guard let transfer = transfers[matter]?[index] else { return }
        var next = transfer
        switch transfer.direction {
        case .in: try tellSender(event, &next)
        case .out: try tellHolder(event, &next)
        }
        guard next != transfer else { return }
        guard try store.keep(next) else { throw Overtaken() }
        next.version += 1
        transfers[matter]?[index] = next
    }

    /// A line that handed it to us reads what becomes of it.
    private func tellSender(_ event: Event, _ next: inout Transfer) throws {
        if event.isTakenInHand, next.acceptedAt == nil {
            next.acceptedAt = event.at
            let inTime = event.at <= next.acceptBy && next.state != .returned
            if next.state.isOpen { next.state = .accepted }
            try count(
                TransferSum(accepted: 1, inTime: inTime ? 1 : 0, waited: event.at - next.createdAt), next,
                event)
            try send("accepted", nil, next, event)
        }
        for fact in event.facts {
            switch fact {
            case .answered(let text, _):
                if next.state != .returned { next.state = .answered }
                next.settledAt = event.at
                try send("answered", text, next, event)
            case .scopeProposed(let explanation): next.why = explanation
            case .closed(let outcome):
                let isRefused = outcome == .notInScope
                if isRefused { try count(TransferSum(refused: 1), next, event) }
                if next.state != .returned { next.state = isRefused ? .refused : .closed }
                next.settledAt = event.at
                try send(
                    isRefused ? "refused" : "closed", isRefused ? next.why : outcome.rawValue, next, event)
            default: break
            }
        }
    }

    /// A line that has it in hand reads what the resident said.
    private func tellHolder(_ event: Event, _ next: inout Transfer) throws {
        guard !next.state.cameBack, !next.state.isOpen else { return }
        for fact in event.facts {
            switch fact {
            case .rated(let solved, let satisfied, let why) where !(solved && satisfied):
                try send("sentBack", why, next, event)
            case .added(let text): try send("added", text, next, event)
            case .urged: try send("urged", nil, next, event)
            case .closed(let outcome):
                next.state = .closed
                next.settledAt = event.at
                try send("closed", outcome.rawValue, next, event)
            default: break
            }
        }
    }

    private func count(_ sum: TransferSum, _ transfer: Transfer, _ event: Event) throws {
        try store.count(
            sum, line: transfer.line, direction: transfer.direction,
            day: desk.day(of: event.at).daysSince1970)
    }

    private func send(_ news: String, _ text: String?, _ transfer: Transfer, _ event: Event) throws {
        try desk.send(
            try ToldOfTransfer(transfer, news, text: text, at: event.at).body,
            "\(transfer.code)-\(event.sequence)-\(news)", of: transfer, in: connection, at: event.at)
    }
}
