"""What residents do: raise with a place, join a neighbour's matter, rate in two taps, find all that is theirs."""

import re
import time

import pytest
from playwright.sync_api import expect

from visitor import Visitor

PHONE = {"width": 360, "height": 740}
# The middle of a community of the demo city.
WENCHANG = {"latitude": 30.59873, "longitude": 110.20659}


@pytest.fixture
def resident(house, browse):
    return Visitor(browse(viewport=PHONE, has_touch=True).new_page(), house).in_language()


def unfold(visitor, key):
    visitor.page.locator("details.fold > summary", has_text=visitor.words(key)).click()


def no_sideways(page):
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0, f"the page is {wide} px too wide"


def test_one_sentence_and_one_button_are_enough(resident):
    box = resident.field("matters.raise.text")
    assert box.bounding_box()["height"] > 100
    assert not resident.page.locator("#phone").is_visible()
    box.fill("楼道灯不亮。")
    resident.button("matters.raise.send").click()
    expect(resident.heading).to_have_text(resident.words("matters.raised.title"))
    expect(resident.page.locator("svg[role=img]")).to_be_visible()
    no_sideways(resident.page)


def test_raising_by_keyboard_alone(resident):
    page = resident.page
    resident.field("matters.raise.text").focus()
    page.keyboard.type("键盘写的一件事。")
    for _ in range(12):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.type === 'submit' && document.activeElement.name !== 'finer'"):
            break
    page.keyboard.press("Enter")
    expect(resident.heading).to_have_text(resident.words("matters.raised.title"))


def test_the_place_comes_from_where_somebody_is(house, browse):
    context = browse(viewport=PHONE, permissions=["geolocation"], geolocation=WENCHANG)
    resident = Visitor(context.new_page(), house).in_language()
    page = resident.page
    resident.field("matters.raise.text").fill("这里的井盖松了。")
    unfold(resident, "matters.raise.where")
    page.locator("[data-do=locate]").click()
    expect(page.locator("#latitude")).to_have_value(re.compile(r"^30\.59"))
    expect(page.locator("#area")).to_have_value(re.compile(r"^980101001"))
    resident.button("matters.raise.send").click()
    expect(resident.heading).to_have_text(resident.words("matters.raised.title"))
    page.locator('main a[href^="/track/"]').first.click()
    expect(page.get_by_text("文昌社区").first).to_be_visible()


def test_a_place_outside_the_city_is_told_at_its_field(resident):
    page = resident.page
    resident.field("matters.raise.text").fill("远方的事。")
    unfold(resident, "matters.raise.where")
    page.locator(".map-fields > summary").click()
    page.locator("#latitude").fill("39.9")
    page.locator("#longitude").fill("116.4")
    resident.button("matters.raise.send").click()
    expect(page.get_by_text(resident.words("matters.filing.invalid.position")).first).to_be_visible()
    expect(page.locator("#latitude")).to_be_visible()
    expect(page.locator("#latitude")).to_have_value(re.compile(r"^39\.90*$"))
    expect(resident.field("matters.raise.text")).to_have_value("远方的事。")


def test_a_neighbour_says_me_too_in_one_tap(house, resident):
    first = house.raise_matter(
        "文昌社区门口的路灯整晚不亮。", area="980101001002", **WENCHANG)
    first.dispatched()
    # What everybody may see of it follows the log.
    for _ in range(100):
        if house.get("/areas/near.json?area=980101001002").json:
            break
        time.sleep(0.2)
    page = resident.page
    resident.field("matters.raise.text").fill("路灯不亮")
    unfold(resident, "matters.raise.where")
    page.locator("#find").fill("文昌")
    page.locator("#found button").first.click()
    expect(page.locator("#area")).to_have_value(re.compile("^980101001002"))
    near = page.locator("#near li")
    expect(near.first).to_be_visible()
    assert first.number not in page.content(), "a neighbour reads the number of somebody else's matter"
    near.first.get_by_role("button").click()
    expect(near.first.get_by_role("status")).to_have_text(resident.words("matters.near.joined"))


def test_voice_becomes_words_where_the_browser_hears(house, browse):
    context = browse(viewport=PHONE)
    context.add_init_script("""
        self.SpeechRecognition = self.webkitSpeechRecognition = class {
          start() {
            this.onresult({ resultIndex: 0, results: [[{ transcript: "路灯坏了" }]] });
            setTimeout(() => this.onend(), 300);
          }
          stop() { this.onend(); }
        };""")
    resident = Visitor(context.new_page(), house).in_language()
    press = resident.button("matters.raise.voice")
    press.click()
    expect(press).to_have_attribute("aria-pressed", "true")
    expect(resident.field("matters.raise.text")).to_have_value("路灯坏了")
    expect(resident.page.locator(".voice [role=status]")).to_have_text(resident.words("matters.raise.stopped"))
    expect(press).to_have_attribute("aria-pressed", "false")


