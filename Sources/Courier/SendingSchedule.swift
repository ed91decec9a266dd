public import Core

/// When something that did not arrive is tried again. Pure.
public enum SendingSchedule {
    /// Milliseconds after the first attempt, the second, and so on; the last one holds for all further.
    /// Twelve attempts take three days.
    static let pauses: [Int64] = [
        5_000, 30_000, 120_000, 600_000, 1_800_000, 2 * hour, 5 * hour, 10 * hour, 14 * hour, 20 * hour,
        24 * hour,
    ]
    private static let hour: Int64 = 3_600_000
    /// A receiver that asks for more patience than this does not get it.
    static let longestWish: Int64 = 24 * hour

    /// The pause after an attempt, a fifth longer or shorter, so that what failed together does not come
    /// again together.
    ///
    /// - Parameters:
    ///   - attempt: Counted from 1.
    ///   - jitter: 0 up to 1.
    public static func pause(after attempt: Int, jitter: Double) -> Int64 {
        let base = pauses[min(max(attempt, 1), pauses.count) - 1]
        return Int64(Double(base) * (0.8 + 0.4 * min(max(jitter, 0), 1)))
    }

    /// What becomes of a sending.
    public enum Verdict: Hashable, Sendable {
        case sent
        /// Tried again at this moment, because of this.
        case later(Moment, reason: String)
        /// Given up.
        case failed(reason: String)
        /// The receiver wants nothing more at all (410).
        case gone
    }

    /// What an answer means.
    public static func verdict(
        on reply: WebReply, attempt: Int, limit: Int, now: Moment, jitter: Double
    ) -> Verdict {
        switch reply.status {
        case 200..<300: return .sent
        case 410: return .gone
        case 429, 503:
            let wish = reply.headers["retry-after"].flatMap { self.wish($0, now: now) } ?? 0
            return retried(
                reason: "status", attempt: attempt, limit: limit, now: now, jitter: jitter, atLeast: wish)
        case 300..<400:
            return retried(reason: "redirect", attempt: attempt, limit: limit, now: now, jitter: jitter)
        default: return retried(reason: "status", attempt: attempt, limit: limit, now: now, jitter: jitter)
        }
    }

    /// What a failure means.
    public static func verdict(
        on refusal: TransportRefusal, attempt: Int, limit: Int, now: Moment, jitter: Double
    ) -> Verdict {
        switch refusal {
        case .refusedLetter, .badRequest: .failed(reason: refusal.code)
        case .innerAddress, .unknownHost, .unreachable, .timeout, .insecure, .tooLarge, .postponedLetter,
            .busy:
            retried(reason: refusal.code, attempt: attempt, limit: limit, now: now, jitter: jitter)
        }
    }

    private static func retried(
        reason: String, attempt: Int, limit: Int, now: Moment, jitter: Double, atLeast wish: Int64 = 0
    ) -> Verdict {
        if attempt >= limit { return .failed(reason: reason) }
        return .later(now + max(wish, pause(after: attempt, jitter: jitter)), reason: reason)
    }

    /// Milliseconds that `Retry-After` asks for: seconds or a date, at most a day.
    static func wish(_ header: String, now: Moment) -> Int64? {
        let asked: Int64
        if !header.isEmpty, header.utf8.allSatisfy({ (48...57).contains($0) }) {
            asked = Int64(header).map { min($0, longestWish / 1000) * 1000 } ?? longestWish
        } else {
            guard let date = HTTPDate.moment(header) else { return nil }
            asked = date - now
        }
        return min(max(asked, 0), longestWish)
    }
}
