import CCurl
import Glibc

/// One request and its answer, made on one thread from beginning to end.
final class WebCall {
    private let request: WebRequest
    private let reach: Reach
    private let kept: Transport.Kept
    private let seconds: Int
    private var body: [UInt8] = []
    private var isCut = false
    private var headers: [String: String] = [:]
    private var headerBytes = 0
    private var isTooLarge = false
    private var wasInner = false
    /// In bytes, all lines together.
    private static let headerLimit = 64 << 10

    init(_ request: WebRequest, reach: Reach, kept: Transport.Kept, seconds: Int) {
        self.request = request
        self.reach = reach
        self.kept = kept
        self.seconds = seconds
    }

    func perform() throws(TransportRefusal) -> WebReply {
        let handle = try CurlHandle(seconds: seconds)
        prepare(handle)
        listen(handle)
        // The library holds this object without counting; it lives until the transfer has ended.
        let code = withExtendedLifetime(self) { handle.perform() }
        if isTooLarge { throw .tooLarge }
        // The end of an answer that was cut on purpose looks like a failure to write.
        guard code == CURLE_OK || isCut && code == CURLE_WRITE_ERROR else {
            throw wasInner && code == CURLE_COULDNT_CONNECT ? .innerAddress : handle.refusal(code)
        }
        return WebReply(status: handle.status, headers: headers, body: body, isCut: isCut)
    }

    private func prepare(_ handle: CurlHandle) {
        handle.set(CURLOPT_URL, request.url)
        handle.set(CURLOPT_PROTOCOLS_STR, "http,https")
        handle.set(CURLOPT_USERAGENT, "lianxin")
        handle.set(CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_1_1))
        switch (request.method, request.body.isEmpty) {
        case ("GET", true): handle.set(CURLOPT_HTTPGET, 1)
        case ("HEAD", _): handle.set(CURLOPT_NOBODY, 1)
        case (let method, let isEmpty):
            if !isEmpty || method == "POST" || method == "PUT" || method == "PATCH" {
                handle.set(CURLOPT_POST, 1)
                _ = lx_curl_large(
                    handle.curl, CURLOPT_POSTFIELDSIZE_LARGE, curl_off_t(request.body.count))
                request.body.withUnsafeBytes { buffer in
                    // Copied by the library before this returns.
                    let bytes = UnsafeMutableRawPointer(mutating: buffer.baseAddress)
                    _ = lx_curl_pointer(handle.curl, CURLOPT_COPYPOSTFIELDS, bytes)
                }
            }
            handle.set(CURLOPT_CUSTOMREQUEST, method)
        }
        // An empty `Expect:` keeps the library from asking first whether it may send the body.
        handle.setHeaders(
            request.headers.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" } + ["Expect:"])
    }

    private func listen(_ handle: CurlHandle) {
        let me = Unmanaged.passUnretained(self).toOpaque()
        _ = lx_curl_data(handle.curl, CURLOPT_WRITEFUNCTION) { bytes, size, count, me in
            WebCall.of(me)?.take(bytes, size * count) ?? 0
        }
        _ = lx_curl_pointer(handle.curl, CURLOPT_WRITEDATA, me)
        _ = lx_curl_data(handle.curl, CURLOPT_HEADERFUNCTION) { bytes, size, count, me in
            WebCall.of(me)?.takeHeader(bytes, size * count) ?? 0
        }
        _ = lx_curl_pointer(handle.curl, CURLOPT_HEADERDATA, me)
        _ = lx_curl_open_socket(handle.curl) { me, _, address in
            WebCall.of(me)?.open(address) ?? -1
        }
        _ = lx_curl_pointer(handle.curl, CURLOPT_OPENSOCKETDATA, me)
    }

    private static func of(_ data: UnsafeMutableRawPointer?) -> WebCall? {
        data.map { Unmanaged<WebCall>.fromOpaque($0).takeUnretainedValue() }
    }

    /// - Returns: How much was taken; anything but `length` ends the transfer.
    private func take(_ bytes: UnsafeMutablePointer<CChar>?, _ length: Int) -> Int {
        guard let bytes else { return 0 }
        let room = kept.limit - body.count
        body.append(contentsOf: UnsafeRawBufferPointer(start: bytes, count: min(room, length)))
        if length <= room { return length }
        switch kept {
        case .first: isCut = true
        case .whole: isTooLarge = true
        }
        return 0
    }

    private func takeHeader(_ bytes: UnsafeMutablePointer<CChar>?, _ length: Int) -> Int {
        guard let bytes else { return 0 }
        headerBytes += length
        guard headerBytes <= Self.headerLimit else {
            isTooLarge = true
            return 0
        }
        let line = String(decoding: UnsafeRawBufferPointer(start: bytes, count: length), as: UTF8.self)
        guard let colon = line.firstIndex(of: ":") else { return length }
        let value = line[line.index(after: colon)...].drop { $0 == " " || $0 == "\t" }
        let end = value.lastIndex { !$0.isWhitespace }
        headers[line[..<colon].lowercased()] = end.map { String(value[...$0]) } ?? ""
        return length
    }

    /// Opens a socket for an address, if requests may go there. The library connects to exactly this
    /// address, so a name that changes its mind after the check gains nothing.
    private func open(_ address: UnsafeMutablePointer<curl_sockaddr>?) -> curl_socket_t {
        guard let address else { return -1 }
        guard let bytes = Self.bytes(of: address), reach.allows(bytes) else {
            wasInner = true
            return -1
        }
        let wanted = address.pointee
        return socket(
            wanted.family, wanted.socktype | Int32(SOCK_CLOEXEC.rawValue), wanted.protocol)
    }

    private static func bytes(of address: UnsafeMutablePointer<curl_sockaddr>) -> [UInt8]? {
        let length = Int(address.pointee.addrlen)
        return withUnsafePointer(to: &address.pointee.addr) { pointer -> [UInt8]? in
            let raw = UnsafeRawPointer(pointer)
            switch address.pointee.family {
            case AF_INET:
                guard length >= MemoryLayout<sockaddr_in>.size else { return nil }
                return withUnsafeBytes(of: raw.loadUnaligned(as: sockaddr_in.self).sin_addr) { Array($0) }
            case AF_INET6:
                guard length >= MemoryLayout<sockaddr_in6>.size else { return nil }
                return withUnsafeBytes(of: raw.loadUnaligned(as: sockaddr_in6.self).sin6_addr) { Array($0) }
            default: return nil
            }
        }
    }
}
