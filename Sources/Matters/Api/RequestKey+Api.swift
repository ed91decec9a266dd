import Core
import Crypto
import Desk
import FoundationEssentials
import Hummingbird
import Web

extension Request {
    /// The key under which this request is done once; nil without `Idempotency-Key`.
    ///
    /// - Parameters:
    ///   - owner: Who sent it: keys of two senders never meet.
    ///   - asked: The body as it was understood; white space and the order of fields make no other request.
    func key(of owner: String, for asked: some Encodable) throws -> RequestKey? {
        guard let key = try idempotencyKey() else { return nil }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        var hash = SHA256()
        hash.update(data: Data("\(method.rawValue) \(uri.path)\n".utf8))
        hash.update(data: try encoder.encode(asked))
        return RequestKey(owner: owner, key: key, content: Array(hash.finalize()))
    }
}

/// Does the work; once more where the same key was kept by a request that ran at the same time, which then
/// gives that one's answer.
func onceMore<Answer>(_ key: RequestKey?, _ work: () async throws -> Answer) async throws -> Answer {
    do {
        return try await work()
    } catch let fault as Fault where fault.code == .constraint && key != nil {
        return try await work()
    }
}
