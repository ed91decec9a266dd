"""Photos and films: sent while the form is filled in, gone on with after a break, looked at by those who may."""

import base64
import hashlib
import re
import time
import urllib.request

import pytest
from playwright.sync_api import expect

from house import HANDLERS
from test_offline import Wire
from test_pages import sticks_out, violations
from visitor import Visitor

PHONE = {"width": 360, "height": 740}
MEGABYTE = 1 << 20
# A picture as a camera gives it: full of small differences, so that it does not become a few bytes.
DRAW = """colour => { const c = document.createElement('canvas'); c.width = 640; c.height = 480;
    const g = c.getContext('2d'), d = g.createImageData(640, 480);
    for (let i = 0; i < d.data.length; i += 4) d.data.set(
        [colour[0], colour[1], colour[2]].map(each => each + Math.random() * 40).concat(255), i);
    g.putImageData(d, 0, 0); return c.toDataURL('image/jpeg', 0.95).split(',')[1]; }"""

# Whether it could be shown once it was here.
DECODED = "e => { e.loading = 'eager'; return e.decode().then(() => e.naturalWidth > 0, () => false); }"


class Gate(Wire):
    """A wire that lets so many bytes up, and breaks after so many."""

    def __init__(self, port):
        self.risen, self.lets, self.breaks = 0, float("inf"), []
        super().__init__(port)

    def _pass(self, source, target, state, upwards):
        if not upwards:
            return super()._pass(source, target, state, upwards)
        gate = self

        class Metered:
            """What comes up, counted."""

            def recv(self, count):
                data = source.recv(count)
                gate.risen += len(data)
                while gate.risen > gate.lets:
                    time.sleep(0.01)
                # Only what carries a file breaks, not what the page asks beside it.
                if gate.breaks and gate.risen >= gate.breaks[0] and not data.startswith((b"GET", b"POST", b"HEAD")):
                    gate.breaks.pop(0)
                    return b""
                return data

            def __getattr__(self, name):
                return getattr(source, name)

        super()._pass(Metered(), target, state, upwards)


@pytest.fixture
def gate(house):
    gate = Gate(house.port)
    yield gate
    gate.lets = float("inf")
    gate.close()


@pytest.fixture
def phone(browse):
    """A phone whose network may go: what it says about that is no complaint."""
    browse.forgiven += ["net::ERR_"]
    return browse(viewport=PHONE)


@pytest.fixture(scope="session")
def photo(chromium):
    """Makes a real JPEG of a colour."""
    page = chromium.new_page()

    def photo(name, colour=(90, 140, 200)):
        made = base64.b64decode(page.evaluate(DRAW, colour))
        return {"name": name, "mimeType": "image/jpeg", "buffer": made}

    yield photo
    page.context.close()


def box(kind, content):
    return (len(content) + 8).to_bytes(4) + kind + content


def film(folder, megabytes):
    """A file that is an MP4 from its first byte to its last: its head, and one box of what was filmed."""
    path = folder / "巷口.mp4"
    head = box(b"ftyp", b"isom\0\0\2\0isommp42") + box(b"moov", box(b"mvhd", bytes(100)))
    length = megabytes * MEGABYTE - len(head)
    with open(path, "wb") as file:
        file.write(head + length.to_bytes(4) + b"mdat")
        rest = length - 8
        block = hashlib.shake_128(b"film").digest(MEGABYTE - 7)
        while rest > 0:
            rest -= file.write(block[:rest])
    assert path.stat().st_size == megabytes * MEGABYTE
    return path


def digest(source):
    return hashlib.file_digest(source, "sha256").hexdigest()


def at_the_form(context, address, house, text, language="zh"):
    """At the front door, the sentence written, the place for photos open."""
    visitor = Visitor(context.new_page(), house, language)
    visitor.page.goto(f"{address}/?lang={language}")
    visitor.field("matters.raise.text").fill(text)
    visitor.page.locator("summary", has_text=visitor.words("matters.raise.photos")).click()
    return visitor


def row(visitor, number=0):
    return visitor.page.locator(".file-list li").nth(number)


def sends_the_form(visitor):
    visitor.button("matters.raise.send").click()
    expect(visitor.heading).to_have_text(visitor.words("matters.raised.title"), timeout=60_000)
    return visitor.page.locator('main a[href^="/track/"]').first.get_attribute("href")


def stands(page, count):
    """So many small pictures, and each of them is one."""
    pictures = page.locator(".gallery img, .pair img")
    expect(pictures).to_have_count(count)
    for number in range(count):
        pictures.nth(number).scroll_into_view_if_needed()
        assert pictures.nth(number).evaluate(DECODED), "a picture that cannot be shown"


def kept_as(house, sha):
    """The files on the shelf with this content."""
    return [path for path in (house.folder / "test.db.files").rglob(sha) if "copies" not in path.parts]


