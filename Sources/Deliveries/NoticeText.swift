import Core
import Courier
import Storage

/// What stands in a letter, a short message, a chat: one message, or several as one.
struct NoticeText {
    let rules: NoticeRules
    let cityName: LocalText
    let language: Language
    let parts: [Part]

    struct Part: Hashable {
        let template: String
        /// Nil for what belongs to no matter.
        let number: String?
        let body: String
        /// Where its resident says that they want no more; nil where nobody may.
        let stop: String?
    }

    /// The message itself, each part once.
    var text: String {
        let bodies = distinct(parts.map(\.body))
        if bodies.count == 1 { return bodies[0] }
        let head = rules.digest[language].withBlanks { $0 == "count" ? String(bodies.count) : "" }
        return ([head] + bodies.enumerated().map { "\($0 + 1). \($1)" }).joined(separator: "\n")
    }

    /// With the way to end them, for letters.
    var letter: String {
        let lines = distinct(
            parts.compactMap { part -> String? in
                guard let stop = part.stop, let number = part.number else { return nil }
                return rules.stop[language].withBlanks { blank in
                    switch blank {
                    case "number": number
                    case "link": stop
                    default: ""
                    }
                }
            })
        return lines.isEmpty ? text : text + "\n\n--\n" + lines.joined(separator: "\n")
    }

    /// What the letter is called, on one line.
    var subject: String {
        let count = distinct(parts.map(\.body)).count
        let pattern =
            count > 1
            ? rules.subjects["digest"]
            : parts.first.map { rules.subject(of: $0.template, ofMatter: $0.number != nil) }
        let filled = (pattern ?? cityName)[language].withBlanks { blank in
            switch blank {
            case "city": cityName[language]
            case "number": parts.first?.number ?? ""
            case "count": String(count)
            default: ""
            }
        }
        return String(String.UnicodeScalarView(filled.unicodeScalars.map { $0.value < 32 ? " " : $0 }))
    }

    private func distinct(_ texts: [String]) -> [String] {
        var seen: Set<String> = []
        return texts.filter { seen.insert($0).inserted }
    }

    /// The language of a text that was written by the city: Chinese where a good part of it is.
    static func language(of text: String) -> Language {
        let words = text.split { $0 == " " || $0 == "\n" }.filter { !$0.contains("://") }
        var (chinese, latin) = (0, 0)
        for scalar in words.joined().unicodeScalars {
            if (0x3400...0x9FFF).contains(scalar.value) { chinese += 1 }
            if scalar.properties.isAlphabetic, scalar.isASCII { latin += 1 }
        }
        return chinese * 3 >= latin && (chinese > 0 || latin == 0) ? .zh : .en
    }
}

/// What a gateway for short messages or a chat is told, as the signed body of a request.
struct GatewayMessage: Codable, Hashable {
    /// A telephone number, or the code of the unit whose chat it is.
    let to: String
    let text: String
    /// `zh` or `en`.
    let language: String
    /// The same at every attempt: what came twice is to be sent once.
    let message: String

    func payload() throws -> Payload {
        .request(
            Payload.Asked(
                headers: ["content-type": "application/json; charset=utf-8"], body: try StoredJSON.text(self))
        )
    }
}
