import Core
@testable import Courier
@testable import Deliveries
import Desk
import Foundation
import Logging
import Storage
import Testing

/// From a move to what stands at the receiver's end, with real connections.
@Suite("What is told") struct DeliveriesWayTests {
    private func sender(_ town: DeliveriesTown, mail: MailServer? = nil) -> Sender {
        var sender = Sender(
            database: town.desk.database, transport: Transport(openTo: .including(Reach.loopback)),
            mail: mail, topics: DeliveriesDesk.topics,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }, jitter: { 0.5 })
        // A slow machine makes no second attempt within one tick.
        sender.isTimeStill = true
        return sender
    }

    @Test(
        "arrives signed as an event, after the receiver failed, and ends with its 410",
        arguments: TestEngine.present)
    func webhook(engine: TestEngine) async throws {
        try await DeliveriesTown.with(engine) { town in
            let asked = Notebook<Asked>()
            let receiver = try Listener { wire in
                guard let request = wire.request() else { return }
                let count = asked.add(request)
                wire.answer(count == 1 ? 503 : count == 2 ? 200 : 410)
            }
            let made = try await town.deliveries.add(
                .init(topic: "webhooks", name: "x", url: receiver.url, filter: .init(types: ["raised"])),
                at: town.now)
            let number = try await town.filed().number
            try await town.follow()
            _ = try await sender(town).tick(at: town.now)
            #expect(try await town.sendings("webhooks").map(\.status) == [503])
            town.clock.move(DeliveriesTown.minute)
            _ = try await sender(town).tick(at: town.now)
            #expect(try await town.sendings("webhooks").map(\.state) == [.sent])
            let request = try #require(asked.all.last)
            let message = try SignedMessage(body: request.body) { request.headers[$0] }
            #expect(message.isSigned(withOneOf: [made.secret]))
            #expect(request.headers["content-type"] == "application/cloudevents+json; charset=utf-8")
            let body = String(decoding: request.body, as: UTF8.self)
            #expect(body.contains(#""subject":"\#(number)""#) && body.contains("cn.lianxin.matter.raised"))
            #expect(Set(asked.all.map { $0.headers["webhook-id"] }).count == 1)
            _ = try await town.filed()
            try await town.follow()
            _ = try await sender(town).tick(at: town.now)
            #expect(try await town.deliveries.endpoint(made.id)?.state == .gone)
            _ = try await town.filed()
            try await town.follow()
            #expect(try await town.sendings("webhooks").map(\.state) == [.sent, .stopped])
            #expect(asked.all.count == 3)
        }
    }

    @Test("to a unit's chat that went for good is told to have failed")
    func chatGone() async throws {
        try await DeliveriesTown.with(.sqlite) { town in
            let receiver = try Listener { wire in
                _ = wire.request()
                wire.answer(410)
            }
            _ = try await town.deliveries.add(
                .init(topic: "chat", name: "x", url: receiver.url, unit: "ROADS"), at: town.now)
            try await town.answered(try await town.filed(email: nil).number)
            town.clock.move(6 * DeliveriesTown.minute)
            try await town.tick()
            _ = try await sender(town).tick(at: town.now)
            #expect(try await town.outbox() == ["gone"])
        }
    }

    @Test("as a letter reaches the mail server, and the message counts as sent")
    func letter() async throws {
        try await DeliveriesTown.with(.sqlite) { town in
            let said = Notebook<String>()
            let server = try Listener { wire in
                wire.say("220 mail\r\n")
                var isText = false
                while let line = wire.line() {
                    said.add(line)
                    if isText {
                        if line == "." {
                            isText = false
                            wire.say("250 taken\r\n")
                        }
                        continue
                    }
                    switch line.prefix(4).uppercased() {
                    case "DATA":
                        isText = true
                        wire.say("354 go on\r\n")
                    case "QUIT":
                        wire.say("221 bye\r\n")
                        return
                    default: wire.say("250 yes\r\n")
                    }
                }
            }
            let from = try #require(MailAddress("city@example.org"))
            let mail = try #require(
                MailServer("smtp://127.0.0.1:\(server.port)?tls=never", from: from))
            _ = try await town.filed()
            town.clock.move(6 * DeliveriesTown.minute)
            try await town.tick()
            _ = try await sender(town, mail: mail).tick(at: town.now)
            #expect(try await town.outbox() == ["sent"])
            #expect(said.all.filter { $0.uppercased().hasPrefix("RCPT TO:") }.count == 1)
            #expect(said.all.contains { $0.contains("li@example.org") })
        }
    }
}
