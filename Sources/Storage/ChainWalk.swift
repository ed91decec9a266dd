/// Steps along the chains, one matter after the other, and keeps what does not fit.
struct ChainWalk {
    /// The matter under way.
    private(set) var matter: Int64?

    private var expected = 1
    /// The hash that stands at the event before; nil after a gap, where nothing can be compared.
    private var stored: [UInt8]? = Chain.start
    /// The hash that the event before should have, when it is not the one that stands there.
    private var computed: [UInt8]?
    private var found: [Complaint] = []
    private var broken: [BrokenEvent] = []

    mutating func begin(_ matter: Int64) {
        self.matter = matter
        expected = 1
        stored = Chain.start
        computed = nil
    }

    mutating func step(_ event: LoggedEvent) {
        if event.sequence > expected {
            add(Complaint(matter: event.matterID, sequence: expected, kind: .missing))
            stored = nil
            computed = nil
        }
        expected = event.sequence + 1
        defer { stored = event.hash }
        guard let stored else { return }
        let link = event.link(after: stored, matter: event.matterID, sequence: event.sequence)
        if link == event.hash {
            computed = nil
            return
        }
        // Where only the hash of the event before was changed, this one still follows the true hash.
        if let before = computed,
            event.link(after: before, matter: event.matterID, sequence: event.sequence) == event.hash
        {
            computed = nil
            return
        }
        computed = link
        broken.append(BrokenEvent(event: event, previous: stored))
    }

    /// Compares the end of the matter under way with what the matter says of itself.
    mutating func end(version: Int, hash: [UInt8]) {
        guard let matter else { return }
        let last = expected - 1
        if version > last {
            add(Complaint(matter: matter, sequence: last + 1, kind: .tailCut))
        } else if version < last {
            add(Complaint(matter: matter, sequence: version + 1, kind: .altered))
        } else if stored != hash {
            add(Complaint(matter: matter, sequence: last, kind: .altered))
        }
    }

    mutating func add(_ complaint: Complaint) { found.append(complaint) }

    /// Everything, in order; each place once, and of broken neighbours the first.
    func complaints() -> [Complaint] {
        var places: [Place: Complaint.Kind] = [:]
        for complaint in BrokenEvent.explain(broken) + found {
            let place = Place(matter: complaint.matter, sequence: complaint.sequence)
            if places[place] == nil || complaint.kind == .swapped { places[place] = complaint.kind }
        }
        var result: [Complaint] = []
        var run: Place?
        for place in places.keys.sorted() {
            guard let kind = places[place] else { continue }
            let follows = run.map { $0.matter == place.matter && $0.sequence + 1 == place.sequence } ?? false
            run = kind == .altered ? place : nil
            if kind == .altered && follows { continue }
            result.append(Complaint(matter: place.matter, sequence: place.sequence, kind: kind))
        }
        return result
    }
}

/// Where an event stands.
struct Place: Hashable, Comparable {
    let matter: Int64
    let sequence: Int

    static func < (left: Place, right: Place) -> Bool {
        (left.matter, left.sequence) < (right.matter, right.sequence)
    }
}

/// An event that does not follow the one before it.
struct BrokenEvent {
    let event: LoggedEvent
    /// The hash that stands at the event before.
    let previous: [UInt8]

    var place: Place { Place(matter: event.matterID, sequence: event.sequence) }

    /// More are not compared with one another; each is then just called altered.
    private static let limit = 200

    /// Tells what stands in another's place from what was changed, and from what is whole but follows a
    /// swapped one.
    static func explain(_ broken: [BrokenEvent]) -> [Complaint] {
        guard broken.count <= limit else { return broken.map { $0.complaint(.altered) } }
        /// The true hash of a place, as far as the event that belongs there was found elsewhere.
        var truth: [Place: [UInt8]] = [:]
        var moved: Set<Place> = []
        for one in broken {
            for other in broken where one.place != other.place && one.fits(other) {
                truth[other.place] = one.event.hash
                moved.insert(one.place)
            }
        }
        return broken.compactMap { one in
            if moved.contains(one.place) { return one.complaint(.swapped) }
            let before = Place(matter: one.place.matter, sequence: one.place.sequence - 1)
            if let hash = truth[before], one.follows(hash, at: one.place) { return nil }
            return one.complaint(.altered)
        }
    }

    /// Whether this event was written for the place of another: its hash says so. The event before that place
    /// may be one of the two that were swapped; then its hash stands at the place itself.
    private func fits(_ other: BrokenEvent) -> Bool {
        follows(other.previous, at: other.place) || follows(other.event.hash, at: other.place)
    }

    private func follows(_ previous: [UInt8], at place: Place) -> Bool {
        event.link(after: previous, matter: place.matter, sequence: place.sequence) == event.hash
    }

    private func complaint(_ kind: Complaint.Kind) -> Complaint {
        Complaint(matter: place.matter, sequence: place.sequence, kind: kind)
    }
}
