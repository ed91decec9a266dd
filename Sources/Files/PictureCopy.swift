import CGD
import Core
import Foundation

/// Smaller copies of a picture, made of nothing but its points: what a camera wrote into the file – where,
/// when, with what – is not in them.
struct PictureCopy {
    /// Decodes once and writes every size.
    ///
    /// - Throws: `FileRefusal` for a picture whose header is not sound or that cannot be decoded; `Fault`.
    static func make(of hash: String, kind: Attachment.Kind, in folder: FileFolder, limits: FileLimits) throws
    {
        let path = folder.content(hash)
        let header = try PictureHeader(try OpenFile(path, for: .reading), kind: kind, limits: limits)
        _ = quiet
        guard let whole = try decoded(path, kind) else { throw FileRefusal.broken }
        defer { gdImageDestroy(whole) }
        guard whole.pointee.sx > 0, whole.pointee.sy > 0, Int64(whole.pointee.sx) <= header.width,
            Int64(whole.pointee.sy) <= header.height
        else { throw FileRefusal.broken }
        for size in PictureSize.allCases {
            guard let small = scaled(whole, to: size.side) else { throw Self.noRoom }
            defer { gdImageDestroy(small) }
            guard let upright = turned(small, by: header.orientation) else { throw Self.noRoom }
            defer { if upright != small { gdImageDestroy(upright) } }
            try write(upright, to: folder.copy(hash, size), in: folder)
        }
    }

    private static let noRoom = Fault(.full, "There is no memory for a picture.", remedy: "Try again soon.")

    /// The library would write what it finds wrong with pictures to the program's own output.
    private static let quiet: Void = gdSetErrorMethod { _, _, _ in }

    private static func decoded(_ path: String, _ kind: Attachment.Kind) throws -> gdImagePtr? {
        guard let file = fopen(path, "rb") else { throw OpenFile.fault(path, errno) }
        defer { fclose(file) }
        switch kind {
        case .jpeg: return gdImageCreateFromJpeg(file)
        case .png: return gdImageCreateFromPng(file)
        case .gif: return gdImageCreateFromGif(file)
        case .webp: return gdImageCreateFromWebp(file)
        case .mp4, .quicktime, .webm, .mp3, .m4a, .ogg, .wav, .pdf: return nil
        }
    }

    /// On white, where it was transparent.
    private static func scaled(_ image: gdImagePtr, to side: Int) -> gdImagePtr? {
        let (width, height) = (Int(image.pointee.sx), Int(image.pointee.sy))
        let longer = max(width, height)
        let newWidth = longer > side ? max(1, width * side / longer) : width
        let newHeight = longer > side ? max(1, height * side / longer) : height
        guard let copy = gdImageCreateTrueColor(Int32(newWidth), Int32(newHeight)) else { return nil }
        gdImageFilledRectangle(copy, 0, 0, Int32(newWidth), Int32(newHeight), 0xFFFFFF)
        gdImageCopyResampled(
            copy, image, 0, 0, 0, 0, Int32(newWidth), Int32(newHeight), Int32(width), Int32(height))
        return copy
    }

    /// Upright: EXIF counts eight ways a camera can be held. The same image where it is upright already.
    private static func turned(_ image: gdImagePtr, by orientation: Int) -> gdImagePtr? {
        if orientation == 1 { return image }
        let (width, height) = (image.pointee.sx, image.pointee.sy)
        let swaps = orientation >= 5
        guard let turned = gdImageCreateTrueColor(swaps ? height : width, swaps ? width : height) else {
            return nil
        }
        for y in 0..<height {
            for x in 0..<width {
                let (right, bottom) = (width - 1 - x, height - 1 - y)
                let (newX, newY): (Int32, Int32) =
                    switch orientation {
                    case 2: (right, y)
                    case 3: (right, bottom)
                    case 4: (x, bottom)
                    case 5: (y, x)
                    case 6: (bottom, x)
                    case 7: (bottom, right)
                    default: (y, right)
                    }
                gdImageSetPixel(turned, newX, newY, gdImageGetTrueColorPixel(image, x, y))
            }
        }
        return turned
    }

    private static func write(_ image: gdImagePtr, to path: String, in folder: FileFolder) throws {
        try folder.makeFolder(of: path)
        let unfinished = "\(path).\(UInt64.random(in: 0...UInt64.max))"
        guard let file = fopen(unfinished, "wb") else { throw OpenFile.fault(unfinished, errno) }
        gdImageInterlace(image, 1)
        gdImageJpeg(image, file, 82)
        let isWritten = ferror(file) == 0 && fflush(file) == 0 && fsync(fileno(file)) == 0
        fclose(file)
        guard isWritten else {
            try folder.remove(unfinished)
            throw Fault(.full, "There is no room for a copy of a picture.", remedy: "Make room on the disk.")
        }
        try folder.move(unfinished, to: path)
    }
}

/// Copies that are being made: each is made once, whoever asks for it meanwhile.
actor PictureDarkroom {
    private var running: [String: Task<Void, any Error>] = [:]
    private let threads = DiskThreads(2, name: "pictures")

    func develop(
        _ hash: String, kind: Attachment.Kind, in folder: FileFolder, limits: FileLimits
    ) async throws {
        if let task = running[hash] { return try await task.value }
        let threads = threads
        let task = Task {
            try await threads.run { try PictureCopy.make(of: hash, kind: kind, in: folder, limits: limits) }
        }
        running[hash] = task
        defer { running[hash] = nil }
        try await task.value
    }
}
