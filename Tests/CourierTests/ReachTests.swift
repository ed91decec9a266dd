import Testing

@testable import Courier

@Suite("The reach of requests") struct ReachTests {
    private func allows(_ text: String, _ reach: Reach = .public) throws -> Bool {
        reach.allows(try #require(AddressRange.bytes(of: text), "\(text)"))
    }

    @Test(
        "leaves out what only this machine or its network can reach",
        arguments: [
            "0.0.0.0", "0.1.2.3", "10.0.0.1", "10.255.255.255", "100.64.0.0", "100.127.255.255", "127.0.0.1",
            "127.255.255.254", "169.254.169.254", "172.16.0.1", "172.31.255.255", "192.0.0.1", "192.0.2.7",
            "192.88.99.1", "192.168.0.1", "192.168.255.255", "198.18.0.1", "198.19.255.255", "198.51.100.1",
            "203.0.113.9", "224.0.0.1", "239.255.255.255", "240.0.0.1", "255.255.255.255",
            "::", "::1", "::7f00:1", "::a00:1", "fe80::1", "febf::1", "fec0::1", "fc00::1", "fdff::1",
            "ff02::1", "100::1", "64:ff9b:1::1", "2001:db8::1", "2001::1", "2001:10::1", "2001:20::1",
            "3fff::1", "3fff:fff::1", "4000::1", "5f00::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1",
            "::ffff:169.254.169.254", "64:ff9b::127.0.0.1", "64:ff9b::a9fe:a9fe", "2002:7f00:1::1",
            "2002:a9fe:a9fe::1", "2002:c0a8:1::", "::127.0.0.1",
        ])
    func inner(_ address: String) throws { #expect(try !allows(address)) }

    @Test(
        "holds the open internet",
        arguments: [
            "1.1.1.1", "8.8.8.8", "9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0",
            "126.255.255.255", "128.0.0.1", "169.253.255.255", "169.255.0.1", "172.15.255.255", "172.32.0.1",
            "192.0.1.1", "192.167.255.255", "192.169.0.1", "198.17.255.255", "198.20.0.1", "203.0.112.1",
            "203.0.114.1", "223.255.255.255", "2400:3200::1", "2606:4700::1111", "2a00::1",
            "::ffff:8.8.8.8", "64:ff9b::8.8.8.8", "2002:808:808::1", "2001:200::1",
        ])
    func open(_ address: String) throws { #expect(try allows(address)) }

    @Test("refuses what is no address at all", arguments: [0, 1, 3, 5, 8, 15, 17])
    func odd(_ count: Int) { #expect(!Reach.public.allows([UInt8](repeating: 8, count: count))) }

    @Test("includes ranges that the operator named, and only those")
    func named() throws {
        let reach = Reach.including([try #require(AddressRange("10.1.0.0/16"))])
        #expect(try allows("10.1.2.3", reach))
        #expect(try allows("::ffff:10.1.2.3", reach))
        #expect(try !allows("10.2.0.1", reach))
        #expect(try !allows("127.0.0.1", reach))
        #expect(try allows("8.8.8.8", reach))
        #expect(try allows("127.0.0.1", .including(Reach.loopback)))
        #expect(try allows("::1", .including(Reach.loopback)))
        #expect(try !allows("10.0.0.1", .including(Reach.loopback)))
    }

    @Test("counts bits, not bytes")
    func bits() throws {
        let range = try #require(AddressRange("100.64.0.0/10"))
        #expect(range.contains([100, 64, 0, 0]) && range.contains([100, 127, 255, 255]))
        #expect(!range.contains([100, 63, 255, 255]) && !range.contains([100, 128, 0, 0]))
        #expect(try #require(AddressRange("0.0.0.0/0")).contains([255, 1, 2, 3]))
        #expect(try #require(AddressRange("192.0.2.1")).contains([192, 0, 2, 1]))
        #expect(try !#require(AddressRange("192.0.2.1")).contains([192, 0, 2, 0]))
    }

    @Test(
        "is not named by what is no range",
        arguments: [
            "", "10", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/", "10.0.0.0/8/8", "::/129", "010.0.0.1", "a",
        ])
    func unreadable(_ text: String) { #expect(AddressRange(text) == nil) }
}

@Suite("The address of another system") struct WebTargetTests {
    @Test(
        "is refused where readers could disagree on it, or it carries a password",
        arguments: [
            "", "example.org", "ftp://example.org", "file:///etc/passwd", "gopher://example.org", "http://",
            "http:///x", "https://user@example.org", "https://user:secret@example.org/",
            "http://a@127.0.0.1:80@example.org", "http://example.org:0/", "http://example.org:65536/",
            "http://example.org:/", "http://example.org:8x/", "http://example.org:-1", "http://exa mple.org",
            "http://example.org\r\nHost: x", "http://example.org\\@127.0.0.1", "http://例子.org/",
            "http://[::1", "http://[1.2.3.4]/", "http://[::1]x/", "http://a..b/", "http://.a/", "http://%31/",
            "HTTP//example.org", "http://example.org/<x>", "javascript://example.org/",
            "http://" + String(repeating: "a", count: 2000),
        ])
    func refused(_ text: String) { #expect(WebTarget(text) == nil) }

    @Test("tells host and port")
    func read() throws {
        let plain = try #require(WebTarget("http://Example.org"))
        #expect(plain.host == "example.org" && plain.port == 80 && !plain.isEncrypted)
        let other = try #require(WebTarget("HTTPS://xn--fsq.example.org:8443/a?b=c#d"))
        #expect(other.host == "xn--fsq.example.org" && other.port == 8443 && other.isEncrypted)
        #expect(WebTarget("https://[2400:3200::1]/")?.host == "2400:3200::1")
        #expect(WebTarget("https://example.org?x=@y")?.host == "example.org")
    }

    @Test(
        "is seen to be an inner one when it is typed in",
        arguments: [
            "http://localhost", "http://LOCALHOST.", "http://a.localhost/", "http://127.0.0.1",
            "http://2130706433/", "http://0x7f000001/", "http://0177.0.0.1/", "http://127.1/",
            "http://[::1]/", "http://169.254.169.254/latest", "http://0/", "http://[::ffff:10.0.0.1]",
        ])
    func inner(_ text: String) throws { #expect(try #require(WebTarget(text)).isPlainlyInner()) }

    @Test("is not called inner without reason")
    func outer() throws {
        #expect(try !#require(WebTarget("http://example.org")).isPlainlyInner())
        #expect(try !#require(WebTarget("http://8.8.8.8")).isPlainlyInner())
        #expect(try !#require(WebTarget("http://localhost")).isPlainlyInner(.including(Reach.loopback)))
    }
}
