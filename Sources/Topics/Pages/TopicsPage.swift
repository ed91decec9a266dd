import Core
import Markup
import Web

/// What rises, the most surprising first.
struct TopicsPage {
    let telling: TopicsTelling
    let span: TopicSpan
    /// The place that was asked for.
    let asked: AreaCode?
    /// Places that may be asked for.
    let places: [AreaCode]
    let topics: [RisingTopic]
    /// The newest topic of a month.
    var month: MonthlyTopic?

    private var words: Words { telling.words }

    var page: Page {
        Page(title: words("topics.title"), wide: true, help: "topics") {
            """
            <h1>\(words("topics.title"))</h1>
            <p class="lead">\(words("topics.lead"))</p>
            \(monthly)
            \(tabs)\(filter)
            \(topics.isEmpty ? empty : list)
            """
        }
    }

    private var monthly: HTML {
        let link = Link(words("topics.months"), to: TopicsPath.months)
        guard let month else { return "<p>\(link)</p>" }
        return """
            <p>\(link) · \(words("topics.thisMonth", ["month": month.month.description])) \
            <a href="\(TopicsPath.month(month.month))"><bdi>\(month.title)</bdi></a></p>
            """
    }

    private var tabs: HTML {
        Tabs(
            label: words("topics.spans"),
            TopicSpan.allCases.map {
                .init(
                    telling.span($0), to: TopicsPath.list($0, area: asked), current: $0 == span)
            }
        ).html
    }

    private var filter: HTML {
        guard places.count > 1 else { return .empty }
        return Form(
            get: TopicsPath.home, classes: "filters",
            content: """
                \(Hidden(name: "span", value: String(span.rawValue)))\
                \(Select(
                    name: "area", label: words("topics.place"),
                    choices: places.map { Choice(value: $0.text, label: telling.area($0)) },
                    chosen: asked?.text, none: words("topics.everywhere")))\
                \(Button(words("topics.show"), weight: .secondary))
                """
        ).html
    }

    private var empty: HTML {
        EmptyState(title: words("topics.none"), text: words("topics.noneHint")).html
    }

    private var list: HTML {
        let columns = ["topic", "place", "people", "usual", "since"].map {
            Table.Column(words("topics.column.\($0)"), numeric: $0 == "people" || $0 == "usual")
        }
        let rows: [[HTML]] = topics.map { topic in
            let category = topic.category.map { telling.category($0) } ?? ""
            return [
                """
                <a href="\(TopicsPath.topic(topic.id))"><bdi>\(telling.name(of: topic))</bdi></a>\
                <br><span class="muted">\(category)</span>
                """,
                "\(telling.area(topic.area))", "\(topic.level.people)", "\(telling.expected(topic.level))",
                telling.time(topic.since),
            ]
        }
        return Table(
            caption: words("topics.title"), captionHidden: true, columns: columns, rows: rows
        ).html
    }
}

/// One topic with its days and its matters.
struct TopicPage {
    let telling: TopicsTelling
    let topic: RisingTopic
    let matters: [RisingStore.Member]
    var older: String?
    var mayChoose = false

    private var words: Words { telling.words }

    var page: Page {
        Page(title: telling.name(of: topic), personal: true, help: "topics") {
            """
            <p>\(Link(words("topics.title"), to: TopicsPath.list(topic.span, area: nil)))</p>
            <h1><bdi>\(telling.name(of: topic))</bdi></h1>
            <p class="lead">\(telling.sentence(of: topic))</p>
            \(telling.chart(topic))
            \(facts)
            \(choose)
            \(telling.matters(matters, caption: words("topics.itsMatters", ["count": topic.matters])))
            \(telling.older(older))
            """
        }
    }

    private var facts: HTML {
        SummaryList([
            (words("topics.column.place"), "\(telling.area(topic.area))"),
            (
                words("topics.column.category"),
                "\(topic.category.map { telling.category($0) } ?? words("topics.mixed"))"
            ),
            (words("topics.column.people"), "\(topic.level.people)"),
            (words("topics.column.usual"), "\(telling.expected(topic.level))"),
            (words("topics.column.since"), telling.time(topic.since)),
            (words("topics.counting"), "\(words("topics.countingHint"))"),
        ]).html
    }

    private var choose: HTML? {
        mayChoose
            ? """
            <p>\(ButtonLink(
                words("topics.choose"), to: TopicsPath.new(from: topic.id), weight: .secondary))</p>
            """ : nil
    }
}
