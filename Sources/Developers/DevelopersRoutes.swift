import Core
import Hummingbird
import Markup
import Web

/// What the slice's addresses answer with.
struct DevelopersRoutes: Sendable {
    let reference: Reference
    let manual: Manual

    func add(to site: Site) {
        site.visitors.get("/developers") { [self] _, context in
            HomePage(visit: context.visit, reference: reference, manual: manual).page
        }
        site.visitors.get("/developers/api") { [self] _, context in
            ReferencePage(visit: context.visit, reference: reference).page
        }
        site.visitors.get("/developers/specimens") { _, context in
            DesignSpecimensPage(visit: context.visit).page
        }
        site.visitors.get("/developers/try") { [self] _, context in
            let asked = context.query["operation"]
            guard asked.isEmpty || reference.operation(asked) != nil else { throw WebRefusal.notFound }
            let operation = reference.operation(asked)
            return TryPage(
                visit: context.visit, reference: reference, attempt: operation.map { Attempt($0) }
            ).page
        }
        site.visitors.get("/developers/guides/:name") { [self] _, context in
            guard let guide = manual.guide(try context.parameter("name"), context.words.language) else {
                throw WebRefusal.notFound
            }
            return GuidePage(visit: context.visit, guide: guide, manual: manual).page
        }
        site.visitors.get("/developers/help") { [self] _, context in
            HelpListPage(visit: context.visit, manual: manual).page
        }
        site.visitors.get("/developers/help/:topic") { [self] _, context in
            guard let article = manual.help(try context.parameter("topic"), context.words.language) else {
                throw WebRefusal.notFound
            }
            return HelpPage(visit: context.visit, article: article).page
        }
    }
}
