import Core
import Markup
import Web

/// A period that nobody has written: it is not over, or lies before the first.
struct UnwrittenPage {
    let telling: Telling
    let period: AssessmentPeriod
    let today: CivilDate

    var page: Page {
        let words = telling.words
        let isOver = period.last < today
        return Page(
            title: words("assessments.unwritten"), status: 404, help: "assessments"
        ) {
            """
            \(telling.trail())
            <h1>\(telling.name(period))</h1>
            \(EmptyState(
                title: words("assessments.unwritten"),
                text: words(isOver ? "assessments.unwrittenPast" : "assessments.unwrittenFuture")))
            """
        }
    }
}
