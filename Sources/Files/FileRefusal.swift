/// Why a file, or a part of one, is not taken.
public enum FileRefusal: Error, Hashable, Sendable {
    /// There is no such upload, or it is somebody else's: the two look the same.
    case unknown
    /// It waited too long and is gone.
    case expired
    /// Not all of it has come yet.
    case incomplete
    case tooMany(limit: Int)
    case tooLarge(limitBytes: Int64)
    /// None of the kinds that are taken, told from its first bytes.
    case wrongKind
    case empty
    /// The picture's beginning is not what it should be.
    case broken
    case tooManyPixels(limit: Int64)
    /// The next byte must be the one at `current`.
    case otherOffset(current: Int64)
    /// The same upload is being sent elsewhere at this moment.
    case beingSent
    case quota(retryAfterSeconds: Int)

    /// Stable, for programs.
    public var code: String {
        switch self {
        case .unknown: "unknown_file"
        case .expired: "file_expired"
        case .incomplete: "file_incomplete"
        case .tooMany: "too_many_files"
        case .tooLarge: "file_too_large"
        case .wrongKind: "wrong_kind_of_file"
        case .empty: "empty_file"
        case .broken: "broken_picture"
        case .tooManyPixels: "too_many_pixels"
        case .otherOffset: "other_offset"
        case .beingSent: "being_sent"
        case .quota: "file_quota"
        }
    }
}
