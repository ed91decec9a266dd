import Core
import Markup
import Web

/// `/areas/:code/card`: who serves here, on a card to keep (联心卡, M32). Prints as one card (A6), or as eight
/// on a sheet (A4).
struct CardPage {
    let visit: Visit
    let city: City
    let areas: AreaTree
    let area: Area
    /// The public address of the site.
    let address: String
    var sheet = false

    private var words: Words { visit.words }

    var page: Page {
        Page(title: words("areas.cardOf", ["area": area.name]), personal: visit.officer != nil, help: "areas")
        {
            """
            <p class="trail screen-only">\(Link(words("areas.find"), to: AreasPath.find)) › \
            \(Link(words(area.name), to: AreasPath.area(area.code)))</p>
            \(sheet ? eight : one)
            """
        }
    }

    private var steps: [ContactBook.Step] { city.contacts.line(from: area.code, in: areas) }

    private var one: HTML {
        """
        <h1 class="screen-only">\(words("areas.cardOf", ["area": area.name]))</h1>
        \(standIn)
        <div class="one-card">\(card(whole: true))</div>
        <section class="screen-only"><h2>\(words("areas.line"))</h2>\(line)
        <p>\(words("areas.printOne")) \
        \(Link(words("areas.printEight"), to: "\(AreasPath.card(area.code))?sheet=8"))</p>
        </section>
        """
    }

    private var eight: HTML {
        """
        <h1 class="screen-only">\(words("areas.eight", ["area": area.name]))</h1>
        <p class="screen-only">\(words("areas.eightHint")) \
        \(Link(words("areas.card"), to: AreasPath.card(area.code)))</p>
        <div class="screen-only">\(card(whole: false))</div>
        <div class="copies" aria-hidden="true">\
        \(Array(repeating: card(whole: false, link: false), count: 8))</div>
        """
    }

    /// A vacancy is said, not passed over (M18).
    private var standIn: HTML? {
        let vacant = city.contacts.first(for: area.code, in: areas)?.vacant ?? []
        guard let missing = vacant.first else { return nil }
        return """
            <div class="screen-only">\
            \(Notice(.info, "<p>\(words("areas.standIn", ["role": missing.text]))</p>"))</div>
            """
    }

    /// - Parameters:
    ///   - whole: with policies, procedures and the second code, as there is room for on A6.
    ///   - link: whether the telephone is a link.
    private func card(whole: Bool, link: Bool = true) -> HTML {
        guard let contact = city.contacts.first(for: area.code, in: areas)?.contact,
            let role = city.contacts.role(contact.role)
        else { return "\(EmptyState(title: words("areas.nobody"), text: words("areas.nobodyHint")))" }
        let place = areas.path(to: contact.area).suffix(2).map { words($0.name) }
        let phone: HTML =
            link ? #"<a href="tel:\#(dial(contact.phone))">\#(contact.phone)</a>"# : "\(contact.phone)"
        let raise = QRCode(address + AreasPath.raise(area.code), label: words("areas.codeRaise"))
        let page: QRCode? =
            whole ? QRCode(address + AreasPath.area(area.code), label: words("areas.codeArea")) : nil
        return """
            <article class="contact-card" aria-label="\(words("areas.cardOf", ["area": area.name]))">
            <p class="who-serves">\(words(contact.name))</p>
            <p>\(words(role.text)) · \(place.joined(separator: " "))</p>
            <p class="call">\(phone)</p>
            <p>\(words(role.promise))</p>
            \(whole ? list("areas.policies", role.policies) : nil)\
            \(whole ? list("areas.procedures", role.procedures) : nil)
            <div class="cluster">\(raise)\(page)</div>
            <p class="muted">\(words("areas.cardVersion", [
                "version": city.contacts.version, "date": contact.since.description,
            ]))</p>
            </article>
            """
    }

    private func list(_ key: String, _ lines: [LocalText]) -> HTML? {
        guard !lines.isEmpty else { return nil }
        let rows: [HTML] = lines.map { "<li>\(words($0))</li>" }
        return "<p><b>\(words(key))</b></p><ul>\(rows)</ul>"
    }

    /// From the home up to the town: who serves each step, and what is vacant.
    private var line: HTML {
        let rows: [HTML] = steps.map { step in
            let place = words(areas[step.area]?.name ?? area.name)
            let held: [HTML] = step.contacts.map { contact in
                let role = city.contacts.role(contact.role).map { words($0.text) } ?? contact.role
                // Without the city's consent the post is named, not the person.
                return contact.isPublic
                    ? """
                    <li>\(role): <b>\(words(contact.name))</b> \
                    <a href="tel:\(dial(contact.phone))">\(contact.phone)</a></li>
                    """
                    : "<li>\(role): \(words("areas.heldQuietly"))</li>"
            }
            let vacant: [HTML] = step.vacant.map { role in
                "<li>\(words(role.text)): \(words("areas.vacant"))</li>"
            }
            return "<dt>\(place)</dt><dd><ul>\(held)\(vacant)</ul></dd>"
        }
        return rows.isEmpty ? "<p>\(words("areas.nobody"))</p>" : #"<dl class="line">\#(rows)</dl>"#
    }
}
