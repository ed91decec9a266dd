import ArgumentParser

/// What `serve` can be told beside the place and the ways out. Nothing has a value here: `Configuration`
/// looks further.
struct ServeOptions: ParsableArguments {
    @Option(help: Setting.port.help) var port: String?
    @Option(help: Setting.host.help) var host: String?
    @Option(help: Setting.address.help) var address: String?
    @Option(help: Setting.messages.help) var messages: String?
    @Flag(inversion: .prefixedNo, help: Setting.trustProxy.help) var trustProxy: Bool?
    @Option(help: Setting.connections.help) var connections: String?
    @Option(help: Setting.visitorBudget.help) var visitorBudget: String?
    @Option(help: Setting.visitorForms.help) var visitorForms: String?
    @Option(help: Setting.officerBudget.help) var officerBudget: String?
    @Option(help: Setting.open311Seconds.help) var open311Seconds: String?
    @Flag(inversion: .prefixedNo, help: Setting.demo.help) var demo: Bool?
    @Option(help: Setting.logLevel.help) var logLevel: String?
    @Option(help: Setting.logFormat.help) var logFormat: String?
    @Option(help: Setting.metrics.help) var metrics: String?
    @Option(help: Setting.metricsToken.help) var metricsToken: String?
    @Option(help: Setting.backup.help) var backup: String?
    @Option(help: Setting.backupAt.help) var backupAt: String?
    @Option(help: Setting.backupKeep.help) var backupKeep: String?

    /// What stood on the command line.
    var flags: [Setting: [String]] {
        let given: [(Setting, String?)] = [
            (.port, port), (.host, host), (.address, address), (.messages, messages),
            (.trustProxy, trustProxy.map { String($0) }), (.connections, connections),
            (.visitorBudget, visitorBudget), (.visitorForms, visitorForms),
            (.officerBudget, officerBudget), (.open311Seconds, open311Seconds),
            (.demo, demo.map { String($0) }), (.logLevel, logLevel), (.logFormat, logFormat),
            (.metrics, metrics), (.metricsToken, metricsToken), (.backup, backup), (.backupAt, backupAt),
            (.backupKeep, backupKeep),
        ]
        var flags: [Setting: [String]] = [:]
        for (setting, text) in given { flags[setting] = text.map { [$0] } }
        return flags
    }
}
