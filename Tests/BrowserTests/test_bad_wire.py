"""What no browser sends: heads and bodies that two servers could read differently, that never end, or that are too much.

Each is answered 4xx or the connection is closed; nothing of it is taken for a second request, and others are answered on.
"""

import re
import socket
import threading
import time

import pytest

HOST = b"Host: 127.0.0.1\r\n"
FORM = b"Content-Type: application/x-www-form-urlencoded\r\n"
SECOND = b"GET /smuggled HTTP/1.1\r\n" + HOST + b"\r\n"


def post(*fields, body=b""):
    return b"POST /raise HTTP/1.1\r\n" + HOST + FORM + b"".join(field + b"\r\n" for field in fields) + b"\r\n" + body


def get(target, *fields, version=b"HTTP/1.1", host=HOST):
    return b"GET " + target + b" " + version + b"\r\n" + host + b"".join(field + b"\r\n" for field in fields) + b"\r\n"


def talk(house, data, seconds=5.0):
    """Sends bytes and gives what came back, and whether the other side closed."""
    with socket.create_connection(("127.0.0.1", house.port), timeout=10) as connection:
        try:
            connection.sendall(data)
        except OSError:
            pass  # It hung up while we were still talking.
        connection.settimeout(1.0)
        told, until = b"", time.monotonic() + seconds
        while time.monotonic() < until:
            try:
                part = connection.recv(65536)
            except TimeoutError:
                if told:
                    return told, False
                continue
            except OSError:
                return told, True
            if not part:
                return told, True
            told += part
        return told, False


def statuses(told):
    return [int(status) for status in re.findall(rb"HTTP/1\.1 (\d{3}) [A-Z]", told)]


def wordless(told):
    """The refusals among the answers that have no body."""
    heads = re.findall(rb"HTTP/1\.1 4\d\d [^\r]*\r\n.*?\r\n\r\n", told, re.DOTALL)
    return [head for head in heads if not re.search(rb"(?i)\ncontent-length: [1-9]", head)]


@pytest.fixture(autouse=True)
def goes_on(house):
    yield
    assert house.get("/healthz").status == 200
    assert house.process.poll() is None


CHUNKED = b"Transfer-Encoding: chunked"
SMUGGLED = {
    "length and chunks": post(b"Content-Length: 4", CHUNKED, body=b"0\r\n\r\n" + SECOND),
    "chunks and length": post(CHUNKED, b"Content-Length: 4", body=b"0\r\n\r\n" + SECOND),
    "two lengths": post(b"Content-Length: 4", b"Content-Length: 40", body=b"abcd" + SECOND),
    "one length twice": post(b"Content-Length: 4", b"Content-Length: 4", body=b"abcd" + SECOND),
    "lengths in a list": post(b"Content-Length: 4, 40", body=b"abcd" + SECOND),
    "length with a sign": post(b"Content-Length: +4", body=b"abcd" + SECOND),
    "length below zero": post(b"Content-Length: -4", body=b"abcd" + SECOND),
    "length beyond counting": post(b"Content-Length: 99999999999999999999999", body=b"abcd" + SECOND),
    "length in hexadecimal": post(b"Content-Length: 0x4", body=b"abcd" + SECOND),
    "chunked by another name": post(b"Transfer-Encoding: xchunked", body=b"0\r\n\r\n" + SECOND),
    "chunked before identity": post(b"Transfer-Encoding: chunked, identity", body=b"0\r\n\r\n" + SECOND),
    "chunked and identity": post(CHUNKED, b"Transfer-Encoding: identity", body=b"0\r\n\r\n" + SECOND),
    "chunked behind a vertical tab": post(b"Transfer-Encoding:\x0bchunked", body=b"0\r\n\r\n" + SECOND),
    "blank before the colon": post(b"Transfer-Encoding : chunked", body=b"0\r\n\r\n" + SECOND),
    "chunk of 17 digits": post(CHUNKED, body=b"FFFFFFFFFFFFFFFFF\r\nab\r\n0\r\n\r\n" + SECOND),
    "chunk of 0x2": post(CHUNKED, body=b"0x2\r\nab\r\n0\r\n\r\n" + SECOND),
    "chunk without its end": post(CHUNKED, body=b"2\r\nabcd\r\n0\r\n\r\n" + SECOND),
    "line end of one sign in an extension": post(CHUNKED, body=b"2;\nxx\r\n0\r\n\r\n" + SECOND),
    "folded field": get(b"/healthz", b"X-A: b", b" Content-Length: 4"),
    "field without a colon": get(b"/healthz", b"nonsense"),
    "CR inside a value": get(b"/healthz", b"X-A: b\rContent-Length: 4"),
    "NUL inside a value": get(b"/healthz", b"X-A: b\0c"),
    "lines that end in LF": b"GET /healthz HTTP/1.1\nHost: a\n\n",
    "lines that end in CR": b"GET /healthz HTTP/1.1\rHost: a\r\r",
}


