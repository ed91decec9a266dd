"""Many reports of one building site become one matter: joined by the keyboard, answered once, and everybody is
asked. Who says no goes on alone."""

import time

import pytest
from playwright.sync_api import expect

from pages import DESKTOP, DISPATCHER, HANDLER, PHONE, ROLES, sign_in
from test_keyboard import tab_to
from test_pages import COLOURS, SMALL, sticks_out, violations
from visitor import Visitor

PLACE = "府前路 88 号工地"
MAIN = "府前路 88 号工地半夜打桩施工，噪音很大，整栋楼睡不着。"
WEB = [
    "府前路 88 号工地夜里打桩施工，噪音太大，孩子睡不着。",
    "府前路 88 号工地半夜还在打桩，施工噪音很大，睡不着觉。",
    "府前路 88 号那个工地，半夜打桩施工噪音很大。",
    "府前路 88 号工地半夜施工打桩，整栋楼都睡不着，请管管噪音。",
    "府前路 88 号工地凌晨打桩施工，噪音很大，老人睡不着。",
]
HOTLINE = [
    "来电人说府前路 88 号工地半夜打桩施工，噪音很大，睡不着。",
    "来电人反映府前路 88 号工地半夜施工，打桩噪音很大。",
    "府前路 88 号工地半夜打桩施工噪音很大，来电人要上早班，睡不着。",
    "来电人说府前路 88 号工地打桩到半夜，施工噪音很大，整栋楼睡不着。",
    "府前路 88 号工地半夜打桩，施工噪音很大，来电人家有病人。",
    "来电人反映府前路 88 号工地每天半夜打桩施工，噪音很大。",
]
ANSWER = "工地已停止夜间打桩，今后夜里十点以后不再施工。"
PATIENCE = 240


def until(found, act, what):
    """Waits for what the program does by itself, and looks again and again."""
    end = time.monotonic() + PATIENCE
    while not found():
        assert time.monotonic() < end, what
        time.sleep(1)
        act()


def clean(visitor, name, shots):
    """The page that stands there has nothing to complain about, wide and narrow, light and dark."""
    page, wrong = visitor.page, []
    for size in (DESKTOP, PHONE):
        page.set_viewport_size(size)
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            wrong += [f"{size['width']} px, {scheme}: {each}"
                      for each in violations(page, None if scheme == "light" else COLOURS)]
        wrong += [f"{size['width']} px, too small: {each}" for each in page.evaluate(SMALL)]
        if over := sticks_out(page):
            wrong.append(f"{size['width']} px, sticks out by {over}")
    page.emulate_media(color_scheme="light")
    page.set_viewport_size(DESKTOP)
    page.screenshot(path=shots / f"joins-{name}-{visitor.language}.png", full_page=True)
    assert wrong == [], name + "\n" + "\n".join(wrong)


class Hotline:
    """Files what people say on the telephone, and hands on each one's private link."""

    def __init__(self, house):
        self.house = house
        self.token = house.run(
            "account", "token", "hu.lingjun", "--name", "hotline", "--scope", "matters:write",
            "--scope", "links:read").strip()

    def files(self, text, phone, **more):
        answer = self.house.ask(
            "POST", "/api/v1/matters",
            {"text": text, "place": PLACE, "channel": "hotline", "contact": {"phone": phone}, **more},
            {"Authorization": f"Bearer {self.token}"})
        assert answer.status == 201, answer.text
        return answer.json["number"], f"/track/{answer.json['token']}"


@pytest.fixture
def site(house, browse):
    """Twelve people and one building site: the first on the telephone, then five at the web form and six on the
    telephone. Gives the number of the main one, and the private links by number, its own first."""
    hotline = Hotline(house)
    main, link = hotline.files(MAIN, "13900000100", category="0601")
    links = {main: link}
    resident = Visitor(browse().new_page(), house).in_language()
    for text in WEB:
        number, link = resident.raises(text, place=PLACE)
        links[number] = link
    for count, text in enumerate(HOTLINE):
        number, link = hotline.files(text, f"139000001{count + 1:02}")
        links[number] = link
    return main, links


