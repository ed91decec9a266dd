extension Composer {
    /// A text in its place in a row.
    struct Cell {
        let setting: Setting
        let x: Double
        /// With its padding.
        let width: Double
        /// The gray behind it.
        var fill: Double?
    }

    static let padding = 5.0

    func cell(_ text: String, _ face: Face, x: Double, width: Double, fill: Double? = nil) -> Cell? {
        setting(text, face, width: width - 2 * Self.padding).map {
            Cell(setting: $0, x: x, width: width, fill: fill)
        }
    }

    /// Sets cells beside each other, in boxes when `ruled`. A row that fits on a page stays whole while that
    /// wastes little; a longer one goes on overleaf, where `head` is repeated first.
    func row(_ cells: [Cell], ruled: Bool, head: () -> Void = {}) {
        let pad = ruled ? Self.padding : 0
        let whole = (cells.map(\.setting.height).max() ?? 0) + 2 * pad
        if whole < (Paper.bottom - Paper.top) / 4, !isFresh, y + whole > Paper.bottom {
            newPage()
            head()
        }
        var next = cells.map { _ in 0 }
        while !isTooLong {
            let room = Paper.bottom - y - 2 * pad
            var ends = zip(cells, next).map { end(of: $0, from: $1, room: room) }
            if ends == next, !isFresh, zip(cells, next).contains(where: { $0.setting.lines.count > $1 }) {
                newPage()
                head()
                continue
            }
            // A single line higher than a page is set nevertheless.
            if ends == next { ends = zip(cells, next).map { min($0.setting.lines.count, $1 + 1) } }
            put(cells, from: next, to: ends, pad: pad, ruled: ruled)
            next = ends
            if zip(cells, next).allSatisfy({ $0.setting.lines.count <= $1 }) { return }
            newPage()
            head()
        }
    }

    /// The line up to which a cell fits.
    private func end(of cell: Cell, from first: Int, room: Double) -> Int {
        let lines = cell.setting.lines
        guard first < lines.count else { return first }
        let top = lines[first].top
        return lines[first...].firstIndex { $0.bottom - top > room } ?? lines.count
    }

    private func put(_ cells: [Cell], from first: [Int], to last: [Int], pad: Double, ruled: Bool) {
        var height = 0.0
        for (index, cell) in cells.enumerated() where last[index] > first[index] {
            let lines = cell.setting.lines
            height = max(height, lines[last[index] - 1].bottom - lines[first[index]].top)
        }
        height += 2 * pad
        for (index, cell) in cells.enumerated() {
            if ruled { box(x: cell.x, y: y, width: cell.width, height: height, fill: cell.fill) }
            let lines = cell.setting.lines
            for line in lines[first[index]..<last[index]] {
                cell.setting.draw(
                    line, x: cell.x + (ruled ? Self.padding : 0),
                    y: y + pad + line.top - lines[first[index]].top,
                    in: cell.width - 2 * Self.padding, on: cr)
            }
        }
        y += height
    }
}
