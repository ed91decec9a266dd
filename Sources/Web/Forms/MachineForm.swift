public import Hummingbird

extension Request {
    /// The form that another system sent, with its files: as addresses write questions, or in parts. Nothing
    /// in it is ours, so the handler proves the sender.
    ///
    /// - Parameters:
    ///   - sender: Who owns the files.
    ///   - files: Keeps them; their names there become answers to the field `files`.
    ///   - isKnown: Whether the answers so far say who sends. A file before that is refused.
    /// - Throws: `WebRefusal`, and what the keeper of files refuses.
    public func machineForm(
        _ visit: Visit, sender: String, files: FormFiles?,
        isKnown: @escaping @Sendable (FormAnswers) async throws -> Bool
    ) async throws -> FormAnswers {
        if mediaType == "multipart/form-data", let files {
            var form = MultipartForm(visit: visit, files: files)
            form.machine = MultipartForm.Machine(sender: sender, isKnown: isKnown)
            return try await form.read(self)
        }
        try expectBody(of: "application/x-www-form-urlencoded")
        let body = try await readBody(upTo: visit.settings.maxBodyBytes)
        return try FormAnswers(urlencoded: body.readableBytesView)
    }
}
