public import Core

/// What a backup says of itself, as `manifest.json` beside it.
public struct BackupManifest: Codable, Sendable, Equatable {
    /// The form of backups this program writes and reads.
    public static let format = 1
    public static let fileName = "manifest.json"

    public let format: Int
    /// The folder's name: when it was begun, `20261122T190000Z`.
    public let name: String
    /// The version of the program that made it.
    public let program: String
    /// `sqlite` or `postgres`.
    public let engine: String
    public let begun: Moment
    public let ended: Moment
    public let database: Part
    /// The attachments: how many, and the list of them.
    public let files: Files
    /// The list of the city pack's files; nil in backups of before there was one.
    public let pack: Part?
    /// What is in it; nil where it could not be looked into.
    public let contents: Contents?
    public let check: Check

    /// One file.
    public struct Part: Codable, Sendable, Equatable {
        public let file: String
        public let bytes: Int64
        /// 64 hexadecimal digits.
        public let sha256: String
    }

    public struct Files: Codable, Sendable, Equatable {
        public let count: Int
        public let bytes: Int64
        public let list: Part
    }

    public struct Contents: Codable, Sendable, Equatable {
        /// The last step of the schema.
        public let schema: String
        public let matters: Int
        public let events: Int
        /// The newest daily seal: its day and root, to compare with one that was written down.
        public let seal: String?
    }

    /// How it was looked at after it was made.
    public struct Check: Codable, Sendable, Equatable {
        public let depth: Depth
        /// What was found wrong, at most a hundred sentences.
        public let complaints: [String]
        /// Why it could not be restored to look at it, where it could not.
        public let untried: String?

        public enum Depth: String, Codable, Sendable, CaseIterable {
            /// The bytes only.
            case none
            /// Restored apart; the engine finds it whole, and the attachments that matters name are there.
            case quick
            /// Also every event and every current row against each other, as `lianxin verify`.
            case full
        }
    }

    /// Made, restored to see, and nothing found wrong.
    public var isGood: Bool { doubt == nil }

    /// Why it is not good; nil when it is.
    public var doubt: String? {
        if let reason = check.untried ?? check.complaints.first { return reason }
        switch check.depth {
        case .none: return "it was not restored to look at it"
        case .quick, .full: return nil
        }
    }
}
