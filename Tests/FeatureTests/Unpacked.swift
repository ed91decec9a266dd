import CZlib

/// What a browser makes of bytes that were packed on the way.
enum Unpacked {
    struct Broken: Error { let code: Int32 }

    /// - Parameter most: the most bytes that may come out.
    static func gzip(_ bytes: [UInt8], most: Int = 4_000_000) throws -> [UInt8] {
        var stream = z_stream()
        defer { inflateEnd(&stream) }
        let begun = inflateInit2_(&stream, 15 + 16, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
        guard begun == Z_OK else { throw Broken(code: begun) }
        var input = bytes
        var code = Z_OK
        let plain = [UInt8](unsafeUninitializedCapacity: most) { buffer, count in
            input.withUnsafeMutableBufferPointer { source in
                stream.next_in = source.baseAddress
                stream.avail_in = UInt32(source.count)
                stream.next_out = buffer.baseAddress
                stream.avail_out = UInt32(buffer.count)
                code = inflate(&stream, Z_FINISH)
            }
            count = Int(stream.total_out)
        }
        guard code == Z_STREAM_END else { throw Broken(code: code) }
        return plain
    }
}
