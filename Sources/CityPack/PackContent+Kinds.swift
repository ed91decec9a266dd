public import Core

/// Kinds of matters as rows of a pack's content.
extension PackWriter {
    var kinds: [Entry] {
        procedures.map { procedure in
            Entry(
                procedure.kind, procedure.name,
                ["version": Field(String(procedure.version)), "prefix": Field(procedure.prefix)])
        }
    }

    var stages: [Entry] {
        procedures.flatMap { procedure in
            procedure.stages.map { stage in
                var fields = [
                    "told": text(stage.told), "holder": Field(stage.holder.rawValue),
                    "first": Field(stage.name == procedure.first?.name ? "yes" : "no"),
                ]
                if let outcome = stage.closes { fields["closes"] = Field(outcome.rawValue) }
                return Entry("\(procedure.kind)/\(stage.name)", stage.text, fields)
            }
        }
    }

    var moves: [Entry] {
        procedures.flatMap { procedure in
            procedure.moves.map { move in
                var fields = [
                    "from": stages(move.from, of: procedure), "by": by(move.by),
                    "automatic": Field(move.automatic ? "yes" : "no"),
                    "asks": Field(
                        move.asks.map { $0.word.rawValue + ($0.required ? "" : "?") }.joined(separator: " ")),
                    "needs": Field(move.needs.map(\.token).joined(separator: " ")),
                    "does": Field(move.does.map(\.token).joined(separator: " ")),
                ]
                if let to = move.to { fields["to"] = stages([to], of: procedure) }
                if let told = move.told { fields["told"] = text(told) }
                return Entry("\(procedure.kind)/\(move.name)", move.text, fields)
            }
        }
    }

    var limits: [Entry] {
        procedures.flatMap { procedure in
            procedure.limits.map { limit in
                var fields = [
                    "span": span(limit.span), "runs": stages(limit.runs, of: procedure),
                    "pauses": stages(limit.pauses, of: procedure),
                ]
                if limit.subject != .matter { fields["for"] = Field(limit.subject.rawValue) }
                for (urgency, span) in limit.spanByUrgency { fields["span.\(urgency)"] = self.span(span) }
                if let percent = limit.warnAtPercent { fields["warnAtPercent"] = Field("\(percent)") }
                for (name, move) in [("atWarning", limit.atWarning), ("atExpiry", limit.atExpiry)] {
                    if let move { fields[name] = Field(move, procedure.move(move)?.text) }
                }
                return Entry("\(procedure.kind)/\(limit.name)", limit.text, fields)
            }
        }
    }

    private func span(_ span: Span) -> Field {
        Field(span.description, LocalText(zh: span.words(.zh), en: span.words(.en)))
    }

    private func stages(_ names: [String], of procedure: Procedure) -> Field {
        let texts = names.map { procedure.stage($0)?.text ?? LocalText(zh: $0, en: $0) }
        return Field(
            names.joined(separator: " "),
            LocalText(
                zh: texts.map(\.zh).joined(separator: "、"), en: texts.map(\.en).joined(separator: ", ")))
    }

    private func by(_ parties: [Party]) -> Field {
        let fields = parties.map { party -> Field in
            switch party {
            case .resident: Field("resident", LocalText(zh: "群众", en: "the resident"))
            case .system: Field("system", LocalText(zh: "系统", en: "the program"))
            case .role(let name): role(name)
            }
        }
        return Field(
            fields.map(\.value).joined(separator: " "),
            LocalText(
                zh: fields.map { $0.shown?.zh ?? $0.value }.joined(separator: "、"),
                en: fields.map { $0.shown?.en ?? $0.value }.joined(separator: ", ")))
    }
}

extension Guard {
    /// The word with its numbers: `attempts:3:24`.
    public var token: String {
        switch self {
        case .attempts(let count, let hours): "\(word.rawValue):\(count):\(hours)"
        case .anotherPerson(let move): "\(word.rawValue):\(move)"
        case .returnsBelow(let count), .roundsAtLeast(let count), .reopensBelow(let count),
            .closedWithin(let count), .notWithin(let count), .returnsAtLeast(let count),
            .urgesAtLeast(let count), .extensionsBelow(let count), .suspensionsBelow(let count),
            .partiesAtLeast(let count):
            "\(word.rawValue):\(count)"
        case .returnWithin(let span): "\(word.rawValue):\(span)"
        case .routeIs(let route): "\(word.rawValue):\(route.rawValue)"
        case .gradeIs(let grade): "\(word.rawValue):\(grade.rawValue)"
        case .proposed(let kind): "\(word.rawValue):\(kind.rawValue)"
        case .satisfied, .unsatisfied, .categorised, .dispatched, .answered, .outsideLead, .reviewDue,
            .scopeProposed, .partsAnswered, .wayKept, .late, .supervised, .notSupervised, .keyed, .notRuled,
            .raised, .contacted, .acceptedByAll, .checkFailed:
            word.rawValue
        }
    }
}

extension Effect {
    /// The word with what it takes: whom a message is for and its template (`tell:resident:asked`), what is
    /// decided (`propose:extension`), after how many days.
    public var token: String {
        switch self {
        case .tell(let audience, let template): "tell:\(audience.rawValue):\(template)"
        case .propose(let kind), .grant(let kind), .deny(let kind): "\(word.rawValue):\(kind.rawValue)"
        case .revisit(let days): "\(word.rawValue):\(days)"
        default: word.rawValue
        }
    }
}
