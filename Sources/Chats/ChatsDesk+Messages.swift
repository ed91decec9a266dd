package import Core
package import Courier
import Desk
import Storage
package import Web

extension ChatsDesk {
    // MARK: Coming in

    /// Keeps what an adapter tells. What came before does nothing.
    ///
    /// - Parameter signed: The telling and whose key signed it; nil for the demo's own.
    /// - Returns: Whether anything changed.
    @discardableResult
    package func hear(
        _ new: NewMessage, signed: (id: String, key: Courier.Key)? = nil, at now: Moment
    ) async throws -> Bool {
        let month = month(of: now)
        return try await desk.database.write { connection in
            guard let record = try GroupStore(connection: connection).group(new.group), record.isActive
            else { throw ChatRefusal.unknownGroup }
            if let signed,
                try !KeyRing.isFirst(signed.id, of: signed.key, now: now, in: connection)
            {
                return false
            }
            let batch = Hearing(connection: connection, group: record.group, month: month, now: now)
            switch new.what {
            case .message: return try batch.add(new)
            case .edited: return try batch.edit(new)
            case .recalled:
                try batch.messages.recall(new.id, of: new.group, now: now)
                return true
            }
        }
    }

    // MARK: Reading

    package func messages(of group: String, before id: Int64?, limit: Int) async throws -> [ChatMessage] {
        try await desk.database.read {
            try MessageStore(connection: $0).messages(of: group, before: id, limit: limit)
        }
    }

    func late(of groups: [String], at now: Moment, limit: Int) async throws -> [ChatMessage] {
        try await desk.database.read {
            try MessageStore(connection: $0).late(of: groups, at: now, limit: limit)
        }
    }

    /// The group a matter came from, with its messages; nil for one that came by another way.
    func origin(of matter: Int64) async throws -> (origin: ChatOrigin, messages: [ChatMessage])? {
        try await desk.database.read { connection in
            let store = MessageStore(connection: connection)
            guard let origin = try store.origins(of: [matter])[matter] else { return nil }
            return (origin, try store.messages(ofMatter: matter))
        }
    }

    // MARK: Reacting

    /// Makes a matter of some messages, in the order in which they were written. Of two who do so at once one
    /// wins, and the other is told the number.
    ///
    /// - Returns: The number of the matter.
    package func make(
        _ ids: [Int64], of group: ChatGroup, category: String?, by officer: Officer, at now: Moment
    ) async throws -> String {
        let chosen = try await chosen(ids, of: group)
        guard let first = chosen.first else { throw ChatRefusal.gone }
        let filing = try filing(chosen, of: group, category: category)
        let identity = try await desk.identity(for: filing, at: now)
        let prepared = try desk.prepare(filing, as: identity, by: officer.actor, at: now)
        let origin = NewChatMatter(
            id: identity.id, number: identity.number, kind: city.firstKind, group: group.code,
            message: first.message, author: first.author)
        let (month, person) = (month(of: now), officer.personID)
        return try await desk.batch { transaction in
            let store = MessageStore(connection: transaction.connection)
            let current = try store.messages(ids, of: group.code, locked: true)
            if let taken = current.compactMap(\.matterNumber).first {
                throw ChatRefusal.taken(number: taken)
            }
            // What was recalled or rewritten since it was read is not what somebody ticked.
            guard current.map(\.text) == chosen.map(\.text),
                try store.settle(ids, as: .matter, matter: identity.id) == chosen.count
            else { throw ChatRefusal.gone }
            try store.add(origin, by: person, now: now)
            let hearing = Hearing(
                connection: transaction.connection, group: group, month: month, now: now)
            try hearing.reacted(to: current.filter { $0.state == .new })
            try hearing.groups.count(.matters, of: group.code, in: month)
            return try transaction.file(prepared, at: now).number
        }
    }

