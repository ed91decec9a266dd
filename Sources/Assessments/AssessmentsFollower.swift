import Core
import Desk
public import Storage

extension AssessmentsDesk {
    /// Follows the log: counts what happened to each unit's matters, and keeps what is true of past days.
    public var follower: Follower {
        let city = desk.city
        return Follower(
            name: Self.bookmark,
            reset: { try FollowedStore(connection: $0).empty() },
            follow: { events, connection in
                var batch = FollowedBatch(city: city, store: FollowedStore(connection: connection))
                try batch.take(events)
            })
    }

    static let bookmark = "assessments"
}

/// Some events on their way into the tables.
private struct FollowedBatch {
    let city: City
    let store: FollowedStore
    private var courses: [Int64: MatterCourse] = [:]
    private var counts: [MatterCourse.Note.Entry: Int] = [:]
    private var marks: [FollowedStore.Marked] = []
    /// Marks that were taken back.
    private var unmarked: [FollowedStore.Marked] = []
    private var promises: [FollowedStore.SpanKey: FollowedStore.Promised] = [:]
    private var sunk: [FollowedStore.SpanKey: FollowedStore.Sunk] = [:]

    init(city: City, store: FollowedStore) {
        self.city = city
        self.store = store
    }

    mutating func take(_ events: [LoggedEvent]) throws {
        courses = try store.courses(of: Array(Set(events.map(\.matterID))).sorted())
        for logged in events { try take(logged) }
        try store.add(counts)
        try store.unmark(unmarked)
        try store.mark(marks)
        try store.keep(promises)
        try store.keep(sunk)
        try store.keep(courses)
    }

    private mutating func take(_ logged: LoggedEvent) throws {
        let (event, id) = (try Event(logged), logged.matterID)
        let before = courses[id] ?? MatterCourse(in: city)
        var after = before
        if event.facts.contains(where: { if case .undone = $0 { true } else { false } }) {
            after = try takeBack(event, of: id)
        } else {
            let note = after.take(event, in: city)
            counts.merge(note.counts, uniquingKeysWith: +)
            marks += note.marks.map { FollowedStore.Marked(matter: id, mark: $0) }
        }
        keepSpans(of: id, before, &after, at: event.at)
        courses[id] = after
    }

    /// A step that was taken back counts as if it had not been: the story is folded with and without.
    private mutating func takeBack(_ event: Event, of id: Int64) throws -> MatterCourse {
        let story = try EventLog.events(of: id, in: store.connection).map { try Event($0) }
            .filter { $0.sequence <= event.sequence }
        let with = MatterCourse.fold(story.filter { $0.sequence < event.sequence }, in: city)
        let without = MatterCourse.fold(story, in: city)
        counts.merge(without.note.counts, uniquingKeysWith: +)
        counts.merge(with.note.counts.mapValues { -$0 }, uniquingKeysWith: +)
        for mark in with.note.marks where !without.note.marks.contains(mark) {
            marks.removeAll { $0.matter == id && $0.mark == mark }
            unmarked.append(FollowedStore.Marked(matter: id, mark: mark))
        }
        return without.course
    }

    /// What was promised, and what nobody touched, with when it began and ended.
    private mutating func keepSpans(
        of id: Int64, _ before: MatterCourse, _ after: inout MatterCourse, at moment: Moment
    ) {
        after.keepBeginnings(of: before, at: moment)
        if before.promise != after.promise {
            if let old = before.promise {
                promises[FollowedStore.SpanKey(matter: id, from: old.from)] =
                    FollowedStore.Promised(unit: old.unit, due: old.due, until: moment)
            }
            if let new = after.promise {
                promises[FollowedStore.SpanKey(matter: id, from: new.from)] =
                    FollowedStore.Promised(unit: new.unit, due: new.due, until: Moment(milliseconds: .max))
            }
        }
        if let idle = before.idleSince, idle != after.idleSince, moment - idle >= FollowedStore.shortest {
            sunk[FollowedStore.SpanKey(matter: id, from: idle)] =
                FollowedStore.Sunk(unit: before.unit, until: moment)
        }
    }
}
