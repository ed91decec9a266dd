extension Setting {
    /// The table of `Documentation/operating.md`, which a test compares with it.
    static var table: String {
        let head = "| key, `--flag` | environment | else | what it decides |\n|---|---|---|---|\n"
        return head
            + allCases.map { setting in
                let usual = setting.fallback.isEmpty ? "–" : "`\(setting.fallback)`"
                return "| `\(setting.key)` | `\(setting.variable)` | \(usual) | \(setting.words) |\n"
            }.joined()
    }
}
