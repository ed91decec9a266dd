/// The names of places as an automaton (Aho and Corasick): one step for each character of a text.
struct PlaceNames: Sendable {
    /// Where a name stands in a text, and whose it can be.
    struct Spot {
        let range: Range<String.Index>
        let codes: [String]
    }

    private struct Name: Sendable {
        let length: Int
        var codes: [String]
        /// Whether it is only somebody's short form, which also is a word: counts beside words of place.
        var isShort: Bool
        /// Whether it begins and ends with a letter of a script that separates its words.
        let isWord: Bool
    }

    private var steps: [UInt64: Int32] = [:]
    private var fallback: [Int32] = [0]
    /// The longest name that ends at a state, −1 for none.
    private var ending: [Int32] = [-1]
    private var names: [Name] = []
    private var longest = 1

    // MARK: Building

    init(_ areas: [(code: String, names: [String])]) {
        for area in areas {
            for name in area.names { add(name, of: area.code) }
        }
        link()
    }

    private mutating func add(_ name: String, of code: String) {
        let scalars = Self.folded(name)
        guard scalars.count >= 2, scalars.count <= 64 else { return }
        insert(scalars, of: code, isShort: false)
        if let short = Self.short(scalars) {
            insert(short.scalars, of: code, isShort: !short.isRoad)
        }
    }

    private mutating func insert(_ scalars: [Unicode.Scalar], of code: String, isShort: Bool) {
        var state: Int32 = 0
        for scalar in scalars {
            if let next = steps[Self.step(state, scalar)] {
                state = next
            } else {
                let next = Int32(fallback.count)
                steps[Self.step(state, scalar)] = next
                fallback.append(0)
                ending.append(-1)
                state = next
            }
        }
        longest = max(longest, scalars.count)
        let known = Int(ending[Int(state)])
        guard known >= 0 else {
            ending[Int(state)] = Int32(names.count)
            let isWord = [scalars.first, scalars.last].contains { $0.map(Letters.sort) == .word }
            names.append(Name(length: scalars.count, codes: [code], isShort: isShort, isWord: isWord))
            return
        }
        // A full name beats another place's short form; short forms of two places stay apart.
        if names[known].isShort, !isShort {
            names[known].isShort = false
            names[known].codes = [code]
        } else if names[known].isShort == isShort, !names[known].codes.contains(code) {
            names[known].codes.append(code)
        }
    }

    /// Where to go on when no name goes on: to the longest end of what was read that begins another name.
    private mutating func link() {
        var byParent: [Int32: [(scalar: UInt32, state: Int32)]] = [:]
        for (step, state) in steps {
            byParent[Int32(step >> 32), default: []].append((UInt32(truncatingIfNeeded: step), state))
        }
        var queue: [Int32] = [0]
        var next = 0
        while next < queue.count {
            let parent = queue[next]
            next += 1
            for child in byParent[parent] ?? [] {
                queue.append(child.state)
                guard parent != 0 else { continue }
                var state = fallback[Int(parent)]
                while state != 0, steps[UInt64(UInt32(state)) << 32 | UInt64(child.scalar)] == nil {
                    state = fallback[Int(state)]
                }
                let end = steps[UInt64(UInt32(state)) << 32 | UInt64(child.scalar)] ?? 0
                fallback[Int(child.state)] = end
                if ending[Int(child.state)] < 0 { ending[Int(child.state)] = ending[Int(end)] }
            }
        }
    }

    private static func step(_ state: Int32, _ scalar: Unicode.Scalar) -> UInt64 {
        UInt64(UInt32(state)) << 32 | UInt64(scalar.value)
    }

    // MARK: Reading

    private struct Hit {
        let start: Int
        let end: Int
        let name: Int
        let range: Range<String.Index>
    }

