import Core

/// What a file is, told from its first bytes. What it says of itself elsewhere – its name, the type a browser
/// sends – counts for nothing.
enum KindOfFile {
    /// How many bytes from the beginning are enough.
    static let needed = 4096

    /// Nil for every kind that is not taken, and for files that are two kinds at once.
    static func of(_ start: [UInt8]) -> Attachment.Kind? {
        guard let kind = told(start), !holdsAnother(start, beside: kind) else { return nil }
        return kind
    }

    private static func told(_ start: [UInt8]) -> Attachment.Kind? {
        if start.starts(with: [0xFF, 0xD8, 0xFF]) { return .jpeg }
        if start.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) { return .png }
        if has("GIF87a", start, at: 0) || has("GIF89a", start, at: 0) { return .gif }
        if has("RIFF", start, at: 0) {
            if has("WEBP", start, at: 8) { return .webp }
            return has("WAVE", start, at: 8) ? .wav : nil
        }
        if has("%PDF-", start, at: 0) { return .pdf }
        if has("OggS", start, at: 0) { return .ogg }
        if start.starts(with: [0x1A, 0x45, 0xDF, 0xA3]) {
            return find("webm", in: start.prefix(256)) ? .webm : nil
        }
        if has("ftyp", start, at: 4) { return boxed(start) }
        if has("ID3", start, at: 0), start.count > 10, start[3] < 5 { return .mp3 }
        return isMP3Frame(start) ? .mp3 : nil
    }

    /// By the first brand of the file (ISO 14496-12 §4.3).
    private static func boxed(_ start: [UInt8]) -> Attachment.Kind? {
        guard start.count >= 12 else { return nil }
        let brand = String(decoding: start[8..<12], as: UTF8.self)
        if brand == "qt  " { return .quicktime }
        if ["M4A ", "M4B ", "M4P "].contains(brand) { return .m4a }
        let films: Set<String> = [
            "isom", "iso2", "iso3", "iso4", "iso5", "iso6", "mp41", "mp42", "avc1", "dash", "MSNV", "M4V ",
            "M4VH", "3gp4", "3gp5", "3gp6", "3g2a", "XAVC",
        ]
        return films.contains(brand) ? .mp4 : nil
    }

    /// A frame's head whose version, layer, rate and frequency all exist (ISO 11172-3 §2.4.2.3), layer III.
    private static func isMP3Frame(_ start: [UInt8]) -> Bool {
        guard start.count >= 4, start[0] == 0xFF, start[1] & 0xE0 == 0xE0 else { return false }
        let version = start[1] >> 3 & 3
        return version != 1 && start[1] >> 1 & 3 == 1 && start[2] >> 4 != 15 && start[2] >> 4 != 0
            && start[2] >> 2 & 3 != 3
    }

    /// Files made to be taken for two things: scripts and pages within the first bytes of a picture.
    private static func holdsAnother(_ start: [UInt8], beside kind: Attachment.Kind) -> Bool {
        let head = start.prefix(1024).map { (65...90).contains($0) ? $0 + 32 : $0 }
        let signs = ["<script", "<html", "<!doctype", "<svg", "<?php", "<iframe", "javascript:"]
        if signs.contains(where: { find($0, in: head[...]) }) { return true }
        if kind != .pdf, find("%pdf-", in: head[...]) { return true }
        // Where a GIF keeps its width, a script would have a comment or an assignment.
        guard kind == .gif, start.count > 7 else { return false }
        return has("/*", start, at: 6) || start[6] == UInt8(ascii: "=") && start[7] >= 32
    }

    /// Whether the end of a file makes it an archive too: the end record of a ZIP that reaches the last byte
    /// (APPNOTE 4.3.16).
    static func isArchive(ending end: [UInt8]) -> Bool {
        guard end.count >= 22 else { return false }
        for at in stride(from: end.count - 22, through: 0, by: -1)
        where end[at] == 0x50 && end[at + 1] == 0x4B && end[at + 2] == 5 && end[at + 3] == 6 {
            if at + 22 + Int(end[at + 20]) + Int(end[at + 21]) << 8 == end.count { return true }
        }
        return false
    }

    private static func has(_ text: StaticString, _ bytes: [UInt8], at offset: Int) -> Bool {
        let count = text.utf8CodeUnitCount
        guard bytes.count >= offset + count else { return false }
        return text.withUTF8Buffer { zip($0, bytes[offset...]).allSatisfy { $0 == $1 } }
    }

    private static func find(_ text: String, in bytes: ArraySlice<UInt8>) -> Bool {
        let wanted = Array(text.utf8)
        guard bytes.count >= wanted.count, let first = wanted.first else { return false }
        for at in bytes.startIndex...(bytes.endIndex - wanted.count)
        where bytes[at] == first && bytes[at..<(at + wanted.count)].elementsEqual(wanted) {
            return true
        }
        return false
    }
}
