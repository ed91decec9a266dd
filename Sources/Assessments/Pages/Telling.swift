import Core
import Markup
import Web

/// How the pages of the assessments say things.
struct Telling: Sendable {
    let visit: Visit
    let city: City
    var words: Words { visit.words }

    func unit(_ code: UnitCode) -> String {
        city.units[code].map { words($0.name) } ?? words("assessments.nobody")
    }

    func date(_ date: CivilDate) -> String { words.date(city.calendar.start(of: date)) }

    func name(_ period: AssessmentPeriod) -> String {
        switch period {
        case .day(let date): self.date(date)
        case .week(let monday):
            words(
                "assessments.weekOf",
                [
                    "week": period.text, "from": self.date(monday), "to": self.date(period.last),
                ])
        case .month(let first): month(first)
        }
    }

    func month(_ first: CivilDate) -> String {
        words(
            "assessments.monthOf",
            ["year": String(first.year), "month": words("assessments.months.\(first.month)")])
    }

    func span(_ first: CivilDate, _ last: CivilDate) -> String {
        first == last ? date(first) : "\(date(first)) – \(date(last))"
    }

    // MARK: Figures

    /// `45/50 · 90.0%`, and behind it between which shares the true one lies.
    func share(_ share: Share, at moment: Moment) -> HTML {
        guard share.of > 0, let interval = share.interval,
            let rate = Rate(numerator: share.yes, denominator: share.of, asOf: moment)
        else { return "–" }
        let (low, high) = (Int(interval.low.rounded()), Int(interval.high.rounded()))
        let range = words("assessments.range", ["low": low, "high": high])
        let counts = "\(share.yes)/\(share.of)"
        return #"<b>\#(rate.text(decimals: 1))</b><br><span class="muted">\#(counts)<br>\#(range)</span>"#
    }

    /// A count that opens the rows it counts.
    func count(_ count: Int, to path: String) -> HTML {
        count == 0 ? "0" : "\(Link(words.number(Int64(count)), to: path))"
    }

    func number(_ count: Int) -> String { words.number(Int64(count)) }

    /// When the figures were counted, and of what.
    func source(_ report: AssessmentReport, _ period: AssessmentPeriod) -> HTML {
        let said = words(
            "assessments.source",
            ["days": span(period.first, period.last), "at": report.madeAt])
        return #"<p class="muted">\#(said)</p>"#
    }

    func trail(_ path: String = AssessmentsPath.home, _ key: String = "assessments.title") -> HTML {
        #"<p class="trail screen-only">\#(Link(words(key), to: path))</p>"#
    }

    /// The periods beside one, and the button that prints.
    func neighbours(_ period: AssessmentPeriod, today: CivilDate) -> HTML {
        let next: HTML? =
            period.next.last < today
            ? "\(Link(words("assessments.next"), to: AssessmentsPath.report(period.next)))" : nil
        let previous = Link(words("assessments.previous"), to: AssessmentsPath.report(period.previous))
        let button = PrintButton(words("assessments.print"))
        return #"<p class="cluster screen-only">\#(previous) \#(next) \#(button)</p>"#
    }

    func level(_ peers: Ranking.Peers, atLeast: Int) -> String {
        let level = words("assessments.level.\(peers.level)")
        if peers.band < 0 { return words("assessments.groupFew", ["level": level, "count": atLeast]) }
        let orders = Ranking.orders(of: peers.band, atLeast: atLeast)
        return words(
            "assessments.group", ["level": level, "from": orders.from, "below": orders.below])
    }
}
