import CMalloc
import Foundation

/// How the C library hands out memory.
///
/// By itself it gives every few threads a heap of their own, eight for each processor, and keeps in each
/// what was freed. The server has some thirty threads that seldom allocate at once: two heaps serve as fast
/// (Documentation/benchmarks.md).
enum Allocator {
    private static let heaps: CInt = 2
    /// Bytes from which a piece is asked of the system and given back to it, and that are kept at most at the
    /// end of a heap.
    private static let large: CInt = 256 << 10

    /// Sets it for the whole process; to be called before threads are made. What the environment says with
    /// `MALLOC_ARENA_MAX` stands.
    static func settle() {
        guard ProcessInfo.processInfo.environment["MALLOC_ARENA_MAX"] == nil else { return }
        mallopt(M_ARENA_MAX, heaps)
        mallopt(M_MMAP_THRESHOLD, large)
        mallopt(M_TRIM_THRESHOLD, large)
    }
}
