import Core

#if canImport(Glibc)
    import Glibc
#endif

/// A file with people, as a spreadsheet program of any office writes it, turned into text.
public enum PeopleFile {
    /// The most bytes of a list.
    public static let largest = 1_000_000

    /// How the text was written.
    public enum Encoding: String, Sendable, Hashable {
        case utf8, utf16, gb18030
    }

    /// The text of the bytes: UTF-8 with or without a mark, UTF-16 with one, else GB 18030, which GBK is a
    /// part of. Nil when it is none of them, or when this system cannot read GB 18030.
    public static func text(of bytes: [UInt8]) -> (text: String, encoding: Encoding)? {
        if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) {
            let name = bytes[0] == 0xFF ? "UTF-16LE" : "UTF-16BE"
            return convert(Array(bytes.dropFirst(2)), from: name).map { ($0, .utf16) }
        }
        let plain = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(bytes.dropFirst(3)) : bytes
        if let text = String(validating: plain, as: UTF8.self) { return (text, .utf8) }
        return convert(bytes, from: "GB18030").map { ($0, .gb18030) }
    }

    /// Nil where a byte does not fit, or where the system does not know the encoding.
    private static func convert(_ bytes: [UInt8], from name: String) -> String? {
        let converter = iconv_open("UTF-8", name)
        // The C library says "none" with a pointer of all ones.
        guard let converter, Int(bitPattern: converter) != -1 else { return nil }
        defer { iconv_close(converter) }
        var input = bytes.map { CChar(bitPattern: $0) }
        var output = [CChar](repeating: 0, count: bytes.count * 3 + 16)
        var (inputLeft, outputLeft) = (input.count, output.count)
        let isWhole = input.withUnsafeMutableBufferPointer { source in
            output.withUnsafeMutableBufferPointer { target in
                var (from, to) = (source.baseAddress, target.baseAddress)
                // Failure is the largest number there is.
                return iconv(converter, &from, &inputLeft, &to, &outputLeft) != Int(bitPattern: .max)
            }
        }
        guard isWhole, inputLeft == 0 else { return nil }
        let written = output.prefix(output.count - outputLeft).map { UInt8(bitPattern: $0) }
        return String(validating: written, as: UTF8.self)
    }
}

/// A list of people held against the directory, row by row, before anything is stored.
public struct PeopleList: Hashable, Sendable {
    public let rows: [Row]
    /// Columns that the list must have and does not.
    public let missing: [Column]

    /// The most rows of a list.
    public static let mostRows = 5000

    /// What a column holds; the raw value is its head.
    public enum Column: String, CaseIterable, Hashable, Sendable {
        case login
        case nameZh = "name_zh"
        case nameEn = "name_en"
        case role, unit, area

        /// Other heads that mean the same.
        var heads: Set<String> {
            switch self {
            case .login: ["login", "登录名", "账号", "用户名"]
            case .nameZh: ["name_zh", "姓名", "中文姓名", "名字", "name"]
            case .nameEn: ["name_en", "英文姓名", "英文名"]
            case .role: ["role", "角色", "岗位"]
            case .unit: ["unit", "单位", "部门"]
            case .area: ["area", "区域", "地区"]
            }
        }

        var isNeeded: Bool { self == .login || self == .nameZh || self == .role || self == .unit }
    }

    /// One row and what would come of it.
    public struct Row: Hashable, Sendable {
        public let line: Int
        public let login: String
        public let name: String
        public let outcome: Outcome
        /// What would be stored; nil for a row that is refused.
        public let post: PostRow?
    }

    public enum Outcome: Hashable, Sendable {
        case newPerson, newPost, renamed, nothing
        /// The row is held by a person who was deactivated: their post is added, the account stays ended.
        case inactive
        case refused([Flaw])
    }

    /// Why a row is refused.
    public enum Flaw: String, CaseIterable, Hashable, Sendable {
        case unreadable, login, name, role, unit, area, twice, tooMany
    }

    /// What would be stored.
    public var good: [PostRow] { rows.compactMap(\.post) }

    public func count(_ holds: (Outcome) -> Bool) -> Int { rows.count { holds($0.outcome) } }

    public var refused: Int {
        count { outcome in if case .refused = outcome { true } else { false } }
    }
}
