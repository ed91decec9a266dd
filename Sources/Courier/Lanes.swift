import Core

/// What one tick has taken: a lane for each receiver, so that a slow one holds up nobody else.
struct Lanes {
    private struct Lane {
        var waiting: [(sending: Sending, since: Moment)] = []
        var underWay = 0
        /// It timed out or could not be reached: what is in its lane goes back.
        var isSlow = false
        let endpoint: Int64?
    }

    private var lanes: [String: Lane] = [:]
    /// In which order receivers are served; each goes to the end when it was.
    private var order: [String] = []
    private(set) var underWay = 0
    private var waiting = 0
    /// How many may wait in all, and for a receiver that is no endpoint.
    private static let limit = 200
    private static let laneLimit = 20
    /// Milliseconds after which what was taken and not begun goes back, well before its lease ends.
    private static let patience: Int64 = 45_000
    /// Milliseconds until what went back may be taken again.
    static let rest: Int64 = 10_000

    var hasRoom: Bool { waiting < Self.limit && underWay < Sender.attemptsAtOnce }

    /// Endpoints that have enough in hand.
    var busyEndpoints: [Int64] {
        lanes.values.compactMap { $0.waiting.isEmpty && $0.underWay == 0 ? nil : $0.endpoint }.sorted()
    }

    /// Whom it goes to: its endpoint, the host of its address, the mail server.
    private static func name(_ sending: Sending) -> String {
        if let endpoint = sending.endpointID { return "endpoint \(endpoint)" }
        switch sending.payload {
        case .request(let asked): return WebTarget(asked.url).map { "host \($0.host)" } ?? "nowhere"
        case .mail: return "mail"
        }
    }

    mutating func add(_ sending: Sending, at now: Moment) {
        let name = Self.name(sending)
        if lanes[name] == nil {
            lanes[name] = Lane(endpoint: sending.endpointID)
            order.append(name)
        }
        lanes[name]?.waiting.append((sending, now))
        waiting += 1
    }

    /// The next one to be tried; nil where all that may be under way is.
    mutating func next() -> Sending? {
        guard underWay < Sender.attemptsAtOnce else { return nil }
        for (index, name) in order.enumerated() {
            guard var lane = lanes[name], !lane.waiting.isEmpty, !lane.isSlow,
                lane.underWay < Sender.attemptsAtOncePerReceiver
            else { continue }
            let sending = lane.waiting.removeFirst().sending
            lane.underWay += 1
            lanes[name] = lane
            order.remove(at: index)
            order.append(name)
            underWay += 1
            waiting -= 1
            return sending
        }
        return nil
    }

    mutating func end(_ sending: Sending, isSlow: Bool) {
        let name = Self.name(sending)
        underWay -= 1
        lanes[name]?.underWay -= 1
        if isSlow { lanes[name]?.isSlow = true }
        guard let lane = lanes[name], lane.waiting.isEmpty, lane.underWay == 0 else { return }
        lanes[name] = nil
        order.removeAll { $0 == name }
    }

    /// What is to go back: for receivers that are slow, for others what is too much or has waited too long.
    mutating func surplus(at now: Moment, everything: Bool) -> [Sending] {
        var back: [Sending] = []
        for name in order {
            guard var lane = lanes[name] else { continue }
            var kept: [(sending: Sending, since: Moment)] = []
            for entry in lane.waiting {
                let isTooMuch = lane.endpoint == nil && kept.count >= Self.laneLimit
                if everything || lane.isSlow || isTooMuch || now - entry.since > Self.patience {
                    back.append(entry.sending)
                } else {
                    kept.append(entry)
                }
            }
            lane.waiting = kept
            lanes[name] = lane
            if kept.isEmpty, lane.underWay == 0 { lanes[name] = nil }
        }
        order.removeAll { lanes[$0] == nil }
        waiting -= back.count
        return back
    }
}
