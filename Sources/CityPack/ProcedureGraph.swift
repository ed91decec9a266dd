import Core

/// The stages of a procedure set out in columns from left to right, with the arrows between them.
///
/// Stages stand in even columns. Every arrow has a place of its own in the odd ones, where its words stand,
/// and in each even column it passes: so neither words nor boxes can lie on each other. The order within
/// the columns comes from a few sweeps that bring what is connected closer together (after Sugiyama);
/// heights from pooling.
struct ProcedureGraph {
    struct Place {
        /// The stage, or nil for a point that an arrow passes.
        let stage: Int?
        let column: Int
        let height: Double
        /// The middle.
        var y: Double = 0
    }

    /// One or several moves between the same two stages.
    struct Arrow {
        let from: Int
        let to: Int
        let moves: [Move]
        /// Its places from left to right, both stages included.
        var places: [Int] = []
        var runsBackwards = false
        /// Which of the places carries the words.
        var wordsAt = 0
    }

    let procedure: Procedure
    private(set) var places: [Place] = []
    private(set) var arrows: [Arrow] = []
    private(set) var columns: [[Int]] = []
    /// Moves that lead to an end from so many stages that they are told in words, by stage.
    private(set) var everywhere: [Int: [Move]] = [:]

    private let gap = 14.0
    private var neighbours: [[Int]] = []

    /// `height` says how high a stage is, `words` how high the words of an arrow are.
    init(_ procedure: Procedure, height: (Stage) -> Double, words: ([Move]) -> Double) {
        self.procedure = procedure
        collectArrows()
        let column = columnsOfStages()
        for (index, stage) in procedure.stages.enumerated() {
            let tall = max(height(stage), Double(ends(of: index, column)) * 13 + 10)
            places.append(Place(stage: index, column: column[index] * 2, height: tall))
        }
        for index in arrows.indices { lay(index, words: words(arrows[index].moves)) }
        columns = Array(repeating: [], count: (places.map(\.column).max() ?? 0) + 1)
        for (index, place) in places.enumerated() { columns[place.column].append(index) }
        neighbours = Array(repeating: [], count: places.count)
        for arrow in arrows {
            for (left, right) in zip(arrow.places, arrow.places.dropFirst()) {
                neighbours[left].append(right)
                neighbours[right].append(left)
            }
        }
        order()
        setHeights()
    }

    // MARK: What is drawn

    private mutating func collectArrows() {
        let index = Dictionary(
            procedure.stages.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { first, _ in first })
        var groups: [[Int]: [Move]] = [:]
        for move in procedure.moves {
            guard let target = move.to, let to = index[target] else { continue }
            if move.from.count >= 3, procedure.stages[to].closes != nil {
                everywhere[to, default: []].append(move)
                continue
            }
            for source in move.from {
                if let from = index[source], from != to { groups[[from, to], default: []].append(move) }
            }
        }
        arrows = groups.keys.sorted { ($0[0], $0[1]) < ($1[0], $1[1]) }.map { key in
            Arrow(from: key[0], to: key[1], moves: groups[key] ?? [])
        }
    }

    /// The longest way to each stage along the order of the file; ends that nothing points at stand last.
    private func columnsOfStages() -> [Int] {
        var column = Array(repeating: 0, count: procedure.stages.count)
        for to in column.indices {
            for arrow in arrows where arrow.to == to && arrow.from < to {
                column[to] = max(column[to], column[arrow.from] + 1)
            }
        }
        let last = max(column.max() ?? 0, 1)
        for (index, stage) in procedure.stages.enumerated() where stage.closes != nil {
            if !arrows.contains(where: { $0.to == index }) { column[index] = last }
        }
        return column
    }

    /// How many arrows touch the fuller side of a stage.
    private func ends(of stage: Int, _ column: [Int]) -> Int {
        let others = arrows.compactMap { $0.from == stage ? $0.to : $0.to == stage ? $0.from : nil }
        let left = others.count { column[$0] < column[stage] }
        return max(left, others.count - left)
    }

