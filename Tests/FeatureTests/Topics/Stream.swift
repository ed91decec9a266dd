import Core
import Foundation

/// A year of real messages to a city, which lies beside the repository where it was fetched; elsewhere the
/// tests that read it are left out, and say so. Nothing of it is copied.
enum Stream {
    struct Message: Sendable {
        let id: Int
        let user: String
        let title: String
        let text: String
        let at: Moment
        /// The county it names first; the city where it names none.
        let area: String
    }

    private struct Line: Decodable {
        let id: Int
        let user: String
        let title: String
        let time: String
        let detail: String
    }

    private static let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appending(path: "../../../../shared/data/messages/stream.jsonl.gz").standardizedFileURL

    static var isThere: Bool {
        if FileManager.default.fileExists(atPath: file.path) { return true }
        FileHandle.standardError.write(
            Data("skipped: shared/data/messages/stream.jsonl.gz is not here\n".utf8))
        return false
    }

    static let zone = 8

    /// In the order they came in.
    static func messages() throws -> [Message] {
        let bytes = try Unpacked.gzip(Array(Data(contentsOf: file)), most: 64_000_000)
        let decoder = JSONDecoder()
        return try bytes.split(separator: UInt8(ascii: "\n")).map { line in
            let line = try decoder.decode(Line.self, from: Data(line))
            return Message(
                id: line.id, user: line.user, title: line.title, text: line.detail,
                at: try moment(line.time), area: area(line.title + "\n" + line.detail))
        }.sorted { ($0.at, $0.id) < ($1.at, $1.id) }
    }

    private struct NoTime: Error { let text: String }

    private static func moment(_ text: String) throws -> Moment {
        let parts = text.split(separator: "T")
        guard parts.count == 2, let day = CivilDate(String(parts[0])) else { throw NoTime(text: text) }
        let clock = parts[1].split(separator: ":").compactMap { Int64($0) }
        guard clock.count == 3 else { throw NoTime(text: text) }
        let seconds =
            Int64(day.daysSince1970) * 86_400 - Int64(zone) * 3600 + clock[0] * 3600 + clock[1] * 60
            + clock[2]
        return Moment(milliseconds: seconds * 1000)
    }

    /// The collector wrote `A3区` for the third county of the city `A市`.
    private static func area(_ text: String) -> String {
        let letters = Array(text)
        for index in letters.indices.dropFirst().dropLast() where "区县市".contains(letters[index + 1]) {
            if letters[index - 1] == "A", let number = letters[index].wholeNumberValue,
                (1...9).contains(number)
            {
                return "11010\(number)"
            }
        }
        return "1101"
    }
}
