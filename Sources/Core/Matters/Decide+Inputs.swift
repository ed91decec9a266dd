/// Checks what was given against what the move asks; what it does not ask is refused, not ignored.
func checked(
    _ order: Order, for move: Move, on matter: Matter, in city: City, at now: Moment
) throws(Refusal) -> [InputWord: String] {
    var inputs: [InputWord: String] = [:]
    for (word, raw) in order.given.sorted(by: { $0.key < $1.key }) {
        let value = raw.trimmed
        if !isVisible(value) { continue }
        guard move.asks.contains(where: { $0.word == word }) else { throw .invalid(word, .notAllowed) }
        guard fits(value, word.maximumLength) else { throw .invalid(word, .tooLong) }
        guard !value.unicodeScalars.contains("\0") else { throw .invalid(word, .control) }
        inputs[word] = value
    }
    for ask in move.asks where ask.required && inputs[ask.word] == nil { throw .missing(ask.word) }
    // In a fixed order, so that the same order is always refused for the same reason.
    for (word, value) in inputs.sorted(by: { $0.key < $1.key }) {
        try check(value, as: word, order, for: move, on: matter, in: city, at: now)
    }
    return inputs
}

private func check(
    _ value: String, as word: InputWord, _ order: Order, for move: Move, on matter: Matter, in city: City,
    at now: Moment
) throws(Refusal) {
    switch word {
    case .category:
        guard let category = city.catalogue[value] else { throw .invalid(word, .unknown) }
        guard category.isLeaf else { throw .invalid(word, .notALeaf) }
    case .cause:
        guard city.returnReason(value, at: now) != nil else { throw .invalid(word, .unknown) }
    case .unit:
        guard city.units[UnitCode(value)] != nil else { throw .invalid(word, .unknown) }
    case .solved, .satisfied:
        guard value == "yes" || value == "no" else { throw .invalid(word, .unknown) }
    case .attempt:
        guard CallBackResult(rawValue: value) != nil else { throw .invalid(word, .unknown) }
    case .route:
        guard let route = Route(rawValue: value) else { throw .invalid(word, .unknown) }
        // Who cannot help yet says why, and keeps it in the archive: that is a step of its own (M22 d).
        if route == .notYet { throw .invalid(word, .notAllowed) }
    case .grade:
        guard Grade(rawValue: value) != nil else { throw .invalid(word, .unknown) }
    case .urgency:
        guard Urgency(rawValue: value) != nil else { throw .invalid(word, .unknown) }
    case .reviewOn:
        guard let day = CivilDate(value) else { throw .invalid(word, .notADay) }
        guard city.calendar.start(of: day) > now else { throw .invalid(word, .past) }
    case .matter: try check(order.target, named: value, for: move, on: matter, in: city)
    case .part, .until, .sharpness, .party, .partyKind, .session, .way, .accepts:
        try checkSide(value, as: word, for: move, on: matter, in: city, at: now)
    case .checks:
        guard let procedure = city.procedures[matter.kind] else { throw .invalid(word, .unknown) }
        guard procedure.answers(to: value) != nil else {
            throw procedure.leavesOut(value) ? .missing(word) : .invalid(word, .unknown)
        }
    case .reason, .answer, .explanation, .why, .note, .text, .files, .task, .demand, .plan, .position,
        .agreement:
        break
    }
}

/// Not a character more than `limit`; nor so many marks on each that the bytes have no bound.
private func fits(_ value: String, _ limit: Int) -> Bool {
    value.utf8.count <= limit * 64 && value.count <= limit
}

/// Whether there is anything to read: not only joiners, marks of direction and the like.
private func isVisible(_ value: String) -> Bool {
    value.unicodeScalars.contains {
        !$0.properties.isDefaultIgnorableCodePoint && !$0.properties.isWhitespace
    }
}
