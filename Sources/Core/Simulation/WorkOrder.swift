/// In which order a unit works off what stands with it.
public enum WorkOrder: String, CaseIterable, Sendable, Hashable {
    /// All at once, each a little: how the work of the history is measured.
    case shared
    /// First come, first served.
    case arrival
    /// What is due first; something more pressing that comes later goes before.
    case due
}

/// A unit at work in a simulation, at a moment of working time.
struct WorkDesk: Sendable {
    let hands: Double
    let order: WorkOrder
    private var now = 0.0
    /// `.shared`: how much each that stood here all the time has been given.
    private var given = 0.0
    private var shared = Heap<Job>()
    /// Other orders: by rank, with what is left to do.
    private var line: [Job] = []

    struct Job: Comparable, Sendable {
        /// `.shared`: what `given` will be when it is done; else its rank.
        let key: Double
        let visit: Int
        var rest = 0.0

        static func < (left: Job, right: Job) -> Bool { (left.key, left.visit) < (right.key, right.visit) }
        static func == (left: Job, right: Job) -> Bool { left.key == right.key && left.visit == right.visit }
    }

    init(hands: Double, order: WorkOrder) {
        self.hands = hands
        self.order = order
    }

    var isIdle: Bool { shared.isEmpty && line.isEmpty }

    /// Lets it work until a moment of working time.
    mutating func advance(to time: Double) {
        let passed = time - now
        if passed <= 0 { return }
        now = time
        if order == .shared {
            if !shared.isEmpty { given += min(1, hands / Double(shared.count)) * passed }
        } else {
            for (index, share) in shares { line[index].rest -= share * passed }
        }
    }

    mutating func add(visit: Int, work: Double, rank: Double) {
        if order == .shared {
            shared.push(Job(key: given + work, visit: visit))
        } else {
            let job = Job(key: rank, visit: visit, rest: work)
            var (low, high) = (0, line.count)
            while low < high {
                let middle = (low + high) / 2
                if line[middle] < job { low = middle + 1 } else { high = middle }
            }
            line.insert(job, at: low)
        }
    }

    /// The visit that ends next if nothing else comes, and when.
    var next: (visit: Int, time: Double)? {
        if order == .shared {
            guard let job = shared.first else { return nil }
            return (job.visit, now + max(0, job.key - given) / min(1, hands / Double(shared.count)))
        }
        return shares.lazy.map { (line[$0.index].visit, now + max(0, line[$0.index].rest) / $0.share) }
            .min { ($0.1, $0.0) < ($1.1, $1.0) }
    }

    mutating func finish(_ visit: Int) {
        if order == .shared {
            if let job = shared.first, job.visit == visit { _ = shared.pop() }
        } else {
            line.removeAll { $0.visit == visit }
        }
    }

    /// Who is worked on, and with how much of a hand: the first ones, and a share for the one after them.
    private var shares: [(index: Int, share: Double)] {
        let whole = min(line.count, Int(hands))
        var shares = (0..<whole).map { ($0, 1.0) }
        let rest = hands - hands.rounded(.down)
        if whole < line.count, rest > 0 { shares.append((whole, rest)) }
        return shares
    }
}

/// The smallest first.
struct Heap<Element: Comparable & Sendable>: Sendable {
    private var items: [Element] = []

    var isEmpty: Bool { items.isEmpty }
    var count: Int { items.count }
    var first: Element? { items.first }

    mutating func push(_ item: Element) {
        items.append(item)
        var index = items.count - 1
        while index > 0, items[index] < items[(index - 1) / 2] {
            items.swapAt(index, (index - 1) / 2)
            index = (index - 1) / 2
        }
    }

    mutating func pop() -> Element? {
        guard let top = items.first, let last = items.popLast() else { return nil }
        if items.isEmpty { return top }
        items[0] = last
        var index = 0
        while true {
            let child = [2 * index + 1, 2 * index + 2].filter { $0 < items.count }
                .min { items[$0] < items[$1] }
            guard let child, items[child] < items[index] else { return top }
            items.swapAt(index, child)
            index = child
        }
    }
}
