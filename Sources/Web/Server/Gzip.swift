import CZlib

/// Bytes made smaller for the way to the browser (RFC 1952).
enum Gzip {
    /// How hard it tries: what is packed once at the start may take its time, an answer may not.
    enum Effort: Int32 {
        case quick = 4
        case thorough = 9
    }

    /// The bytes, packed; nil where zlib has no memory for it, and the bytes go as they are.
    static func pack(_ bytes: [UInt8], effort: Effort) -> [UInt8]? {
        var stream = z_stream()
        // 15 bits of window, and 16 for the gzip frame instead of zlib's own.
        guard
            deflateInit2_(
                &stream, effort.rawValue, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION,
                Int32(MemoryLayout<z_stream>.size)) == Z_OK
        else { return nil }
        defer { deflateEnd(&stream) }
        let room = Int(deflateBound(&stream, UInt(bytes.count)))
        var ended = false
        // zlib only reads from the input; its C signature does not say so.
        var input = bytes
        let packed = [UInt8](unsafeUninitializedCapacity: room) { buffer, count in
            input.withUnsafeMutableBufferPointer { source in
                stream.next_in = source.baseAddress
                stream.avail_in = UInt32(source.count)
                stream.next_out = buffer.baseAddress
                stream.avail_out = UInt32(room)
                ended = deflate(&stream, Z_FINISH) == Z_STREAM_END
            }
            count = Int(stream.total_out)
        }
        return ended ? packed : nil
    }
}