def arrived_whole(visitor, link, path):
    """The one film of a matter is what was filmed, and lies on the shelf once."""
    house = visitor.house
    visitor.open(link)
    films = visitor.page.locator(".gallery video")
    expect(films).to_have_count(1)
    with open(path, "rb") as file:
        sha = digest(file)
    with urllib.request.urlopen(house.address + films.get_attribute("src") + "?copy=original") as answer:
        assert int(answer.headers["Content-Length"]) == path.stat().st_size
        assert digest(answer) == sha
    assert len(kept_as(house, sha)) == 1
    house.run("verify", "--attachments")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_photo_is_sent_while_the_form_is_filled_in(house, phone, gate, photo, language):
    visitor = at_the_form(phone, gate.address, house, "有照片的一件事。", language)
    page = visitor.page
    gate.lets = gate.risen + 60_000
    page.locator("#files").set_input_files(photo("路灯.jpg"))
    expect(row(visitor)).to_contain_text(visitor.words.pattern("web.file.sending"))
    expect(row(visitor)).to_contain_text("路灯.jpg")
    expect(row(visitor).get_by_role("progressbar", name="路灯.jpg")).to_be_visible()
    gate.lets = float("inf")
    expect(row(visitor)).to_contain_text(visitor.words("web.file.done", name="路灯.jpg"))
    expect(page.locator(".files [role=status]")).to_have_text(visitor.words("web.file.done", name="路灯.jpg"))
    expect(row(visitor).get_by_role("progressbar")).to_have_count(0)
    assert page.locator("#files").input_value() == "", "it would travel a second time with the form"
    visitor.open(sends_the_form(visitor))
    stands(page, 1)
    expect(page.locator(".gallery img")).to_have_attribute("alt", visitor.words.pattern("matters.files.raised"))
    # The draft of the next matter has none of it.
    page.goto(gate.address)
    expect(page.locator(".file-list li")).to_have_count(0)


def test_a_photo_travels_with_the_form_without_a_script(house, browse, photo):
    context = browse(viewport=PHONE, java_script_enabled=False)
    visitor = at_the_form(context, house.address, house, "没有脚本也有照片。")
    visitor.page.locator("#files").set_input_files([photo("一.jpg"), photo("二.jpg", (200, 90, 90))])
    visitor.open(sends_the_form(visitor))
    pictures = visitor.page.locator(".gallery img")
    expect(pictures).to_have_count(2)
    for number in range(2):
        answer = context.request.get(house.address + pictures.nth(number).get_attribute("src"))
        assert answer.status == 200 and answer.headers["content-type"] == "image/jpeg"
        assert answer.body()[:3] == b"\xff\xd8\xff"


def test_a_film_of_200_megabytes_goes_on_after_three_breaks(house, phone, gate, tmp_path):
    path = film(tmp_path, 200)
    visitor = at_the_form(phone, gate.address, house, "录了像的一件事。")
    begun, offsets = [], []

    def hear(request):
        if request.method == "POST" and request.url.endswith("/attachments/uploads"):
            begun.append(request)
        if request.method == "PATCH":
            offsets.append(int(request.headers["upload-offset"]))

    visitor.page.on("request", hear)
    gate.breaks = [gate.risen + each * MEGABYTE for each in (40, 90, 150)]
    visitor.page.locator("#files").set_input_files(path)
    # The form is sent before the film is here: it goes off by itself.
    link = sends_the_form(visitor)
    assert gate.breaks == [], "the wire did not break"
    assert len(begun) == 1 and offsets[0] == 0 and offsets == sorted(offsets), offsets
    # A browser may send a request that broke once more by itself; more than that is not sent twice.
    assert gate.risen < 260 * MEGABYTE, f"{gate.risen // MEGABYTE} MB were sent for 200"
    arrived_whole(visitor, link, path)


def test_a_reload_in_the_middle_goes_on(house, phone, gate, tmp_path):
    path = film(tmp_path, 40)
    visitor = at_the_form(phone, gate.address, house, "中途刷新的一件事。")
    page = visitor.page
    gate.lets = gate.risen + 20 * MEGABYTE
    page.locator("#files").set_input_files(path)
    expect(row(visitor)).to_contain_text(re.compile("[3-7][0-9]%"), timeout=20_000)
    gate.lets = float("inf")
    gate.breaks = [0]
    offsets = []
    page.on("request", lambda request: offsets.append(int(request.headers["upload-offset"]))
            if request.method == "PATCH" else None)
    page.reload()
    expect(row(visitor)).to_contain_text(visitor.words("web.file.done", name=path.name), timeout=40_000)
    expect(page.locator(".file-list li")).to_have_count(1)
    assert min(offsets) > 10 * MEGABYTE, offsets
    visitor.field("matters.raise.text").fill("中途刷新的一件事。")
    arrived_whole(visitor, sends_the_form(visitor), path)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
