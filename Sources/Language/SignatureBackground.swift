/// How usual each term is in this town: what stands in most messages says nothing about any of them.
///
/// It is a fixed number of counters, whatever the number of messages. It learns from every message at first
/// and later from one in sixteen, so that keeping it costs the same however many there are.
public struct SignatureBackground: Sendable, Hashable {
    static let size = 1 << 15
    /// From so many messages on it learns from one in `every`.
    public static let dense = 4096
    public static let every = 16

    /// How many messages it was shown, and how many of them it counted.
    public private(set) var shown: Int
    public private(set) var learned: Int
    private var counts: [UInt16]

    public init() {
        (shown, learned) = (0, 0)
        counts = Array(repeating: 0, count: Self.size)
        for phrase in Self.courtesies {
            for term in SignatureText(title: "", text: phrase).terms {
                counts[Self.place(term.hash)] = UInt16(Self.head / 5)
            }
        }
    }

    /// Messages that are taken as read before the first.
    private static let head = 50

    /// How messages begin and end everywhere.
    private static let courtesies = [
        "尊敬的领导您好，我是本市市民，希望有关部门尽快解决，谢谢", "反映问题，请求处理，咨询关于，建议投诉，麻烦政府给予答复",
        "我们小区业主多次反映没有结果，恳请相关部门介入调查，为感，此致敬礼", "hello dear sir please thank you the is and of to in",
    ]

    private static func place(_ hash: UInt64) -> Int { Int(hash & UInt64(size - 1)) }

    /// Shows it a message; most are passed over once it knows enough.
    ///
    /// - Returns: Whether it learned from it.
    @discardableResult
    public mutating func show(_ text: SignatureText) -> Bool {
        shown += 1
        guard shown <= Self.dense || shown % Self.every == 0 else { return false }
        learned += 1
        for term in text.terms {
            let place = Self.place(term.hash)
            if counts[place] < .max { counts[place] += 1 }
        }
        if learned >= 60_000 { halve() }
        return true
    }

    /// What was long ago counts less.
    private mutating func halve() {
        learned /= 2
        for place in counts.indices { counts[place] /= 2 }
    }

    /// How telling a term is: 1 and more, 0.05 for what is everywhere.
    public func weight(of term: SignatureText.Term) -> Double {
        let seen = Double(counts[Self.place(term.hash)]) + 0.5
        let rarity = Logarithm.two((Double(learned + Self.head) + 1) / seen) / 8
        let weight = max(0.05, rarity * rarity)
        return term.inTitle ? weight * 2 : weight
    }

    // MARK: Keeping

    /// Its bytes: the two counts and the counters, little-endian.
    public var bytes: [UInt8] {
        var bytes: [UInt8] = [1]
        for value in [shown, learned] {
            for shift in stride(from: 0, to: 64, by: 8) {
                bytes.append(UInt8(truncatingIfNeeded: value >> shift))
            }
        }
        bytes.reserveCapacity(17 + Self.size * 2)
        for count in counts {
            bytes.append(UInt8(truncatingIfNeeded: count))
            bytes.append(UInt8(truncatingIfNeeded: count >> 8))
        }
        return bytes
    }

    /// - Returns: Nil for bytes that `bytes` did not make.
    public init?(bytes: [UInt8]) {
        guard bytes.count == 17 + Self.size * 2, bytes[0] == 1 else { return nil }
        func number(at start: Int) -> Int {
            (0..<8).reduce(0) { $0 | Int(bytes[start + $1]) << ($1 * 8) }
        }
        (shown, learned) = (number(at: 1), number(at: 9))
        guard shown >= 0, learned >= 0, learned <= shown else { return nil }
        counts = (0..<Self.size).map { UInt16(bytes[17 + $0 * 2]) | UInt16(bytes[18 + $0 * 2]) << 8 }
    }
}

/// Logarithms without a mathematics library: good to four places, the same on every machine.
enum Logarithm {
    /// To the base of two, of a number above 0.
    static func two(_ value: Double) -> Double {
        let (mantissa, exponent) = (value.significand, Double(value.exponent))
        // A series in (m − 1) / (m + 1), which is at most a third.
        let part = (mantissa - 1) / (mantissa + 1)
        let square = part * part
        let series = part * (1 + square * (1 / 3 + square * (1 / 5 + square * (1 / 7 + square / 9))))
        return exponent + 2 * series * 1.442_695_040_888_963_4
    }
}
