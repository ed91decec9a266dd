import Foundation

/// A bounded line that threads wait at: many tasks offer, workers take.
///
/// `@unchecked Sendable`: every access to its three variables happens between `lock()` and `unlock()` of
/// `condition`, and `Element` may cross threads.
package final class JobQueue<Element: Sendable>: @unchecked Sendable {
    private let condition = NSCondition()
    private var elements: [Element] = []
    private var head = 0
    private var closed = false

    private let limit: Int

    /// What became of an offer.
    package enum Answer { case taken, full, closed }

    package init(limit: Int) { self.limit = limit }

    /// Puts an element at the end unless `limit` already wait. Never waits itself.
    package func offer(_ element: Element) -> Answer {
        condition.lock()
        defer { condition.unlock() }
        if closed { return .closed }
        if elements.count - head >= limit { return .full }
        elements.append(element)
        condition.signal()
        return .taken
    }

    /// Waits for elements and takes up to `most` in the order they came; nil once the line is closed and
    /// empty.
    package func take(_ most: Int) -> [Element]? {
        condition.lock()
        defer { condition.unlock() }
        while elements.count == head {
            if closed { return nil }
            condition.wait()
        }
        let end = min(elements.count, head + most)
        let taken = Array(elements[head..<end])
        head = end
        if head == elements.count {
            elements.removeAll(keepingCapacity: true)
            head = 0
        } else if head > limit {
            elements.removeFirst(head)
            head = 0
        }
        return taken
    }

    /// Refuses what comes from now on; what already waits is still worked off.
    package func close() {
        condition.lock()
        closed = true
        condition.broadcast()
        condition.unlock()
    }
}