def matter(house, number):
    answer = house.get(f"/api/v1/matters/{number}", {"Authorization": f"Bearer {house.token('hu.lingjun')}"})
    assert answer.status == 200, answer.text
    return answer.json


def boxes(visitor):
    return visitor.page.locator("[data-join] input")


def focused(visitor):
    return visitor.page.evaluate("document.activeElement.value ?? ''")


def test_many_reports_of_one_site_are_answered_once_and_each_resident_is_asked(house, browse, shots, site):
    main, links = site
    members = [number for number in links if number != main]
    assert len(members) == 11
    dispatcher = sign_in(Visitor(browse().new_page(), house).in_language(), DISPATCHER)
    page, keys = dispatcher.page, dispatcher.page.keyboard

    # From the matter's page to where it is joined, by Tab and Enter.
    dispatcher.opens(main)
    tab_to(page, lambda it: it["href"] == f"/joins/{main}")
    keys.press("Enter")
    page.wait_for_url(f"**/joins/{main}")
    until(lambda: set(members) <= set(offered(dispatcher)), page.reload, "not every report is offered")
    look_in_both_languages(dispatcher, f"/joins/{main}", "candidates", shots)

    # j and k go from row to row, x ticks, Enter joins what is ticked.
    shown = offered(dispatcher)
    keys.press("j")
    expect(boxes(dispatcher).nth(0)).to_be_focused()
    keys.press("j")
    expect(boxes(dispatcher).nth(1)).to_be_focused()
    keys.press("j")
    keys.press("k")
    expect(boxes(dispatcher).nth(1)).to_be_focused()
    go_to(dispatcher, members[0])
    keys.press("x")
    expect(page.locator(f"#join-{members[0]}")).to_be_checked()
    keys.press("x")
    expect(page.locator(f"#join-{members[0]}")).not_to_be_checked()
    keys.press("x")
    keys.press("Enter")
    expect(page.get_by_text(dispatcher.words("joins.result.sum", done=1, all=1))).to_be_visible()
    assert offered(dispatcher).count(members[0]) == 0, "what was joined is offered again"
    clean(dispatcher, "result", shots)

    # a ticks all; what is not about the site is taken out again, and Enter joins the rest.
    keys.press("a")
    expect(page.locator("[data-join] input:not(:checked)")).to_have_count(0)
    for number in offered(dispatcher):
        if number not in members:
            go_to(dispatcher, number)
            keys.press("x")
    keys.press("Enter")
    expect(page.get_by_text(dispatcher.words("joins.result.sum", done=10, all=10))).to_be_visible()
    assert set(shown) >= set(members)
    dispatcher.open(f"/joins/{main}")
    expect(page.locator("main tbody tr")).to_have_count(11)
    look_in_both_languages(dispatcher, f"/joins/{main}", "joined", shots)
    look_in_both_languages(dispatcher, "/joins", "list", shots)
    expect(page.locator(f'main a[href="/joins/{main}"]')).to_have_count(1)

    # Everybody keeps a link of their own and reads there that it is handled together.
    resident = Visitor(browse().new_page(), house).in_language()
    resident.open(links[members[0]])
    expect(page_text(resident)).to_contain_text(house.stage_name("joined", "zh"))
    assert main not in resident.page.content(), "a resident reads the number of somebody else"
    look_in_both_languages(resident, links[members[0]], "resident-joined", shots)

    # One unit, one answer.
    if matter(house, main)["stage"]["name"] == "registered":
        dispatcher.makes(main, "dispatch", unit="URBAN")
    unit = matter(house, main)["unit"]["code"]
    handler = Visitor(browse().new_page(), house).in_language()
    handler.signs_in(ROLES[HANDLER][1]["zh"], unit)
    handler.makes(main, "answer", answer=ANSWER)

    # It reaches all twelve; each is asked on a page of their own.
    for number, link in links.items():
        resident.open(link)
        asked = resident.page.locator("#solved-yes")
        until(lambda: asked.count() == 1, resident.page.reload, f"{number} is not asked")
        expect(page_text(resident)).to_contain_text(ANSWER)
    look_in_both_languages(resident, link, "resident-asked", shots)

    # Three say no, the others yes.
    noes = {members[1], members[6], members[10]}
    for number, link in links.items():
        said = "no" if number in noes else "yes"
        resident.rates(link, said, said, why="昨晚十二点还在打桩。" if said == "no" else None)
        stage = "handling" if said == "no" else "solved"
        expect(page_text(resident)).to_contain_text(house.stage_name(stage, "zh"))

    # Only theirs stay open, each with the unit that answered.
    found = {number: matter(house, number) for number in links}
    assert {number for number, each in found.items() if each["status"] == "open"} == noes
    assert {found[number]["unit"]["code"] for number in noes} == {unit}
    dispatcher.open(f"/joins/{main}?state=alone")
    rows = page.locator("main tbody tr")
    expect(rows).to_have_count(3)
    for number in noes:
        expect(rows.filter(has_text=number)).to_have_count(1)
    dispatcher.open(f"/joins/{main}?state=solved")
    expect(rows).to_have_count(8)
    look_in_both_languages(dispatcher, f"/joins/{main}?state=alone", "alone", shots)
    dispatcher.open("/joins?state=ended")
    expect(page.locator(f'main a[href="/joins/{main}"]')).to_have_count(1)


