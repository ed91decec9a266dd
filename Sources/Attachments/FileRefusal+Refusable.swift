public import Files
public import Web

extension FileRefusal: Refusable {
    public var status: Int {
        switch self {
        case .unknown: 404
        case .expired: 410
        case .otherOffset, .incomplete: 409
        case .tooLarge: 413
        case .wrongKind: 415
        case .empty, .broken, .tooManyPixels, .tooMany: 422
        case .beingSent: 423
        case .quota: 429
        }
    }

    public var field: String? { "files" }

    public func sentence(_ words: Words) -> String {
        let key = "attachments.refusal.\(code)"
        return switch self {
        case .unknown, .expired, .incomplete, .wrongKind, .empty, .broken, .beingSent, .quota: words(key)
        case .tooMany(let limit): words(key, ["limit": limit])
        case .tooLarge(let bytes): words(key, ["limit": bytes >> 20])
        case .tooManyPixels(let pixels): words(key, ["limit": pixels / 1_000_000])
        case .otherOffset(let current): words(key, ["offset": current])
        }
    }

    public var details: [String: String] {
        if case .otherOffset(let current) = self { ["offset": String(current)] } else { [:] }
    }

    public var retryAfterSeconds: Int? {
        switch self {
        case .quota(let seconds): seconds
        case .beingSent: 3
        case .unknown, .expired, .incomplete, .tooMany, .tooLarge, .wrongKind, .empty, .broken,
            .tooManyPixels,
            .otherOffset:
            nil
        }
    }
}
