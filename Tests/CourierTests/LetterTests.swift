import Core
import Foundation
import Testing

@testable import Courier

@Suite("A letter") struct LetterTests {
    private let now = Moment(milliseconds: 1_791_532_805_000)

    private func from() throws -> MailAddress { try #require(MailAddress("hotline@city.example")) }

    private func lines(
        to: String = "li.na@example.org", name: String? = nil, subject: String = "好", text: String = "x",
        id: String = "m-1", sender: String? = nil
    ) throws -> [String] {
        let letter = Payload.Letter(to: to, name: name, subject: subject, text: text)
        let made = LetterText(letter, id: id, from: try from(), sender: sender, at: now)
        return try #require(made).text.components(separatedBy: "\r\n")
    }

    @Test(
        "goes to one mailbox or nowhere",
        arguments: [
            "", "x", "@y", "x@", "a@b@c", "a@b, c@d", "a@b c@d", "\"x\" <a@b>", "x <a@b>", "<a@b>", "a@b;",
            "a@b\r\nBcc: x@y", "a@b\nRCPT TO:<x@y>", "a\0@b", "a@b\t", "a b@c", "a..b@c", ".a@b", "a.@b",
            "a@-b", "a@b-", "a@b..c", "a@.b", "a@b.", "a@[127.0.0.1]", "张@例子.中国", "a@b(c)", "group: a@b;",
            String(repeating: "a", count: 65) + "@b", "a@" + String(repeating: "b", count: 64),
            "a@" + Array(repeating: "bbbbbbbb", count: 30).joined(separator: "."),
        ])
    func refused(_ address: String) throws {
        #expect(MailAddress(address) == nil)
        let letter = Payload.Letter(to: address, subject: "x", text: "x")
        #expect(LetterText(letter, id: "m", from: try from(), at: now) == nil)
    }

    @Test(
        "may go to any plain mailbox", arguments: ["a@b", "li.na+city@mail.example.org", "o'neil@x.example"])
    func taken(_ address: String) { #expect(MailAddress(address)?.description == address) }

    @Test("gains no header from what somebody wrote")
    func injection() throws {
        let evil = "a\r\nBcc: x@y\nX-Evil: 1\r\n\r\nbody\u{2028}\u{0}\u{85}"
        let found = try lines(
            name: evil, subject: evil, text: "Bcc: y@z\r\n.\r\nQUIT", id: evil, sender: evil)
        let end = try #require(found.firstIndex(of: ""))
        let names = found[..<end].filter { !$0.hasPrefix(" ") }.map { $0.prefix { $0 != ":" } }
        #expect(
            names == [
                "Date", "From", "To", "Subject", "Message-ID", "Auto-Submitted", "Precedence", "MIME-Version",
                "Content-Type", "Content-Transfer-Encoding",
            ])
        #expect(found.allSatisfy { $0.utf8.allSatisfy { (32...126).contains($0) } })
        #expect(found[end...].allSatisfy { !$0.hasPrefix(".") && !$0.contains("QUIT") })
    }

    @Test("says who, to whom, when and what, in lines that every server takes")
    func written() throws {
        let subject = String(repeating: "您的诉求已经办结请您评价🙂", count: 12)
        let found = try lines(name: "李娜", subject: subject, text: "第一行\n第二行", sender: "连心")
        #expect(found[0] == "Date: Fri, 09 Oct 2026 08:00:05 +0000")
        #expect(found[1] == "From: =?utf-8?B?6L+e5b+D?= <hotline@city.example>")
        #expect(found[2] == "To: =?utf-8?B?5p2O5aic?= <li.na@example.org>")
        #expect(found.contains("Message-ID: <m-1@city.example>"))
        #expect(found.contains("Auto-Submitted: auto-generated"))
        #expect(found.allSatisfy { $0.utf8.count <= 78 || $0.hasPrefix("Subject: ") && $0.utf8.count <= 86 })
        let words = found.drop { !$0.hasPrefix("Subject: ") }.prefix {
            $0.hasPrefix("Subject") || $0.hasPrefix(" ")
        }
        let decoded = words.map { line in
            let word = line.replacing("Subject: ", with: "").trimmingCharacters(in: .whitespaces)
            #expect(word.utf8.count <= 75)
            let bytes = Data(base64Encoded: String(word.dropFirst(10).dropLast(2))) ?? Data()
            // Each word is whole by itself: no character is cut in two.
            return String(data: bytes, encoding: .utf8) ?? "?"
        }
        #expect(decoded.joined() == subject)
        let end = try #require(found.firstIndex(of: ""))
        let body = Data(base64Encoded: found[(end + 1)...].joined()) ?? Data()
        #expect(String(decoding: body, as: UTF8.self) == "第一行\r\n第二行")
    }
}

@Suite("The mail server") struct MailServerTests {
    private func from() throws -> MailAddress { try #require(MailAddress("hotline@city.example")) }

    @Test(
        "is not named by what cannot be read",
        arguments: [
            "", "mail.example.org", "http://mail.example.org", "smtp://", "smtp://a b", "smtp://h:0",
            "smtp://h:99999", "smtp://h/x", "smtp://h?tls=maybe", "smtps://h?tls=never", "smtp://h\r\nx",
        ])
    func refused(_ text: String) throws { #expect(MailServer(text, from: try from()) == nil) }

    @Test("is asked for encryption wherever a password is sent")
    func read() throws {
        let plain = try #require(MailServer("smtp://mail.example.org", from: from()))
        #expect(plain.port == 25 && plain.encryption == .offered && plain.user == nil)
        let full = try #require(MailServer("smtp://a%40b:p%3Aw@mail.example.org:587", from: from()))
        #expect(full.user == "a@b" && full.password == "p:w" && full.port == 587)
        #expect(full.encryption == .required)
        let wrapped = try #require(MailServer("smtps://mail.example.org", from: from()))
        #expect(wrapped.port == 465 && wrapped.encryption == .always)
        #expect(MailServer("smtp://127.0.0.1:2525?tls=never", from: try from())?.encryption == .never)
        #expect(wrapped.address(greeting: "city.example") == "smtps://mail.example.org:465/city.example")
    }

    /// A mail server that answers the recipient as it is told.
    private func post(_ code: Int, said: Notebook<String>) throws -> Listener {
        try Listener { wire in
            wire.say("220 here\r\n")
            var isData = false
            while let line = wire.line() {
                said.add(line)
                if isData {
                    if line == "." {
                        isData = false
                        wire.say("250 taken\r\n")
                    }
                } else if line.hasPrefix("RCPT") {
                    wire.say("\(code) answer\r\n")
                } else if line == "DATA" {
                    isData = true
                    wire.say("354 go on\r\n")
                } else if line == "QUIT" {
                    wire.say("221 bye\r\n")
                    return
                } else {
                    wire.say("250 well\r\n")
                }
            }
        }
    }

    private func deliver(_ server: Listener) async throws(TransportRefusal) -> Int {
        guard let from = MailAddress("hotline@city.example"),
            let mail = MailServer("smtp://127.0.0.1:\(server.port)?tls=never", from: from),
            let text = LetterText(
                .init(to: "li.na@example.org", subject: "好", text: ".\r\nQUIT\r\n"), id: "m1", from: from,
                at: Moment(milliseconds: 0))
        else { throw .badRequest }
        return try await Transport(threads: 2).deliver(text, by: mail)
    }

    @Test("gets the letter for one recipient, dots and all")
    func delivered() async throws {
        let said = Notebook<String>()
        let server = try post(250, said: said)
        #expect(try await deliver(server) == 250)
        #expect(said.all.filter { $0.hasPrefix("RCPT") } == ["RCPT TO:<li.na@example.org>"])
        #expect(said.all.contains { $0.hasPrefix("MAIL FROM:<hotline@city.example>") })
        #expect(said.all.filter { $0 == "QUIT" }.count <= 1)
        #expect(said.all.contains("EHLO city.example"))
    }

    @Test("says for good, or for now, that it does not take one")
    func notTaken() async throws {
        let never = try post(550, said: Notebook())
        await #expect(throws: TransportRefusal.refusedLetter(550)) { try await deliver(never) }
        let later = try post(451, said: Notebook())
        await #expect(throws: TransportRefusal.postponedLetter(451)) { try await deliver(later) }
        let signIn = try post(530, said: Notebook())
        await #expect(throws: TransportRefusal.postponedLetter(530)) { try await deliver(signIn) }
    }

    @Test("that offers no encryption gets no letter where it is required")
    func unencrypted() async throws {
        let said = Notebook<String>()
        let server = try post(250, said: said)
        let from = try from()
        let mail = try #require(MailServer("smtp://u:p@127.0.0.1:\(server.port)", from: from))
        let text = try #require(
            LetterText(
                .init(to: "a@b", subject: "", text: ""), id: "m", from: from, at: .init(milliseconds: 0)))
        await #expect(throws: TransportRefusal.insecure) {
            try await Transport(threads: 1).deliver(text, by: mail)
        }
        #expect(!said.all.contains { $0.hasPrefix("AUTH") || $0.hasPrefix("MAIL") })
    }
}
