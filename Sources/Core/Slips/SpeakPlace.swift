/// A place where people speak and somebody writes it down (说事站、说事点、说事箱、代表工作室; M16, M84).
public struct SpeakPlace: Hashable, Sendable, Codable {
    /// Stands in its address and in the source of its slips: letters, digits, `-` and `_`.
    public var code: String
    public var kind: Kind
    public var name: LocalText
    public var area: AreaCode
    public var address: LocalText
    public var phone: String
    /// When it is open; of a box, when it is emptied.
    public var opening: OpeningRule?
    /// Of a studio: who gives the room.
    public var host: Host?
    /// Of a studio: whether the room is used for other things too.
    public var isShared: Bool
    /// Of a studio: who is there in turn.
    public var delegates: [LocalText]
    /// Of a studio: who answers for it between openings.
    public var liaison: LocalText?

    public enum Kind: String, CaseIterable, Hashable, Sendable, Codable {
        /// Of a town or subdistrict.
        case station
        /// Of a village or community.
        case point
        case box
        case studio

        /// By which way a matter from here came in.
        public var channel: Channel {
            switch self {
            case .box: .box
            case .station, .point: .station
            case .studio: .visit
            }
        }
    }

    /// Who gives a studio its room (M84).
    public enum Host: String, CaseIterable, Hashable, Sendable, Codable {
        case city, town, village, firm, society, school
    }

    public init(
        code: String, kind: Kind, name: LocalText, area: AreaCode,
        address: LocalText = LocalText(zh: "", en: ""), phone: String = "", opening: OpeningRule? = nil,
        host: Host? = nil, isShared: Bool = false, delegates: [LocalText] = [], liaison: LocalText? = nil
    ) {
        self.code = code
        self.kind = kind
        self.name = name
        self.area = area
        self.address = address
        self.phone = phone
        self.opening = opening
        self.host = host
        self.isShared = isShared
        self.delegates = delegates
        self.liaison = liaison
    }

    /// The most characters of its parts.
    public enum Limit {
        public static let code = 32
        public static let text = 100
        public static let delegates = 30
    }

    /// What is wrong with a place.
    public enum Problem: String, CaseIterable, Hashable, Sendable {
        case code, name, nameLong, addressLong, phone, area
        /// A studio without a rule.
        case noOpening
        /// A studio must open once a week on a Saturday, a Sunday or a weekday evening.
        case daytime
        case noHost, noDelegates, tooManyDelegates, delegateLong
    }

    /// What is wrong with it; nothing for one that may be used.
    ///
    /// - Parameter known: whether an area is one of the city's.
    public func problems(known: (AreaCode) -> Bool) -> [Problem] {
        var problems: [Problem] = []
        if !Self.isCode(code) { problems.append(.code) }
        let names = [name.zh, name.en]
        if names.contains("") { problems.append(.name) }
        if names.contains(where: { $0.count > Limit.text }) { problems.append(.nameLong) }
        if [address.zh, address.en].contains(where: { $0.count > Limit.text }) {
            problems.append(.addressLong)
        }
        if !Self.isPhone(phone) { problems.append(.phone) }
        if !known(area) { problems.append(.area) }
        if delegates.count > Limit.delegates { problems.append(.tooManyDelegates) }
        let people = delegates + [liaison].compactMap(\.self)
        if people.contains(where: { $0.zh.isEmpty || $0.zh.count > Limit.text || $0.en.count > Limit.text }) {
            problems.append(.delegateLong)
        }
        if kind == .studio { problems += studioProblems }
        return problems
    }

    private var studioProblems: [Problem] {
        var problems: [Problem] = []
        if let opening {
            if !opening.suitsWorkingPeople { problems.append(.daytime) }
        } else {
            problems.append(.noOpening)
        }
        if host == nil { problems.append(.noHost) }
        if delegates.isEmpty { problems.append(.noDelegates) }
        return problems
    }

    public static func isCode(_ text: String) -> Bool {
        (1...Limit.code).contains(text.utf8.count)
            && text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "-_".contains($0)) }
    }

    private static func isPhone(_ text: String) -> Bool {
        text.isEmpty
            || text.utf8.count <= 20
                && text.allSatisfy { $0.isASCII && ($0.isNumber || "+- ".contains($0)) }
    }

    /// The next opening that is not over. Stations and points keep public holidays; a studio's day is fixed.
    public func nextOpening(
        from now: Moment, by calendar: WorkingCalendar
    ) -> (date: CivilDate, from: Moment, until: Moment)? {
        opening?.next(from: now, by: calendar, working: kind != .studio)
    }

    /// The last day on which it should have been opened.
    public func lastDue(before now: Moment, by calendar: WorkingCalendar) -> CivilDate? {
        opening?.last(before: now, by: calendar, working: kind != .studio)
    }
}
