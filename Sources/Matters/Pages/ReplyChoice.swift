import Core
import Desk
import Markup
import Web

/// Beginnings of texts to choose from, above the form they fill. With the script a choice goes where the
/// cursor stands; without it the page comes again with the text in its field.
struct ReplyChoice: Component {
    let telling: Telling
    let move: Move
    let matter: Matter
    let record: MatterRecord
    /// The page of the move.
    let action: String

    private var words: Words { telling.words }

    /// The replies for the first field of the move that has any.
    private var offered: (input: InputWord, replies: [Reply])? {
        // A reason that nobody needs to give is not what the move is about.
        for ask in move.asks where ask.required || ask.word != .reason {
            let replies = telling.city.replies(for: ask.word, on: matter)
            if !replies.isEmpty { return (ask.word, replies) }
        }
        return nil
    }

    var html: HTML {
        guard let (input, replies) = offered else { return .empty }
        let id = "reply-\(input.rawValue)"
        let blanks = telling.blanks(of: matter, record)
        let options: [HTML] = replies.map { reply in
            """
            <option value="\(reply.name)" data-text="\(reply.filled(words.language, blanks))">\
            \(words(reply.title))</option>
            """
        }
        return Form(
            get: action, classes: "replies", label: words("matters.reply"),
            content: """
                <div class="field"><label for="\(id)">\(words("matters.reply"))</label>
                <select id="\(id)" name="reply" data-inserts="\(input.rawValue)">\(options)</select></div>
                \(Button(words("matters.reply.insert"), weight: .secondary))
                """
        ).html
    }
}

extension Telling {
    /// What fills the blanks of a reply to a matter.
    func blanks(of matter: Matter, _ record: MatterRecord) -> [String: String] {
        var blanks = [
            "number": matter.number, "title": record.title, "place": record.place ?? area(matter.area),
            "today": words.date(now),
        ]
        blanks["unit"] = unit(matter.lead ?? city.desk) as String
        if let due = matter.nextClock?.due { blanks["due"] = words.dateTime(due) }
        return blanks
    }

    /// The answers of a form that a chosen reply fills.
    func answers(filledBy name: String, for move: Move, _ file: MatterFile) -> FormAnswers {
        for ask in move.asks {
            let reply = city.replies(for: ask.word, on: file.matter).first { $0.name == name }
            if let reply {
                let text = reply.filled(words.language, blanks(of: file.matter, file.record))
                return FormAnswers([ask.word.rawValue: text])
            }
        }
        return FormAnswers()
    }
}