    private mutating func lay(_ index: Int, words: Double) {
        let arrow = arrows[index]
        let (from, to) = (places[arrow.from].column, places[arrow.to].column)
        arrows[index].runsBackwards = to < from
        let (left, right) = to < from ? (arrow.to, arrow.from) : (arrow.from, arrow.to)
        var chain = [left]
        // Two stages of one column are joined by way of the column behind them.
        let between = from == to ? [from + 1] : Array((min(from, to) + 1)..<max(from, to))
        let wordsColumn = from == to ? from + 1 : to < from ? from - 1 : from + 1
        for column in between {
            if column == wordsColumn { arrows[index].wordsAt = places.count }
            chain.append(places.count)
            places.append(Place(stage: nil, column: column, height: column == wordsColumn ? words : 6))
        }
        arrows[index].places = chain + [right]
    }

    // MARK: Order within the columns

    private mutating func order() {
        var best = columns
        var fewest = crossings()
        for sweep in 0..<24 {
            let range = Array(columns.indices)
            for column in sweep % 2 == 0 ? range : range.reversed() {
                let side = sweep % 2 == 0 ? column - 1 : column + 1
                sort(column, towards: sweep >= 20 ? nil : side)
            }
            let count = crossings()
            if count < fewest { (fewest, best) = (count, columns) }
        }
        columns = best
    }

    private mutating func sort(_ column: Int, towards side: Int?) {
        var rank: [Int: Double] = [:]
        for members in columns {
            for (position, place) in members.enumerated() {
                rank[place] = (Double(position) + 0.5) / Double(members.count)
            }
        }
        func wish(_ place: Int) -> Double {
            let near = neighbours[place].filter { side == nil || places[$0].column == side }
            if near.isEmpty { return rank[place] ?? 0 }
            return near.reduce(0) { $0 + (rank[$1] ?? 0) } / Double(near.count)
        }
        let wishes = Dictionary(
            columns[column].map { ($0, wish($0)) }, uniquingKeysWith: { first, _ in first })
        columns[column].sort { (wishes[$0] ?? 0, $0) < (wishes[$1] ?? 0, $1) }
    }

    private func crossings() -> Int {
        var position = Array(repeating: 0, count: places.count)
        for members in columns { for (index, place) in members.enumerated() { position[place] = index } }
        var count = 0
        for column in columns.indices.dropLast() {
            let edges = columns[column].flatMap { left in
                neighbours[left].filter { places[$0].column == column + 1 }.map {
                    (position[left], position[$0])
                }
            }
            for (index, one) in edges.enumerated() {
                for other in edges[(index + 1)...] where (one.0 - other.0) * (one.1 - other.1) < 0 {
                    count += 1
                }
            }
        }
        return count
    }

    // MARK: Heights

    private mutating func setHeights() {
        for members in columns {
            var y = 0.0
            for place in members {
                places[place].y = y + places[place].height / 2
                y += places[place].height + gap
            }
        }
        for round in 0..<40 {
            for column in round % 2 == 0 ? Array(columns.indices) : columns.indices.reversed() {
                settle(column)
            }
        }
        let top = places.map { $0.y - $0.height / 2 }.min() ?? 0
        for index in places.indices { places[index].y -= top }
    }

    /// Brings each place of a column as close to the middle of its neighbours as the others let it.
    private mutating func settle(_ column: Int) {
        let members = columns[column]
        var pools: [(sum: Double, count: Double, members: Int)] = []
        var offset = 0.0
        var offsets: [Double] = []
        for (index, place) in members.enumerated() {
            if index > 0 { offset += (places[members[index - 1]].height + places[place].height) / 2 + gap }
            offsets.append(offset)
            let near = neighbours[place]
            let wish =
                near.isEmpty ? places[place].y : near.reduce(0) { $0 + places[$1].y } / Double(near.count)
            // Passing points pull harder, so that long arrows run straight.
            let weight = places[place].stage == nil ? 2.0 : 1.0
            pools.append((sum: (wish - offset) * weight, count: weight, members: 1))
            while pools.count > 1 {
                let (last, before) = (pools[pools.count - 1], pools[pools.count - 2])
                guard before.sum / before.count > last.sum / last.count else { break }
                pools.removeLast(2)
                pools.append(
                    (before.sum + last.sum, before.count + last.count, before.members + last.members))
            }
        }
        var index = 0
        for pool in pools {
            for _ in 0..<pool.members {
                places[members[index]].y = pool.sum / pool.count + offsets[index]
                index += 1
            }
        }
    }
}
