/// One forward step of the schema. Once shipped it never changes: its checksum is kept in every database.
public struct Migration: Sendable {
    /// Ordered by name over all slices: `0001-log`, `0100-matters`.
    public let name: String
    /// Statements separated by `;` at the end of a line, with the words of `Dialect.schema`.
    public let text: String
    /// Further statements for one engine only, such as its full-text index.
    public let sqlite: String
    public let postgres: String

    public init(_ name: String, _ text: String, sqlite: String = "", postgres: String = "") {
        self.name = name
        self.text = text
        self.sqlite = sqlite
        self.postgres = postgres
    }

    /// The statements for one engine, in order.
    public func statements(for dialect: Dialect) -> [String] {
        let whole = dialect.schema(text) + "\n" + (dialect == .sqlite ? sqlite : postgres)
        var statements: [String] = []
        var current = ""
        for line in whole.split(separator: "\n", omittingEmptySubsequences: true) {
            current += line + "\n"
            if line.hasSuffix(";") {
                statements.append(current)
                current = ""
            }
        }
        if current.contains(where: { !$0.isWhitespace }) { statements.append(current) }
        return statements
    }
}
