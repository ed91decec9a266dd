import Core
import Web

/// The page in its states.
enum OperationSpecimens {
    static let hostile = #""><script>alert(1)</script>{x}"#

    static let all: [Specimen] = [
        Specimen("operation, just started") { visit in page(visit) { _ in } },
        Specimen("operation, all well") { visit in
            page(visit) { standing in
                standing.health = well(visit.now)
                standing.followers = [
                    FollowerStanding(name: "tallies", behind: 0, next: nil, standsSince: nil)
                ]
                standing.beats = [Beat(name: "timekeeper", succeededAt: visit.now)]
                standing.settings = [
                    SettingLine(key: "port", value: "8080", origin: "default", place: nil),
                    SettingLine(
                        key: "city", value: "/srv/city", origin: "environment", place: "LIANXIN_CITY"),
                ]
            }
        },
        Specimen("operation, things to look at") { visit in
            page(visit) { standing in
                standing.health = every(visit.now).filter { $0.state != .fail }
                standing.followers = [
                    FollowerStanding(
                        name: "topics", behind: OperationStore.most, next: visit.now + -90_000,
                        standsSince: nil)
                ]
            }
        },
        Specimen("operation, broken, with hostile text") { visit in
            page(visit) { standing in
                standing.health = every(visit.now)
                standing.beats = [Beat(name: hostile, failsSince: visit.now + -400_000)]
                standing.settings = [
                    SettingLine(
                        key: "files", value: String(repeating: "长", count: 300), origin: "file",
                        place: hostile)
                ]
                standing.databaseBytes = 5 << 30
            }
        },
    ]

    private static func page(_ visit: Visit, _ change: (inout OperationStanding) -> Void) -> Page {
        var standing = OperationStanding(
            facts: OperationDesk.Facts(
                version: "0.1.0", startedAt: visit.now, databaseName: "sqlite:lianxin.db",
                databasePath: "lianxin.db", filesFolder: "lianxin.db.files"))
        change(&standing)
        return OperationPage(visit: visit, standing: standing).page
    }

    private static func well(_ now: Moment) -> [HealthLine] {
        [
            HealthLimits.database(milliseconds: 3), HealthLimits.followers([], now: now),
            HealthLimits.beats([], now: now), HealthLimits.timers(due: 0, oldest: nil, now: now),
            HealthLimits.disk("disk", free: 80 << 30),
            HealthLimits.backup(good: now, failed: false, now: now),
        ]
    }

    /// Every finding there is.
    static func every(_ now: Moment) -> [HealthLine] {
        let long = now + -400_000
        let follower = FollowerStanding(name: "topics", behind: 7, next: long, standsSince: nil)
        let stuck = FollowerStanding(name: "tallies", behind: 7, next: long, standsSince: long)
        let disks = ["disk", "files"].flatMap { name in
            [nil, 1, 200 << 20, 80 << 30].map { HealthLimits.disk(name, free: $0) }
        }
        return well(now) + disks + [
            HealthLimits.database(milliseconds: 700), HealthLimits.database(milliseconds: nil),
            HealthLimits.database(gone: "The database /srv/lianxin.db was moved or deleted."),
            HealthLimits.followers([follower], now: now),
            HealthLimits.followers([follower, stuck], now: now), HealthLine("followers", .warn, "unknown"),
            HealthLimits.beats([Beat(name: "timekeeper", failsSince: now)], now: now),
            HealthLimits.beats([Beat(name: "timekeeper", failsSince: long)], now: now),
            HealthLimits.timers(due: 3, oldest: long, now: now),
            HealthLimits.sendings(waiting: 0, failed: 0, oldest: nil, now: now),
            HealthLimits.sendings(waiting: 3, failed: 1, oldest: now + -9_000_000, now: now),
            HealthLimits.backup(good: nil, failed: true, now: now),
            HealthLimits.backup(good: long, failed: true, now: now),
            HealthLimits.backup(good: now + -900_000_000, failed: false, now: now),
        ]
    }
}