def page_text(visitor):
    return visitor.page.get_by_role("main")


def offered(visitor):
    return boxes(visitor).evaluate_all("each => each.map(box => box.value)")


def go_to(visitor, number):
    """Up to the first row by k, then down by j until the row has the focus."""
    count = boxes(visitor).count()
    for key in ["k"] * count + ["j"] * count:
        if focused(visitor) == number:
            return
        visitor.page.keyboard.press(key)
    assert focused(visitor) == number, f"j and k do not lead to {number}"


def look_in_both_languages(visitor, path, name, shots):
    """In English, then again in Chinese, which stays."""
    for language in ("en", "zh"):
        other = Visitor(visitor.page, visitor.house, language)
        other.open(path + ("&" if "?" in path else "?") + f"lang={language}")
        expect(visitor.page.locator("html")).to_have_attribute("lang", {"zh": "zh-CN", "en": "en"}[language])
        assert "⟦" not in visitor.page.content(), f"{path} has no words for something"
        clean(other, name, shots)


def test_without_script_what_is_ticked_is_joined_by_a_button(house, browse):
    hotline = Hotline(house)
    main, _ = hotline.files("新华街 12 号门口的下水道井盖破了，有人摔倒。", "13900000201", category="0601")
    other, _ = hotline.files("新华街 12 号门口下水道井盖破了，差点摔倒。", "13900000202")
    dispatcher = sign_in(Visitor(browse(java_script_enabled=False).new_page(), house).in_language(), DISPATCHER)
    dispatcher.open(f"/joins/{main}")
    until(lambda: other in offered(dispatcher), dispatcher.page.reload, "it is not offered")
    dispatcher.page.locator(f"#join-{other}").check()
    dispatcher.button("joins.add.do").click()
    expect(dispatcher.page.get_by_text(dispatcher.words("joins.result.sum", done=1, all=1))).to_be_visible()
    assert matter(house, other)["stage"]["name"] == "joined"


def test_keys_that_were_turned_off_stay_off(house, browse):
    hotline = Hotline(house)
    main, _ = hotline.files("东门菜场后面堆了一个月的建筑垃圾。", "13900000301", category="0101")
    hotline.files("东门菜场后面建筑垃圾堆了一个月，没人清。", "13900000302")
    dispatcher = sign_in(Visitor(browse().new_page(), house).in_language(), DISPATCHER)
    dispatcher.open(f"/joins/{main}")
    until(lambda: offered(dispatcher), dispatcher.page.reload, "it is not offered")
    dispatcher.page.evaluate("localStorage.setItem('lianxin.keys', 'off')")
    dispatcher.page.keyboard.press("a")
    dispatcher.page.keyboard.press("j")
    expect(dispatcher.page.locator("[data-join] input:checked")).to_have_count(0)
    assert dispatcher.page.evaluate("document.activeElement === document.body")
