"""The desk: keys, jumping, side by side, what is new, who else is here; and how it ends."""

import re
import signal
import socket
import time

import pytest
from playwright.sync_api import expect

from house import House
from pages import CLERK, DESKTOP, DISPATCHER, PHONE, sign_in
from visitor import Visitor

NUMBER = re.compile(r"/matters/(QS\d+)")


@pytest.fixture
def at_work(house, browse):
    """Somebody at work in a browser of their own."""
    def at_work(role, **options):
        options = {"viewport": DESKTOP, **options}
        visitor = sign_in(Visitor(browse(**options).new_page(), house).in_language(), role)
        # A key pressed before the scripts stand goes nowhere.
        visitor.page.wait_for_load_state("load")
        return visitor
    return at_work


def focused(page, attribute="className"):
    return page.evaluate(f"document.activeElement.{attribute} ?? ''")


def test_a_whole_day_by_keys(house, town, at_work):
    clerk = at_work(CLERK)
    page = clerk.page
    page.keyboard.press("j")
    assert focused(page) == "row-link"
    first = focused(page, "href")
    page.keyboard.press("j")
    assert focused(page, "href") != first
    page.keyboard.press("k")
    assert focused(page, "href") == first
    page.keyboard.press("Enter")
    page.wait_for_url(NUMBER)
    expect(page.locator(".neighbours")).to_be_visible()
    number = NUMBER.search(page.url).group(1)
    page.keyboard.press("]")
    page.wait_for_url(lambda url: number not in url and "/matters/QS" in url)
    page.keyboard.press("[")
    page.wait_for_url(lambda url: f"/matters/{number}" in url)
    page.keyboard.press("e")
    assert page.evaluate("Boolean(document.activeElement.closest('form[action*=\"/moves/\"]'))")
    page.keyboard.press("Escape")
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("Escape")
    page.wait_for_url("**/matters/workbench**")
    page.keyboard.press("g")
    page.keyboard.press("l")
    page.wait_for_url(re.compile(r"/matters(\?|$)"))
    page.keyboard.press("/")
    assert focused(page, "name") == "words"
    page.keyboard.type("j?x")
    assert page.evaluate("document.activeElement.value") == "j?x", "a key acted while somebody wrote"
    page.keyboard.press("Escape")
    page.keyboard.press("n")
    page.wait_for_url("**/matters/new")


def test_ticking_by_keys_reaches_from_one_row_to_another(house, town, at_work):
    dispatcher = at_work(DISPATCHER)
    dispatcher.open("/matters?state=open")
    page = dispatcher.page
    page.keyboard.press("j")
    page.keyboard.press("x")
    for _ in range(3):
        page.keyboard.press("j")
    page.keyboard.press("Shift+X")
    assert page.locator(".row-tick input:checked").count() == 4
    page.keyboard.press("x")
    assert page.locator(".row-tick input:checked").count() == 3


def test_the_sheet_of_keys_opens_closes_and_switches_single_keys_off(house, at_work):
    clerk = at_work(CLERK)
    page = clerk.page
    sheet = page.locator("#keys")
    page.keyboard.press("?")
    expect(sheet).to_be_visible()
    page.keyboard.press("Escape")
    expect(sheet).to_be_hidden()
    opener = clerk.button("matters.keys.open")
    opener.click()
    expect(sheet).to_be_visible()
    page.get_by_label(clerk.words("matters.keys.switch")).uncheck()
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.dataset.dialog") == "keys", "the focus did not come back"
    page.keyboard.press("j")
    assert focused(page) != "row-link", "a single key acted though they are off"
    page.reload()
    page.keyboard.press("?")
    expect(sheet).to_be_hidden()
    page.keyboard.press("Control+k")
    expect(page.locator("#palette")).to_be_visible()


def test_jumping_to_a_number_a_place_and_a_move(house, town, at_work):
    clerk = at_work(CLERK)
    page = clerk.page
    page.keyboard.press("Control+k")
    field = page.locator("#palette-words")
    expect(field).to_be_focused()
    field.fill(town.received.number)
    option = page.locator("#palette-list [role=option]").first
    expect(option).to_contain_text(town.received.number)
    expect(field).to_have_attribute("aria-activedescendant", "place-0")
    expect(field).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/matters/{town.received.number}")
    page.keyboard.press("Control+k")
    field.fill(house.move_name("register", "zh"))
    expect(page.locator("#palette-list [role=option]").first).to_contain_text(house.move_name("register", "zh"))
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    page.wait_for_url("**/moves/register")
    page.goto(house.address + "/matters/workbench")
    page.keyboard.press("Control+k")
    field.fill("zzzz 没有")
    expect(page.get_by_text(clerk.words("matters.palette.none"))).to_be_visible()


