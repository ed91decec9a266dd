import Core
import FoundationEssentials

/// The folder of a pack: its files, with limits on how large they may be.
struct PackFolder {
    let path: String
    /// Files read from another place than the folder.
    var replaced: [String: String] = [:]

    private func place(of file: String) -> String { replaced[file] ?? path + "/" + file }

    /// The largest file of a pack in bytes. The demo city's largest is a hundredth of it.
    static let largestFile = 2_097_152

    var exists: Bool {
        var isFolder = false
        return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && isFolder
    }

    /// Also for a file that shall be read from another place, so that its absence there is told.
    func has(_ file: String) -> Bool {
        replaced[file] != nil || FileManager.default.fileExists(atPath: path + "/" + file)
    }

    /// The names of the files of a folder that end as given, sorted.
    func files(in folder: String, ending: String) -> [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: path + "/" + folder)) ?? []
        return names.filter { $0.hasSuffix(ending) && !$0.hasPrefix(".") }.sorted().map { folder + "/" + $0 }
    }

    /// The bytes of a file; nil with a complaint when it is absent, too large or cannot be read.
    func bytes(of file: String, _ complaints: inout Complaints) -> [UInt8]? {
        let full = place(of: file)
        guard FileManager.default.fileExists(atPath: full) else {
            complaints.add(
                file, 0, "the file is missing", "Add it; every file of a pack is described in city-packs.md")
            return nil
        }
        let size = (try? FileManager.default.attributesOfItem(atPath: full))?[.size] as? Int
        guard (size ?? 0) <= PackFolder.largestFile else {
            complaints.add(
                file, 0, "the file is larger than 2 MB",
                "Split what it says, or check that it is the right file")
            return nil
        }
        guard let data = FileManager.default.contents(atPath: full), data.count <= PackFolder.largestFile
        else {
            complaints.add(file, 0, "the file cannot be read", "Give the program the right to read it")
            return nil
        }
        return Array(data)
    }

    /// The text of a file; nil with a complaint when it is none.
    func text(of file: String, _ complaints: inout Complaints) -> String? {
        guard var bytes = bytes(of: file, &complaints) else { return nil }
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes.removeFirst(3) }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            complaints.add(
                file, line(ofFirstBadByte: bytes), "the text is not UTF-8 (perhaps GBK)",
                "Save the file again with the encoding UTF-8")
            return nil
        }
        if let zero = bytes.firstIndex(of: 0) {
            let line = 1 + bytes[..<zero].count { $0 == 10 }
            complaints.add(file, line, "the file has a byte of zero", "Save it as plain text")
            return nil
        }
        return text
    }

    /// Sixteen hexadecimal digits that change with every byte of every file (FNV-1a).
    func fingerprint() -> String {
        var sum = FNV1a()
        func mix(_ byte: UInt8) { sum.mix(UInt64(byte)) }
        let top = files(in: ".", ending: ".csv") + files(in: ".", ending: ".yaml")
        let shapes = has("areas.geojson") ? ["areas.geojson"] : []
        let below = files(in: "calendar", ending: "") + files(in: "kinds", ending: ".yaml")
        for file in top + shapes + below + files(in: "papers", ending: ".yaml") {
            file.utf8.forEach(mix)
            mix(0)
            for byte in FileManager.default.contents(atPath: path + "/" + file) ?? Data() { mix(byte) }
            mix(0)
        }
        return String(repeating: "0", count: 16 - sum.digits.count) + sum.digits
    }

    private func line(ofFirstBadByte bytes: [UInt8]) -> Int {
        let lines = bytes.split(separator: 10, omittingEmptySubsequences: false)
        return 1 + (lines.firstIndex { String(validating: $0, as: UTF8.self) == nil } ?? 0)
    }
}
