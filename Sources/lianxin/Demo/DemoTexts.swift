import CityPack
import Core
import Desk
import Foundation
import Yams

/// What the people of the demo say, composed from the pack's sample phrases.
struct DemoTexts: Sendable {
    /// On which occasion something is said.
    enum Occasion {
        case answer, returnReason, reason, explanation, praise, complaint, note, addition
    }

    struct Composed {
        let text: String
        let place: String
        let category: String
        let kind: String?
    }

    private let phrases: Phrases
    /// Leaves as often as their weight says.
    private let lot: [String]
    private let titles: [String: String]

    init(pack: LoadedPack) throws {
        guard let samples = pack.samples,
            let data = FileManager.default.contents(atPath: pack.directory + "/" + samples)
        else {
            throw Fault(
                .configuration, "The city pack has no sample phrases.",
                remedy: "The demo needs samples/phrases.yaml; use Cities/demo.")
        }
        do {
            phrases = try YAMLDecoder().decode(Phrases.self, from: String(decoding: data, as: UTF8.self))
        } catch {
            throw Fault(
                .configuration, "\(samples) cannot be read: \(error).", remedy: "Compare it with Cities/demo."
            )
        }
        let known = phrases.leaves.filter { pack.city.catalogue[$0.key]?.isLeaf == true }
        lot = known.keys.sorted().flatMap { Array(repeating: $0, count: known[$0]?.weight ?? 1) }
        titles = Dictionary(
            uniqueKeysWithValues: pack.city.catalogue.categories.map { ($0.code, $0.name.zh) })
    }

    /// What a resident writes about something in an area: mostly in Chinese. Of one kind, if one is given.
    func compose(in area: AreaCode, of city: City, kind: String? = nil, _ dice: inout Dice) -> Composed {
        let fitting = kind.map { kind in lot.filter { phrases.leaves[$0]?.kind == kind } } ?? lot
        let category = dice.pick(fitting) ?? ""
        let leaf = phrases.leaves[category]
        let isEnglish = dice.hits(3)
        let village = area.ancestor(at: .village).flatMap { city.areas[$0]?.name } ?? city.name
        let name = isEnglish ? village.en : village.zh
        let place = fill(dice.pick(slot("place", isEnglish)) ?? "{village}", village: name, isEnglish, &dice)
        let sentence = dice.pick((isEnglish ? leaf?.en : leaf?.zh) ?? []) ?? "{place}"
        let body = sentence.replacingOccurrences(of: "{place}", with: place)
        let opening = dice.pick(isEnglish ? phrases.openings.en : phrases.openings.zh) ?? ""
        let closing = dice.pick(isEnglish ? phrases.closings.en : phrases.closings.zh) ?? ""
        return Composed(
            text: opening + fill(body, village: name, isEnglish, &dice) + closing, place: place,
            category: category,
            kind: leaf?.kind)
    }

    func sentence(_ occasion: Occasion, about category: String, _ dice: inout Dice) -> String {
        let lines: [String]
        switch occasion {
        case .answer: lines = dice.hits(10) ? phrases.partialAnswers.zh : phrases.answers.zh
        case .returnReason: lines = phrases.returnReasons.zh
        case .reason: lines = phrases.notes.zh
        case .explanation: lines = phrases.archiveReasons.zh + phrases.notInScopeReasons.zh
        case .praise: lines = phrases.satisfiedReasons.zh
        case .complaint: lines = phrases.unsatisfiedReasons.zh
        case .note: lines = phrases.notes.zh
        case .addition: lines = phrases.additions.zh
        }
        let done = dice.pick(phrases.leaves[category]?.done?.zh ?? []) ?? "已到现场处理"
        let line = (dice.pick(lines) ?? "—").replacingOccurrences(of: "{done}", with: done)
            .replacingOccurrences(of: "{title}", with: titles[category] ?? "")
            .replacingOccurrences(of: "{unit}", with: "我单位")
        return fill(line, village: "", false, &dice)
    }

    /// What is said on an occasion beside the main way: `task`, `handDown`.
    func beside(_ occasion: String, _ dice: inout Dice) -> String {
        dice.pick(phrases.beside[occasion] ?? []) ?? "—"
    }

    /// Somebody who could quarrel and is not named yet, and as what.
    func party(besides known: [String], _ dice: inout Dice) -> (name: String, kind: String)? {
        dice.pick(phrases.parties.filter { !known.contains($0.name) }).map { ($0.name, $0.kind) }
    }

    /// As what somebody of that name quarrels.
    func kind(ofParty name: String) -> String {
        phrases.parties.first { $0.name == name }?.kind ?? PartyKind.other.rawValue
    }

    /// Somebody who does not exist, with a number of a range that the demo made up.
    func contact(_ dice: inout Dice) -> Filing.Contact {
        let family = dice.pick(phrases.surnames)?.zh ?? "张"
        let given = dice.pick(phrases.givenNames)?.zh ?? "明"
        let prefix = phrases.phonePrefix
        let rest = max(0, 11 - prefix.count)
        let digits = (0..<rest).map { _ in String(dice.below(10)) }.joined()
        return Filing.Contact(name: family + given, phone: prefix + digits)
    }

    private func slot(_ name: String, _ isEnglish: Bool) -> [String] {
        guard let slot = phrases.slots[name] else { return [] }
        return isEnglish ? slot.en : slot.zh
    }

    /// Fills the blanks that are left, each from its own slot or range.
    private func fill(_ text: String, village: String, _ isEnglish: Bool, _ dice: inout Dice) -> String {
        text.withBlanks { name in
            if name == "village" { return village }
            if let range = phrases.numbers[name], range.count == 2 {
                return String(range[0] + dice.below(max(1, range[1] - range[0] + 1)))
            }
            guard let word = dice.pick(slot(name, isEnglish)) else { return "" }
            return fill(word, village: village, isEnglish, &dice)
        }
    }
}

/// The file of sample phrases as it is written.
private struct Phrases: Decodable, Sendable {
    struct Pair: Decodable, Sendable {
        let zh: [String]
        let en: [String]
    }

    struct Name: Decodable, Sendable {
        let zh: String
        let en: String
    }

    struct Party: Decodable, Sendable {
        let name: String
        let kind: String
    }

    struct Leaf: Decodable, Sendable {
        let kind: String?
        let weight: Int?
        let zh: [String]
        let en: [String]
        let done: Pair?
    }

    let slots: [String: Pair]
    let numbers: [String: [Int]]
    let openings: Pair
    let closings: Pair
    let answers: Pair
    let partialAnswers: Pair
    let returnReasons: Pair
    let unsatisfiedReasons: Pair
    let satisfiedReasons: Pair
    let additions: Pair
    let notes: Pair
    let notInScopeReasons: Pair
    let archiveReasons: Pair
    let beside: [String: [String]]
    let parties: [Party]
    let surnames: [Name]
    let givenNames: [Name]
    let phonePrefix: String
    let leaves: [String: Leaf]
}