    private func chosen(_ ids: [Int64], of group: ChatGroup) async throws -> [ChatMessage] {
        if ids.isEmpty { throw ChatRefusal.nothingChosen }
        guard ids.count <= Self.mostMessages else { throw ChatRefusal.tooMany(limit: Self.mostMessages) }
        let chosen = try await desk.database.read {
            try MessageStore(connection: $0).messages(ids, of: group.code)
        }
        if let taken = chosen.compactMap(\.matterNumber).first { throw ChatRefusal.taken(number: taken) }
        guard chosen.count == Set(ids).count, chosen.allSatisfy({ $0.state != .recalled }) else {
            throw ChatRefusal.gone
        }
        return chosen
    }

    private func filing(
        _ messages: [ChatMessage], of group: ChatGroup, category: String?
    ) throws(ChatRefusal) -> Filing {
        let lines = messages.flatMap { [$0.text] + $0.media }.filter { !$0.isEmpty }
        let text = lines.joined(separator: "\n")
        guard text.count <= Filing.textLimit else { throw .tooLong(limit: Filing.textLimit) }
        var filing = Filing(text: text, channel: .chat)
        filing.area = group.area
        filing.category = category
        filing.source = "chat:\(group.code)"
        filing.sourceID = messages.first?.message
        // Who wrote first speaks; the steward passes on what others wrote.
        let author = messages.first { $0.state != .steward } ?? messages[0]
        filing.contact = Filing.Contact(name: author.name.isEmpty ? nil : author.name, phone: author.phone)
        return filing
    }

    /// Notes that messages were answered in the group, or that nothing is to be done.
    ///
    /// - Returns: How many of them had waited.
    @discardableResult
    package func settle(
        _ ids: [Int64], of group: ChatGroup, as state: ChatMessage.State, at now: Moment
    ) async throws -> Int {
        if ids.isEmpty { throw ChatRefusal.nothingChosen }
        let month = month(of: now)
        return try await desk.database.write { connection in
            let store = MessageStore(connection: connection)
            let waiting = try store.messages(ids, of: group.code, locked: true).filter { $0.state == .new }
            guard !waiting.isEmpty else { return 0 }
            _ = try store.settle(waiting.map(\.id), as: state)
            let hearing = Hearing(connection: connection, group: group, month: month, now: now)
            try hearing.reacted(to: waiting)
            try hearing.groups.count(
                state == .aside ? .aside : .answered, of: group.code, in: month, by: Int64(waiting.count))
            return waiting.count
        }
    }
}

/// What happens in a group, within one transaction.
private struct Hearing {
    let connection: any Connection
    let group: ChatGroup
    let month: String
    let now: Moment

    var messages: MessageStore { MessageStore(connection: connection) }
    var groups: GroupStore { GroupStore(connection: connection) }

    func add(_ new: NewMessage) throws -> Bool {
        let isSteward = !group.stewardID.isEmpty && new.author == group.stewardID
        guard try messages.add(new, of: group, state: isSteward ? .steward : .new, now: now) else {
            return false
        }
        try groups.count(.messages, of: group.code, in: month)
        // The steward's reply in the group is a reaction to what it replies to.
        if isSteward, let replied = new.replyTo, let asked = try messages.message(replied, of: group.code),
            asked.state == .new
        {
            _ = try messages.settle([asked.id], as: .answered)
            try reacted(to: [asked])
            try groups.count(.answered, of: group.code, in: month)
        }
        return true
    }

    /// A message that became a matter keeps the words it was made of.
    func edit(_ new: NewMessage) throws -> Bool {
        guard let old = try messages.message(new.id, of: group.code), old.state != .matter else {
            return false
        }
        try messages.edit(old.id, text: new.text)
        return true
    }

    func reacted(to waiting: [ChatMessage]) throws {
        for message in waiting {
            try groups.count(.reactions, of: group.code, in: month)
            try groups.count(.waited, of: group.code, in: month, by: max(0, now - message.at))
            if now > message.dueAt { try groups.count(.late, of: group.code, in: month) }
        }
    }
}
