@testable import Files
import Testing

@Suite("A file's name")
struct SafeNameTests {
    static let names: [(String, String)] = [
        ("路灯.jpg", "路灯.jpg"), ("", "file"), ("../../etc/passwd", "passwd"), ("..\\..\\boot.ini", "boot.ini"),
        ("/etc/shadow", "shadow"), ("C:\\temp\\a.jpg", "a.jpg"), ("a.php.jpg", "a.php.jpg"),
        ("a\0.jpg", "a.jpg"), ("a\r\nSet-Cookie: x.jpg", "aSet-Cookie x.jpg"), ("..", "file"),
        (".htaccess", "htaccess"), ("CON", "file-CON"), ("nul.txt", "file-nul.txt"),
        ("COM7.jpg", "file-COM7.jpg"),
        ("COMMON.jpg", "COMMON.jpg"), ("gpj.\u{202E}exe.jpg", "gpj.exe.jpg"), ("a\u{200B}b.png", "ab.png"),
        ("<img src=x onerror=alert(1)>.png", "img src=x onerror=alert(1).png"), ("a\"b.jpg", "ab.jpg"),
        ("  a   b .jpg. ", "a b .jpg"), ("-rf.jpg", "rf.jpg"), ("👨‍👩‍👧.jpg", "👨‍👩‍👧.jpg"),
    ]

    @Test("is made fit to be shown and saved", arguments: names)
    func made(raw: String, safe: String) { #expect(SafeName.of(raw) == safe) }

    @Test("of 4 KB is cut to 120 characters and keeps its ending")
    func long() {
        let name = SafeName.of(String(repeating: "长", count: 4096) + ".jpeg")
        #expect(name.count == 120 && name.hasSuffix("长.jpeg"))
        let marks = SafeName.of("a" + String(repeating: "\u{301}", count: 4096) + ".jpg")
        #expect(marks.utf8.count <= 500)
    }
}
