import ArgumentParser
import Core
import Courier
import Foundation

/// The ways out of this program, as the operator set them.
struct Outside: Sendable {
    let transport: Transport
    let mail: MailServer?

    /// Requests to the open internet, and no letters.
    static let plain = Outside(transport: Transport(), mail: nil)
}

/// What an operator says about the ways out.
struct OutsideOptions: ParsableArguments {
    @Option(
        name: .long,
        help: ArgumentHelp(
            "The mail server that takes letters: smtp://USER:PASSWORD@HOST:PORT, or smtps://….",
            discussion: """
                Else LIANXIN_SMTP; without one letters wait. With a password, or with ?tls=required, nothing \
                is said before the connection is encrypted; ?tls=never is for a server on this machine.
                """))
    var smtp: String?

    @Option(
        name: .long,
        help: ArgumentHelp("Whom letters come from.", discussion: "Else LIANXIN_MAIL_FROM."))
    var mailFrom: String?

    @Option(
        name: .long,
        help: """
            Addresses of your inner network that requests to other systems may go to, such as \
            10.0.0.0/8; may be given several times. Else only the open internet.
            """)
    var reach: [String] = []

    @Flag(name: .long, help: "Requests to other systems may go to this machine itself.")
    var reachLocal = false

    /// - Throws: `ValidationError` naming what cannot be read.
    func chosen() throws -> Outside {
        var ranges: [AddressRange] = reachLocal ? Reach.loopback : []
        for text in reach {
            guard let range = AddressRange(text) else {
                throw ValidationError("“\(text)” is no range of addresses; write 10.0.0.0/8 or fd00::/8.")
            }
            ranges.append(range)
        }
        return Outside(
            transport: Transport(openTo: ranges.isEmpty ? .public : .including(ranges)), mail: try mail())
    }

    private func mail() throws -> MailServer? {
        let environment = ProcessInfo.processInfo.environment
        guard let address = smtp ?? environment["LIANXIN_SMTP"], !address.isEmpty else { return nil }
        guard let from = (mailFrom ?? environment["LIANXIN_MAIL_FROM"]).flatMap(MailAddress.init) else {
            throw ValidationError(
                "--smtp also needs --mail-from ADDRESS: whom letters come from, as name@example.org.")
        }
        // The address may hold a password, so it is not repeated.
        guard let server = MailServer(address, from: from) else {
            throw ValidationError(
                "--smtp cannot be read; write smtp://USER:PASSWORD@HOST:PORT, smtps://… or …?tls=required.")
        }
        return server
    }
}
