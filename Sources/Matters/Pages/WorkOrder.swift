import Core
import Desk
import Press
import Web

/// The work order of a matter (工作单), to be printed, carried to the place and signed.
struct WorkOrder {
    let telling: Telling
    let file: MatterFile
    var names: [Int64: String] = [:]
    /// The address of the matter's page, for the code.
    let address: String

    private var words: Words { telling.words }
    private var matter: Matter { file.matter }

    var document: PressDocument {
        let words = words
        return PressDocument(
            title: "\(words("matters.order.title")) \(matter.number)", running: words(telling.city.name),
            language: words.language == .zh ? "zh-CN" : "en",
            blocks: [
                .heading(words("matters.order.title"), level: 1),
                .code(address, caption: words("matters.order.scan", ["number": matter.number])),
                .facts(facts),
                .heading(words("matters.dossier.text")), .quote(told),
            ] + clocks + besideBlocks + moves + [
                .heading(words("matters.order.result")),
                .signatures([words("matters.order.done")]),
                .heading(words("matters.order.signed")),
                .signatures(["handler", "head", "resident"].map { words("matters.order.sign.\($0)") }),
            ], footer: { words("matters.order.page", ["page": $0, "of": $1]) })
    }

    private var told: String {
        [file.record.text, file.record.more].compactMap(\.self).joined(separator: "\n\n")
    }

    private var facts: [(name: String, value: String)] {
        let record = file.record
        let contact = [file.contact.name, file.contact.phone, file.contact.email].compactMap(\.self)
        var facts = [
            (words("matters.dossier.number"), matter.number),
            (words("matters.order.kind"), telling.kind(matter.kind)),
            (words("matters.order.stage"), telling.stage(matter.stage, of: matter.kind)),
            (words("matters.input.urgency"), words("matters.urgency.\(matter.urgency.rawValue)")),
            (words("matters.dossier.raisedAt"), words.dateTime(matter.raisedAt)),
            (words("matters.field.channel"), words("matters.channel.\(record.channel.rawValue)")),
            (
                words("matters.field.category"),
                matter.category.map { telling.category($0) } ?? words("matters.dossier.noCategory")
            ),
            (words("matters.dossier.lead"), telling.unit(matter.lead) ?? words("matters.dossier.noLead")),
            (words("matters.field.area"), telling.area(matter.area)),
        ]
        if let place = record.place { facts.append((words("matters.field.place"), place)) }
        let who = ([words("matters.caller.\(record.caller.rawValue)")] + contact).joined(separator: " · ")
        facts.append((words("matters.people.resident"), who))
        return facts
    }

    private var clocks: [PressDocument.Block] {
        if matter.clocks.isEmpty { return [] }
        let procedure = telling.city.procedures[matter.kind]
        let rows = matter.clocks.map { clock in
            [
                telling.name(of: clock, in: procedure),
                words.dateTime(clock.from), words.dateTime(clock.due),
                words(
                    clock.pausedAt != nil
                        ? "matters.clock.paused"
                        : clock.expired || clock.due <= telling.now
                            ? "matters.clock.late" : "matters.order.runs"),
            ]
        }
        return [
            .heading(words("matters.dossier.clocks")),
            .table(
                columns: ["limit", "from", "due", "state"].map { words("matters.order.\($0)") }, rows: rows),
        ]
    }

    private var moves: [PressDocument.Block] {
        let entries = Story(telling: telling, file: file, audience: .office, names: names).entries
        let rows = entries.suffix(60).map { entry in
            let title = entry.isUndone ? words("matters.story.undone", ["step": entry.title]) : entry.title
            return [
                words.dateTime(entry.at), entry.who ?? "", ([title] + entry.plain).joined(separator: "\n"),
            ]
        }
        return [
            .heading(words("matters.order.story")),
            .table(columns: ["at", "who", "what"].map { words("matters.order.\($0)") }, rows: rows),
        ]
    }
}

/// What the resident may keep: number, private link, own words, who has it now.
struct ReceiptPaper {
    let telling: Telling
    let file: MatterFile
    /// The whole private link.
    let link: String

    var document: PressDocument {
        let words = telling.words
        let matter = file.matter
        let stage = telling.city.procedures[matter.kind]?.stage(matter.stage)
        var facts = [
            (words("matters.dossier.number"), matter.number),
            (words("matters.dossier.raisedAt"), words.dateTime(matter.raisedAt)),
            (words("matters.field.area"), telling.area(matter.area)),
            (words("matters.order.stage"), stage.map { words($0.told) } ?? matter.stage),
        ]
        if let place = file.record.place { facts.append((words("matters.field.place"), place)) }
        if let unit = telling.unit(matter.lead) { facts.append((words("matters.dossier.lead"), unit)) }
        if let due = matter.nextClock?.due, matter.isOpen {
            facts.append((words("matters.receipt.until"), words.dateTime(due)))
        }
        return PressDocument(
            title: "\(words("matters.receipt.title")) \(matter.number)", running: words(telling.city.name),
            language: words.language == .zh ? "zh-CN" : "en",
            blocks: [
                .heading(words("matters.receipt.title"), level: 1),
                .paragraph(words("matters.receipt.lead")),
                .code(link, caption: words("matters.receipt.scan")),
                .facts(facts),
                .heading(words("matters.receipt.text")),
                .quote(
                    [file.record.text, file.record.more].compactMap(\.self).joined(separator: "\n\n")),
                .paragraph(
                    words(
                        "matters.receipt.printed",
                        ["city": words(telling.city.name), "at": words.dateTime(telling.now)])),
            ], footer: { words("matters.order.page", ["page": $0, "of": $1]) })
    }
}

extension Story.Entry {
    /// The paper tells the beginning of what is long; the page behind the code has all of it.
    private func shortened(_ text: String) -> String {
        text.count > 600 ? text.prefix(600) + "…" : text
    }

    /// What became true, as plain lines.
    fileprivate var plain: [String] {
        lines.compactMap { line in
            switch line {
            case .sentence(let text): text
            case .quote(let label, let text): "\(label): \(shortened(text))"
            case .aside: nil
            }
        }
    }
}
