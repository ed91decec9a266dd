import Foundation
import Synchronization

#if canImport(Glibc)
    import Glibc
#endif

/// Another program, started by `posix_spawn`.
///
/// Foundation's `Process` counts the open files while it starts one and crashes when another thread opens
/// one at that moment; tests do nothing else.
final class Spawned: Sendable {
    let identifier: pid_t
    /// How it ended, once that was seen: its exit code, or the signal that stopped it.
    private let ending = Mutex<Int32?>(nil)

    init(
        _ program: String, _ arguments: [String], in folder: String = "/", output: String = "/dev/null",
        errors: String = "/dev/null"
    ) throws {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        let fresh = O_WRONLY | O_CREAT | O_TRUNC
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 1, output, fresh, 0o600)
        posix_spawn_file_actions_addopen(&actions, 2, errors, fresh, 0o600)
        // `env` goes to the folder and becomes the program, under the same number.
        var words = (["env", "-C", folder, program] + arguments).map { strdup($0) } + [nil]
        // What is set for these tests, or for a server of this machine, is no setting of what they start.
        let ours = ProcessInfo.processInfo.environment.filter { !$0.key.hasPrefix("LIANXIN_") }
        var variables = ours.map { strdup("\($0.key)=\($0.value)") } + [nil]
        defer { for word in words + variables { free(word) } }
        var identifier: pid_t = 0
        let failure = posix_spawnp(&identifier, "env", &actions, nil, &words, &variables)
        guard failure == 0 else { throw POSIXError(POSIXErrorCode(rawValue: failure) ?? .ENOENT) }
        self.identifier = identifier
    }

    var isRunning: Bool { seen() == nil }

    /// Waits for its end.
    func end() async -> Int32 {
        while true {
            if let code = seen() { return code }
            try? await Task.sleep(for: .milliseconds(5))
        }
    }

    /// Waits for its end on this thread; for what takes a moment.
    func endNow() -> Int32 {
        while true {
            if let code = seen() { return code }
            usleep(2000)
        }
    }

    func signal(_ number: Int32) {
        if isRunning { kill(identifier, number) }
    }

    private func seen() -> Int32? {
        ending.withLock { ending in
            if let ending { return ending }
            var status: Int32 = 0
            guard waitpid(identifier, &status, WNOHANG) != 0 else { return nil }
            let stoppedBy = status & 0x7f
            ending = stoppedBy == 0 ? (status >> 8) & 0xff : stoppedBy
            return ending
        }
    }
}
