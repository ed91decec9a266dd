public import Core

extension Visit {
    /// Nobody's visit, in a language of its own: for a page that browsers keep and show to whoever opens them
    /// without a network. It carries no token and no name.
    public func shell(in language: Language) -> Visit {
        Visit(
            words: frame.book.words(language), now: now, requestID: requestID, peer: peer, path: "/",
            query: FormAnswers(), officer: nil, bearer: nil, senderSeed: "", token: FormToken([]),
            display: Display(), isFirst: false, origin: "/", notice: nil, frame: frame)
    }
}
