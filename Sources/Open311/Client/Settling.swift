import Core
import Courier
import Storage
import Web

/// What is kept of the answer to a sending, in the transaction that settles it.
struct Settling {
    let connection: any Connection
    let client: Open311Client
    private var store: SentStore { SentStore(connection: connection) }

    func settle(_ sending: Sending, _ answer: String?, at now: Moment) throws {
        guard let sent = try client.sent(of: sending, in: connection) else { return }
        if sending.reference.hasPrefix("back:") {
            try settleBack(sending, sent, at: now)
        } else {
            try settleRequest(sending, sent, answer, at: now)
        }
    }

    private func settleRequest(
        _ sending: Sending, _ sent: Sent, _ answer: String?, at now: Moment
    ) throws {
        switch sending.state {
        case .waiting: return
        case .failed, .stopped: return try fail(sent, sending.reason ?? "\(sending.status ?? 0)", at: now)
        case .sent: break
        }
        let receipt: TheirReceipt?
        do throws(ReadingRefusal) {
            receipt = try Open311Reading().receipts(Array((answer ?? "").utf8)).first
        } catch {
            return try fail(sent, error.reason, at: now)
        }
        if let id = receipt?.id {
            try take(id, of: sent, at: now)
        } else if let token = receipt?.token {
            try store.set(token: token, of: sent.id, askAt: now + Following.tokenPause, now: now)
        } else {
            try fail(sent, ReadingRefusal.otherContent.reason, at: now)
        }
    }

    /// Keeps their number, and lets go what waited for it.
    func take(_ id: String, of sent: Sent, at now: Moment) throws {
        guard try store.set(theirs: id, of: sent, now: now) else {
            let destination = try DestinationStore(connection: connection).destination(sent.destinationID)
            let words = client.words(destination?.language ?? .zh)
            return try fail(sent, words("open311.client.idTwice", ["id": id]), at: now)
        }
        try client.release(sent.id, at: now, in: connection)
    }

    func fail(_ sent: Sent, _ reason: String, at now: Moment) throws {
        try store.dropHeld(of: sent.id, reason: reason)
        // What was over here meanwhile needs nobody.
        guard sent.state.isOpen else { return }
        try store.set(.failed, reason: reason.shortened(to: 500), of: sent.id, now: now)
    }

    private func settleBack(_ sending: Sending, _ sent: Sent, at now: Moment) throws {
        guard let id = Int64(sending.reference.dropFirst("back:".count)) else { return }
        switch sending.state {
        case .waiting: return
        case .sent: try store.set(.sent, ofBack: id)
        case .failed, .stopped:
            try store.set(.failed, reason: sending.reason, ofBack: id)
            if sending.status == 404 || sending.status == 405 || sending.status == 501,
                let destination = try DestinationStore(connection: connection).destination(
                    sent.destinationID), destination.comments == .unknown
            {
                try DestinationStore(connection: connection).noComments(destination.id)
            }
        }
        try client.release(sent.id, at: now, in: connection)
    }
}
