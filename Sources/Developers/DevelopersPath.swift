/// The places of this slice.
enum DevelopersPath {
    static let home = "/developers"
    static let reference = "/developers/api"
    static let attempt = "/developers/try"
    static let help = "/developers/help"
    static let specimens = "/developers/specimens"

    static func operation(_ identifier: String) -> String { "\(reference)#\(identifier)" }
    static func attempt(_ identifier: String) -> String { "\(attempt)?operation=\(identifier)" }
    static func guide(_ name: String) -> String { "/developers/guides/\(name)" }
    static func help(_ topic: String) -> String { "\(help)/\(topic)" }
}
