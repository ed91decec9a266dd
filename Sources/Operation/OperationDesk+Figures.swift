public import Core
import Foundation
import Storage

extension OperationDesk {
    /// Everything a monitor reads: what was counted, and what is looked up now.
    public func figureText(at now: Moment) async -> String {
        var figures = watch.book.figures + ownFigures(at: now)
        let looked = await Deadline.value(within: .seconds(5)) { try await lookedUp(at: now) }
        figures += looked ?? []
        figures.append(
            Figure(
                "lianxin_up", .gauge, "1 while the database answers the monitor's questions.",
                looked == nil ? 0 : 1))
        return FigureText.write(figures)
    }

    private func lookedUp(at now: Moment) async throws -> [Figure] {
        let waits = try await waits(at: now)
        let (counts, size) = try await database.read { connection in
            let store = OperationStore(connection: connection)
            return (try store.counts(), try store.size())
        }
        var figures = followerFigures(waits.standings, now: now) + waitingFigures(waits, now: now)
        figures.append(
            Figure(
                "lianxin_matters_filed_total", .counter, "Matters filed, by kind, since the first day.",
                counts.map { ([.init("kind", $0.kind)], Double($0.filed)) }))
        figures.append(
            Figure(
                "lianxin_matters_moved_total", .counter, "Moves of matters, by kind, since the first day.",
                counts.map { ([.init("kind", $0.kind)], Double($0.moved)) }))
        if let bytes = size ?? facts.databasePath.map({ ProcessFigures.databaseBytes(at: $0) }) {
            figures.append(
                Figure("lianxin_database_bytes", .gauge, "Bytes of the database.", Double(bytes)))
        }
        if let good = try await Backups.lastGood(in: database)?.endedAt {
            figures.append(
                Figure(
                    "lianxin_backup_age_seconds", .gauge, "Seconds since the last good backup.",
                    Double(max(0, now - good)) / 1000))
        }
        return figures
    }

    private func followerFigures(_ standings: [FollowerStanding], now: Moment) -> [Figure] {
        [
            Figure(
                "lianxin_follower_lag_events", .gauge,
                "Events of the log that a follower has not seen, counted up to \(OperationStore.most).",
                standings.map { ([.init("follower", $0.name)], Double($0.behind)) }),
            Figure(
                "lianxin_follower_lag_seconds", .gauge, "Age of the first event a follower has not seen.",
                standings.map { ([.init("follower", $0.name)], Double($0.lateSeconds(now))) }),
        ]
    }

    private func waitingFigures(_ waits: Waits, now: Moment) -> [Figure] {
        func late(_ waiting: OperationStore.Waiting) -> Double {
            waiting.oldest.map { Double(max(0, now - $0)) / 1000 } ?? 0
        }
        return [
            Figure(
                "lianxin_timers_due", .gauge, "Time limits that have come and are not made yet.",
                Double(waits.timers.count)),
            Figure(
                "lianxin_timers_late_seconds", .gauge, "By how long the latest of them is late.",
                late(waits.timers)),
            Figure(
                "lianxin_outbox_waiting", .gauge, "What waits to go out: messages, and sendings.",
                [
                    ([.init("sort", "messages")], Double(waits.messages.count)),
                    ([.init("sort", "sendings")], Double(waits.sendings.count)),
                ]),
            Figure(
                "lianxin_outbox_late_seconds", .gauge, "By how long the latest of it is late.",
                [
                    ([.init("sort", "messages")], late(waits.messages)),
                    ([.init("sort", "sendings")], late(waits.sendings)),
                ]),
            Figure(
                "lianxin_sendings_failed", .gauge, "Sendings that were given up.",
                Double(waits.sendings.failed)),
        ]
    }

    /// What needs no database.
    private func ownFigures(at now: Moment) -> [Figure] {
        let process: [(String, String, Int64?)] = [
            ("process_resident_memory_bytes", "Bytes in memory.", ProcessFigures.residentBytes),
            ("process_threads", "Threads.", ProcessFigures.threads),
            ("process_open_fds", "Open files and connections.", ProcessFigures.openFiles),
            ("process_max_fds", "How many may be open.", ProcessFigures.mostOpenFiles),
            (
                "process_start_time_seconds", "Start of the program, in seconds since 1970.",
                facts.startedAt.milliseconds / 1000
            ),
            (
                "lianxin_files_free_bytes", "Bytes free for attachments.",
                ProcessFigures.freeBytes(at: facts.filesFolder)
            ),
            (
                "lianxin_database_open", "Transactions under way or waiting for their turn.",
                database.meter.map { Int64($0.open) }
            ),
            ("lianxin_files_bytes", "Bytes of all attachments, counted each hour.", watch.filesBytes),
        ]
        let beats = watch.beats
        return process.compactMap { name, help, value in
            value.map { Figure(name, .gauge, help, Double($0)) }
        } + [
            Figure(
                "lianxin_build_info", .gauge, "The version of the program; always 1.",
                [([.init("version", facts.version), .init("engine", database.dialect.rawValue)], 1)]),
            Figure(
                "lianxin_work_failing_seconds", .gauge,
                "For how long recurring work has failed at every attempt; 0 while it succeeds.",
                beats.map { beat in
                    let since = beat.failsSince.map { Double(max(0, now - $0)) / 1000 }
                    return ([.init("work", beat.name)], since ?? 0)
                }),
        ]
    }
}
