import Core
import Desk
import Hummingbird
import Markup
import Web

/// Taking back what was just done.
extension MattersRoutes {
    @Sendable
    func undo(_ request: Request, _ context: OfficerContext) async throws -> Response {
        let number = try context.parameter("number")
        guard let version = context.answers.number("version") else { throw WebRefusal.malformed }
        do {
            _ = try await desk.undo(
                number, by: context.officer.actor, at: context.now, expecting: Int(clamping: version))
            return Redirect(to: MattersPath.matter(number), notice: "matters.notice.undone")
                .answer(context.visit)
        } catch let refusal as UndoRefusal {
            return UndoRefusedPage(words: context.words, number: number, refusal: refusal).page
                .answer(context.visit)
        }
    }

    /// After a move by which the matter left the officer's sight: they may still take it back.
    @Sendable
    func handed(_ request: Request, _ context: OfficerContext) async throws -> Response {
        let number = try context.parameter("number")
        let actor = context.officer.actor
        guard let step = try await desk.lastStep(of: number, by: actor, at: context.now) else {
            return Redirect(to: MattersPath.workbench).answer(context.visit)
        }
        return HandedPage(telling: telling(context), number: number, step: step).page.answer(context.visit)
    }
}
