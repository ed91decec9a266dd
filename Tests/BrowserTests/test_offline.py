"""The network goes in the middle of it: what was written is kept, and sent once when it is back."""

import base64
import socket
import threading

import pytest
from playwright.sync_api import expect

from visitor import Visitor

# A picture of one dot.
DOT = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
PHONE = {"width": 360, "height": 740}


class Wire:
    """A wire between browser and program that can be cut, also just before an answer gets through."""

    def __init__(self, port):
        self.target = port
        self.cut = self.loses_answers = self.forgets = False
        self.pairs = []
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{self.listener.getsockname()[1]}"
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self):
        while True:
            try:
                near, _ = self.listener.accept()
            except OSError:
                return
            if self.cut:
                near.close()
                continue
            far = socket.create_connection(("127.0.0.1", self.target))
            self.pairs.append((near, far))
            state = {"post": False}
            threading.Thread(target=self._pass, args=(near, far, state, True), daemon=True).start()
            threading.Thread(target=self._pass, args=(far, near, state, False), daemon=True).start()

    def _pass(self, source, target, state, upwards):
        try:
            while data := source.recv(65536):
                if upwards and data.startswith(b"POST "):
                    state["post"] = True
                    if self.forgets and b"\r\nCookie: " in data:
                        self.forgets, data = False, data.replace(b"\r\nCookie: ", b"\r\nX-Lost: ")
                if not upwards and state["post"] and self.loses_answers:
                    break
                if not upwards:
                    state["post"] = False
                target.sendall(data)
        except OSError:
            pass
        for each in (source, target):
            try:
                each.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass
            each.close()

    def set(self, cut=False, loses_answers=False, forgets=False):
        """`forgets`: the next thing sent comes as from somebody else than who fetched its page."""
        self.cut, self.loses_answers, self.forgets = cut, loses_answers, forgets
        if cut:
            for near, far in self.pairs:
                for each in (near, far):
                    try:
                        each.shutdown(socket.SHUT_RDWR)
                    except OSError:
                        pass
            self.pairs.clear()

    def close(self):
        self.set(cut=True)
        self.listener.close()


@pytest.fixture
def wire(house):
    wire = Wire(house.port)
    yield wire
    wire.close()


@pytest.fixture
def phone(browse):
    """A phone whose network may go: what it says about that is no complaint."""
    browse.forgiven += ["net::ERR_", "fetch"]
    return browse(viewport=PHONE)


def ready(visitor):
    """The page with its waiter at work."""
    page = visitor.page
    page.evaluate("navigator.serviceWorker.ready.then(() => null)")
    page.wait_for_function("navigator.serviceWorker.controller !== null")
    return visitor


def resident(phone, house, language="zh"):
    return ready(Visitor(phone.new_page(), house, language).in_language())


def kept(visitor, key):
    return visitor.page.locator("#kept").get_by_text(visitor.words(key))


def sent(visitor):
    """Waits for what was kept to arrive; where it does not, says what became of it."""
    try:
        expect(kept(visitor, "matters.kept.sent")).to_be_visible()
    except AssertionError:
        entries = visitor.page.evaluate("outbox.all()")
        told = [(entry["state"], entry.get("link"), entry["to"]) for entry in entries]
        raise AssertionError(f"kept: {told}; server: {visitor.house.log[-2000:]}") from None


def back(visitor):
    """What the browser does when it notices that the network is back."""
    visitor.page.evaluate("dispatchEvent(new Event('online'))")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_what_was_written_without_a_network_is_sent_once_when_it_is_back(house, phone, language):
    visitor = resident(phone, house, language)
    text = f"断网时写的一件事 {language}"
    visitor.field("matters.raise.text").fill(text)
    phone.set_offline(True)
    visitor.button("matters.raise.send").click()
    expect(kept(visitor, "matters.kept.waiting")).to_be_visible()
    expect(visitor.page.locator("#kept")).to_be_focused()
    expect(visitor.field("matters.raise.text")).to_have_value("")
    assert house.numbers(text) == []
    phone.set_offline(False)
    sent(visitor)
    (number,) = house.numbers(text)
    visitor.page.locator("#kept").get_by_role("link").click()
    expect(visitor.page.get_by_text(number).first).to_be_visible()


def test_a_browser_that_can_neither_end_its_waiting_nor_work_unseen_sends_it_too(house, phone):
    phone.add_init_script("delete AbortSignal.timeout; delete self.ServiceWorkerRegistration?.prototype.sync")
    visitor = resident(phone, house)
    assert visitor.page.evaluate(
        "AbortSignal.timeout === undefined && !('sync' in ServiceWorkerRegistration.prototype)")
    text = "旧手机断网时写的一件事"
    visitor.field("matters.raise.text").fill(text)
    phone.set_offline(True)
    visitor.button("matters.raise.send").click()
    expect(kept(visitor, "matters.kept.waiting")).to_be_visible()
    phone.set_offline(False)
    sent(visitor)
    assert len(house.numbers(text)) == 1


