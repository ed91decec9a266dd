import Foundation

/// A disk of a few megabytes, mounted for one test. Where this machine lets nobody mount one, the test says
/// so and ends.
struct SmallDisk: Sendable {
    enum Kind: Sendable {
        /// In memory.
        case memory
        /// An ext4 file system in a file, which can be told to behave as after an error of the disk.
        case ext4
    }

    let folder: URL
    private let image: URL
    private let kind: Kind

    /// Runs a body with the disk, mounted in a folder of `outside`; without the body where that cannot be.
    static func with(
        _ kind: Kind, megabytes: Int, in outside: URL, _ body: (SmallDisk) async throws -> Void
    ) async throws {
        let folder = outside.appending(path: "disk")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let disk = SmallDisk(folder: folder, image: outside.appending(path: "disk.img"), kind: kind)
        do {
            try await disk.make(megabytes)
            try await disk.mount(megabytes)
        } catch {
            return Note.skipped("a disk of its own: this machine does not let us mount one (\(error))")
        }
        do {
            try await body(disk)
        } catch {
            await disk.unmount()
            throw error
        }
        await disk.unmount()
    }

    private func make(_ megabytes: Int) async throws {
        guard kind == .ext4 else { return }
        _ = try await Program.tool(["truncate", "-s", "\(megabytes)M", image.path])
        _ = try await Program.tool(["mkfs.ext4", "-q", "-F", image.path])
    }

    private func mount(_ megabytes: Int) async throws {
        switch kind {
        case .memory:
            _ = try await Program.tool([
                "mount", "-t", "tmpfs", "-o", "size=\(megabytes)m", "none", folder.path,
            ])
        case .ext4: _ = try await Program.tool(["mount", "-o", "loop", image.path, folder.path])
        }
    }

    private func unmount() async { _ = try? await Program.tool(["umount", "-l", folder.path]) }

    /// What the kernel does after an error of the disk: from now on it may only be read, whoever has it open.
    func abort() async throws {
        _ = try await Program.tool(["mount", "-o", "remount,abort", folder.path])
    }

    /// Mounts it anew, as after a repair.
    func mountAgain() async throws {
        _ = try await Program.tool(["umount", folder.path])
        try await mount(0)
    }

    /// Takes whatever room is left; gives back the file that has it.
    func fill() async -> URL {
        let file = folder.appending(path: "other")
        _ = try? await Program.tool(["dd", "if=/dev/zero", "of=\(file.path)", "bs=4096", "status=none"])
        return file
    }

    /// Makes files unchangeable, for those too who have them open; or changeable again.
    func freeze(_ frozen: Bool, _ files: [URL]) async throws {
        _ = try await Program.tool(["chattr", frozen ? "+i" : "-i"] + files.map(\.path))
    }
}
