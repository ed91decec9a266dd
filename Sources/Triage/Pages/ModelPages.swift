import Core
import Language
import Markup
import Web

/// All models, the newest first.
struct ModelsPage {
    let telling: TriageTelling
    let models: [ModelRecord]
    let trouble: (version: Int, fault: TextClassifier.ModelFault)?
    /// How much the model in force has learned since it was made.
    let learned: Int?
    let rules: TriageRules.Training
    /// Asking for another one, and what was asked for.
    var training: TrainingView?

    private var words: Words { telling.words }
    private var errors: [FieldError] { training?.errors ?? [] }

    var page: Page {
        Page(
            title: words("triage.models.title"), status: errors.isEmpty ? 200 : 422, wide: true,
            help: "triage"
        ) {
            """
            <h1>\(words("triage.models.title"))</h1>
            \(telling.tabs(.models))
            \(ErrorSummary(title: words("web.form.problems"), errors: errors))
            <p class="lead">\(words("triage.models.lead"))</p>
            \(trouble.map(told))
            \(models.isEmpty ? empty : table)
            \(training?.html)
            <p class="hint">\(words(
                "triage.models.when",
                ["days": rules.everyDays, "fewest": rules.fewest, "most": rules.most]))</p>
            """
        }
    }

    private func told(_ trouble: (version: Int, fault: TextClassifier.ModelFault)) -> HTML {
        Notice(
            .failure,
            """
            <p>\(words("triage.brokenModel", ["version": trouble.version])) \
            \(telling.trouble(trouble.fault))</p>
            """
        ).html
    }

    private var empty: HTML {
        EmptyState(
            title: words("triage.models.none"),
            text: words("triage.models.noneHint", ["fewest": rules.fewest])
        ).html
    }

    private var table: HTML {
        let columns = ["version", "state", "made", "from", "examples", "accuracy", "error"].map {
            Table.Column(
                words("triage.column.\($0)"), numeric: ["examples", "accuracy", "error"].contains($0))
        }
        let rows: [[HTML]] = models.map { model in
            [
                link(model),
                state(model), telling.time(model.madeAt), telling.source(model), "\(model.examples)",
                telling.share(model.metrics.right, of: model.metrics.tried),
                "\(telling.tenths(model.metrics.calibrationError))",
            ]
        }
        return Table(
            caption: words("triage.models.title"), captionHidden: true, columns: columns, rows: rows
        ).html
    }

    private func link(_ model: ModelRecord) -> HTML {
        Link(
            words("triage.models.version", ["version": model.version]), to: TriagePath.model(model.version)
        ).html
    }

    private func state(_ model: ModelRecord) -> HTML {
        guard model.isInForce else { return Tag(words("triage.models.past")).html }
        let more: HTML? = learned.map { learned in
            "<br><span class=\"muted\">\(words("triage.models.learned", ["count": learned]))</span>"
        }
        return "\(Tag(words("triage.models.inForce"), tone: .good))\(more)"
    }
}

extension TriageTelling {
    /// A share from 0 to 1 in percent with one digit: `2.4 %`.
    func tenths(_ share: Double) -> String {
        let tenths = Int((share * 1000).rounded())
        return "\(tenths / 10).\(tenths % 10) %"
    }

    /// From what a model was made.
    func source(_ model: ModelRecord) -> HTML {
        guard model.source == .matters, let first = model.firstAt, let last = model.lastAt else {
            return "\(words("triage.models.fromPack"))"
        }
        return "\(words.date(first)) – \(words.date(last))"
    }

    func modelReason(_ model: ModelRecord) -> String {
        model.why == TriageDesk.byItself ? words("triage.models.byItself") : model.why
    }
}

/// One model: how well it did, what would go by itself at which confidence, and the way back to it.
struct ModelPage {
    let telling: TriageTelling
    let model: ModelRecord
    /// The confidence from which the program decides by itself, from 0 to 1; nil where it does not.
    let confidence: Double?
    let mayRestore: Bool
    var reason = ""
    var errors: [FieldError] = []

    private var words: Words { telling.words }

    var page: Page {
        Page(
            title: words("triage.models.version", ["version": model.version]),
            status: errors.isEmpty ? 200 : 422, help: "triage"
        ) {
            """
            <p>\(Link(words("triage.models.title"), to: TriagePath.models))</p>
            <h1>\(words("triage.models.version", ["version": model.version]))</h1>
            \(ErrorSummary(title: words("web.form.problems"), errors: errors))
            \(facts)
            <section class="panel stack"><h2>\(words("triage.curve.title"))</h2>
            <p>\(sentence)</p>
            \(curve)
            </section>
            \(restore)
            """
        }
    }

    private var curve: HTML? {
        let points = model.metrics.curve
        if points.isEmpty { return nil }
        return CurveView(telling: telling, points: points, confidence: confidence).html
    }

