import Core
import HTTPTypes
import Hummingbird
import NIOCore
import Synchronization
import Web

/// Answers about matters as they were written a moment ago: what a page and its parts ask again and again is
/// made once.
///
/// Nobody gets one without a look at the database: it holds for the version of the matter that it tells of,
/// for the person it was made for as long as their posts are the same, and ten seconds, because what may be
/// done next also hangs on the hour.
final class AnswerShelf: Sendable {
    struct Kept: Sendable {
        let posts: [Post]
        let version: Int
        let madeAt: Moment
        let body: ByteBuffer
    }

    private struct Key: Hashable {
        let number: String
        let person: Int64
    }

    /// What was put here lately, and what was before: the older half goes when there is no room.
    private struct Halves {
        var young: [Key: Kept] = [:]
        var old: [Key: Kept] = [:]
        var youngBytes = 0
    }

    private let halves = Mutex(Halves())
    /// Bytes of one half.
    private let room: Int
    private static let life: Int64 = 10_000

    init(room: Int = 4_194_304) { self.room = room }

    /// What was answered to an officer about a matter; nil where it is too old or was for other posts.
    func answer(about number: String, to officer: Officer, now: Moment) -> Kept? {
        let key = Key(number: number, person: officer.personID)
        let kept = halves.withLock { $0.young[key] ?? $0.old[key] }
        guard let kept, kept.posts == officer.posts, now >= kept.madeAt, now - kept.madeAt < Self.life else {
            return nil
        }
        return kept
    }

    func keep(_ body: ByteBuffer, version: Int, about number: String, for officer: Officer, now: Moment) {
        let kept = Kept(posts: officer.posts, version: version, madeAt: now, body: body)
        // The buffer, and about as much as the rest of an entry takes.
        let size = body.readableBytes + 256
        guard size < room / 8 else { return }
        halves.withLock { halves in
            if halves.youngBytes + size > room {
                halves.old = halves.young
                halves.young = [:]
                halves.youngBytes = 0
            }
            halves.young[Key(number: number, person: officer.personID)] = kept
            halves.youngBytes += size
        }
    }
}

extension AnswerShelf.Kept {
    /// The same answer again.
    var response: Response {
        Response(
            status: .ok,
            headers: [
                .eTag: Version.tag(Int64(version)), .contentType: "application/json",
                .cacheControl: "no-store",
            ], body: .init(byteBuffer: body))
    }
}
