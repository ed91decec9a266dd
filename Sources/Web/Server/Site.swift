public import Hummingbird

/// Where a slice hangs its routes.
public struct Site {
    public let settings: WebSettings
    public let surroundings: Surroundings
    public let book: WordBook
    /// Pages for anybody. Forms sent here carry our token.
    public let visitors: RouterGroup<VisitorContext>
    /// What scripts of our pages send for anybody, with our token in the header `X-CSRF`.
    public let scripts: RouterGroup<VisitorContext>
    /// Pages for people at work; others are led to sign in.
    public let officers: RouterGroup<OfficerContext>
    /// The API under `/api/v1` for those who show a token or a session.
    public let api: RouterGroup<ApiContext>
    /// The API under `/api/v1` that asks for neither: raising, tracking by private link.
    public let openAPI: RouterGroup<VisitorContext>
    /// What other systems send to addresses of their own: no session, no form token, no form read. The
    /// handler proves the sender itself, by a signature or a key.
    public let machines: RouterGroup<VisitorContext>

    static let apiPrefix: RouterPath = "/api/v1"
}
