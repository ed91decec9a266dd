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

    private init(transport: Transport, mail: MailServer?) {
        self.transport = transport
        self.mail = mail
    }
}

/// What an operator says about the ways out.
struct OutsideOptions: ParsableArguments {
    @Option(name: .long, help: Setting.smtp.help) var smtp: String?
    @Option(name: .long, help: Setting.mailFrom.help) var mailFrom: String?
    @Option(name: .long, help: Setting.reach.help) var reach: [String] = []
    @Flag(name: .long, inversion: .prefixedNo, help: Setting.reachLocal.help) var reachLocal: Bool?

    /// What stood on the command line.
    var flags: [Setting: [String]] {
        var flags: [Setting: [String]] = [:]
        flags[.smtp] = smtp.map { [$0] }
        flags[.mailFrom] = mailFrom.map { [$0] }
        flags[.reach] = reach.isEmpty ? nil : reach
        flags[.reachLocal] = reachLocal.map { [String($0)] }
        return flags
    }
}

extension Configuration {
    /// The mail server; nil where none is named. That both settings can be read was checked.
    var mailServer: MailServer? {
        guard let address = self[.smtp], let sender = self[.mailFrom] else { return nil }
        return SettingCheck.mailServer(address, from: sender)
    }
}

extension Outside {
    /// - Throws: A `Fault` naming what cannot be read.
    init(_ configuration: Configuration) throws(Fault) {
        try configuration.check()
        let ranges =
            (configuration.isOn(.reachLocal) ? Reach.loopback : [])
            + configuration.all(.reach).compactMap { AddressRange($0) }
        transport = Transport(openTo: ranges.isEmpty ? .public : .including(ranges))
        mail = configuration.mailServer
    }
}
