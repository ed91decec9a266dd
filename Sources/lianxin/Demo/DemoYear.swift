import CityPack
import Core
import Desk

/// A believable year: more by day than by night, more on Mondays, more in towns than in villages.
struct DemoYear {
    private let desk: Desk
    private let life: DemoLife
    private let texts: DemoTexts
    private let seed: UInt64
    private let start: Moment
    private let end: Moment
    private let places: [AreaCode]
    private let tales: [DemoTale]
    private static let day: Int64 = 86_400_000
    /// A year of fewer matters has no tales: they would be most of it.
    private static let fewest = 100
    /// Matters of one transaction.
    private static let batch = 50

    init(town: Town, people: DemoPeople, seed: UInt64, end: Moment) throws {
        desk = town.desk
        let city = town.pack.city
        texts = try DemoTexts(pack: town.pack)
        life = DemoLife(desk: desk, people: people, texts: texts, end: end)
        self.seed = seed
        self.end = end
        start = end + -365 * Self.day
        places = city.areas.codes.filter { $0.level >= .village }
        tales = DemoTale.all.sorted { $0.daysAgo > $1.daysAgo }
    }

    func run(_ count: Int, progress: (Int) -> Void) async throws {
        var dice = Dice(seed: seed)
        var left = count >= Self.fewest ? tales : []
        let ordinary = count - left.count
        var (done, index) = (0, 0)
        while done < count {
            var plans: [DemoPlan] = []
            while plans.count < Self.batch, done + plans.count < count {
                // In the order of the year, so that numbers grow with time.
                let moment = index < ordinary ? self.moment(index, of: ordinary, &dice) : end
                if let tale = left.first,
                    index == ordinary || tale.start(before: end, in: desk.city) <= moment
                {
                    left.removeFirst()
                    plans.append(try await plan(tale, &dice))
                } else {
                    plans.append(try await plan(at: moment, &dice))
                    index += 1
                }
            }
            let (life, batch) = (life, plans)
            try await desk.batch { transaction in
                for plan in batch {
                    try life.live(plan, in: transaction)
                }
            }
            done += plans.count
            progress(done)
        }
    }

    private func plan(at moment: Moment, _ dice: inout Dice) async throws -> DemoPlan {
        let (filing, category, filer) = filing(&dice)
        let identity = try await desk.identity(for: filing, at: moment)
        return DemoPlan(
            filing: filing, filer: filer, identity: identity, at: moment, category: category, tale: nil,
            dice: Dice(seed: dice.next()))
    }

    /// Told from the start: everybody can be reached, and nothing about it is chance but the words.
    private func plan(_ tale: DemoTale, _ dice: inout Dice) async throws -> DemoPlan {
        let city = desk.city
        let grids = Set(city.units.values.map(\.area).filter { $0.level == .grid })
        let fitting = tale.inGrid ? grids.sorted() : places.filter { $0.level == .village }
        let area = dice.pick(fitting) ?? city.area
        let composed = texts.compose(in: area, of: city, kind: tale.kind, &dice)
        var filing = Filing(text: composed.text, channel: .hotline)
        (filing.area, filing.place, filing.kind) = (area, composed.place, tale.kind)
        (filing.category, filing.contact) = (composed.category, texts.contact(&dice))
        filing.position = nearby(area, composed.text)
        let moment = tale.start(before: end, in: city)
        return DemoPlan(
            filing: filing, filer: life.people.anyone(in: area, &dice) ?? .system("demo"),
            identity: try await desk.identity(for: filing, at: moment), at: moment,
            category: composed.category, tale: tale, dice: Dice(seed: dice.next()))
    }

    /// Evenly over the year, then moved to an hour at which people are awake.
    private func moment(_ index: Int, of count: Int, _ dice: inout Dice) -> Moment {
        let span = Double(end - start)
        let even = start + Int64(span * (Double(index) + dice.share()) / Double(count))
        let date = desk.city.calendar.date(of: even)
        let hours: [Int64] = [7, 8, 9, 9, 10, 10, 11, 12, 13, 14, 15, 15, 16, 17, 18, 19, 20, 21, 22, 2]
        let hour = dice.pick(hours) ?? 9
        let awake = desk.city.calendar.start(of: date) + hour * 3_600_000 + Int64(dice.below(3_600_000))
        return min(awake, end + -60_000)
    }

    /// A place in an area that only the text decides, so that matters do not lie on top of each other.
    private func nearby(_ area: AreaCode, _ text: String) -> Position? {
        guard let middle = desk.city.areas[area]?.position else { return nil }
        let mix = text.utf8.reduce(UInt64(area.text.utf8.count)) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
        let share = { (shift: UInt64) in Double((mix >> shift) & 0xFFFF) / 65_535 - 0.5 }
        let moved = Position(
            latitude: middle.latitude + share(16) * 0.006, longitude: middle.longitude + share(40) * 0.006)
        let isInside = moved.map { desk.city.areas[area]?.shape?.contains($0) ?? true } ?? false
        return isInside ? moved : middle
    }

    private func filing(_ dice: inout Dice) -> (Filing, String, Actor) {
        let channels: [Channel] = [
            .hotline, .hotline, .hotline, .hotline, .web, .web, .app, .chat, .box, .visit, .station,
        ]
        let channel = dice.pick(channels) ?? .hotline
        let area = dice.pick(places) ?? desk.city.area
        let composed = texts.compose(in: area, of: desk.city, &dice)
        var filing = Filing(text: composed.text, channel: channel)
        filing.area = area
        filing.place = composed.place
        filing.caller = dice.hits(12) ? .enterprise : .resident
        if dice.hits(93) { filing.contact = texts.contact(&dice) }
        filing.position = nearby(area, composed.text)
        let isByResident = channel == .web || channel == .app
        if !isByResident {
            filing.category = composed.category
            filing.kind = composed.kind
            if dice.hits(4) { filing.urgency = .emergency } else if dice.hits(12) { filing.urgency = .urgent }
        }
        let filer = isByResident ? Actor.resident : life.people.anyone(in: area, &dice) ?? .system("demo")
        return (filing, composed.category, filer)
    }
}

/// A matter that shall be: what is filed, by whom, when, and how it goes on.
struct DemoPlan: Sendable {
    let filing: Filing
    let filer: Actor
    let identity: MatterIdentity
    let at: Moment
    let category: String
    /// What happens to it; nil where chance decides.
    let tale: DemoTale?
    let dice: Dice
}
