import Core
import Desk
import FoundationEssentials
import Hummingbird
import Markup
import NIOCore
import ServiceLifecycle
import Storage
import Web

/// One reader's stream of server-sent events (WHATWG HTML §9.2).
///
/// It ends by itself after a minute. The browser comes again with the place where it left off, through the
/// same door as every request: who signed out, lost a post or was deactivated meanwhile is not let in.
struct LiveStream: Sendable {
    let post: LivePost
    let ticket: LivePost.Ticket
    let telling: Telling
    let officer: Officer
    /// What the page shows.
    let scopes: [Scope]
    /// The stages in which the reader has something to do.
    let stages: Set<String>
    let names: @Sendable ([Int64]) async throws -> [Int64: LocalText]
    let pace: Pace

    /// How fast a stream goes.
    struct Pace: Sendable {
        /// Between two looks.
        var pause = Duration.seconds(1)
        /// A sign of life after so many looks.
        var looksPerSign = 15
        /// The stream ends after so many looks.
        var looks = 55
    }

    /// What a page is told of one matter.
    struct Changed: Encodable {
        enum Kind: String, Encodable {
            case new, changed, overdue, gone
        }

        let number: String
        let kind: Kind
        let title: String?
        let stage: String?
        /// When the next thing is due, as people say it.
        let due: String?
        /// Whether the reader has something to do with it now.
        let mine: Bool
        /// The row as the page shows it.
        let row: String?
    }

    /// Somebody who is at the same matter.
    struct Visitor: Encodable, Hashable {
        let name: String
        let writing: Bool
        /// The same as a sentence.
        let text: String
    }

    func run(from place: LogPosition, isLost: Bool, to writer: inout any ResponseBodyWriter) async throws {
        do {
            try await talk(from: place, isLost: isLost, to: &writer)
        } catch {
            // The reader has gone, or the log cannot be read now: they come again where they left off.
            await post.leave(ticket)
            throw error
        }
        await post.leave(ticket)
        try await writer.finish(nil)
    }

    private func talk(
        from start: LogPosition, isLost: Bool, to writer: inout any ResponseBodyWriter
    ) async throws {
        var place = start
        // A page that comes again may still show somebody who has left: it is told who is there first.
        var seen: [Visitor]? = ticket.matter == nil ? [] : nil
        try await say("retry: 3000\nevent: hello\nid: \(place.text)\ndata: {}\n\n", to: &writer)
        if isLost { try await say("event: reset\ndata: {}\n\n", to: &writer) }
        for look in 1...max(1, pace.looks) {
            if Task.isCancelled { return }
            if Task.isShuttingDownGracefully { return try await say(farewell, to: &writer) }
            switch try await post.answer(ticket, after: place) {
            case .replaced: return try await say("event: replaced\ndata: {}\n\n", to: &writer)
            case .reset(let end):
                place = end
                try await say("event: reset\nid: \(place.text)\ndata: {}\n\n", to: &writer)
            case .news(let news, let present, let end):
                place = end
                for some in news { try await tell(some, to: &writer) }
                let visitors = try await visitors(present)
                if visitors != seen {
                    try await say("event: presence\ndata: \(try json(visitors))\n\n", to: &writer)
                    seen = visitors
                }
            }
            if look.isMultiple(of: pace.looksPerSign) {
                try await say(": \(look)\nid: \(place.text)\n\n", to: &writer)
            }
            let pause = pace.pause
            try? await cancelWhenGracefulShutdown { try await Task.sleep(for: pause) }
        }
    }

    /// Tells the page of a server that stops when to come again: not all pages in the same moment.
    private var farewell: String { "retry: \(2000 + ticket.number * 397 % 4000)\n\n" }

    private func tell(_ news: Desk.News, to writer: inout any ResponseBodyWriter) async throws {
        guard let changed = changed(news) else { return }
        try await say(
            "event: changed\nid: \(news.position.text)\ndata: \(try json(changed))\n\n", to: &writer)
    }

    /// What the reader is told, if it is any of their business.
    func changed(_ news: Desk.News) -> Changed? {
        let record = news.record
        guard scopes.contains(where: { $0.holds(record) }) else {
            // It was theirs and is not any more: its number is all they hear of it.
            let units = scopes.compactMap { if case .unit(let unit) = $0 { unit } else { nil } }
            guard !news.takenFrom.isDisjoint(with: units) else { return nil }
            return Changed(
                number: record.number, kind: .gone, title: nil, stage: nil, due: nil, mine: false, row: nil)
        }
        let mine = record.isOpen && stages.contains(record.stage)
        let came = scopes.contains { scope in
            if case .unit(let unit) = scope { news.givenTo.contains(unit) } else { news.isNew }
        }
        return Changed(
            number: record.number, kind: news.ranOut ? .overdue : came ? .new : .changed,
            title: record.title, stage: telling.stage(record.stage, of: record.kind),
            due: record.dueAt.map { telling.words.near($0, now: telling.now) }, mine: mine,
            row: MatterRow(telling: telling, record: record, posts: officer.posts).html.text)
    }

    private func visitors(_ present: [Present]) async throws -> [Visitor] {
        let others = present.filter { $0.personID != officer.personID }
        guard !others.isEmpty else { return [] }
        let names = try await names(others.map(\.personID))
        return others.compactMap { one in
            guard let name = names[one.personID].map({ telling.words($0) }) else { return nil }
            let key = one.isWriting ? "matters.presence.writing" : "matters.presence.here"
            return Visitor(name: name, writing: one.isWriting, text: telling.words(key, ["name": name]))
        }
    }

    private func say(_ text: String, to writer: inout any ResponseBodyWriter) async throws {
        try await writer.write(ByteBuffer(string: text))
    }

    /// JSON on one line, as an event's data must be.
    private func json(_ value: some Encodable) throws -> String {
        String(decoding: try JSONEncoder().encode(value), as: UTF8.self)
    }
}
