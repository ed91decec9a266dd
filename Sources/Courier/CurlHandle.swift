import CCurl
import Glibc

/// One transfer of libcurl, with what every one of ours has in common. It lives in one call on one thread.
final class CurlHandle {
    let curl: UnsafeMutableRawPointer
    private var list: UnsafeMutablePointer<curl_slist>?
    private var recipients: UnsafeMutablePointer<curl_slist>?
    private let words = UnsafeMutablePointer<CChar>.allocate(capacity: Int(CURL_ERROR_SIZE))

    /// The library is made ready once; nil where it cannot be.
    private static let isReady = curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK

    init(seconds: Int) throws(TransportRefusal) {
        guard Self.isReady, let curl = curl_easy_init() else { throw .busy }
        self.curl = curl
        words.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
        _ = lx_curl_pointer(curl, CURLOPT_ERRORBUFFER, words)
        // Signals would reach threads that are not ours.
        set(CURLOPT_NOSIGNAL, 1)
        set(CURLOPT_CONNECTTIMEOUT_MS, min(5, seconds) * 1000)
        set(CURLOPT_TIMEOUT_MS, seconds * 1000)
        set(CURLOPT_PROXY, "")
        set(CURLOPT_NETRC, Int(CURL_NETRC_IGNORED.rawValue))
        set(CURLOPT_FOLLOWLOCATION, 0)
        set(CURLOPT_SSL_VERIFYPEER, 1)
        set(CURLOPT_SSL_VERIFYHOST, 2)
    }

    deinit {
        curl_easy_cleanup(curl)
        curl_slist_free_all(list)
        curl_slist_free_all(recipients)
        words.deallocate()
    }

    func set(_ option: CURLoption, _ value: Int) { _ = lx_curl_long(curl, option, value) }
    func set(_ option: CURLoption, _ value: String) { _ = lx_curl_text(curl, option, value) }

    /// Header lines of the request.
    func setHeaders(_ lines: [String]) {
        for line in lines { list = curl_slist_append(list, line) }
        _ = lx_curl_list(curl, CURLOPT_HTTPHEADER, list)
    }

    func setRecipient(_ address: String) {
        recipients = curl_slist_append(recipients, address)
        _ = lx_curl_list(curl, CURLOPT_MAIL_RCPT, recipients)
    }

    /// The last code that the server answered; 0 where it did not.
    var status: Int {
        var code = 0
        _ = lx_curl_status(curl, CURLINFO_RESPONSE_CODE, &code)
        return code
    }

    func perform() -> CURLcode { curl_easy_perform(curl) }

    /// Why a transfer ended, where nothing else explains it.
    func refusal(_ code: CURLcode) -> TransportRefusal {
        switch code {
        case CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_RESOLVE_PROXY: .unknownHost
        case CURLE_OPERATION_TIMEDOUT: .timeout
        case CURLE_URL_MALFORMAT, CURLE_UNSUPPORTED_PROTOCOL: .badRequest
        case CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CONNECT_ERROR, CURLE_USE_SSL_FAILED,
            CURLE_SSL_CACERT_BADFILE, CURLE_SSL_CERTPROBLEM, CURLE_SSL_CIPHER, CURLE_SSL_ISSUER_ERROR:
            .insecure
        default: .unreachable(String(cString: words))
        }
    }
}
