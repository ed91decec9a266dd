import Core
import Foundation

/// In which datum a position was written down.
enum Datum: String, CaseIterable, Sendable {
    /// GPS, and everything this program keeps.
    case wgs84
    /// The shifted datum of Chinese map apps (GCJ-02), some 500 m off.
    case gcj02
}

extension Position {
    /// The distance in metres on a sphere of 6,371 km, exact to half a percent.
    func distance(to other: Position) -> Double {
        let radians = Double.pi / 180
        let north = (other.latitude - latitude) * radians
        let east = (other.longitude - longitude) * radians
        let half =
            square(sin(north / 2))
            + cos(latitude * radians) * cos(other.latitude * radians) * square(sin(east / 2))
        return 2 * 6_371_000 * asin(min(1, half.squareRoot()))
    }

    /// The same place rounded to so many decimals: three are about a hundred metres.
    func rounded(decimals: Int) -> Position {
        let factor = pow(10, Double(decimals))
        return Position(
            latitude: (latitude * factor).rounded() / factor,
            longitude: (longitude * factor).rounded() / factor) ?? self
    }

    /// The place as Chinese map apps write it (the formula of GCJ-02); unchanged outside China.
    var asGCJ02: Position {
        guard (0.8293...55.8271).contains(latitude), (72.004...137.8347).contains(longitude) else {
            return self
        }
        let axis = 6_378_245.0
        let flattening = 0.006_693_421_622_965_943
        let radians = latitude / 180 * .pi
        let magic = 1 - flattening * square(sin(radians))
        let north = Position.northShift(longitude - 105, latitude - 35)
        let east = Position.eastShift(longitude - 105, latitude - 35)
        let perNorth = axis * (1 - flattening) / (magic * magic.squareRoot()) * .pi / 180
        let perEast = axis / magic.squareRoot() * cos(radians) * .pi / 180
        return Position(latitude: latitude + north / perNorth, longitude: longitude + east / perEast)
            ?? self
    }

    /// The place in WGS-84 when `self` was written in GCJ-02: found by going back along the shift until it
    /// is exact to less than a millimetre.
    var fromGCJ02: Position {
        var guess = self
        for _ in 0..<8 {
            let shifted = guess.asGCJ02
            guard
                let next = Position(
                    latitude: guess.latitude - (shifted.latitude - latitude),
                    longitude: guess.longitude - (shifted.longitude - longitude))
            else { return guess }
            guess = next
        }
        return guess
    }

    private static func northShift(_ x: Double, _ y: Double) -> Double {
        let plain = -100 + 2 * x + 3 * y + 0.2 * y * y
        let mixed = 0.1 * x * y + 0.2 * abs(x).squareRoot()
        let waves = wave(6 * x, 20) + wave(2 * x, 20) + wave(y, 20) + wave(y / 3, 40)
        return plain + mixed + (waves + wave(y / 12, 160) + wave(y / 30, 320)) * 2 / 3
    }

    private static func eastShift(_ x: Double, _ y: Double) -> Double {
        let plain = 300 + x + 2 * y + 0.1 * x * x
        let mixed = 0.1 * x * y + 0.1 * abs(x).squareRoot()
        let waves = wave(6 * x, 20) + wave(2 * x, 20) + wave(x, 20) + wave(x / 3, 40)
        return plain + mixed + (waves + wave(x / 12, 150) + wave(x / 30, 300)) * 2 / 3
    }

    /// So many half turns of a wave of so many metres.
    private static func wave(_ turns: Double, _ height: Double) -> Double { height * sin(turns * .pi) }
}

/// Why a place that was given cannot be used.
enum PlaceProblem: String, Error, CaseIterable, Sendable {
    /// No number with a point: words, NaN, an exponent, a decimal comma.
    case notNumbers
    /// Outside −90…90 or −180…180.
    case outOfRange
    /// 0, 0: what a device says that does not know.
    case zero
    /// In the city with latitude and longitude exchanged.
    case swapped
    /// Not in the city.
    case outside
}

extension AreaTree {
    /// The smallest area at a place given as two texts.
    ///
    /// - Throws: what is wrong with the place, for a sentence that helps.
    func find(
        latitude: String, longitude: String, datum: Datum = .wgs84
    ) throws(PlaceProblem) -> (area: AreaCode, position: Position) {
        guard let north = plainDegrees(latitude), let east = plainDegrees(longitude) else {
            throw .notNumbers
        }
        guard let written = Position(latitude: north, longitude: east) else {
            throw box != nil && isInside(latitude: east, longitude: north) ? .swapped : .outOfRange
        }
        if north == 0, east == 0 { throw .zero }
        let position =
            switch datum {
            case .wgs84: written
            case .gcj02: written.fromGCJ02
            }
        if let area = area(at: position) { return (area, position) }
        throw isInside(latitude: east, longitude: north) ? .swapped : .outside
    }

    private func isInside(latitude: Double, longitude: Double) -> Bool {
        Position(latitude: latitude, longitude: longitude).map { area(at: $0) != nil } ?? false
    }
}

/// Degrees as people and browsers write them: a sign, digits, perhaps a point and digits. No exponent, no
/// comma, no NaN, no more than 20 characters.
func plainDegrees(_ text: String) -> Double? {
    let digits = text.utf8.drop { $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "+") }
    guard text.utf8.count <= 20, text.utf8.count - digits.count <= 1, digits.first != UInt8(ascii: "."),
        digits.allSatisfy({ (48...57).contains($0) || $0 == UInt8(ascii: ".") })
    else { return nil }
    return Double(text)
}

private func square(_ value: Double) -> Double { value * value }
