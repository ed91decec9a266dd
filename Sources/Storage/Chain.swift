public import Core
import Crypto

/// The chain through the events of a matter: each carries a hash over itself and the one before, so none can
/// be changed, removed or moved without the next one noticing.
public enum Chain {
    /// What the first event of every matter follows: 32 zeros.
    public static let start = [UInt8](repeating: 0, count: 32)

    /// SHA-256 over the previous hash and the event. Every field has a fixed width or carries its length, so
    /// no two different events have the same bytes.
    public static func link(
        previous: [UInt8], matter: Int64, sequence: Int, at: Moment, actor: String, name: String,
        payload: String
    ) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(96 + actor.utf8.count + name.utf8.count + payload.utf8.count)
        bytes.append(1)  // The form of what follows, should it ever change.
        append(previous, to: &bytes)
        append(matter, to: &bytes)
        append(Int64(sequence), to: &bytes)
        append(at.milliseconds, to: &bytes)
        append(actor.utf8, to: &bytes)
        append(name.utf8, to: &bytes)
        append(payload.utf8, to: &bytes)
        return Array(SHA256.hash(data: bytes))
    }

    /// The next root of an anchor: over the root so far and one more event's hash.
    static func root(after root: [UInt8], _ hash: [UInt8]) -> [UInt8] {
        var bytes: [UInt8] = [2]
        append(root, to: &bytes)
        append(hash, to: &bytes)
        return Array(SHA256.hash(data: bytes))
    }

    private static func append(_ number: Int64, to bytes: inout [UInt8]) {
        withUnsafeBytes(of: number.bigEndian) { bytes += $0 }
    }

    private static func append(_ field: some Collection<UInt8>, to bytes: inout [UInt8]) {
        append(Int64(field.count), to: &bytes)
        bytes += field
    }
}

extension Migration {
    /// SHA-256 of the whole text for both engines, in hexadecimal.
    public var checksum: String {
        var hash = SHA256()
        for part in [name, text, sqlite, postgres] {
            hash.update(data: Array("\(part.utf8.count) ".utf8))
            hash.update(data: Array(part.utf8))
        }
        return hash.finalize().hexadecimal
    }
}