def test_list_and_matter_side_by_side(house, town, at_work):
    dispatcher = at_work(DISPATCHER)
    page = dispatcher.page
    dispatcher.open("/matters?state=open")
    page.keyboard.press("j")
    page.keyboard.press("o")
    page.wait_for_url("**open=QS**")
    expect(page.locator(".split-list")).to_be_visible()
    expect(page.locator("#beside")).to_be_visible()
    assert page.locator("h1").count() == 1
    before, address = page.title(), page.url
    page.evaluate("window.stays = true")
    page.locator(".split .row-link").nth(2).click()
    expect(page.locator("#beside")).to_be_focused()
    page.wait_for_function("title => document.title !== title", arg=before)
    assert page.url != address and page.evaluate("window.stays"), "the whole page came again"
    expect(page.locator(".split .row-link[aria-current]")).to_have_count(1)
    page.go_back()
    page.wait_for_function("title => document.title === title", arg=before)
    assert page.url == address and page.evaluate("window.stays")
    page.keyboard.press("Escape")
    assert focused(page) == "row-link", "the focus did not come back to the list"
    page.set_viewport_size(PHONE)
    expect(page.locator(".split-list")).to_be_hidden()
    expect(page.locator("#beside")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_side_by_side_without_a_script(house, town, at_work):
    dispatcher = at_work(DISPATCHER, java_script_enabled=False)
    dispatcher.open(f"/matters?state=open&open={town.registered.number}")
    page = dispatcher.page
    expect(page.locator("#beside")).to_be_visible()
    other = page.locator(".split .row-link:not([aria-current])").first
    number = re.search(r"open=(QS\d+)", other.get_attribute("href")).group(1)
    other.click()
    page.wait_for_url(f"**open={number}**")
    page.locator(".split-list a").first.click()
    page.wait_for_url(lambda url: "open=" not in url)


def test_what_is_new_waits_behind_a_button(house, at_work):
    clerk = at_work(CLERK)
    page = clerk.page
    expect(page.locator(".row").first).to_be_visible()
    place = page.locator(".row").first.bounding_box()
    first = page.locator(".row").first.get_attribute("data-number")
    raised = house.raise_matter("门口的井盖松了。")
    pill = page.locator("#desk-pill")
    expect(pill).to_have_text(clerk.words("matters.live.new", count=1))
    assert page.locator(".row").first.get_attribute("data-number") == first
    assert page.locator(".row").first.bounding_box() == place, "rows moved under the pointer"
    pill.click()
    expect(pill).to_be_hidden()
    # What is due sooner stands above it, perhaps on pages before: the list has the newest first.
    clerk.open("/matters?state=open")
    expect(page.locator(f'.row[data-number="{raised.number}"]')).to_have_count(1)


def test_two_officers_see_each_other_and_what_the_other_did(house, at_work):
    raised = house.raise_matter("楼道灯不亮。")
    clerk, dispatcher = at_work(CLERK), at_work(DISPATCHER)
    rows = at_work(CLERK)
    rows.open("/matters?state=open")
    row = rows.page.locator(f'.row[data-number="{raised.number}"]')
    expect(row.locator(".row-next")).to_contain_text(house.stage_name("received", "zh"))
    clerk.opens(raised.number)
    dispatcher.opens(raised.number)
    here = clerk.page.locator("#desk-present")
    expect(here).to_be_visible(timeout=15_000)
    note = dispatcher.page.locator('main form[action*="/moves/"] :is(textarea, select)').first
    if note.evaluate("e => e.tagName") == "SELECT":
        note.select_option(index=1)
    else:
        note.fill("在写")
    expect(here).to_have_text(clerk.words.pattern("matters.presence.writing"))
    dispatcher.open("/matters/workbench")
    # At once when the browser says goodbye; where its word is lost, when the last sign has run out.
    expect(here).to_be_hidden(timeout=60_000)
    house.move("hu.lingjun", raised.number, "register", category="0201")
    expect(clerk.page.locator(".toasts")).to_contain_text(clerk.words("matters.live.this"))
    expect(row.locator(".row-next")).to_contain_text(house.stage_name("registered", "zh"))


def test_the_server_stops_soon_with_fifty_pages_open():
    house = House()
    try:
        house.run("demo", "--matters", "20")
        house.start()
        streams = [open_stream(house) for _ in range(50)]
        for stream in streams:
            heard = b""
            while b"event: hello" not in heard:
                heard += stream.recv(4096)
        began = time.monotonic()
        house.process.send_signal(signal.SIGTERM)
        house.process.wait(10)
        took = time.monotonic() - began
        print(f"\n    stopped with 50 streams open after {took:.2f} s", end="")
        # Two seconds are for requests that are on their way; no stream holds it longer.
        assert took < 8, took
        for stream in streams:
            stream.close()
    finally:
        house.stop()


def open_stream(house):
    """Signs in as the demo's first clerk over plain sockets, and listens."""
    import http.cookiejar
    import urllib.parse
    import urllib.request

    jar = http.cookiejar.CookieJar()
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))
    page = opener.open(house.address + "/demo?unit=HOTLINE").read().decode()
    form = re.search(r'<form method="post" action="(/demo[^"]*)".*?</form>', page, re.S)
    fields = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form.group(0)))
    fields |= dict(re.findall(r'<button[^>]*name="([^"]+)" value="([^"]*)"', form.group(0)))
    opener.open(house.address + form.group(1), urllib.parse.urlencode(fields).encode()).read()
    cookies = "; ".join(f"{cookie.name}={cookie.value}" for cookie in jar)
    stream = socket.create_connection(("127.0.0.1", house.port), timeout=10)
    stream.sendall(
        f"GET /matters/live HTTP/1.1\r\nHost: 127.0.0.1:{house.port}\r\nCookie: {cookies}\r\n"
        "Accept: text/event-stream\r\n\r\n".encode())
    return stream
