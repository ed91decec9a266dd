import Core
import Logging
import Storage

extension Sender {
    /// What is needed for one attempt, read just before it.
    private enum Prepared: Sendable {
        case request(WebRequest, secrets: [String]?)
        case letter(Payload.Letter)
        /// Not now.
        case held
        /// There is nobody to send it to any more.
        case stopped(String)
        case unusable
    }

    /// What came of an attempt.
    private enum Outcome: Sendable {
        case reply(WebReply)
        case refusal(TransportRefusal)

        var status: Int? {
            switch self {
            case .reply(let reply): reply.status
            case .refusal(let refusal): refusal.status
            }
        }

        var answer: String? {
            switch self {
            case .reply(let reply): reply.text.filter { $0 != "\0" }
            case .refusal: nil
            }
        }

        var isSlow: Bool {
            switch self {
            case .reply: false
            case .refusal(let refusal):
                switch refusal {
                case .timeout, .unreachable, .unknownHost, .busy, .insecure: true
                case .badRequest, .innerAddress, .tooLarge, .refusedLetter, .postponedLetter: false
                }
            }
        }
    }

    /// Makes one attempt and writes down what came of it. A failure of the database is told and no more: the
    /// sending's lease ends, and it is taken again.
    ///
    /// - Returns: Whether its receiver kept us waiting.
    func attempt(_ sending: Sending, _ clock: SenderClock) async -> Bool {
        do {
            return try await attempted(sending, clock)
        } catch {
            logger.error("A sending was not done", metadata: ["id": "\(sending.id)", "error": "\(error)"])
            return false
        }
    }

    private func attempted(_ sending: Sending, _ clock: SenderClock) async throws -> Bool {
        guard let topic = topics[sending.topic] else {
            try await putBack(sending, clock)
            return false
        }
        let began = clock.now
        let outcome: Outcome
        switch try await prepare(sending, topic, at: began) {
        case .held:
            try await putBack(sending, clock)
            return false
        case .stopped(let reason):
            try await settle(sending, topic, as: .stopped, status: nil, reason: reason, answer: nil, clock)
            return false
        case .unusable: outcome = .refusal(.badRequest)
        case .request(let request, let secrets):
            outcome = await send(request, of: sending, secrets: secrets, at: began)
        case .letter(let letter):
            guard let mail else {
                try await putBack(sending, clock)
                return false
            }
            outcome = await send(letter, of: sending, by: mail, at: began)
        }
        try await conclude(sending, topic, outcome, began: began, clock)
        return outcome.isSlow
    }

    private func prepare(_ sending: Sending, _ topic: SendingTopic, at now: Moment) async throws -> Prepared {
        try await database.write { connection -> Prepared in
            guard let payload = try topic.prepared(sending, connection) else { return .held }
            switch payload {
            case .mail(let letter): return .letter(letter)
            case .request(let asked):
                var request = WebRequest(asked)
                guard let id = sending.endpointID else { return .request(request, secrets: nil) }
                let store = EndpointStore(connection)
                guard let endpoint = try store.endpoint(id) else { return .stopped("no-endpoint") }
                switch endpoint.state {
                case .gone: return .stopped("gone")
                case .deleted: return .stopped("no-endpoint")
                case .paused: return .held
                case .active: break
                }
                request.url = endpoint.url
                let secrets = try store.secrets(id, at: now)
                // Nothing goes out unsigned because a secret cannot be read.
                guard secrets.contains(where: { Signature.key($0) != nil }) else { return .unusable }
                return .request(request, secrets: secrets)
            }
        }
    }

    private func send(
        _ request: WebRequest, of sending: Sending, secrets: [String]?, at now: Moment
    ) async -> Outcome {
        var request = request
        if let secrets {
            request.headers["webhook-id"] = sending.message
            request.headers["webhook-timestamp"] = "\(now.milliseconds / 1000)"
            request.headers["webhook-signature"] = Signature.header(
                id: sending.message, at: now, body: request.body, secrets: secrets)
        }
        do throws(TransportRefusal) {
            return .reply(try await transport.perform(request))
        } catch {
            return .refusal(error)
        }
    }

    private func send(
        _ letter: Payload.Letter, of sending: Sending, by mail: MailServer, at now: Moment
    ) async -> Outcome {
        let id = "\(sending.topic)-\(sending.id)-\(sending.createdAt.milliseconds)"
        guard
            let text = LetterText(letter, id: id, from: mail.from, sender: mailName, at: sending.createdAt)
        else { return .refusal(.refusedLetter(553)) }
        do throws(TransportRefusal) {
            return .reply(WebReply(status: try await transport.deliver(text, by: mail)))
        } catch {
            return .refusal(error)
        }
    }

