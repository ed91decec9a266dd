/// Which of a day's decisions are looked at again: anybody can repeat the draw, and nobody can choose it.
public enum AuditDraw {
    /// Whether a matter's number is drawn on a day, of a hundred so many.
    public static func isDrawn(_ number: String, on day: CivilDate, sharePercent: Int) -> Bool {
        mixed("\(number) \(day)") % 10_000 < UInt64(max(0, min(100, sharePercent))) * 100
    }

    /// FNV-1a of the text's bytes, stirred so that every bit of it reaches the last ones.
    private static func mixed(_ text: String) -> UInt64 {
        var hash = FNV1a(text.utf8).value
        hash = (hash ^ (hash >> 30)) &* 0xbf58_476d_1ce4_e5b9
        hash = (hash ^ (hash >> 27)) &* 0x94d0_49bb_1331_11eb
        return hash ^ (hash >> 31)
    }
}
