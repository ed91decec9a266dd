import Core
import Desk
import Markup
import Web

/// When a matter may be finished, going by similar ones: beside the limit, and never in its place.
struct ExpectationView {
    let telling: Telling
    let expectation: Expectation

    private var words: Words { telling.words }

    /// For the resident: two times, and what they are drawn from.
    var fact: (name: String, value: HTML) {
        (
            words("matters.expect.name"),
            """
            \(times)<br><span class="muted">\(words("matters.expect.basis", [
                "count": expectation.count,
            ]))</span>
            """
        )
    }

    /// For people at work: what they are compared with, and how often such times came true.
    func panel(hits: ExpectationHits?) -> HTML {
        let kept: HTML? = hits.flatMap { hits in
            guard hits.halfDue > 0 else { return nil }
            let half = words(
                "matters.expect.keptHalf",
                ["percent": percent(hits.halfKept, hits.halfDue), "due": hits.halfDue])
            let most =
                hits.mostDue == 0
                ? ""
                : words(
                    "matters.expect.keptMost",
                    ["percent": percent(hits.mostKept, hits.mostDue), "due": hits.mostDue])
            return #"<p class="muted">\#(half)\#(most)</p>"#
        }
        return """
            <h3>\(words("matters.expect.title"))</h3>
            <p>\(times)</p>
            <p class="muted">\(words("matters.expect.compared", [
                "count": expectation.count, "group": group,
            ]))</p>\(kept)
            """
    }

    private var times: String {
        let half = day(expectation.p50)
        guard let most = expectation.p90 else { return words("matters.expect.half", ["half": half]) }
        return words("matters.expect.both", ["half": half, "most": day(most)])
    }

    /// To the minute only where it is close: further away that would claim too much.
    private func day(_ moment: Moment) -> String {
        moment - telling.now < 86_400_000 ? words.near(moment, now: telling.now) : words.date(moment)
    }

    private func percent(_ kept: Int, _ due: Int) -> Int { (kept * 200 + due) / (due * 2) }

    private var group: String {
        switch expectation.group.likeness {
        case .category(let code, nil): telling.category(code)
        case .category(let code, let place?):
            words(
                "matters.expect.there",
                ["category": telling.category(code), "area": telling.area(place)])
        case .kind(let kind): telling.kind(kind)
        case .all: words("matters.expect.all")
        }
    }
}
