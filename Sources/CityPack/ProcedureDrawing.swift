public import Core

/// Draws a procedure: stages as boxes in the colour of whoever holds them, moves as arrows.
public struct ProcedureDrawing {
    /// A complete SVG document without fonts, scripts or links of its own. Readers of screens hear a title
    /// and, for each stage, where it leads.
    public static func svg(of procedure: Procedure, language: Language) -> String {
        var drawing = ProcedureDrawing(procedure, language)
        return drawing.draw()
    }

    let procedure: Procedure
    let language: Language
    let graph: ProcedureGraph
    private var parts: [String] = []
    private var columnStart: [Double] = []
    private var columnWidth: [Double] = []

    private let boxWidth: Double
    private let margin = 28.0
    private let head = 64.0

    private init(_ procedure: Procedure, _ language: Language) {
        self.procedure = procedure
        self.language = language
        let lines = { (stage: Stage) in StageBox(stage, of: procedure, language).lines(everywhere: []) }
        boxWidth = procedure.stages.reduce(150) { width, stage in
            let inner = lines(stage).map { textWidth($0.text, size: 10.5) + 18 }
            return max(width, textWidth(stage.text[language], size: 14) + 30, (inner.max() ?? 0) + 20)
        }
        graph = ProcedureGraph(
            procedure,
            height: { stage in
                let closing = stage.closes == nil ? 0.0 : 20
                return 30 + Double(lines(stage).count) * 15 + closing
            }, words: { Double(ProcedureDrawing.labels(of: $0, language).count) * 15 + 4 })
    }

    // MARK: The document

    private mutating func draw() -> String {
        measureColumns()
        for arrow in graph.arrows { draw(arrow) }
        for place in graph.places where place.stage != nil { drawBox(place) }
        let bottom = (graph.places.map { $0.y + $0.height / 2 }.max() ?? 0) + head + margin
        let width = (columnStart.last ?? 0) + (columnWidth.last ?? 0) + margin
        let foot = Foot(procedure, language, width: width, top: bottom)
        let title = "\(procedure.name[language]) · \(language == .zh ? "流程图" : "procedure")"
        let description = spoken.joined(separator: " ")
        return """
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(number(width)) \(number(foot.bottom))" \
            width="\(number(width))" height="\(number(foot.bottom))" role="img" aria-labelledby="title desc" \
            lang="\(language.rawValue)" \
            font-family="system-ui, 'Noto Sans CJK SC', 'PingFang SC', 'Microsoft YaHei', sans-serif" \
            font-size="12" fill="#111827">
            <title id="title">\(escaped(title))</title>
            <desc id="desc">\(escaped(description))</desc>
            <defs><marker id="tip" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="7" markerHeight="7" \
            orient="auto-start-reverse"><path d="M0 0L10 5L0 10z" fill="#475569"/></marker>
            <g id="clock" fill="none" stroke="#334155" stroke-width="1.2"><circle cx="5" cy="5" r="4.4"/>\
            <path d="M5 2.4V5L7 6.2"/></g></defs>
            <rect width="100%" height="100%" fill="#ffffff"/>
            <text x="\(number(margin))" y="36" font-size="20" font-weight="700">\(escaped(title))</text>
            \(parts.joined(separator: "\n"))
            \(foot.markup)
            </svg>

            """
    }

    /// What the drawing shows, in words.
    private var spoken: [String] {
        procedure.stages.map { stage in
            let moves = procedure.moves(from: stage.name).filter { $0.to != nil && $0.to != stage.name }
            let ways = moves.map { move in
                let target = move.to.flatMap { procedure.stage($0)?.text[language] } ?? ""
                return language == .zh ? "\(move.text.zh)到\(target)" : "\(move.text.en) to \(target)"
            }
            switch language {
            case .zh: return "\(stage.text.zh)：\(ways.isEmpty ? "终点" : ways.joined(separator: "，"))。"
            case .en: return "\(stage.text.en): \(ways.isEmpty ? "end" : ways.joined(separator: ", "))."
            }
        }
    }

    // MARK: Columns

    private mutating func measureColumns() {
        var x = margin
        for column in graph.columns.indices {
            var width = boxWidth
            if column % 2 == 1 {
                let words = graph.arrows.filter { graph.places[$0.wordsAt].column == column }
                    .flatMap { ProcedureDrawing.labels(of: $0.moves, language) }
                width = (words.map { textWidth($0.text, size: 11) + 16 }.max() ?? 0) + 70
            }
            columnStart.append(x)
            columnWidth.append(width)
            x += width
        }
    }

    private func middle(of column: Int) -> Double { columnStart[column] + columnWidth[column] / 2 }

    private func y(of place: ProcedureGraph.Place) -> Double { place.y + head }

    // MARK: Arrows

    struct Label {
        let text: String
        let isTimed: Bool
    }

    /// The words of an arrow: one line for each of its moves.
    static func labels(of moves: [Move], _ language: Language) -> [Label] {
        moves.map { move in
            Label(text: move.text[language], isTimed: move.by.contains(.system) && !move.automatic)
        }
    }