def test_a_draft_is_there_again_and_gone_when_it_arrived(resident):
    resident.field("matters.raise.text").fill("写到一半的话")
    resident.open("/")
    expect(resident.field("matters.raise.text")).to_have_value("写到一半的话")
    resident.button("matters.raise.send").click()
    expect(resident.heading).to_have_text(resident.words("matters.raised.title"))
    resident.open("/")
    expect(resident.field("matters.raise.text")).to_have_value("")


def test_two_taps_are_an_opinion(house, resident):
    matter = house.raise_matter("路灯不亮。").answered()
    page = resident.page
    resident.open(matter.path + "?rate")
    assert page.evaluate("document.activeElement.name") == "solved"
    answer = page.get_by_text("路灯已经修好").first.bounding_box()["y"]
    assert answer < page.locator("#solved").bounding_box()["y"]
    no_sideways(page)
    page.locator("#solved-yes").tap()
    page.locator("#satisfied-yes").tap()
    expect(page.get_by_text(house.stage_name("solved", "zh")).first).to_be_visible()


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_a_no_may_say_why_and_goes_back(house, browse, script):
    resident = Visitor(browse(viewport=PHONE, java_script_enabled=script).new_page(), house).in_language()
    matter = house.raise_matter("路灯不亮。").answered()
    page = resident.page
    resident.open(matter.path)
    page.locator("#solved-no").check(force=True)
    page.locator("#satisfied-no").check(force=True)
    if script:
        page.locator(".chip").first.click()
        expect(page.locator("#why")).to_have_value(resident.words("matters.rate.chip.notDone"))
    page.locator("#rate").get_by_role("button", name=house.move_name("rate", "zh"), exact=True).click()
    expect(page.get_by_text(resident.words.pattern("matters.track.wentBack")).first).to_be_visible()


def test_keys_do_not_send_an_opinion_by_themselves(house, resident):
    matter = house.raise_matter("路灯不亮。").answered()
    page = resident.page
    resident.open(matter.path)
    page.locator("#solved-yes").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    expect(page.locator("#satisfied-yes")).to_be_checked()
    page.wait_for_timeout(300)
    expect(page.locator("#rate")).to_be_visible()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_text(house.stage_name("solved", "zh")).first).to_be_visible()


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_all_my_matters_by_a_code(house, browse, script):
    contact = {"phone": "13800007001" if script else "13800007002"}
    waiting = house.raise_matter("我的第一件事。", contact=contact).answered()
    house.raise_matter("我的第二件事。", contact=contact)
    house.raise_matter("别人的事。", contact={"phone": "13800007999"})
    context = browse(viewport=PHONE, java_script_enabled=script)
    resident = Visitor(context.new_page(), house).in_language()
    page = resident.page
    resident.open("/mine")
    resident.field("matters.mine.contact").fill("138-0000-" + contact["phone"][-4:])
    resident.button("matters.mine.send").click()
    code = re.search(r"\d{6}", page.locator(".notice b").inner_text()).group()
    resident.field("matters.mine.code").fill("000000" if code != "000000" else "111111")
    resident.button("matters.mine.enter").click()
    expect(page.get_by_text(resident.words("matters.mine.badCode")).first).to_be_visible()
    resident.field("matters.mine.code").fill(code)
    resident.button("matters.mine.enter").click()
    expect(page.locator("article.card")).to_have_count(2)
    expect(page.get_by_text(resident.words("matters.mine.waiting.other", count=1))).to_be_visible()
    assert "别人的事" not in page.content() and contact["phone"] not in page.content()
    no_sideways(page)
    old = page.url
    resident.button("matters.mine.renew").click()
    expect(page.locator("article.card")).to_have_count(2)
    new = page.url
    assert page.goto(old).status == 404
    page.goto(new)
    page.get_by_role("link", name="我的第一件事", exact=True).click()
    assert page.url.endswith(waiting.path)


def test_words_without_end_push_nothing_aside(house, browse):
    endless = "W" * 300
    matter = house.raise_matter(endless, contact={"name": "名" * 200, "phone": "13800007003"}, place="P" * 200)
    for width in (280, 360):
        page = browse(viewport={"width": width, "height": 700}).new_page()
        for path in (matter.path, "/raised/" + matter.token, "/", "/mine"):
            page.goto(house.address + path)
            no_sideways(page)
