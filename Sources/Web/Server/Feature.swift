import Core
public import Markup

/// What a slice gives to the site, in one place.
public struct Feature: Sendable {
    /// The word that leads everywhere: menu, address, folder.
    public let name: String
    public let words: WordFiles
    public let menu: [MenuEntry]
    /// Tells the site its routes.
    public let routes: @Sendable (Site) -> Void
    /// Its API routes, described.
    public let operations: [Operation]
    /// Every page in every state, without a database.
    public let specimens: @Sendable () -> [Specimen]
    /// What it shows on the page of a matter at the desk.
    public let panels: [MatterPanel]
    /// Keeps the files that forms bring; one slice of a site has it.
    public let formFiles: FormFiles?
    /// Its address for other systems, where errors are told in their protocol.
    public let machineDoor: MachineDoor?

    public init(
        name: String, words: WordFiles, menu: [MenuEntry] = [], operations: [Operation] = [],
        specimens: @escaping @Sendable () -> [Specimen] = { [] }, formFiles: FormFiles? = nil,
        panels: [MatterPanel] = [], machineDoor: MachineDoor? = nil,
        routes: @escaping @Sendable (Site) -> Void
    ) {
        self.name = name
        self.words = words
        self.menu = menu
        self.operations = operations
        self.specimens = specimens
        self.formFiles = formFiles
        self.panels = panels
        self.machineDoor = machineDoor
        self.routes = routes
    }
}

/// A page in one state, made without a server.
public struct Specimen: Sendable {
    public let name: String
    /// Whose page it is; nil for a visitor's.
    public let officer: Officer?
    private let page: @Sendable (Visit) -> Page

    public init(_ name: String, officer: Officer? = nil, page: @escaping @Sendable (Visit) -> Page) {
        self.name = name
        self.officer = officer
        self.page = page
    }

    /// The whole document in the words' language.
    public func document(_ words: Words, menu: [MenuEntry] = []) throws -> HTML {
        let visit = try Visit.specimen(words, officer: officer, menu: menu)
        return page(visit).document(for: visit)
    }

    /// What the structure checker says about the document, and every word that is missing in it.
    public func complaints(_ words: Words, menu: [MenuEntry] = []) throws -> [String] {
        let document = try document(words, menu: menu)
        let missing = document.text.split(separator: "⟦").dropFirst().map { part in
            "no words for \(part.prefix { $0 != "⟧" })"
        }
        return (Structure.complaints(of: document) + missing).map {
            "\(name) (\(words.language.rawValue)): \($0)"
        }
    }
}
