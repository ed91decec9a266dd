import Synchronization

/// The ports that a server opens. When the last of them is open, it says so once.
final class OpenPorts: Sendable {
    private let missing: Mutex<Int>
    private let then: @Sendable () -> Void

    init(_ count: Int, then: @escaping @Sendable () -> Void) {
        missing = Mutex(count)
        self.then = then
    }

    /// One more is open.
    func opened() {
        let isLast = missing.withLock { missing in
            missing -= 1
            return missing == 0
        }
        if isLast { then() }
    }
}
