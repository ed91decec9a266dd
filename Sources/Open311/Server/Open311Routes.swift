public import Core
public import Courier
public import Desk
public import Files
import Hummingbird
import Web

/// The city's side of Open311 GeoReport v2: what it offers, takes and tells, at `/open311/v2`.
public struct Open311Server: Sendable {
    public let desk: Desk
    public let book: Open311Book
    let keys: KeyRing
    let shelf: FileShelf
    let shapes: ShapeSource

    public init(
        desk: Desk, book: Open311Book, keys: KeyRing, shelf: FileShelf, shapes: ShapeSource
    ) {
        self.desk = desk
        self.book = book
        self.keys = keys
        self.shelf = shelf
        self.shapes = shapes
    }

    static let root = "/open311/v2"

    var city: City { desk.city }

    func add(to site: Site, files: FormFiles?) {
        let group = site.machines
        for format in Format.allCases {
            group.get("\(Self.root)/discovery.\(format)") { request, context in
                try await caught(request, context) { discovery(request, context) }
            }
            group.get("\(Self.root)/services.\(format)") { request, context in
                try await caught(request, context) { services(request, context) }
            }
            group.get("\(Self.root)/requests.\(format)") { request, context in
                try await caught(request, context) { try await requests(request, context) }
            }
            group.post("\(Self.root)/requests.\(format)") { request, context in
                try await caught(request, context) { try await file(request, context, files: files) }
            }
            group.get("\(Self.root)/servicerequestupdates.\(format)") { request, context in
                try await caught(request, context) { try await updates(request, context) }
            }
            group.post("\(Self.root)/servicerequestupdates.\(format)") { request, context in
                try await caught(request, context) { try await update(request, context) }
            }
        }
        for format in BulkFormat.allCases {
            group.get("\(Self.root)/bulk.\(format)") { request, context in
                try await caught(request, context) { try await bulk(format, request, context) }
            }
        }
        addNamed(to: site)
        addOptions(to: site)
    }

    /// What a browser asks before a script of another site may.
    private func addOptions(to site: Site) {
        let names = ["discovery", "services", "requests", "servicerequestupdates"]
        var paths = names.flatMap { name in Format.allCases.map { "\(name).\($0)" } }
        paths += BulkFormat.allCases.map { "bulk.\($0)" }
        paths += ["services/:file", "requests/:file", "tokens/:file"]
        for path in paths {
            let takes = path.hasPrefix("requests.") || path.hasPrefix("servicerequestupdates.")
            let methods = takes ? "GET, HEAD, OPTIONS, POST" : "GET, HEAD, OPTIONS"
            site.machines.on("\(Self.root)/\(path)", method: .options) { _, _ in
                Response(
                    status: .noContent,
                    headers: [
                        .accessControlAllowOrigin: "*", .allow: methods,
                        .accessControlAllowMethods: "GET, HEAD, OPTIONS", .accessControlMaxAge: "86400",
                    ])
            }
        }
    }

    /// Addresses whose last part is a name and a format.
    private func addNamed(to site: Site) {
        let group = site.machines
        group.get("\(Self.root)/services/:file") { request, context in
            try await caught(request, context) { try definition(try name(context), request, context) }
        }
        group.get("\(Self.root)/requests/:file") { request, context in
            try await caught(request, context) { try await one(try name(context), request, context) }
        }
        group.get("\(Self.root)/tokens/:file") { request, context in
            try await caught(request, context) { try await token(try name(context), request, context) }
        }
    }

    private func name(_ context: VisitorContext) throws -> String {
        let file = try context.parameter("file")
        for format in Format.allCases where file.hasSuffix(".\(format)") {
            let name = file.dropLast(format.rawValue.utf8.count + 1)
            if !name.isEmpty, name.utf8.count <= 200 { return String(name) }
        }
        throw WebRefusal.notFound
    }

    /// Whose key came along; nil without one.
    ///
    /// - Throws: `Troubles` 403 for one that is unknown, revoked or for other things.
    func holder(_ given: FormAnswers, _ context: VisitorContext) async throws -> Key? {
        guard let secret = given.given("api_key") ?? context.query.given("api_key") else { return nil }
        guard let key = try await keys.holder(of: secret, scope: .open311) else {
            throw Troubles(403, "api_key", context.words("open311.error.key"))
        }
        return key
    }
}
