import Core
import Desk
import Markup
import Web

/// One call: who calls, what they brought before, one box for what they say, and what may come of it.
struct CallPage {
    let telling: CallsTelling
    let view: CallView
    /// What was typed so far.
    let answers: FormAnswers
    var errors: [FieldError] = []
    /// The key of this form.
    let once: String
    /// Another concern of a call that has its result.
    var isFurther = false

    var words: Words { telling.words }
    var record: CallRecord { view.record }

    var page: Page {
        let isDone = record.result != nil && !isFurther
        return Page(
            title: words("calls.call.title"), status: errors.isEmpty ? 200 : 422, personal: true, wide: true,
            scripts: CallsScripts.all, help: "calls-call"
        ) {
            """
            <p>\(Link(words("calls.title"), to: CallsPath.home))</p>
            <h1>\(number) \(telling.state(record.call))</h1>
            <p class="muted">\(facts)</p>
            \(ErrorSummary(title: words("web.form.problems"), errors: errors))
            \(CallWatch(telling: telling, call: record.id))
            \(line)
            <div class="columns">
            <div>\(isDone ? CallDone(page: self).html : record.call.state == .abandoned ? gone : form)</div>
            <aside>\(CallAside(telling: telling, view: view))</aside>
            </div>
            \(CallKeys(telling: telling, onCall: !isDone))
            """
        }
    }

    private var number: HTML {
        let text = view.showsNumber ? record.call.caller : nil
        return "<bdi>\(text ?? telling.masked(record.call.caller))</bdi>"
    }

    private var facts: HTML {
        var facts: [HTML] = [telling.time(record.arrivedAt)]
        if let origin = record.origin {
            facts.append("\(words("calls.cameOver", ["line": words(origin.name)]))")
        } else if let called = record.call.called {
            facts.append("\(words("calls.dialled", ["number": called]))")
        }
        if let waited = record.call.waited {
            facts.append("\(words("calls.waited", ["time": telling.short(waited)]))")
        }
        if let talked = record.call.talked {
            facts.append("\(words("calls.talked", ["time": telling.short(talked)]))")
        }
        return HTML.joined(facts)
    }

    private var gone: HTML { Notice(.warning, "<p>\(words("calls.gone"))</p>").html }

    /// Without a switch the taker says when the call begins and ends.
    private var line: HTML? {
        guard record.keyID == CallsDesk.byHand, !isFurther else { return nil }
        let button: (String, String)? =
            switch record.call.state {
            case .ringing: ("calls.pickUp", "pickUp")
            case .talking: ("calls.hangUp", "hangUp")
            case .over, .abandoned: nil
            }
        return button.map { word, value in
            Form(
                post: CallsPath.call(record.id) + "/line", csrf: telling.visit.csrf,
                content: """
                    \(Button(words(word), weight: .secondary, name: "line", value: value, icon: "phone"))
                    """
            ).html
        }
    }

    // MARK: The form

    private var form: HTML {
        Form(
            post: CallsPath.call(record.id), csrf: telling.visit.csrf, id: "call-form",
            content: """
                \(Hidden(name: "once", value: once))\
                \(isFurther ? Hidden(name: "further", value: "1").html : nil)
                \(TextArea(
                    name: "text", label: words("calls.field.text"), value: answers["text"],
                    hint: words("calls.textHint"), error: errors.message(for: "text"), rows: 5,
                    limit: Filing.textLimit,
                    limitNote: words("web.form.limit", ["count": Filing.textLimit])))
                \(way("suggest", "calls.do.suggest", .secondary))
                <div id="call-suggestions">\(CallSuggested(page: self))</div>
                \(place)
                \(ways)
                """
        ).html
    }

    /// A button that says what is to be done with the form.
    func way(_ value: String, _ word: String, _ weight: Weight = .primary) -> HTML {
        Button(words(word), weight: weight, name: "do", value: value).html
    }

    private var place: HTML {
        """
        <div class="filters">
        \(Select(
            name: "category", label: words("calls.field.category"), groups: telling.categoryGroups,
            chosen: answers.given("category"), none: words("calls.choose"),
            error: errors.message(for: "category")))
        \(Select(
            name: "area", label: words("calls.field.area"), groups: telling.areaGroups,
            chosen: answers.given("area"), none: words("calls.areaUnknown"),
            error: errors.message(for: "area")))
        \(TextField(
            name: "place", label: words("calls.field.place") + words("web.form.optional"),
            value: answers["place"], error: errors.message(for: "place"), autocomplete: "off", limit: 200))
        </div>
        \(Fold(words("calls.who"), open: errors.contains { ["name", "phone"].contains($0.field) }, who))
        """
    }

    private var who: HTML {
        """
        <div class="filters">
        \(TextField(
            name: "name", label: words("calls.field.name") + words("web.form.optional"),
            value: answers["name"], error: errors.message(for: "name"), autocomplete: "off", limit: 200))
        \(TextField(
            name: "phone", label: words("calls.field.phone") + words("web.form.optional"),
            value: answers["phone"], hint: words("calls.phoneHint"), error: errors.message(for: "phone"),
            kind: .tel, autocomplete: "off", limit: 200))
        \(Radios(
            name: "callerKind", legend: words("calls.field.callerKind"),
            choices: Caller.allCases.map {
                Choice(value: $0.rawValue, label: words("calls.caller.\($0.rawValue)"))
            }, chosen: answers.given("callerKind") ?? Caller.resident.rawValue, inline: true))
        </div>
        """
    }

