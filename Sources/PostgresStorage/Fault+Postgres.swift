import Core

extension Fault {
    /// What a SQLSTATE of the server means to whoever runs the program. `words` are the server's own.
    init(postgres state: String, _ words: String) {
        let words = words.split(whereSeparator: \.isNewline).joined(separator: " ")
        switch state {
        case "53100":
            self.init(
                .full, "The disk of the PostgreSQL server is full.",
                remedy: "Make room on it; nothing was lost.")
        case "57014":
            self.init(
                .timeout, "A statement ran longer than it may.",
                remedy: "Ask for less at once, or raise the limit of the server's statements.")
        case "25006":
            self.init(
                .readOnly, "The PostgreSQL server may only be read here (\(words)).",
                remedy: "Name the primary server in the address, not a replica.")
        case "40001", "40P01", "55P03":
            self.init(.busy, "Another transaction holds the same rows.", remedy: "Try again.")
        case "53300":
            self.init(
                .unreachable, "The PostgreSQL server has no connection left.",
                remedy: "Raise its max_connections, or let the program open fewer.")
        case "42501":
            self.init(
                .configuration, "The program's database user lacks a right (\(words)).",
                remedy: "Make the user the owner of the database.")
        case _ where state.hasPrefix("23"):
            self.init(
                .constraint, "A rule of the database refused a row (\(words)).", remedy: "Check the values.")
        case _ where state.hasPrefix("57P") || state.hasPrefix("08"):
            self = .unreachable(words)
        case "XX001", "XX002":
            self.init(
                .corrupt, "The PostgreSQL server found damaged data (\(words)).",
                remedy: "Stop the program and restore a backup.")
        default:
            self.init(
                .other, "The database refused a statement (\(words), \(state)).",
                remedy: "Report this with the version of the program.")
        }
    }

    /// The server is away or does not let the program in.
    static func unreachable(_ words: String) -> Fault {
        let words = words.split(whereSeparator: \.isNewline).joined(separator: " ")
        // Before there is a connection the server's words are all there is, in its own language.
        if ["too many clients", "too many connections", "connection slots"].contains(where: words.contains) {
            return Fault(postgres: "53300", words)
        }
        return Fault(
            .unreachable, "The PostgreSQL server does not answer (\(words)).",
            remedy: "Check that it runs, and the address, user and password.")
    }
}
