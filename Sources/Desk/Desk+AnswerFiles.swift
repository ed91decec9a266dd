import Core

extension Desk {
    /// The files that came with an answer which a matter was given together with another one. They stay with
    /// that one; whoever was given the answer may read them.
    ///
    /// - Parameter dossier: Of the matter that was given the answer.
    public func sharedFiles(with dossier: Dossier) async throws -> [AttachmentRecord] {
        guard let (given, text) = dossier.events.sharedAnswer,
            let main = try await joins(of: dossier.matter.id).main,
            let other = try await self.dossier(.id(main.id), for: .resident)
        else { return [] }
        // The very answer that was given: what was answered there afterwards is not for this one.
        let answer = other.events.standing.last { event in
            event.at <= given.at && event.facts.contains { $0.answer == text }
        }
        return other.attachments.filter { file in
            file.sequence == answer?.sequence && file.isTold && file.doer != .resident
        }
    }
}

extension [Event] {
    /// The answer that stands and was brought by the program, with the event that brought it.
    fileprivate var sharedAnswer: (event: Event, text: String)? {
        for event in standing.reversed() {
            for case .answered(let text, _) in event.facts {
                if case .system = event.by { return (event, text) }
                return nil
            }
        }
        return nil
    }
}

extension Fact {
    fileprivate var answer: String? { if case .answered(let text, _) = self { text } else { nil } }
}
