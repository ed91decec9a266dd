import Core
import Markup
import Web

/// How the pages of the topics say things.
struct TopicsTelling: CityTelling {
    let visit: Web.Visit
    let city: City
    var words: Words { visit.words }

    /// What a topic is called: the words its matters share, else its class.
    func name(of topic: RisingTopic) -> String {
        if !topic.phrases.isEmpty { return topic.phrases.joined(separator: " · ") }
        return categoryName(topic.category) ?? words("topics.noName")
    }

    /// `12 人，平时 1.5 人`.
    func sentence(of topic: RisingTopic) -> String {
        words(
            "topics.sentence",
            [
                "people": topic.level.people, "matters": topic.matters, "expected": expected(topic.level),
                "span": span(topic.span), "area": area(topic.area),
            ])
    }

    func span(_ span: TopicSpan) -> String { words("topics.span.\(span.rawValue)") }

    /// With one place behind the point below ten.
    func expected(_ level: TopicLevel) -> String {
        let tenths = Int((level.expected * 10).rounded())
        return tenths >= 100 || tenths % 10 == 0 ? "\((tenths + 5) / 10)" : "\(tenths / 10).\(tenths % 10)"
    }

    func time(_ moment: Moment) -> HTML {
        Time(words.near(moment, now: visit.now), dateTime: moment.iso).html
    }

    /// People of each day, or hour, as bars, with the same in words for who does not see it.
    func chart(_ topic: RisingTopic) -> HTML {
        let most = max(1, topic.series.max() ?? 1)
        let width = 8
        let bars: [HTML] = topic.series.enumerated().filter { $0.element > 0 }.map { index, count in
            let height = max(2, count * 56 / most)
            return """
                <rect x="\(index * width + 1)" y="\(60 - height)" width="\(width - 2)" \
                height="\(height)"></rect>
                """
        }
        let label = words(
            topic.span == .hours ? "topics.chartHours" : "topics.chart",
            [
                "days": topic.series.count, "most": most, "last": topic.series.last ?? 0,
                "through": topic.through.description,
            ])
        return """
            <figure><svg viewBox="0 0 \(max(1, topic.series.count) * width) 62" role="img" \
            aria-label="\(label)" fill="currentColor">\(bars)<rect x="0" y="60" \
            width="\(max(1, topic.series.count) * width)" height="1"></rect></svg>\
            <figcaption class="muted">\(label)</figcaption></figure>
            """
    }

    func matters(_ matters: [RisingStore.Member], caption: String) -> HTML {
        let columns = ["matter", "stage", "unit", "raised"].map {
            Table.Column(words("topics.column.\($0)"))
        }
        let rows: [[HTML]] = matters.map { matter in
            let lead = matter.lead.map { unit($0) as String } ?? "–"
            return [
                """
                <a href="/matters/\(matter.number)"><bdi>\(matter.title)</bdi></a>\
                <br><span class="muted">\(matter.number) · \(area(matter.area))</span>
                """,
                """
                \(Tag(stage(matter.stage, of: matter.kind), tone: matter.isOpen ? .plain : .good))
                """, "\(lead)", time(matter.raisedAt),
            ]
        }
        return Table(caption: caption, columns: columns, rows: rows).html
    }

    func older(_ path: String?) -> HTML {
        guard let path else { return .empty }
        return Pager(
            label: words("topics.pages"), newest: nil, older: (words("topics.older"), path)
        ).html
    }
}