    private var facts: HTML {
        let metrics = model.metrics
        return SummaryList([
            (
                words("triage.column.state"),
                words(
                    model.isInForce ? "triage.models.inForce" : "triage.models.past"
                ).html
            ),
            (words("triage.column.made"), "\(telling.time(model.madeAt)) · \(telling.person(model.person))"),
            (words("triage.column.why"), "<bdi>\(telling.modelReason(model))</bdi>"),
            (words("triage.column.from"), telling.source(model)),
            (words("triage.column.examples"), "\(model.examples)"),
            (words("triage.column.labels"), "\(model.labels)"),
            (words("triage.column.accuracy"), telling.share(metrics.right, of: metrics.tried)),
            (words("triage.column.f1"), "\(telling.tenths(metrics.macroF1))"),
            (words("triage.column.error"), "\(telling.tenths(metrics.calibrationError))"),
            (words("triage.column.parent"), "\(model.parent.map { String($0) } ?? "–")"),
        ]).html
    }

    /// What the curve says at the point that matters.
    private var sentence: String {
        guard let point = model.metrics.widest(rightPercent: 95), model.metrics.tried > 0 else {
            return words("triage.curve.none")
        }
        let share = Double(point.automatic) / Double(model.metrics.tried)
        return words(
            "triage.curve.at95",
            ["share": telling.tenths(share), "confidence": telling.percent(point.confidence)])
    }

    private var restore: HTML? {
        if !mayRestore { return nil }
        guard model.isWhole else {
            return "<p class=\"muted\">\(words("triage.models.gone"))</p>"
        }
        return """
            <section class="panel stack"><h2>\(words("triage.models.restore"))</h2>
            <p>\(words(model.isInForce ? "triage.models.forgetHint" : "triage.models.restoreHint"))</p>
            \(Form(
                post: TriagePath.restore(model.version), csrf: telling.visit.csrf,
                content: """
                    \(TextField(
                        name: "reason", label: words("triage.reason"), value: reason,
                        error: errors.message(for: "reason"), limit: 500))\
                    \(Button(words("triage.models.restoreDo"), weight: .danger))
                    """))
            </section>
            """
    }
}

extension String {
    fileprivate var html: HTML { "\(self)" }
}

/// The share that would go by itself against the share of it that is right: a picture, and the same as rows.
struct CurveView {
    let telling: TriageTelling
    let points: [Reliability.Point]
    let confidence: Double?

    private var words: Words { telling.words }
    private var tried: Int { points.last?.automatic ?? 0 }

    /// The lowest share that is drawn, in percent: the picture shows what differs.
    private var floor: Int {
        let least = points.map { $0.right * 100 / max(1, $0.automatic) }.min() ?? 0
        return max(0, min(90, least / 10 * 10))
    }

    var html: HTML {
        let line = points.map { "\(x($0)),\(y($0))" }.joined(separator: " ")
        let grid: [HTML] = stride(from: floor, through: 100, by: 10).map { percent in
            let height = y(percent: Double(percent))
            return """
                <line x1="40" y1="\(height)" x2="310" y2="\(height)" \
                stroke="currentColor" stroke-opacity=".2"></line>\
                <text x="34" y="\(height + 4)" font-size="11" text-anchor="end" \
                fill="currentColor">\(percent)</text>
                """
        }
        let marks: [HTML] = [0, 25, 50, 75, 100].map { percent in
            let place = 40 + percent * 270 / 100
            return """
                <text x="\(place)" y="196" font-size="11" text-anchor="middle" \
                fill="currentColor">\(percent)</text>
                """
        }
        return """
            <figure><svg viewBox="0 0 320 216" role="img" width="100%" \
            aria-label="\(words("triage.curve.title"))">
            \(grid)\(marks)
            <polyline points="\(line)" fill="none" stroke="currentColor" stroke-width="2.5"></polyline>\(here)
            <text x="175" y="212" font-size="11" text-anchor="middle" \
            fill="currentColor">\(words("triage.curve.x"))</text>
            </svg><figcaption class="muted">\
            \(words("triage.curve.caption", ["count": tried]))</figcaption></figure>
            \(Fold(words("triage.curve.rows"), table))
            """
    }

    /// Where the city's own confidence lies.
    private var here: HTML? {
        guard let confidence, let point = points.last(where: { $0.confidence >= confidence }) else {
            return nil
        }
        return """
            <circle cx="\(x(point))" cy="\(y(point))" r="5" fill="currentColor"></circle>\
            <text x="\(min(250, x(point)))" y="\(y(point) + 18)" font-size="11" fill="currentColor">\
            \(words("triage.curve.here"))</text>
            """
    }

    private var table: HTML {
        let columns = ["confidence", "automatic", "right"].map {
            Table.Column(words("triage.curve.\($0)"), numeric: true)
        }
        let step = max(1, points.count / 12)
        let rows: [[HTML]] = points.enumerated().filter { $0.offset % step == step - 1 }.map { _, point in
            [
                "\(telling.percent(point.confidence))", telling.share(point.automatic, of: tried),
                telling.share(point.right, of: point.automatic),
            ]
        }
        return Table(caption: words("triage.curve.title"), captionHidden: true, columns: columns, rows: rows)
            .html
    }

    private func x(_ point: Reliability.Point) -> Int { 40 + point.automatic * 270 / max(1, tried) }

    private func y(_ point: Reliability.Point) -> Int {
        y(percent: Double(point.right) * 100 / Double(max(1, point.automatic)))
    }

    private func y(percent: Double) -> Int {
        let span = Double(100 - floor)
        return 180 - Int((percent - Double(floor)) / max(1, span) * 165)
    }
}
