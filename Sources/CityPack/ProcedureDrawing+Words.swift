import Core

/// The lines under a stage's name: the limits that run there, or from where an end can be reached.
struct StageBox {
    let stage: Stage
    let procedure: Procedure
    let language: Language

    init(_ stage: Stage, of procedure: Procedure, _ language: Language) {
        self.stage = stage
        self.procedure = procedure
        self.language = language
    }

    func lines(everywhere: [Move]) -> [ProcedureDrawing.Label] {
        let limits = procedure.limits.filter { $0.runs.contains(stage.name) }.map { limit in
            ProcedureDrawing.Label(
                text: "\(limit.text[language]) \(limit.span.words(language))", isTimed: true)
        }
        guard stage.closes != nil else { return limits }
        if everywhere.isEmpty { return [] }
        let open = Set(procedure.stages.filter { $0.closes == nil }.map(\.name))
        return everywhere.map { move in
            let isAll = open.isSubset(of: move.from)
            switch language {
            case .zh:
                return .init(
                    text: "\(move.text.zh)：来自\(isAll ? "任何" : "\(move.from.count)个")环节", isTimed: false)
            case .en:
                return .init(
                    text: "\(move.text.en): from \(isAll ? "any" : "\(move.from.count)") stages",
                    isTimed: false)
            }
        }
    }
}

extension Span {
    /// `15个工作日`, `15 working days`.
    func words(_ language: Language) -> String {
        let text = description
        let count = String(text.prefix { $0.isNumber })
        let unit = String(text.drop { $0.isNumber })
        let names: [String: (zh: String, en: String)] = [
            "wd": ("个工作日", "working days"), "d": ("天", "days"), "h": ("小时", "hours"), "m": ("分钟", "minutes"),
            "wh": ("个工作小时", "working hours"), "wm": ("个工作分钟", "working minutes"), "s": ("秒", "seconds"),
        ]
        guard let name = names[unit] else { return text }
        switch language {
        case .zh: return count + name.zh
        case .en: return "\(count) \(count == "1" ? String(name.en.dropLast()) : name.en)"
        }
    }
}

extension Stage.Holder {
    /// The filling and the line of a box.
    var colours: (fill: String, line: String) {
        switch self {
        case .desk: ("#e0edff", "#1d4ed8")
        case .lead: ("#fff1d6", "#b45309")
        case .resident: ("#dff5e6", "#15803d")
        case .main: ("#f3e8ff", "#7e22ce")
        case .nobody: ("#f1f5f9", "#475569")
        }
    }

    func words(_ language: Language) -> String {
        switch (self, language) {
        case (.desk, .zh): "受理台"
        case (.desk, .en): "the desk"
        case (.lead, .zh): "承办单位"
        case (.lead, .en): "the unit that leads"
        case (.resident, .zh): "群众"
        case (.resident, .en): "the resident"
        case (.main, .zh): "合并的那一件"
        case (.main, .en): "the matter it was joined to"
        case (.nobody, .zh): "已结束"
        case (.nobody, .en): "ended"
        }
    }
}

/// What stands below a drawing: what the colours and lines mean, and the moves that lead nowhere else.
struct Foot {
    let markup: String
    let bottom: Double

    init(_ procedure: Procedure, _ language: Language, width: Double, top: Double) {
        var parts: [String] = []
        var x = 28.0
        for holder in Stage.Holder.allCases {
            let (fill, line) = holder.colours
            let words = holder.words(language)
            parts.append(
                "<rect x=\"\(number(x))\" y=\"\(number(top))\" width=\"22\" height=\"14\" rx=\"4\" "
                    + "fill=\"\(fill)\" "
                    + "stroke=\"\(line)\"/><text x=\"\(number(x + 28))\" "
                    + "y=\"\(number(top + 12))\">\(escaped(words))</text>"
            )
            x += 28 + textWidth(words, size: 12) + 24
        }
        let dashes = language == .zh ? "自动发生" : "follows by itself"
        let timed = language == .zh ? "到时发生" : "by a timer"
        parts.append(
            "<path d=\"M\(number(x)) \(number(top + 7))h26\" stroke=\"#64748b\" stroke-width=\"1.4\" "
                + "stroke-dasharray=\"5 4\"/><text x=\"\(number(x + 32))\" y=\"\(number(top + 12))\" "
                + "font-style=\"italic\">\(dashes)</text>")
        x += 32 + textWidth(dashes, size: 12) + 24
        parts.append(
            "<use href=\"#clock\" x=\"\(number(x))\" y=\"\(number(top + 2))\"/>"
                + "<text x=\"\(number(x + 16))\" y=\"\(number(top + 12))\">\(timed)</text>")
        var y = top + 40
        for line in Foot.wrapped(Foot.staying(procedure, language), width: width - 56) {
            parts.append(
                "<text x=\"28\" y=\"\(number(y))\" font-size=\"11\" fill=\"#334155\">\(escaped(line))</text>")
            y += 17
        }
        markup = parts.joined(separator: "\n")
        bottom = y + 8
    }

    /// The moves that leave a matter where it is, as words of a sentence.
    private static func staying(_ procedure: Procedure, _ language: Language) -> [String] {
        let names = procedure.moves.filter { $0.to == nil }.map { $0.text[language] }
        if names.isEmpty { return [] }
        let lead = language == .zh ? "不改变环节的动作：" : "Moves that stay in their stage: "
        return [lead]
            + names.enumerated().map { index, name in
                name + (index + 1 == names.count ? "" : language == .zh ? "、" : ", ")
            }
    }

    private static func wrapped(_ words: [String], width: Double) -> [String] {
        var lines: [String] = []
        var line = ""
        for word in words {
            if !line.isEmpty, textWidth(line + word, size: 11) > width {
                lines.append(line)
                line = ""
            }
            line += word
        }
        return line.isEmpty ? lines : lines + [line]
    }
}

/// About how wide a text is: Chinese signs are square, Latin letters three fifths of that.
func textWidth(_ text: String, size: Double) -> Double {
    text.unicodeScalars.reduce(0) { $0 + ($1.value < 0x2E80 ? 0.61 : 1) * size }
}

/// One decimal is enough for a drawing.
func number(_ value: Double) -> String {
    let tenths = Int((value * 10).rounded())
    let sign = tenths < 0 ? "-" : ""
    return tenths % 10 == 0 ? "\(tenths / 10)" : "\(sign)\(abs(tenths) / 10).\(abs(tenths) % 10)"
}

/// Safe as text and as a quoted attribute of XML; control characters, which XML forbids, are left out.
func escaped(_ text: String) -> String {
    var safe = ""
    for scalar in text.unicodeScalars {
        switch scalar {
        case "&": safe += "&amp;"
        case "<": safe += "&lt;"
        case ">": safe += "&gt;"
        case "\"": safe += "&quot;"
        case "'": safe += "&#39;"
        case "\u{0}"..."\u{8}", "\u{B}", "\u{C}", "\u{E}"..."\u{1F}", "\u{7F}", "\u{FFFE}", "\u{FFFF}":
            continue
        default: safe.unicodeScalars.append(scalar)
        }
    }
    return safe
}
