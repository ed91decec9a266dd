public import Core
import Synchronization

/// How often something may be done: a bucket that holds `burst` and fills by `perMinute`.
public struct RateLimit: Hashable, Sendable {
    public let name: String
    public let burst: Double
    public let perMinute: Double

    public init(_ name: String, burst: Double, perMinute: Double) {
        self.name = name
        self.burst = burst
        self.perMinute = perMinute
    }
}

/// Counts what each address does. Keeps at most `capacity` buckets; a full bucket is the same as none.
public final class RateLimiter: Sendable {
    private struct Key: Hashable {
        let limit: String
        let peer: String
    }

    private struct Bucket {
        var tokens: Double
        var at: Moment
    }

    private let buckets = Mutex<[Key: Bucket]>([:])
    private let capacity: Int

    public init(capacity: Int = 50_000) { self.capacity = capacity }

    /// How many buckets are kept now.
    public var count: Int { buckets.withLock { $0.count } }

    /// - Throws: `WebRefusal.tooMany` with the whole seconds after which it would be allowed.
    public func spend(_ cost: Double, from limit: RateLimit, by peer: String, now: Moment) throws(WebRefusal)
    {
        let wait: Double? = buckets.withLock { buckets in
            let key = Key(limit: limit.name, peer: peer)
            var bucket = buckets[key] ?? Bucket(tokens: limit.burst, at: now)
            let elapsed = Double(max(0, now - bucket.at)) / 60_000
            bucket.tokens = min(limit.burst, bucket.tokens + elapsed * limit.perMinute)
            bucket.at = max(bucket.at, now)
            let missing = cost - bucket.tokens
            if missing <= 0 { bucket.tokens -= cost }
            if buckets[key] == nil, buckets.count >= capacity { makeRoom(in: &buckets) }
            buckets[key] = bucket
            return missing <= 0 ? nil : missing / limit.perMinute * 60
        }
        if let wait { throw .tooMany(retryAfterSeconds: max(1, Int(wait.rounded(.up)))) }
    }

    /// Lets go of the half that was used longest ago, so that making room is rare.
    private func makeRoom(in buckets: inout [Key: Bucket]) {
        let moments = buckets.values.map(\.at).sorted()
        let middle = moments[moments.count / 2]
        buckets = buckets.filter { $0.value.at > middle }
    }
}