    /// Holds it back for a minute; that counts as no attempt.
    private func putBack(_ sending: Sending, _ clock: SenderClock) async throws {
        let due = clock.now + 60_000
        try await database.write { try SendingStore($0).release([sending], due: due) }
    }

    private func conclude(
        _ sending: Sending, _ topic: SendingTopic, _ outcome: Outcome, began: Moment, _ clock: SenderClock
    ) async throws {
        let now = clock.now
        let verdict =
            switch outcome {
            case .reply(let reply):
                SendingSchedule.verdict(
                    on: reply, attempt: sending.attempts, limit: topic.attemptLimit, now: now,
                    jitter: jitter())
            case .refusal(let refusal):
                SendingSchedule.verdict(
                    on: refusal, attempt: sending.attempts, limit: topic.attemptLimit, now: now,
                    jitter: jitter())
            }
        let reason: String? =
            switch verdict {
            case .sent: nil
            case .later(_, let reason), .failed(let reason): reason
            case .gone: "gone"
            }
        let status = outcome.status
        try await database.write { connection in
            try SendingStore(connection).note(
                sending, at: began, milliseconds: now - began, status: status, reason: reason)
        }
        switch verdict {
        case .sent:
            try await settle(
                sending, topic, as: .sent, status: status, reason: nil, answer: outcome.answer, clock)
        case .failed(let reason):
            try await settle(
                sending, topic, as: .failed, status: status, reason: reason, answer: outcome.answer, clock)
        case .later(let due, let reason):
            try await database.write { connection in
                try SendingStore(connection).later(sending, due: due, status: status, reason: reason)
            }
        case .gone: try await close(sending, topic, status: status, clock)
        }
    }

    /// Settles a sending, together with what its part of the program makes of that. Where that part fails,
    /// the sending is tried again later: its message is the same, so the receiver knows it.
    private func settle(
        _ sending: Sending, _ topic: SendingTopic, as state: Sending.State, status: Int?, reason: String?,
        answer: String?, _ clock: SenderClock
    ) async throws {
        let now = clock.now
        do {
            try await database.write { connection in
                try Self.settle(
                    sending, topic, as: state, status: status, reason: reason, answer: answer, connection,
                    now)
            }
        } catch let fault as Fault where fault.code != .constraint && fault.code != .corrupt {
            throw fault
        } catch {
            logger.error(
                "What came back could not be kept",
                metadata: ["topic": "\(topic.name)", "id": "\(sending.id)", "error": "\(error)"])
            let isLast = sending.attempts >= topic.attemptLimit
            let due = now + SendingSchedule.pause(after: sending.attempts, jitter: jitter())
            try await database.write { connection in
                let store = SendingStore(connection)
                if isLast {
                    _ = try store.settle(
                        sending, as: .failed, status: status, reason: "unkept", answer: answer, now: now)
                } else {
                    try store.later(sending, due: due, status: status, reason: "unkept")
                }
            }
        }
    }

    private static func settle(
        _ sending: Sending, _ topic: SendingTopic, as state: Sending.State, status: Int?, reason: String?,
        answer: String?, _ connection: any Connection, _ now: Moment
    ) throws {
        let store = SendingStore(connection)
        guard
            try store.settle(
                sending, as: state, status: status, reason: reason, answer: answer, now: now),
            let settled = try store.sending(sending.id)
        else { return }
        try topic.settled(settled, answer, connection, now)
    }

    /// The receiver wants nothing more: its endpoint is closed, and what waits for it is stopped.
    private func close(
        _ sending: Sending, _ topic: SendingTopic, status: Int?, _ clock: SenderClock
    ) async throws {
        try await settle(
            sending, topic, as: .stopped, status: status, reason: "gone", answer: nil, clock)
        guard let endpoint = sending.endpointID else { return }
        let now = clock.now
        try await database.write { connection in
            _ = try EndpointStore(connection).set(.gone, reason: "gone", of: endpoint, now: now)
        }
        var last: Int64 = 0
        while true {
            let after = last
            let waiting = try await database.read {
                try SendingStore($0).waiting(endpoint: endpoint, after: after, limit: 200)
            }
            guard let end = waiting.last?.id else { return }
            last = end
            for other in waiting {
                guard let owner = topics[other.topic] else { continue }
                try await settle(
                    other, owner, as: .stopped, status: nil, reason: "gone", answer: nil, clock)
            }
        }
    }
}
