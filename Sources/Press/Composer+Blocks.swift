extension Composer {
    func put(_ block: PressDocument.Block) {
        switch block {
        case .heading(let text, let level): heading(text, level)
        case .paragraph(let text):
            plain(text, .body)
            y += 8
        case .facts(let facts): put(facts: facts)
        case .table(let columns, let rows): put(columns, rows)
        case .quote(let text): quote(text)
        case .code(let text, let caption): code(text, caption)
        case .pictures(let pictures): put(pictures)
        case .signatures(let labels): signatures(labels)
        case .pageBreak: if !isFresh { newPage() }
        }
    }

    private func plain(_ text: String, _ face: Face, x: Double = Paper.margin, width: Double = Paper.column) {
        guard let set = setting(text, face, width: width) else { return }
        row(
            [Cell(setting: set, x: x, width: width + 2 * Self.padding)], ruled: false)
    }

    private func heading(_ text: String, _ level: Int) {
        // Never alone at the foot of a page.
        reserve(level == 1 ? 160 : 130)
        if level == 1 {
            plain(text, Face(size: 18, bold: true, gray: 0, alignment: .middle))
            y += 14
        } else {
            if !isFresh { y += 6 }
            plain(text, Face(size: 12, bold: true, gray: 0))
            y += 5
        }
    }

    // MARK: Forms and tables

    private func put(facts: [(name: String, value: String)]) {
        let (name, half) = (76.0, Paper.column / 2)
        var left: (name: String, value: String)?
        func fits(_ fact: (name: String, value: String)) -> Bool {
            guard !fact.value.contains("\n"), fact.value.count <= 60,
                let set = setting(fact.value, .body, width: 4 * Paper.column)
            else { return false }
            return set.natural <= half - name - 2 * Self.padding
        }
        func cells(_ fact: (name: String, value: String), x: Double, width: Double) -> [Cell] {
            [
                cell(fact.name, .head, x: x, width: name, fill: 0.95),
                cell(fact.value, .body, x: x + name, width: width - name),
            ].compactMap(\.self)
        }
        func flush() {
            if let left { row(cells(left, x: Paper.margin, width: Paper.column), ruled: true) }
            left = nil
        }
        for fact in facts {
            if !fits(fact) {
                flush()
                row(cells(fact, x: Paper.margin, width: Paper.column), ruled: true)
            } else if let first = left {
                left = nil
                row(
                    cells(first, x: Paper.margin, width: half)
                        + cells(fact, x: Paper.margin + half, width: half), ruled: true)
            } else {
                left = fact
            }
        }
        flush()
        y += 10
    }

    /// Columns as wide as what stands in them, as far as that goes.
    private func put(_ columns: [String], _ rows: [[String]]) {
        guard !columns.isEmpty else { return }
        let wishes = columns.indices.map { index in
            let texts =
                [columns[index]]
                + rows.prefix(200).compactMap { $0.indices.contains(index) ? $0[index] : nil }
            let widest = texts.compactMap { setting(String($0.prefix(60)), .body, width: 4000)?.natural }
                .max()
            return min(max(widest ?? 0, 24), 260) + 2 * Self.padding + 1
        }
        let sum = wishes.reduce(0, +)
        let widths = wishes.map { $0 / sum * Paper.column }
        func cells(_ texts: [String], _ face: Face, fill: Double?) -> [Cell] {
            var x = Paper.margin
            return columns.indices.compactMap { index in
                defer { x += widths[index] }
                let text = texts.indices.contains(index) ? texts[index] : ""
                return cell(text, face, x: x, width: widths[index], fill: fill)
            }
        }
        let head = { self.row(cells(columns, .head, fill: 0.95), ruled: true) }
        reserve(60)
        head()
        for texts in rows where !isTooLong {
            row(cells(texts, Face(size: 9.5), fill: nil), ruled: true, head: head)
        }
        y += 10
    }

    private func quote(_ text: String) {
        guard let set = cell(text, .body, x: Paper.margin, width: Paper.column) else { return }
        row([set], ruled: true)
        y += 10
    }

    /// Empty boxes, each with what is signed there; as many beside each other as there are, at most four.
    private func signatures(_ labels: [String]) {
        let height = 58.0
        for start in stride(from: 0, to: labels.count, by: 4) {
            let part = labels[start..<min(start + 4, labels.count)]
            reserve(height + 10)
            let width = Paper.column / Double(part.count)
            for (index, label) in part.enumerated() {
                let x = Paper.margin + Double(index) * width
                box(x: x, y: y, width: width, height: height)
                guard let set = setting(label, .label, width: width - 2 * Self.padding) else { continue }
                for line in set.lines.prefix(2) {
                    set.draw(line, x: x + Self.padding, y: y + Self.padding + line.top, in: width, on: cr)
                }
            }
            y += height
        }
        y += 10
    }
}
