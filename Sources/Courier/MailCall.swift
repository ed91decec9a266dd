import CCurl
import Glibc

/// One letter handed to a mail server, on one thread from beginning to end.
final class MailCall {
    private let letter: LetterText
    private let server: MailServer
    private let seconds: Int
    private let bytes: [UInt8]
    private var sent = 0

    init(_ letter: LetterText, _ server: MailServer, seconds: Int) {
        self.letter = letter
        self.server = server
        self.seconds = seconds
        bytes = Array(letter.text.utf8)
    }

    /// - Returns: The last code that the server answered.
    func perform() throws(TransportRefusal) -> Int {
        let handle = try CurlHandle(seconds: seconds)
        handle.set(CURLOPT_PROTOCOLS_STR, "smtp,smtps")
        handle.set(CURLOPT_URL, server.address(greeting: letter.from.domain))
        handle.set(CURLOPT_USE_SSL, server.encryption.level)
        if let user = server.user {
            handle.set(CURLOPT_USERNAME, user)
            handle.set(CURLOPT_PASSWORD, server.password ?? "")
        }
        handle.set(CURLOPT_MAIL_FROM, "<\(letter.from)>")
        handle.setRecipient("<\(letter.to)>")
        handle.set(CURLOPT_UPLOAD, 1)
        _ = lx_curl_data(handle.curl, CURLOPT_READFUNCTION) { buffer, size, count, me in
            guard let me, let buffer else { return 0 }
            return Unmanaged<MailCall>.fromOpaque(me).takeUnretainedValue().give(buffer, size * count)
        }
        _ = lx_curl_pointer(handle.curl, CURLOPT_READDATA, Unmanaged.passUnretained(self).toOpaque())
        // The library holds this object without counting; it lives until the transfer has ended.
        let code = withExtendedLifetime(self) { handle.perform() }
        if code == CURLE_OK { return handle.status }
        throw refusal(code, handle)
    }

    /// What a mail server says about a letter counts; what it says about us, or before it heard of the
    /// letter, is for the operator, and the letter waits.
    private func refusal(_ code: CURLcode, _ handle: CurlHandle) -> TransportRefusal {
        let status = handle.status
        switch code {
        case CURLE_LOGIN_DENIED, CURLE_WEIRD_SERVER_REPLY, CURLE_REMOTE_ACCESS_DENIED:
            return .postponedLetter(status)
        case CURLE_SEND_ERROR, CURLE_RECV_ERROR, CURLE_QUOTE_ERROR, CURLE_UPLOAD_FAILED:
            if (400..<500).contains(status) || Self.aboutUs.contains(status) {
                return .postponedLetter(status)
            }
            if (500..<600).contains(status) { return .refusedLetter(status) }
            return handle.refusal(code)
        default: return handle.refusal(code)
        }
    }

    /// Sign-in is asked for or failed, encryption is asked for, a command is unknown.
    private static let aboutUs: Set<Int> = [500, 502, 503, 504, 523, 530, 534, 535, 538]

    private func give(_ buffer: UnsafeMutablePointer<CChar>, _ room: Int) -> Int {
        let count = min(room, bytes.count - sent)
        guard count > 0 else { return 0 }
        bytes[sent..<(sent + count)].withUnsafeBytes { part in
            UnsafeMutableRawPointer(buffer).copyMemory(
                from: part.baseAddress ?? UnsafeRawPointer(buffer), byteCount: count)
        }
        sent += count
        return count
    }
}
