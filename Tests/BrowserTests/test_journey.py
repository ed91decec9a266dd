"""One concern from its sentence to its end, through the browser alone, with the script of the pages and without."""

import struct
import zlib

import pytest
from playwright.sync_api import expect

from visitor import Visitor

ROLES = {
    "clerk": {"zh": "接线员", "en": "Clerk"},
    "dispatcher": {"zh": "派单员", "en": "Dispatcher"},
    "handler": {"zh": "承办人", "en": "Handler"},
}


def unit_name(house, code, language):
    for unit in house.get("/api/v1/units").json["units"]:
        if unit["code"] == code:
            return unit["name"][language]
    raise LookupError(code)


@pytest.mark.parametrize(
    ("language", "script"), [("zh", True), ("en", True), ("zh", False)],
    ids=["zh", "en", "zh without script"])
def test_a_concern_goes_in_and_comes_back_solved(house, browse, shots, language, script):
    resident = Visitor(browse(java_script_enabled=script).new_page(), house, language).in_language()
    clerk, dispatcher, sanitation, urban = (
        Visitor(browse(java_script_enabled=script).new_page(), house, language).in_language() for _ in range(4))
    name = f"{language}-{'script' if script else 'plain'}"
    count = iter(range(1, 100))

    def shot(visitor, what):
        visitor.page.screenshot(path=shots / f"{name}-{next(count):02}-{what}.png", full_page=True)

    def sees(*steps):
        resident.open(link)
        for step in steps:
            assert step in resident.story, f"{step} is not in {resident.story}"

    def told(move):
        return house.move_told(move, language)

    first, second = unit_name(house, "SANITATION", language), unit_name(house, "URBAN", language)

    shot(resident, "raise")
    number, link = resident.raises("小区门口的路灯三天没亮，老人晚上不敢出门。", place="和平路 3 号")
    shot(resident, "raised")
    sees(resident.words("matters.story.youRaised"))
    shot(resident, "track-received")

    clerk.signs_in(ROLES["clerk"][language], "HOTLINE")
    shot(clerk, "workbench-clerk")
    clerk.makes(number, "register", category="0201")
    shot(clerk, "registered")
    sees(told("register"))

    dispatcher.signs_in(ROLES["dispatcher"][language], "HOTLINE").opens(number)
    shot(dispatcher, "matter-dispatch")
    dispatcher.makes(number, "dispatch", unit="SANITATION")
    sees(told("dispatch"), first)

    sanitation.signs_in(ROLES["handler"][language], "SANITATION").opens(number)
    sanitation.form("return")
    shot(sanitation, "return-form")
    sanitation.makes(number, "return", cause="duty", reason="路灯不归环卫管，请派城管。")
    shot(sanitation, "after-return")
    sees(told("return"))
    assert "不归环卫" not in resident.page.content(), "a resident reads the reason of a return"

    dispatcher.makes(number, "dispatch", unit="URBAN")
    sees(second)
    urban.signs_in(ROLES["handler"][language], "URBAN")
    shot(urban, "workbench-handler")
    urban.makes(number, "accept")
    sees(told("accept"))
    urban.makes(number, "answer", answer="已更换灯泡，今晚会亮。")
    shot(urban, "answered")
    sees(told("answer"), "已更换灯泡，今晚会亮。")
    shot(resident, "track-rate")

    resident.rates(link, "no", "no", why="晚上去看，还是不亮。")
    sees(told("sendBack"))
    back = resident.words("matters.track.wentBack", unit=second)
    expect(resident.page.get_by_text(back)).to_be_visible()
    shot(resident, "track-sent-back")

    urban.opens(number)
    assert "晚上去看，还是不亮。" in urban.page.get_by_role("main").inner_text()
    shot(urban, "matter-sent-back")
    urban.makes(number, "answer", answer="线路断点已接好，连亮两晚。")
    resident.rates(link, "yes", "yes")
    sees(told("close"), told("rate"), "线路断点已接好，连亮两晚。")
    expect(resident.page.get_by_text(house.stage_name("solved", language)).first).to_be_visible()
    shot(resident, "track-solved")
    urban.opens(number)
    expect(urban.page.locator('form[action$="/answer"]')).to_have_count(0)
    shot(urban, "matter-solved")


def picture(side=64):
    """A small PNG."""
    def part(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = b"".join(b"\0" + bytes((row * 4 % 256, 80, 120)) * side for row in range(side))
    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + part(b"IHDR", head) + part(b"IDAT", zlib.compress(rows)) + part(b"IEND", b"")


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_a_photo_comes_along_and_is_seen_by_both(house, browse, script):
    resident = Visitor(browse(java_script_enabled=script).new_page(), house).in_language()
    resident.open("/")
    resident.field("matters.raise.text").fill("楼道口堆着旧沙发，附一张照片。")
    files = resident.page.locator('input[type="file"]').first
    files.locator("xpath=ancestor::details[1]/summary").click()
    files.set_input_files({"name": "旧沙发.png", "mimeType": "image/png", "buffer": picture()})
    if script:
        expect(resident.page.get_by_text("旧沙发.png").first).to_be_visible()
    resident.button("matters.raise.send").click()
    expect(resident.heading).to_have_text(resident.words("matters.raised.title"))
    link = resident.page.locator('main a[href^="/track/"]').first.get_attribute("href")
    resident.open(link)
    shown = resident.page.locator('main img[src*="/files/"]').first
    expect(shown).to_be_visible()
    answer = resident.page.request.get(house.address + shown.get_attribute("src"))
    assert answer.status == 200 and answer.headers["content-type"].startswith("image/")
    assert answer.headers["x-content-type-options"] == "nosniff"
    stranger = browse().new_page()
    wrong = shown.get_attribute("src").replace("/track/", "/track/X")
    assert stranger.request.get(house.address + wrong).status == 404


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_the_way_to_an_area_and_back_to_raising(house, browse, script):
    visitor = Visitor(browse(java_script_enabled=script).new_page(), house).in_language()
    visitor.open("/areas?q=府前路")
    visitor.page.locator('main a[href="/areas/980101001001"]').first.click()
    expect(visitor.heading).to_contain_text("府前路")
    expect(visitor.page.get_by_role("heading", name=visitor.words("areas.serves")).first).to_be_visible()
    visitor.page.get_by_role("link", name=visitor.words("areas.raise")).first.click()
    expect(visitor.field("matters.raise.text")).to_be_visible()
