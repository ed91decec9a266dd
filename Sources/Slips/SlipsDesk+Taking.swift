package import Core
import Crypto
package import Desk
import FoundationEssentials
import Storage
package import Web

/// One slip as somebody typed it.
package struct SlipEntry: Sendable {
    package var number: Int
    package var text: String
    package var category: String?
    package var area: AreaCode?
    package var place: String?
    package var contact = Filing.Contact()
    var attachments: [Attachment] = []

    package init(number: Int, text: String) {
        self.number = number
        self.text = text
    }
}

/// A slip that did not become a matter, with its reason.
struct RefusedSlip: Sendable {
    let number: Int
    /// As it was typed.
    let line: String
    let reason: any Refusable
}

/// What became of a stack.
struct StackOutcome: Sendable {
    var taken: [(slip: Int, matter: String)] = []
    var refused: [RefusedSlip] = []
}

extension SlipsDesk {
    /// Makes a matter of one slip: the slip and the matter together, or neither. The same slip never enters
    /// twice.
    ///
    /// - Parameters:
    ///   - twins: Whether the words of another slip of the stack may come again.
    ///   - beside: What is done with the matter in the same transaction.
    /// - Returns: The number of the matter.
    package func take(
        _ entry: SlipEntry, into opening: Opening, at place: SpeakPlace, twins: Bool, by officer: Officer,
        now: Moment, beside: (@Sendable (Receipt, DeskTransaction) throws -> Void)? = nil
    ) async throws -> String {
        let filing = filing(entry, of: opening, at: place)
        let identity = try await desk.identity(for: filing, at: now)
        let prepared = try desk.prepare(filing, as: identity, by: officer.actor, at: now)
        let digest = Self.digest(of: entry.text)
        let (id, number, person) = (opening.id, entry.number, officer.personID)
        return try await desk.batch { transaction in
            let store = OpeningStore(connection: transaction.connection)
            guard let current = try store.opening(id, locked: true), number >= 1, number <= current.found
            else { throw SlipRefusal.noSuchNumber(found: opening.found) }
            let isNew = try store.put(
                number, of: id, .taken, matter: identity.id, person: person, now: now)
            guard isNew else { throw SlipRefusal.doneAlready }
            if !twins, let twin = try store.twin(of: digest, in: id) {
                throw SlipRefusal.twin(number: twin)
            }
            try store.mark(number, of: id, digest: digest)
            let receipt = try transaction.file(prepared, at: now)
            let counts = ReceptionStore(connection: transaction.connection)
            let month = Self.month(of: current.day)
            try counts.follow(identity.id, place: place.code, month: month, reception: nil)
            try counts.count(.slips, of: place.code, in: month)
            try beside?(receipt, transaction)
            return receipt.number
        }
    }

    private func filing(_ entry: SlipEntry, of opening: Opening, at place: SpeakPlace) -> Filing {
        var filing = Filing(text: entry.text, channel: place.kind.channel)
        filing.area = entry.area ?? place.area
        filing.place = entry.place
        filing.category = entry.category
        filing.contact = entry.contact
        filing.attachments = entry.attachments
        filing.source = "slips:\(place.code)"
        filing.sourceID = "\(opening.day)/\(entry.number)"
        return filing
    }

    /// The same for words that differ only in spaces, signs and capitals. Kept instead of the words.
    static func digest(of text: String) -> String {
        let bare = text.lowercased().filter { $0.isLetter || $0.isNumber }
        let hash = SHA256.hash(data: Data(bare.isEmpty ? text.utf8.map(\.self) : bare.utf8.map(\.self)))
        return Base64URL.encode(Array(hash.prefix(18)))
    }

    // MARK: Stacks

    /// The most lines that are sent at once.
    static let mostLines = 300

    /// The lines of a stack: `12 text` or `12. text` names the number, any other line takes the next that is
    /// free.
    static func entries(
        _ stack: String, free: [Int], defaults: SlipEntry
    ) throws(SlipRefusal) -> [(entry: SlipEntry, line: String)] {
        let lines = stack.split(whereSeparator: \.isNewline).map { trimmed($0) }.filter { !$0.isEmpty }
        guard lines.count <= mostLines else { throw .tooMany(limit: mostLines) }
        let numbered = lines.map { (number(leading: $0), $0) }
        let named = Set(numbered.compactMap(\.0?.number))
        var left = free.filter { !named.contains($0) }[...]
        // Beyond the last that was found a line has a number all the same, and is refused with it.
        var beyond = (free.max() ?? 0) + 1
        return numbered.map { found, line in
            var entry = defaults
            if let found {
                (entry.number, entry.text) = (found.number, found.rest)
            } else {
                entry.text = line
                if let next = left.popFirst() {
                    entry.number = next
                } else {
                    entry.number = beyond
                    beyond += 1
                }
            }
            return (entry, line)
        }
    }

    private static func trimmed(_ line: Substring) -> String {
        var line = line
        while line.first?.isWhitespace == true { line.removeFirst() }
        while line.last?.isWhitespace == true { line.removeLast() }
        return String(line)
    }

    /// `12 text`, `12. text`, `12、text`, `12：text`: a number of at most four digits and a sign behind it.
    private static func number(leading line: String) -> (number: Int, rest: String)? {
        let digits = line.prefix { $0.isASCII && $0.isNumber }
        let rest = line[digits.endIndex...]
        guard (1...4).contains(digits.count), let number = Int(digits), let sign = rest.first,
            ".、:： \t)）".contains(sign)
        else { return nil }
        let text = trimmed(rest.dropFirst())
        return text.isEmpty ? nil : (number, text)
    }

    /// Takes a stack, each slip by itself: one that is refused does not hold the others up.
    func take(
        _ entries: [(entry: SlipEntry, line: String)], into opening: Opening, at place: SpeakPlace,
        twins: Bool, by officer: Officer, now: Moment
    ) async throws -> StackOutcome {
        var outcome = StackOutcome()
        for (entry, line) in entries {
            do {
                let matter = try await take(
                    entry, into: opening, at: place, twins: twins, by: officer, now: now)
                outcome.taken.append((entry.number, matter))
            } catch let reason as any Refusable {
                outcome.refused.append(RefusedSlip(number: entry.number, line: line, reason: reason))
            }
        }
        return outcome
    }

    /// The numbers that nobody typed in or declared yet.
    static func missing(_ slips: [Slip], found: Int) -> [Int] {
        let done = Set(slips.map(\.number))
        return found < 1 ? [] : (1...found).filter { !done.contains($0) }
    }

    /// Keeps the scan of a whole stack with the first of its matters, where files are kept.
    func keep(scan file: Attachment, of id: Int64) async throws {
        try await desk.database.write { try OpeningStore(connection: $0).setScan(file.id, of: id) }
    }
}
