import Core
import Language

/// What of a matter is searched, in one text.
func searchedWords(number: String, title: String, text: String, place: String?, more: String?) -> String {
    [number, title, text, place ?? "", more ?? ""].filter { !$0.isEmpty }.joined(separator: "\n")
}

/// The terms of a matter as the index takes them: those of its words, and the month in which it was raised.
enum SearchTerms {
    static func of(_ words: String, raisedAt: Moment) -> String {
        var terms = Analyser.indexText(words)
        if !terms.isEmpty { terms += " " }
        return terms + month(monthNumber(raisedAt))
    }

    /// The terms of the months that touch a span of time; nil where there are too many to be of use.
    ///
    /// A month is that of UTC, so a day more is asked for on each side, whatever zone the city is in.
    static func months(from: Moment?, before: Moment?) -> [String]? {
        guard let from, let before else { return nil }
        let first = monthNumber(from + -dayMilliseconds)
        let last = monthNumber(before + dayMilliseconds)
        guard last - first < mostMonths else { return nil }
        return first > last ? [] : (first...last).map(month)
    }

    private static let mostMonths: Int64 = 25
    private static let dayMilliseconds: Int64 = 86_400_000

    /// Begins with a character that no text is split into, so nobody's words are taken for it.
    private static func month(_ number: Int64) -> String { "\u{E000}\(number)" }

    /// Months since the year 0.
    private static func monthNumber(_ moment: Moment) -> Int64 {
        // Days since 0000-03-01, by eras of 400 years.
        let milliseconds = min(max(moment.milliseconds, -60_000_000_000_000), 250_000_000_000_000)
        let days = (Double(milliseconds) / Double(dayMilliseconds)).rounded(.down)
        let shifted = Int64(days) + 719_468
        let era = shifted >= 0 ? shifted / 146_097 : (shifted - 146_096) / 146_097
        let day = shifted - era * 146_097
        let year = (day - day / 1460 + day / 36_524 - day / 146_096) / 365
        let dayOfYear = day - (365 * year + year / 4 - year / 100)
        let month = (5 * dayOfYear + 2) / 153
        return (era * 400 + year) * 12 + month + 2
    }
}