    private mutating func draw(_ arrow: ProcedureGraph.Arrow) {
        let chain = arrow.places
        var points: [(x: Double, y: Double)] = []
        for (index, number) in chain.enumerated() {
            let place = graph.places[number]
            let (start, width) = (columnStart[place.column], columnWidth[place.column])
            if place.stage == nil {
                let inset = place.column % 2 == 1 ? 30.0 : 0
                points.append((start + inset, y(of: place)))
                points.append((start + width - inset, y(of: place)))
            } else if index == 0 {
                points.append((start + width, port(of: number, to: chain[1])))
            } else {
                let loops = graph.places[chain[0]].column == place.column
                points.append((loops ? start + width : start, port(of: number, to: chain[index - 1])))
            }
        }
        var path = "M\(number(points[0].x)) \(number(points[0].y))"
        for (one, other) in zip(points, points.dropFirst()) {
            if one.y == other.y {
                path += "H\(number(other.x))"
            } else {
                let half = (one.x + other.x) / 2
                path += "C\(number(half)) \(number(one.y)) \(number(half)) \(number(other.y)) "
                path += "\(number(other.x)) \(number(other.y))"
            }
        }
        let dashed = arrow.moves.allSatisfy(\.automatic) ? " stroke-dasharray=\"5 4\"" : ""
        let tip = arrow.runsBackwards ? "marker-start" : "marker-end"
        parts.append(
            "<path d=\"\(path)\" fill=\"none\" stroke=\"#64748b\" stroke-width=\"1.4\"\(dashed) "
                + "\(tip)=\"url(#tip)\"/>"
        )
        drawWords(of: arrow)
    }

    /// Arrows leave a box one below the other, in the order of where they go.
    private func port(of place: Int, to neighbour: Int) -> Double {
        let right = graph.places[neighbour].column > graph.places[place].column
        let ends = graph.arrows.flatMap { arrow -> [Int] in
            var near: [Int] = []
            if arrow.places.first == place { near.append(arrow.places[1]) }
            if arrow.places.last == place { near.append(arrow.places[arrow.places.count - 2]) }
            return near
        }.filter { (graph.places[$0].column > graph.places[place].column) == right }
            .sorted { graph.places[$0].y < graph.places[$1].y }
        let box = graph.places[place]
        let position = Double(ends.firstIndex(of: neighbour) ?? 0) + 1
        return y(of: box) - box.height / 2 + box.height * position / Double(ends.count + 1)
    }

    private mutating func drawWords(of arrow: ProcedureGraph.Arrow) {
        let place = graph.places[arrow.wordsAt]
        let labels = ProcedureDrawing.labels(of: arrow.moves, language)
        let x = middle(of: place.column)
        let width = (labels.map { textWidth($0.text, size: 11) + ($0.isTimed ? 15 : 0) }.max() ?? 0) + 10
        let height = Double(labels.count) * 15 + 2
        let top = y(of: place) - height / 2
        parts.append(
            "<rect x=\"\(number(x - width / 2))\" y=\"\(number(top))\" width=\"\(number(width))\" "
                + "height=\"\(number(height))\" rx=\"4\" fill=\"#ffffff\"/>")
        for (index, label) in labels.enumerated() {
            let line = top + 12 + Double(index) * 15
            let shift = label.isTimed ? 7.0 : 0
            if label.isTimed {
                let left = x - textWidth(label.text, size: 11) / 2 - 8
                parts.append("<use href=\"#clock\" x=\"\(number(left))\" y=\"\(number(line - 9))\"/>")
            }
            let style = arrow.moves[index].automatic ? " font-style=\"italic\"" : ""
            parts.append(
                "<text x=\"\(number(x + shift))\" y=\"\(number(line))\" font-size=\"11\" "
                    + "text-anchor=\"middle\"\(style)>"
                    + "\(escaped(label.text))</text>")
        }
    }

    // MARK: Boxes

    private mutating func drawBox(_ place: ProcedureGraph.Place) {
        guard let index = place.stage else { return }
        let stage = procedure.stages[index]
        let (x, top) = (columnStart[place.column], y(of: place) - place.height / 2)
        let (fill, line) = stage.holder.colours
        func frame(_ inset: Double, _ fill: String) -> String {
            "<rect x=\"\(number(x + inset))\" y=\"\(number(top + inset))\" "
                + "width=\"\(number(boxWidth - 2 * inset))\" "
                + "height=\"\(number(place.height - 2 * inset))\" rx=\"\(number(10 - inset))\" "
                + "fill=\"\(fill)\" "
                + "stroke=\"\(line)\" stroke-width=\"1.6\"/>"
        }
        parts.append(frame(0, fill))
        if stage.closes != nil { parts.append(frame(4, "none")) }
        let lines = StageBox(stage, of: procedure, language).lines(everywhere: graph.everywhere[index] ?? [])
        let middle = number(x + boxWidth / 2)
        let block = 15.0 + Double(lines.count) * 15
        var line1 = top + (place.height - block) / 2 + 13
        parts.append(
            "<text x=\"\(middle)\" y=\"\(number(line1))\" font-size=\"14\" font-weight=\"600\" "
                + "text-anchor=\"middle\">"
                + "\(escaped(stage.text[language]))</text>")
        for text in lines {
            line1 += 15
            if text.isTimed {
                let left = x + boxWidth / 2 - textWidth(text.text, size: 10.5) / 2 - 8
                parts.append("<use href=\"#clock\" x=\"\(number(left))\" y=\"\(number(line1 - 9))\"/>")
            }
            parts.append(
                "<text x=\"\(number(x + boxWidth / 2 + (text.isTimed ? 7 : 0)))\" y=\"\(number(line1))\" "
                    + "font-size=\"10.5\" fill=\"#334155\" "
                    + "text-anchor=\"middle\">\(escaped(text.text))</text>"
            )
        }
    }
}
