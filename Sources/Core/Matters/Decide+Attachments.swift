extension Attachment {
    /// The most files that come with one filing or one move.
    public static let perMove = 10

    /// The same file, shown as another part.
    public func shown(as part: Part) -> Attachment {
        Attachment(id: id, hash: hash, name: name, kind: kind, bytes: bytes, part: part)
    }
}

extension Order {
    /// The inputs, with the files among them: what was looked up is as good as named.
    var given: [InputWord: String] {
        guard !attachments.isEmpty, inputs[.files] == nil else { return inputs }
        var inputs = inputs
        inputs[.files] = attachments.map(\.id).joined(separator: " ")
        return inputs
    }

    /// The files as the log names them: what a resident sends is theirs, whatever it was sent as, and nothing
    /// that others send is.
    func named(by doer: Doer) -> [Attachment] {
        attachments.map { file in
            if doer == .resident { return file.shown(as: .raised) }
            return file.part == .raised ? file.shown(as: .paper) : file
        }
    }
}

/// Every id stands for a file that was looked up, and every file for an id: none is lost in silence.
func checkAttachments(_ order: Order, _ inputs: [InputWord: String]) throws(Refusal) {
    let ids = Set((inputs[.files] ?? "").split(whereSeparator: \.isWhitespace).map(String.init))
    guard ids == Set(order.attachments.map(\.id)) else { throw .invalid(.files, .unknown) }
    try check(order.attachments)
}

/// Not too many, and each once.
func check(_ attachments: [Attachment]) throws(Refusal) {
    guard attachments.count <= Attachment.perMove else { throw .invalid(.files, .tooMany) }
    guard Set(attachments.map(\.id)).count == attachments.count else { throw .invalid(.files, .unknown) }
}