    /// The names in a text, in its order, none within another.
    func spots(in text: String) -> [Spot] {
        var hits: [Hit] = []
        let scalars = text.unicodeScalars
        var starts = [String.Index](repeating: scalars.startIndex, count: longest)
        var state: Int32 = 0
        var count = 0
        var index = scalars.startIndex
        while index < scalars.endIndex, hits.count < PlaceFinder.most {
            let scalar = Self.folded(scalars[index])
            let after = scalars.index(after: index)
            if Letters.sort(scalar) == .mark {
                index = after
                continue
            }
            starts[count % longest] = index
            count += 1
            state = advance(state, scalar)
            let name = ending[Int(state)]
            if name >= 0 {
                let length = names[Int(name)].length
                let range = starts[(count - length) % longest]..<after
                keep(Hit(start: count - length, end: count, name: Int(name), range: range), in: &hits, text)
            }
            index = after
        }
        return hits.map { Spot(range: $0.range, codes: names[$0.name].codes) }
    }

    private func advance(_ state: Int32, _ scalar: Unicode.Scalar) -> Int32 {
        var state = state
        while true {
            if let next = steps[Self.step(state, scalar)] { return next }
            if state == 0 { return 0 }
            state = fallback[Int(state)]
        }
    }

    /// The longest name wins over those within it; of two that overlap, the one that began first.
    private func keep(_ hit: Hit, in hits: inout [Hit], _ text: String) {
        guard stands(hit, after: hits.last, in: text) else { return }
        while let last = hits.last, hit.start <= last.start { hits.removeLast() }
        if let last = hits.last, hit.start < last.end { return }
        hits.append(hit)
    }

    // MARK: Whether a name is meant

    private func stands(_ hit: Hit, after last: Hit?, in text: String) -> Bool {
        let name = names[hit.name]
        let scalars = text.unicodeScalars
        let before = scalars[..<hit.range.lowerBound].last.map(Self.folded)
        let after = scalars[hit.range.upperBound...].first.map(Self.folded)
        if name.isWord, [before, after].contains(where: { $0.map(Letters.sort) == .word }) { return false }
        if !name.isShort { return true }
        let rest = String(scalars[hit.range.upperBound...].prefix(4))
        if Self.following.contains(where: rest.hasPrefix) { return false }
        if last?.end == hit.start { return true }
        return before.map(Self.leading.contains) == true || Self.trailing.contains(where: rest.hasPrefix)
    }

    /// A short form before one of these is part of another name, or a plain word.
    private static let following = [
        "路", "街", "巷", "大道", "桥", "单位", "工程", "局", "厅", "委", "部", "银行", "公司", "法", "成", "好",
    ]
    /// A short form is meant as a place after "at", before "near", and right behind another place.
    private static let leading: Set<Unicode.Scalar> = ["在", "住", "到", "于", "从", "去", "来"]
    private static let trailing = [
        "这边", "那边", "这里", "附近", "一带", "片区", "小区", "居民", "村民", "里面", "门口", "旁边", "广场",
        "公园", "小学", "中学", "市场", "菜场", "车站", "社区", "街道", "周边", "境内", "辖区",
    ]

    // MARK: Spelling

    private static func folded(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        let narrow = Letters.narrow(scalar)
        guard narrow.value < 0x80 else { return narrow }
        return (0x41...0x5A).contains(narrow.value) ? Unicode.Scalar(UInt8(narrow.value + 0x20)) : narrow
    }

    private static func folded(_ name: String) -> [Unicode.Scalar] {
        name.unicodeScalars.map(folded).filter { Letters.sort($0) != .mark }
    }

    /// What people say for it: without the word for its sort. Nil where that leaves too little, or the name
    /// has no such word.
    private static func short(_ name: [Unicode.Scalar]) -> (scalars: [Unicode.Scalar], isRoad: Bool)? {
        for ending in endings where name.count >= ending.count + 2 && name.suffix(ending.count) == ending[...]
        {
            let rest = Array(name.dropLast(ending.count))
            let isRoad = rest.count >= 3 && rest.last.map { "路街巷".unicodeScalars.contains($0) } == true
            return (rest, isRoad)
        }
        return nil
    }

    /// The longest first.
    private static let endings: [[Unicode.Scalar]] = [
        "社区居民委员会", "村民委员会", "社区居委会", "街道办事处", "居委会", "村委会", "管委会", "开发区",
        " subdistrict", " community", " district", " village", " county", " town",
        "社区", "街道", "小区", "地区", "新村", "区", "县", "镇", "乡", "村", "市",
    ].map { Array($0.unicodeScalars) }
}