def test_without_a_network_the_form_is_still_there(house, phone):
    visitor = resident(phone, house, "en")
    phone.set_offline(True)
    visitor.open("/")
    expect(visitor.page.get_by_text(visitor.words("matters.kept.offline"))).to_be_visible()
    text = "Written while there was no network at all"
    visitor.field("matters.raise.text").fill(text)
    visitor.button("matters.raise.send").click()
    expect(kept(visitor, "matters.kept.waiting")).to_be_visible()
    # Also another page of the site is answered by the form, and none of anybody's is kept.
    visitor.open("/mine")
    expect(visitor.page.get_by_text(visitor.words("matters.kept.offline"))).to_be_visible()
    kept_pages = visitor.page.evaluate(
        "caches.keys().then((names) => Promise.all(names.map((name) => caches.open(name).then((cache) => cache.keys()))))"
        ".then((all) => all.flat().map((request) => new URL(request.url).pathname))")
    assert kept_pages and all(path.startswith(("/assets/", "/offline/")) for path in kept_pages)
    phone.set_offline(False)
    sent(visitor)
    assert len(house.numbers(text)) == 1


def test_an_answer_that_was_lost_on_its_way_makes_no_second_matter(house, phone, wire):
    visitor = Visitor(phone.new_page(), house)
    page = visitor.page
    page.goto(wire.address + "/?lang=zh")
    ready(visitor)
    text = "答复在路上丢了的一件事"
    visitor.field("matters.raise.text").fill(text)
    wire.set(loses_answers=True)
    visitor.button("matters.raise.send").click()
    page.wait_for_url("**/raise?kept")
    expect(kept(visitor, "matters.kept.waiting")).to_be_visible()
    assert len(house.numbers(text)) == 1, "the first sending did not arrive"
    # The browser is closed meanwhile: it comes back as somebody else.
    phone.clear_cookies()
    wire.set()
    back(visitor)
    sent(visitor)
    assert len(house.numbers(text)) == 1, "it was sent twice"
    assert house.numbers(text)[0] in page.locator("#kept").inner_text()


def test_a_page_fetched_as_somebody_else_is_fetched_again(house, phone, wire):
    visitor = Visitor(phone.new_page(), house)
    page = visitor.page
    page.goto(wire.address + "/?lang=zh")
    ready(visitor)
    text = "换了身份才发出的一件事"
    visitor.field("matters.raise.text").fill(text)
    wire.set(cut=True)
    visitor.button("matters.raise.send").click()
    expect(kept(visitor, "matters.kept.waiting")).to_be_visible()
    wire.set(forgets=True)
    back(visitor)
    sent(visitor)
    assert not wire.forgets, "everything came from the same one"
    assert len(house.numbers(text)) == 1


def test_a_cut_wire_keeps_the_form_with_its_photo(house, phone, wire):
    visitor = Visitor(phone.new_page(), house)
    page = visitor.page
    page.goto(wire.address + "/?lang=zh")
    ready(visitor)
    visitor.field("matters.raise.text").fill("断线时写的一件事")
    page.locator("summary", has_text=visitor.words("matters.raise.photos")).click()
    phone.set_offline(True)
    wire.set(cut=True)
    photo = {"name": "lamp.png", "mimeType": "image/png", "buffer": base64.b64decode(DOT)}
    page.locator("#files").set_input_files(photo)
    visitor.button("matters.raise.send").click()
    expect(kept(visitor, "matters.kept.waiting")).to_be_visible()
    expect(page.locator(".file-list li")).to_have_count(0)
    phone.set_offline(False)
    wire.set()
    page.reload()
    sent(visitor)
    assert len(house.numbers("断线时写的一件事")) == 1
    page.locator("#kept").get_by_role("link").click()
    expect(page.locator(".gallery img")).to_have_count(1)


@pytest.mark.parametrize("loses", [False, True], ids=["cut", "answer lost"])
def test_an_opinion_without_a_network_counts_once_when_it_is_back(house, phone, wire, loses):
    matter = house.raise_matter("评价时断网的一件事。").answered()
    visitor = Visitor(phone.new_page(), house)
    page = visitor.page
    page.goto(wire.address + "/?lang=zh")
    ready(visitor)
    page.goto(wire.address + matter.path)
    wire.set(cut=not loses, loses_answers=loses)
    page.locator("#solved-no").click()
    page.locator("#satisfied-no").click()
    page.locator("#why").fill("还是不亮")
    page.locator("#rate").get_by_role("button", name=house.move_name("rate", "zh"), exact=True).click()
    expect(kept(visitor, "matters.kept.waiting")).to_be_visible()
    wire.set()
    back(visitor)
    sent(visitor)
    page.goto(house.address + matter.path)
    told = page.locator("main ol").last.inner_text()
    assert told.count(house.move_told("rate", "zh")) == 1, told
    assert told.count("还是不亮") == 1