@pytest.mark.parametrize("content", [
    b"<!DOCTYPE html><script>alert(1)</script>", b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
], ids=["page", "SVG"])
def test_a_page_that_is_called_photo_is_refused_at_the_field(house, browse, photo, content, script, language):
    context = browse(viewport=PHONE, java_script_enabled=script)
    visitor = at_the_form(context, house.address, house, "假照片。", language)
    page = visitor.page
    page.locator("#files").set_input_files({"name": "photo.jpg", "mimeType": "image/jpeg", "buffer": content})
    reason = visitor.words("attachments.refusal.wrong_kind_of_file")
    if script:
        expect(row(visitor)).to_have_text(visitor.words("web.file.refused", name="photo.jpg", reason=reason) + "×")
        expect(page.locator(".files [role=status]")).to_contain_text(reason)
        row(visitor).get_by_role("button").click()
        expect(page.locator(".file-list li")).to_have_count(0)
    else:
        visitor.button("matters.raise.send").click()
        expect(page.locator("#files-error")).to_contain_text(reason)
        expect(visitor.field("matters.raise.text")).to_have_value("假照片。")
    page.locator("#files").set_input_files(photo("photo.jpg"))
    visitor.open(sends_the_form(visitor))
    expect(page.locator(".gallery img")).to_have_count(1)


def test_before_and_after_come_with_an_answer(house, browse, photo):
    resident = at_the_form(browse(viewport=PHONE), house.address, house, "巷口的垃圾没人收。")
    resident.page.locator("#files").set_input_files(photo("垃圾.jpg"))
    link = sends_the_form(resident)
    number = house.get("/api/v1/tracks/" + link.rsplit("/", 1)[1]).json["number"]
    house.move("hu.lingjun", number, "register", category="0201")
    house.move("hu.lingjun", number, "dispatch", unit="SANITATION")
    officer = Visitor(browse().new_page(), house).in_language()
    page = officer.page
    officer.signs_in("承办人", "SANITATION").opens(number)
    stands(page, 1)
    expect(page.get_by_role("heading", name=officer.words("matters.files.title"), exact=True)).to_be_visible()
    form = officer.form("answer")
    form.locator("[name=answer]").fill("垃圾已经收走，地面冲洗过。")
    form.locator("[name=files-before]").set_input_files(photo("前.jpg", (120, 90, 40)))
    form.locator("[name=files-after]").set_input_files(photo("后.jpg", (60, 170, 90)))
    expect(form.locator(".file-list li", has_text=officer.words("web.file.done", name="后.jpg"))).to_be_visible()
    form.get_by_role("button", name=house.move_name("answer", "zh"), exact=True).click()
    expect(page.locator(".pair")).to_have_count(1)
    for visitor, path in ((officer, f"/matters/{number}"), (resident, link)):
        visitor.open(path)
        stands(visitor.page, 3)
        slides(visitor)
        assert violations(visitor.page) == []


def slides(visitor):
    """The slider and its two buttons, by keys."""
    page = visitor.page
    pair = page.locator(".pair.laid")
    slider = pair.get_by_role("slider", name=visitor.words("matters.files.slider"), exact=True)
    after = pair.locator("figure img").last
    before_button, after_button = pair.get_by_role("button").all()

    def hidden(percent):
        expect(slider).to_have_value(str(percent))
        assert after.evaluate("e => e.style.clipPath").endswith(f" {percent}%)")

    hidden(50)
    slider.focus()
    page.keyboard.press("ArrowRight")
    hidden(51)
    page.keyboard.press("Home")
    hidden(0)
    page.keyboard.press("Shift+Tab")
    expect(before_button).to_be_focused()
    page.keyboard.press("Enter")
    hidden(100)
    after_button.focus()
    page.keyboard.press("Space")
    hidden(0)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_two_chosen_files_are_clean_on_a_phone(house, browse, photo, language, scheme):
    context = browse(viewport=PHONE, has_touch=True, is_mobile=True, color_scheme=scheme)
    visitor = at_the_form(context, house.address, house, "两个文件。", language)
    page = visitor.page
    endless = "很长的文件名" * 12 + ".jpg"
    page.locator("#files").set_input_files([
        photo(endless), {"name": "no.jpg", "mimeType": "image/jpeg", "buffer": b"<html>"}])
    expect(row(visitor)).to_contain_text(visitor.words("web.file.done", name=endless))
    expect(row(visitor, 1)).to_contain_text(visitor.words("attachments.refusal.wrong_kind_of_file"))
    expect(visitor.button("web.file.camera")).to_be_visible()
    assert violations(page) == []
    assert sticks_out(page) == ""
    for button in page.locator(".file-list button").all():
        size = button.bounding_box()
        assert size["width"] >= 44 and size["height"] >= 44
