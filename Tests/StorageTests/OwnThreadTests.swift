import Foundation
import Storage
import Testing

@Suite("Work on a thread of its own")
struct OwnThreadTests {
    private struct Broken: Error, Equatable {}

    @Test("gives what it made, or its error")
    func gives() async throws {
        #expect(await OwnThread.run("test") { 7 } == 7)
        await #expect(throws: Broken()) {
            try await OwnThread.run("test") { () throws(Broken) in throw Broken() }
        }
        #expect(try await OwnThread.compute("test") { 8 } == 8)
    }

    @Test("is waited for no longer when its task is cancelled, before it began or while it works")
    func cancelled() async throws {
        let (begun, tell) = AsyncStream<Void>.makeStream()
        let gate = DispatchSemaphore(value: 0)
        let waiting = Task {
            try await OwnThread.compute("test") {
                tell.yield()
                gate.wait()
            }
        }
        for await _ in begun { break }
        waiting.cancel()
        await #expect(throws: CancellationError.self) { try await waiting.value }
        gate.signal()
        let late = Task {
            while !Task.isCancelled { await Task.yield() }
            return try await OwnThread.compute("test") { 1 }
        }
        late.cancel()
        await #expect(throws: CancellationError.self) { try await late.value }
    }
}
