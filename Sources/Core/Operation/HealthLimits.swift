/// From when on something is worth a look, and from when on the site cannot do its work.
///
/// What only lasts longer is a warning: a server that is taken out of service while it catches up would never
/// catch up. What stands still fails.
public enum HealthLimits {
    /// Milliseconds in which the database answers a healthy site.
    public static let databaseMilliseconds: Int64 = 1_000
    /// Seconds for which a follower with something to do may stand at the same place.
    public static let followerStandsSeconds: Int64 = 300
    /// Seconds behind the log that are worth a look.
    public static let followerBehindSeconds: Int64 = 60
    /// Seconds for which work that comes again and again may fail.
    public static let beatFailsSeconds: Int64 = 300
    /// Seconds by which a time limit may be rung late.
    public static let timerLateSeconds: Int64 = 120
    /// Seconds that a message or sending may wait beyond its time.
    public static let sendingLateSeconds: Int64 = 900
    /// Hours after which a backup is missing: a day and some.
    public static let backupHours: Int64 = 30
    /// Bytes below which nothing should be written any more, and below which room is getting short.
    public static let diskFailsBytes: Int64 = 100 << 20
    public static let diskWarnsBytes: Int64 = 1 << 30

    /// - Parameter milliseconds: Until the database answered; nil when it did not in time.
    public static func database(milliseconds: Int64?) -> HealthLine {
        guard let milliseconds else {
            return HealthLine("database", .fail, "silent", ["seconds": text(databaseMilliseconds / 1000)])
        }
        return HealthLine(
            "database", milliseconds * 4 > databaseMilliseconds ? .warn : .ok,
            milliseconds * 4 > databaseMilliseconds ? "slow" : "answers", ["ms": text(milliseconds)])
    }

    /// - Parameter gone: What was taken away under the running program, in a sentence.
    public static func database(gone: String) -> HealthLine {
        HealthLine("database", .fail, "gone", ["what": gone])
    }

    /// The followers of the log, the worst of them named.
    public static func followers(_ standings: [FollowerStanding], now: Moment) -> HealthLine {
        let stuck = standings.filter { $0.stoodSeconds(now) >= followerStandsSeconds }
        if let worst = stuck.max(by: { $0.stoodSeconds(now) < $1.stoodSeconds(now) }) {
            return follower(worst, .fail, "stands", seconds: worst.stoodSeconds(now))
        }
        let late = standings.filter { $0.lateSeconds(now) >= followerBehindSeconds }
        if let worst = late.max(by: { $0.lateSeconds(now) < $1.lateSeconds(now) }) {
            return follower(worst, .warn, "behind", seconds: worst.lateSeconds(now))
        }
        return HealthLine("followers", .ok, "abreast", ["count": text(Int64(standings.count))])
    }

    private static func follower(
        _ worst: FollowerStanding, _ state: HealthLine.State, _ what: String, seconds: Int64
    ) -> HealthLine {
        HealthLine(
            "followers", state, what,
            ["name": worst.name, "seconds": text(seconds), "behind": text(Int64(worst.behind))])
    }

    /// What is done again and again in this program, the worst of it named.
    public static func beats(_ beats: [Beat], now: Moment) -> HealthLine {
        let failing = beats.filter { $0.failsSince != nil }
        guard
            let worst = failing.min(by: { ($0.failsSince ?? now) < ($1.failsSince ?? now) }),
            let since = worst.failsSince
        else { return HealthLine("beats", .ok, "regular", ["count": text(Int64(beats.count))]) }
        let seconds = max(0, now - since) / 1000
        return HealthLine(
            "beats", seconds >= beatFailsSeconds ? .fail : .warn, "fails",
            ["name": worst.name, "seconds": text(seconds)])
    }

    /// - Parameter oldest: When the timer that waits longest was due; nil where none is.
    public static func timers(due: Int, oldest: Moment?, now: Moment) -> HealthLine {
        let late = oldest.map { max(0, now - $0) / 1000 } ?? 0
        let values = ["count": text(Int64(due)), "seconds": text(late)]
        return late >= timerLateSeconds
            ? HealthLine("timers", .warn, "late", values) : HealthLine("timers", .ok, "prompt", values)
    }

    /// What goes out: messages and sendings to other systems.
    public static func sendings(waiting: Int, failed: Int, oldest: Moment?, now: Moment) -> HealthLine {
        let late = oldest.map { max(0, now - $0) / 1000 } ?? 0
        let values = [
            "waiting": text(Int64(waiting)), "failed": text(Int64(failed)), "seconds": text(late),
        ]
        return late >= sendingLateSeconds
            ? HealthLine("sendings", .warn, "late", values) : HealthLine("sendings", .ok, "flowing", values)
    }

    /// - Parameters:
    ///   - name: `disk` for the database's, `files` for the attachments'.
    ///   - free: Bytes that the program's user may still write; nil where that cannot be found out.
    public static func disk(_ name: String, free: Int64?) -> HealthLine {
        guard let free else { return HealthLine(name, .warn, "unknown") }
        let values = ["free": bytes(free)]
        if free < diskFailsBytes { return HealthLine(name, .fail, "full", values) }
        if free < diskWarnsBytes { return HealthLine(name, .warn, "short", values) }
        return HealthLine(name, .ok, "room", values)
    }

    /// - Parameter good: When the last one that was found good came to its end.
    public static func backup(good: Moment?, failed: Bool, now: Moment) -> HealthLine {
        guard let good else { return HealthLine("backup", .warn, "none") }
        let hours = max(0, now - good) / 3_600_000
        let values = ["hours": text(hours)]
        if failed { return HealthLine("backup", .warn, "failed", values) }
        return HealthLine(
            "backup", hours >= backupHours ? .warn : .ok, hours >= backupHours ? "old" : "fresh", values)
    }

    /// 1.5 GB, 312 MB: for people's eyes.
    public static func bytes(_ count: Int64) -> String {
        let steps: [(Int64, String)] = [(1 << 40, "TB"), (1 << 30, "GB"), (1 << 20, "MB"), (1 << 10, "kB")]
        guard let (size, name) = steps.first(where: { count >= $0.0 }) else { return "\(count) B" }
        let tenths = count / (size / 10)
        return tenths >= 100 ? "\(tenths / 10) \(name)" : "\(tenths / 10).\(tenths % 10) \(name)"
    }

    private static func text(_ number: Int64) -> String { String(number) }
}
