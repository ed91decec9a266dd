import CityPack
import Core
import Desk
import HTTPTypes
import Hummingbird
import Markup
import NIOCore
import Storage
import Web

extension AdministrationRoutes {
    /// Reading a pack and holding it against all matters costs more than a page.
    private static let limit = RateLimit("administration.pack", burst: 20, perMinute: 30)

    func addPack(to site: Site) {
        let administration = administration
        site.officers.get("/administration/pack") { _, context in
            try context.require(.manageAccounts)
            try context.spend(from: Self.limit)
            return try await administration.packPage(context).page
        }
        site.officers.get("/administration/pack/versions/:id") { _, context in
            try context.require(.manageAccounts)
            let id = try context.number("id")
            let (version, former) = try await administration.desk.database.read { connection in
                let store = PackVersionStore(connection: connection)
                return (try store.version(id), try store.before(id))
            }
            guard let version, let former else { throw WebRefusal.notFound }
            return PackVersionPage(
                visit: context.visit, version: version,
                difference: PackDifference(old: former.content, new: version.content)
            ).page
        }
        site.officers.get("/administration/pack/dry-run") { _, context in
            try context.require(.manageAccounts)
            try context.spend(from: Self.limit)
            guard let (run, new) = try await administration.dryRun(at: context.now) else {
                return Redirect(to: "/administration/pack").answer(context.visit)
            }
            return DryRunPage(visit: context.visit, run: run, old: administration.city, new: new)
                .page.answer(context.visit)
        }
        site.officers.get("/administration/pack/dry-run/elsewhere") { _, context in
            try context.require(.manageAccounts)
            try context.spend(from: Self.limit)
            guard let (run, new) = try await administration.dryRun(at: context.now) else {
                return Redirect(to: "/administration/pack").answer(context.visit)
            }
            let asked = try context.page(of: "elsewhere")
            let found = try await run.matters(
                on: administration.desk.database, after: asked.after?.first.flatMap { Int64($0) },
                limit: asked.size, at: context.now)
            let older = found.next.map { next in
                "/administration/pack/dry-run/elsewhere"
                    + context.query.asQuery(setting: [
                        "after": context.cursor(after: [String(next)], of: "elsewhere")
                    ])
            }
            return ElsewherePage(
                visit: context.visit, matters: found.matters, old: administration.city, new: new, older: older
            ).page.answer(context.visit)
        }
    }

    func addKinds(to site: Site) {
        let administration = administration
        @Sendable func procedure(_ context: OfficerContext) throws -> Procedure {
            try context.require(.manageAccounts)
            guard let procedure = administration.city.procedures[try context.parameter("kind")] else {
                throw WebRefusal.notFound
            }
            return procedure
        }
        site.officers.get("/administration/kinds/:kind") { _, context in
            KindPage(visit: context.visit, procedure: try procedure(context), city: administration.city).page
        }
        site.officers.get("/administration/kinds/:kind/drawing.svg") { _, context in
            let language = Language(rawValue: context.query["language"]) ?? context.visit.language
            let drawing = ProcedureDrawing.svg(of: try procedure(context), language: language)
            // Opened by itself, a drawing may load and run nothing at all.
            return Response(
                status: .ok,
                headers: [
                    .contentType: "image/svg+xml; charset=utf-8", .cacheControl: "private, no-cache",
                    .contentSecurityPolicy: "default-src 'none'; sandbox; frame-ancestors 'none'",
                ], body: .init(byteBuffer: ByteBuffer(string: drawing)))
        }
    }
}

extension Administration {
    /// The pack as it lies on disk now; nil within when it is the one in force.
    func folderNow() -> PackPage.Folder {
        do throws(PackRefusal) {
            let pack = try CityPack.load(folder)
            if pack.fingerprint == content.fingerprint { return .same }
            let new = PackContent(pack)
            return .changed(new, PackDifference(old: content, new: new), warnings: pack.warnings)
        } catch {
            return .broken(error.complaints)
        }
    }

    func packPage(_ context: OfficerContext) async throws -> PackPage {
        let asked = try context.page(of: "packs")
        let (found, latest) = try await desk.database.read { connection in
            let store = PackVersionStore(connection: connection)
            return (
                try store.headings(before: asked.after?.first.flatMap { Int64($0) }, limit: asked.size + 1),
                try store.headings(before: nil, limit: 1).first
            )
        }
        return PackPage(
            visit: context.visit, inForce: content,
            since: latest.flatMap { $0.hash == content.fingerprint ? $0 : nil }, folder: folderNow(),
            path: folder, versions: Array(found.prefix(asked.size)),
            kinds: city.procedures.values.sorted { $0.kind < $1.kind },
            older: context.older(found, asked, of: "packs", at: "/administration/pack") { "\($0.id)" })
    }

    /// Runs the pack on disk against the database; nil when it is broken or no other than the one in force.
    func dryRun(at now: Moment) async throws -> (PackDryRun, City)? {
        guard let pack = try? CityPack.load(folder), pack.fingerprint != content.fingerprint else {
            return nil
        }
        let run = try await PackDryRun.run(
            old: city, new: pack.city, holders: try await holders(at: now), on: desk.database, at: now)
        return (run, pack.city)
    }
}
