/// A place from which repairers set out (基层站所, M11): what it repairs, where, and when somebody is there.
public struct Station: Hashable, Sendable {
    /// Stands in its address: letters, digits and hyphens.
    public let code: String
    public let name: LocalText
    /// The unit that leads what the station repairs.
    public let unit: UnitCode
    /// The classes it can repair, or groups of them.
    public let categories: [String]
    public let position: Position
    /// The areas it serves.
    public let areas: [AreaCode]
    /// Dialled as it is written.
    public let phone: String
    public let duty: Duty
    /// Whether it goes out to emergencies, at any hour.
    public let takesEmergencies: Bool

    /// When somebody is there.
    public enum Duty: Hashable, Sendable {
        /// Day and night.
        case always
        /// On working days of the city, between two times of the day.
        case working(DayHours)
    }

    public init(
        code: String, name: LocalText, unit: UnitCode, categories: [String], position: Position,
        areas: [AreaCode], phone: String, duty: Duty, takesEmergencies: Bool
    ) {
        self.code = code
        self.name = name
        self.unit = unit
        self.categories = categories
        self.position = position
        self.areas = areas
        self.phone = phone
        self.duty = duty
        self.takesEmergencies = takesEmergencies
    }

    /// Whether somebody is there.
    public func isOnDuty(at moment: Moment, in calendar: WorkingCalendar) -> Bool {
        switch duty {
        case .always: true
        case .working(let hours):
            calendar.isWorkingDay(calendar.date(of: moment))
                && (hours.opens..<hours.closes).contains(calendar.wall(moment).minute)
        }
    }

    /// Whether it can repair something of a class.
    public func repairs(_ category: String, in catalogue: Catalogue) -> Bool {
        let line = catalogue.lineage(of: category).map(\.code)
        return categories.contains { line.contains($0) }
    }
}

/// A station that could be sent, and why it stands where it stands.
public struct StationChoice: Hashable, Sendable {
    public let station: Station
    public let isOnDuty: Bool
    /// Whether the place is one it serves.
    public let isOwnArea: Bool
    /// In metres, from the place or the middle of its area; nil where neither is known.
    public let meters: Int?

    public init(station: Station, isOnDuty: Bool, isOwnArea: Bool, meters: Int?) {
        self.station = station
        self.isOnDuty = isOnDuty
        self.isOwnArea = isOwnArea
        self.meters = meters
    }
}

/// All stations of a city.
public struct StationBook: Hashable, Sendable {
    /// In the order of the pack.
    public let stations: [Station]

    public init(_ stations: [Station] = []) { self.stations = stations }

    public subscript(code: String) -> Station? { stations.first { $0.code == code } }

    /// What is to be repaired.
    public struct Call: Sendable {
        public let category: String
        public let area: AreaCode
        /// The place itself; else the middle of the area counts.
        public let position: Position?
        public let isEmergency: Bool

        public init(category: String, area: AreaCode, position: Position?, isEmergency: Bool) {
            self.category = category
            self.area = area
            self.position = position
            self.isEmergency = isEmergency
        }
    }

    /// The stations that can repair something, in the order in which they should be sent: those on duty, then
    /// those of the place, then the nearest. To an emergency go only those that take emergencies.
    public func choices(for call: Call, in city: City, at moment: Moment) -> [StationChoice] {
        let place = call.position ?? StationBook.middle(of: call.area, in: city.areas)
        return stations.filter { station in
            station.repairs(call.category, in: city.catalogue)
                && (!call.isEmergency || station.takesEmergencies)
        }.map { station in
            StationChoice(
                station: station,
                isOnDuty: (call.isEmergency && station.takesEmergencies)
                    || station.isOnDuty(at: moment, in: city.calendar),
                isOwnArea: station.areas.contains { $0.contains(call.area) },
                meters: place.map { Int($0.meters(to: station.position).rounded()) })
        }.sorted { StationBook.order($0, $1) }
    }

    /// A station serves its own places first; between two that both do, or both do not, the way decides.
    private static func order(_ left: StationChoice, _ right: StationChoice) -> Bool {
        if left.isOnDuty != right.isOnDuty { return left.isOnDuty }
        if left.isOwnArea != right.isOwnArea { return left.isOwnArea }
        let (near, far) = (left.meters ?? .max, right.meters ?? .max)
        return (near, left.station.code) < (far, right.station.code)
    }

    /// The middle of an area, or of the closest one around it whose middle is known.
    private static func middle(of area: AreaCode, in areas: AreaTree) -> Position? {
        areas.path(to: area).reversed().compactMap(\.position).first
    }
}

extension Position {
    /// The way as the crow flies in metres, on a sphere of 6,371 km: exact to half a percent.
    public func meters(to other: Position) -> Double {
        let (a, b) = (onSphere, other.onSphere)
        let squares = [a.x - b.x, a.y - b.y, a.z - b.z].map { $0 * $0 }
        // Half the straight line through the earth is the sine of half the angle.
        return 2 * 6_371_000 * Position.arc(ofSine: squares.reduce(0, +).squareRoot() / 2)
    }

    private var onSphere: (x: Double, y: Double, z: Double) {
        let radians = Double.pi / 180
        let (phi, lambda) = (latitude * radians, longitude * radians)
        let width = Position.cosine(phi)
        return (
            width * Position.cosine(lambda), width * Position.cosine(lambda - .pi / 2),
            Position.cosine(phi - .pi / 2)
        )
    }

    /// The cosine of an angle between −2π and 2π, from that of a sixteenth of it: its series ends quickly
    /// there, and doubling is exact. The core has no library for it.
    private static func cosine(_ angle: Double) -> Double {
        let square = angle * angle / 256
        var (sum, term) = (1.0, 1.0)
        for step in 1...8 {
            term *= -square / Double((2 * step - 1) * (2 * step))
            sum += term
        }
        for _ in 0..<4 { sum = 2 * sum * sum - 1 }
        return sum
    }

    /// The angle whose sine is between 0 and 1: halved until it is its sine but for a small cube.
    private static func arc(ofSine sine: Double) -> Double {
        var (sine, factor) = (min(1, sine), 1.0)
        while sine > 0.001 {
            sine /= (2 * (1 + (1 - sine * sine).squareRoot())).squareRoot()
            factor *= 2
        }
        return factor * (sine + sine * sine * sine / 6)
    }
}