@pytest.mark.parametrize("name", SMUGGLED)
def test_what_two_servers_could_read_differently_is_refused_and_hides_nothing(house, name):
    told, closed = talk(house, SMUGGLED[name])
    assert closed, f"the connection stays open: {told[:200]}"
    assert statuses(told), "closed without a word"
    # A refused body may be told first by its type; what comes after the end is never a page of its own.
    assert all(400 <= status < 500 for status in statuses(told)), statuses(told)
    assert 404 not in statuses(told) and b"smuggled" not in told
    assert not wordless(told), wordless(told)


ODD = {
    "a head of a megabyte": (get(b"/healthz", b"X-A: " + b"a" * 1_000_000), {400, 431}),
    "a field of 40 KB": (get(b"/healthz", b"X-A: " + b"a" * 40_000), {400, 431}),
    "a cookie of 40 KB": (get(b"/", b"Cookie: a=" + b"a" * 40_000), {400, 431}),
    "100,000 fields": (get(b"/healthz", *(b"X-%d: a" % number for number in range(100_000))), {400, 431}),
    "300 fields": (get(b"/healthz", *(b"X-%d: a" % number for number in range(300))), {400, 431}),
    "an address of a megabyte": (get(b"/" + b"a" * 1_000_000), {400, 414}),
    "an address of 20 KB": (get(b"/" + b"a" * 20_000), {414}),
    "a question of 20 KB": (get(b"/?text=" + b"a" * 20_000), {414}),
    "%00": (get(b"/%00"), {400}), "NUL": (get(b"/a\0b"), {400}),
    "..%2f": (get(b"/papers/..%2f..%2fetc%2fpasswd"), {404}), "../": (get(b"/assets/../../etc/passwd"), {404}),
    "..%2f below assets": (get(b"/assets/..%2f..%2fetc%2fpasswd"), {404}), "..\\": (get(b"/..\\..\\etc\\passwd"), {404}),
    "%252e%252e": (get(b"/assets/%252e%252e/%252e%252e/etc/passwd"), {404}),
    "overlong UTF-8": (get(b"/%c0%ae%c0%ae/%c0%af"), {400}), "overlong bytes": (get(b"/\xc0\xae\xc0\xae/"), {400}),
    "UTF-8 that is not escaped": (get("/路灯".encode()), {400}), "half an escape": (get(b"/%e"), {400}),
    "another host in the path": (get(b"//evil.example/%2f.."), {404}),
    "another host in the path, with a switch": (get(b"//evil.example/?lang=en"), {303}),
    "another host behind a backslash": (get(b"/\\evil.example?lang=en"), {303}),
    "no slash": (get(b"healthz"), {400}), "a star": (b"OPTIONS * HTTP/1.1\r\n" + HOST + b"\r\n", {404, 405}),
    "a tunnel": (b"CONNECT evil.example:443 HTTP/1.1\r\nHost: evil.example:443\r\n\r\n", {400, 404, 405}),
    "an echo": (b"TRACE / HTTP/1.1\r\n" + HOST + b"Cookie: secret=1\r\n\r\n", {405}),
    "a method of its own": (b"FROBNICATE / HTTP/1.1\r\n" + HOST + b"\r\n", {400, 405, 501}),
    "a method in small letters": (b"get / HTTP/1.1\r\n" + HOST + b"\r\n", {400, 405, 501}),
    "no host": (get(b"/", host=b""), {400}), "two hosts": (get(b"/", b"Host: evil.example"), {400}),
    "an empty host": (get(b"/", host=b"Host: \r\n"), {400}),
    "markup for a host": (get(b"/", host=b"Host: a\"><script>alert(1)</script>\r\n"), {400}),
    "a path for a host": (get(b"/", host=b"Host: evil.example/x\r\n"), {400}),
    "HTTP/0.9 with an empty line": (b"GET /healthz\r\n\r\n", {400}),
    "HTTP/1.2": (get(b"/healthz", version=b"HTTP/1.2"), {400, 505}),
    "HTTP/2.0": (get(b"/healthz", version=b"HTTP/2.0"), {400, 505}),
    "HTTP/9.9": (get(b"/healthz", version=b"HTTP/9.9"), {400, 505}),
    "the preface of HTTP/2": (b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", {400, 405, 505}),
    "a greeting in TLS": (bytes.fromhex("16030100c4010000c00303") + b"\0" * 200, {400}),
    "bytes": (bytes(range(256)) * 8, {400}),
    "two gigabytes announced": (post(b"Content-Length: 2147483648", body=b"text=a"), {413}),
    "nine exabytes announced": (post(b"Content-Length: 9223372036854775807", body=b"text=a"), {413}),
}


@pytest.mark.parametrize("name", ODD)
def test_row_31_what_no_browser_sends_gets_a_clear_answer(house, name):
    data, expected = ODD[name]
    told, _ = talk(house, data)
    assert statuses(told) and set(statuses(told)) <= expected, (statuses(told), told[:300])
    assert not wordless(told), wordless(told)
    assert b"root:x:0" not in told
    assert not re.search(rb"(?i)^(location|set-cookie|access-control-allow-origin):.*evil", told, re.MULTILINE)
    assert len(told) < 200_000, "a small request made a large answer"
    assert b"<script>alert" not in told and b"secret=1" not in told


def test_row_31_another_host_in_the_request_is_believed_nowhere(house):
    for data in (get(b"/", host=b"Host: evil.example\r\n"), get(b"http://evil.example/"),
                 get(b"/", b"X-Forwarded-Host: evil.example", b"X-Forwarded-Proto: https", b"Forwarded: host=evil.example"),
                 get(b"/areas", host=b"Host: evil.example:8080\r\n"), get(b"/openapi.json", host=b"Host: evil.example\r\n")):
        told, _ = talk(house, data)
        assert statuses(told) == [200]
        assert b"evil" not in told


def test_requests_one_behind_the_other_are_answered_in_order(house):
    data = get(b"/healthz") + get(b"/nowhere") + get(b"/healthz", b"Connection: close")
    told, closed = talk(house, data)
    assert statuses(told) == [200, 404, 200] and closed


def test_a_connection_that_sends_a_byte_a_second_is_closed(house):
    slow = {
        "head": get(b"/healthz", b"X-A: " + b"a" * 500),
        "HTTP/0.9": b"GET /\r\n" + b"a" * 500,
        "body": post(b"Content-Length: 5000", body=b"text=" + b"a" * 5000),
    }
    lasted = {}

    def drip(name, data):
        began = time.monotonic()
        with socket.create_connection(("127.0.0.1", house.port), timeout=10) as connection:
            connection.settimeout(0.01)
            start = data.find(b"\r\n\r\n") + 4 if name == "body" else 0
            try:
                connection.sendall(data[:start])
                for byte in data[start:]:
                    connection.sendall(bytes([byte]))
                    try:
                        if connection.recv(65536) == b"":
                            break
                    except TimeoutError:
                        pass
                    if time.monotonic() - began > 90:
                        break
                    time.sleep(1)
            except OSError:
                pass
        lasted[name] = time.monotonic() - began

    threads = [threading.Thread(target=drip, args=item) for item in slow.items()]
    for thread in threads:
        thread.start()
    # Meanwhile others are served.
    for _ in range(5):
        assert house.get("/healthz").status == 200
        time.sleep(1)
    for thread in threads:
        thread.join()
    assert all(seconds < 70 for seconds in lasted.values()), lasted


def test_five_hundred_silent_connections_keep_nobody_out(house):
    silent = []
    try:
        for _ in range(500):
            connection = socket.create_connection(("127.0.0.1", house.port), timeout=10)
            connection.sendall(b"GET / HT")
            silent.append(connection)
        began = time.monotonic()
        assert house.get("/").status == 200
        assert time.monotonic() - began < 10
    finally:
        for connection in silent:
            connection.close()
