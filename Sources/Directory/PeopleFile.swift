import Core

/// A file with people, as a spreadsheet program of any office writes it.
public enum PeopleFile {
    /// The most bytes of a list.
    public static let largest = 1_000_000
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
