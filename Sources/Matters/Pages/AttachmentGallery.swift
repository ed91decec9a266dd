import Core
import Desk
import Markup
import Web

/// The files of a matter, for those who may see them: before and after side by side, then all in the order
/// they came.
struct AttachmentGallery: Component {
    let telling: Telling
    let file: MatterFile
    /// The private link of the resident who looks; nil for people at work.
    var token: String?

    private var words: Words { telling.words }

    private var shown: [AttachmentRecord] {
        token == nil ? file.attachments : file.attachments.filter { $0.isTold && !isHidden($0) }
    }

    /// Papers that others wrote go only to those they were written for.
    private func isHidden(_ record: AttachmentRecord) -> Bool {
        let attachment = record.attachment
        return attachment.kind == .pdf && attachment.part != .paper && record.doer != .resident
    }

    var html: HTML {
        let records = shown
        guard !records.isEmpty else { return .empty }
        func pictures(_ part: Attachment.Part) -> [AttachmentRecord] {
            records.filter { $0.attachment.part == part && $0.attachment.kind.isPicture }
        }
        let pairs = Array(zip(pictures(.before), pictures(.after)))
        let paired = Set(pairs.flatMap { [$0.0.attachment.id, $0.1.attachment.id] })
        let gallery = Gallery(
            records.filter { !paired.contains($0.attachment.id) }.map(item),
            pairs: pairs.map { before, after in
                Gallery.Pair(
                    before: item(before), after: item(after), beforeText: caption(before),
                    afterText: caption(after), sliderText: words("matters.files.slider"))
            })
        return """
            <h2>\(words("matters.files.title"))</h2>
            \(gallery)
            """
    }

    private func item(_ record: AttachmentRecord) -> Gallery.Item {
        let attachment = record.attachment
        let path = token.map { MattersPath.file($0, attachment.id) } ?? MattersPath.file(attachment.id)
        return Gallery.Item(
            thumbnail: attachment.kind.isPicture ? path + "?copy=thumbnail" : nil, to: path,
            name: attachment.name, caption: caption(record), kind: Self.kind(attachment.kind))
    }

    private func caption(_ record: AttachmentRecord) -> String {
        words(
            "matters.files.\(record.attachment.part.rawValue)",
            ["time": words.near(record.at, now: telling.now)])
    }

    private static func kind(_ kind: Attachment.Kind) -> Gallery.Kind {
        if kind.isPicture { return .picture }
        if kind.isFilm { return .film }
        return kind.isSound ? .sound : .paper
    }
}

/// The files that a move asks for: what a resident sends; before and after where the move answers; else what
/// somebody at work adds.
struct FileFields: Component {
    let telling: Telling
    let move: Move
    let label: String
    let error: String?

    var html: HTML {
        let words = telling.words
        guard move.does.contains(.answer) else {
            let part: Attachment.Part = move.by.contains(.resident) ? .raised : .paper
            return field(part, label, words("matters.hint.files"), error, id: "files")
        }
        return """
            \(field(.before, words("matters.ask.files.before"), nil, error, id: "files"))
            \(field(.after, words("matters.ask.files.after"), words("matters.hint.files"), nil))
            """
    }

    private func field(
        _ part: Attachment.Part, _ label: String, _ hint: String?, _ error: String?, id: String? = nil
    ) -> HTML {
        FileField(
            name: "files", label: label, hint: hint, error: error, part: part.rawValue, id: id,
            limit: Attachment.perMove, texts: FileField.Texts(telling.words)
        ).html
    }
}