    private var ways: HTML {
        let ends: HTML? =
            isFurther
            ? nil
            : section(
                "calls.way.nothing",
                """
                <div class="cluster">\(way("silent", "calls.do.silent", .secondary))
                \(way("wrongNumber", "calls.do.wrongNumber", .secondary))
                \(way("harassment", "calls.do.harassment", .secondary))</div>
                """)
        return """
            \(isFurther ? nil : answerPart)
            \(filePart)
            \(joinPart)
            \(transferPart)
            \(isFurther ? nil : quickPart)
            \(isFurther ? nil : expertPart)
            \(ends)
            <p>\(way("draft", "calls.do.draft", .secondary))</p>
            """
    }

    private func section(_ key: String, _ content: HTML) -> HTML {
        """
        <section class="panel"><h2>\(words(key))</h2>\(content)</section>
        """
    }

    private var answerPart: HTML {
        section(
            "calls.way.answer",
            """
            \(TextArea(
                name: "answer", label: words("calls.field.answer"), value: answers["answer"],
                hint: words("calls.answerHint"), error: errors.message(for: "answer"), rows: 2, limit: 4000,
                limitNote: words("web.form.limit", ["count": 4000])))
            \(way("answer", "calls.do.answer"))
            """)
    }

    private var filePart: HTML {
        section(
            "calls.way.file",
            """
            \(Radios(
                name: "urgency", legend: words("calls.field.urgency"),
                choices: Urgency.allCases.map {
                    Choice(value: $0.rawValue, label: words("calls.urgency.\($0.rawValue)"))
                }, chosen: answers.given("urgency") ?? Urgency.ordinary.rawValue,
                error: errors.message(for: "urgency"), inline: true))
            \(way("file", "calls.do.file"))
            """)
    }

    private var joinPart: HTML {
        let part = section(
            "calls.way.join",
            """
            \(TextField(
                name: "joinNumber", label: words("calls.field.join"), value: answers["joinNumber"],
                hint: words("calls.joinHint"), error: errors.message(for: "join"), autocomplete: "off",
                limit: 40))
            \(way("join", "calls.do.join", .secondary))
            """)
        return "<div id=\"join\">\(part)</div>"
    }

    private var transferPart: HTML? {
        guard !view.partners.isEmpty else { return nil }
        return section(
            "calls.way.transfer",
            """
            \(Select(
                name: "partner", label: words("calls.field.partner"),
                choices: view.partners.map { partner in
                    let name = words(partner.name)
                    return Choice(
                        value: partner.code,
                        label: partner.isEmergency ? words("calls.emergency", ["name": name]) : name)
                }, chosen: answers.given("partner"), none: words("calls.choose"),
                error: errors.message(for: "partner")))
            \(TextField(
                name: "reason", label: words("calls.field.reason"), value: answers["reason"],
                error: errors.message(for: "reason"), autocomplete: "off", limit: 1000))
            \(way("transfer", "calls.do.transfer", .secondary))
            """)
    }

    /// The name of a service's field in the form.
    static func field(_ field: QuickChoice.Field, of service: QuickChoice) -> String {
        "quick-\(service.id)-\(field.name)"
    }

    private var quickPart: HTML? {
        guard !view.quick.isEmpty else { return nil }
        let services: [HTML] = view.quick.map { service in
            let steps: [HTML] = service.steps.map { "<li>\($0)</li>" }
            let fields: [HTML] = service.fields.map { field in
                let name = Self.field(field, of: service)
                return TextField(
                    name: name, label: field.label + (field.isRequired ? "" : words("web.form.optional")),
                    value: answers[name], error: errors.message(for: name), autocomplete: "off", limit: 200
                ).html
            }
            let isOpen = answers["quick"] == service.id
            return Fold(service.title, open: isOpen, "<ol>\(steps)</ol>\(fields)").html
        }
        return section(
            "calls.way.quick",
            """
            \(Select(
                name: "quick", label: words("calls.field.quick"),
                choices: view.quick.map { Choice(value: $0.id, label: $0.title) },
                chosen: answers.given("quick"), none: words("calls.choose"),
                error: errors.message(for: "quick")))
            \(services)
            \(way("quick", "calls.do.quick", .secondary))
            """)
    }

    /// The field's seat where somebody is on duty; else somebody calls back.
    private var expertPart: HTML? {
        switch view.offer {
        case .none: return nil
        case .seats(let seats):
            return section(
                "calls.way.expert",
                """
                \(Radios(
                    name: "seat", legend: words("calls.field.seat"),
                    choices: seats.map { seat in
                        Choice(
                            value: seat.code, label: words(seat.name),
                            hint: [telling.unit(seat.unit), seat.phone].compactMap(\.self)
                                .joined(separator: " · "))
                    }, chosen: answers.given("seat") ?? seats.first?.code,
                    error: errors.message(for: "seat")))
                \(way("expert", "calls.do.expert", .secondary))
                """)
        case .callBack(let seat, let due):
            let name = seat.map { words($0.name) } ?? words("calls.expertField")
            let text = words(
                "calls.noExpert", ["seat": name, "due": words.near(due, now: telling.now)])
            return section(
                "calls.way.expert", "<p>\(text)</p>\(way("back", "calls.do.back", .secondary))")
        }
    }
}

extension HTML {
    /// Parts with a dot between them.
    static func joined(_ parts: [HTML]) -> HTML {
        var joined = HTML.empty
        for (index, part) in parts.enumerated() {
            if index > 0 { joined += " · " }
            joined += part
        }
        return joined
    }
}
