"""What people really do: send nothing, send too much, send twice, go back, come late, open what is not theirs."""

import re

import pytest
from playwright.sync_api import expect

from pages import DISPATCHER, HANDLER, sign_in
from visitor import Visitor

HOSTILE = ["<script>alert(1)</script>", '"><img src=x onerror=alert(2)>', "'--; {name} ${x} &lt;b&gt; \u202Etxt"]
# A mark that turns the direction of the text around is taken out, so that no name can pretend to be another.
TURNS = "\u202E"


@pytest.fixture
def resident(house, browse):
    return Visitor(browse().new_page(), house).in_language()


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_an_empty_form_comes_back_with_what_is_missing_and_what_was_written(house, browse, script):
    resident = Visitor(browse(java_script_enabled=script).new_page(), house).in_language()
    place = resident.field("matters.field.place", optional=True)
    place.fill("和平路 3 号")
    resident.button("matters.raise.send").click()
    summary = resident.page.get_by_role("alert").or_(resident.page.locator(".error-summary")).first
    expect(summary).to_contain_text(resident.words("web.form.problems"))
    if script:
        expect(summary).to_be_focused()
    expect(place).to_have_value("和平路 3 号")
    problem = summary.get_by_role("link").first.inner_text()
    summary.get_by_role("link").first.click()
    text = resident.field("matters.raise.text")
    if script:
        expect(text).to_be_focused()
    expect(text).to_have_attribute("aria-invalid", "true")
    described = text.get_attribute("aria-describedby").split()
    told = " ".join(resident.page.locator(f"#{each}").inner_text() for each in described)
    assert problem in told, "the summary and the field say different things"


def test_one_character_too_many_is_told_and_nothing_is_lost(resident):
    text = "路" * 4001
    resident.field("matters.raise.text").fill(text)
    resident.button("matters.raise.send").click()
    expect(resident.page.get_by_text(resident.words.pattern("matters.filing.tooLong")).first).to_be_visible()
    expect(resident.field("matters.raise.text")).to_have_value(text)
    resident.field("matters.raise.text").fill(text[:4000])
    resident.button("matters.raise.send").click()
    expect(resident.heading).to_have_text(resident.words("matters.raised.title"))


def test_a_wrong_phone_number_is_told_at_its_field(resident):
    resident.field("matters.raise.text").fill("路灯不亮，请打电话。")
    resident.field("matters.field.phone", optional=True).fill("12")
    resident.button("matters.raise.send").click()
    expect(resident.page.get_by_text(resident.words("matters.filing.invalid.phone")).first).to_be_visible()
    expect(resident.field("matters.raise.text")).to_have_value("路灯不亮，请打电话。")
    expect(resident.field("matters.field.phone", optional=True)).to_have_value("12")


@pytest.mark.parametrize("hostile", HOSTILE, ids=["script", "attribute", "quotes and marks"])
def test_hostile_words_are_words_on_every_page(house, browse, hostile):
    context = browse()
    page = context.new_page()
    page.on("dialog", lambda dialog: pytest.fail(f"a script ran: {dialog.message}"))
    resident = Visitor(page, house).in_language()
    resident.open("/")
    resident.field("matters.raise.text").fill(f"{hostile} 敌意文字")
    resident.field("matters.field.place", optional=True).fill(hostile)
    resident.field("matters.field.name", optional=True).fill(hostile)
    resident.button("matters.raise.send").click()
    expect(resident.heading).to_have_text(resident.words("matters.raised.title"))
    link = page.locator('main a[href^="/track/"]').first.get_attribute("href")
    number = re.search(r"QS\d{10,}", page.get_by_role("main").inner_text()).group()
    shown = hostile.replace(TURNS, "")
    resident.open(link)
    assert shown in page.get_by_role("main").inner_text()
    officer = sign_in(Visitor(browse().new_page(), house).in_language(), DISPATCHER)
    officer.page.on("dialog", lambda dialog: pytest.fail(f"a script ran: {dialog.message}"))
    matter = f"/matters/{number}"
    for path in ("/matters/workbench", "/matters?words=敌意文字", matter, matter + "/moves/note"):
        officer.open(path)
        expect(officer.page.locator("main script, main img")).to_have_count(0)
        if "workbench" not in path:
            assert shown in officer.page.get_by_role("main").inner_text(), path
    officer.open(f"/matters?words={HOSTILE[0]}%22%27%20OR%201=1")
    expect(officer.page.get_by_role("heading", level=1)).to_have_count(1)


def test_two_clicks_make_one_matter(house, resident):
    text = "双击提交只该有一件事项甲乙丙"
    resident.field("matters.raise.text").fill(text)
    resident.button("matters.raise.send").dblclick()
    expect(resident.heading).to_have_text(resident.words("matters.raised.title"))
    assert len(house.numbers(text)) == 1


def test_going_back_after_sending_sends_nothing_again(house, resident):
    text = "后退以后不该再有一件丁戊己"
    number, _ = resident.raises(text)
    resident.page.go_back()
    expect(resident.field("matters.raise.text")).to_be_visible()
    resident.page.go_forward()
    expect(resident.page.get_by_text(number).first).to_be_visible()
    resident.page.reload()
    expect(resident.page.get_by_text(number).first).to_be_visible()
    assert house.numbers(text) == [number]


def test_a_wrong_link_says_the_same_whatever_is_wrong_with_it(house, resident):
    token = house.raise_matter("只有我看得到的一件事。").token
    number, seal = token.rsplit("-", 1)
    altered = f"{number}-{'A' if seal[0] != 'A' else 'B'}{seal[1:]}"
    absent = f"QS2020010100001-{seal}"
    seen = set()
    for wrong in (altered, absent, number, "nothing", token + "x", token.upper() + "0"):
        answer = resident.open(f"/track/{wrong}")
        seen.add((answer.status, resident.page.title(), resident.page.get_by_role("main").inner_text()))
    assert len(seen) == 1
    assert seen.pop()[0] == 404
    assert resident.open(f"/track/{token}").status == 200


def test_somebody_was_faster_and_what_was_written_is_kept(house, browse):
    matter = house.raise_matter("两个人同时办理这件事。").dispatched()
    handler = sign_in(Visitor(browse().new_page(), house).in_language(), HANDLER).opens(matter.number)
    form = handler.form("answer")
    written = "写到一半的答复，不能丢。"
    form.locator('[name="answer"]').fill(written)
    other = handler.page.context.new_page()
    Visitor(other, house).makes(matter.number, "note", note="另一个窗口里先写了备注。")
    form.get_by_role("button", name=house.move_name("answer", "zh"), exact=True).click()
    expect(handler.heading).to_have_text(handler.words("matters.stale.title"))
    assert "另一个窗口里先写了备注。" in handler.page.get_by_role("main").inner_text()
    expect(handler.page.locator('[name="answer"]')).to_have_value(written)
    again = handler.page.locator('form[action$="/answer"]')
    again.get_by_role("button", name=house.move_name("answer", "zh"), exact=True).click()
    expect(handler.page.get_by_text(written).first).to_be_visible()
    expect(handler.page.get_by_text(handler.words("matters.notice.done"))).to_be_visible()


def test_a_late_opinion_is_kept_when_the_page_was_old(house, resident):
    matter = house.raise_matter("评价的时候已经变了。").answered()
    resident.open(matter.path)
    resident.choose("matters.ask.resident.solved", "matters.solved.no")
    resident.choose("matters.ask.resident.satisfied", "matters.satisfied.no")
    resident.field("matters.ask.resident.why", optional=True).fill("我的理由还在吗")
    added = house.ask(
        "POST", f"/api/v1/tracks/{matter.token}/moves", {"move": "add", "inputs": {"text": "另一部手机上补充的话"}})
    assert added.status == 200, added.text
    resident.page.get_by_role("button", name=house.move_name("rate", "zh"), exact=True).click()
    expect(resident.heading).to_have_text(resident.words("matters.stale.title"))
    assert "另一部手机上补充的话" in resident.page.get_by_role("main").inner_text()
    expect(resident.page.locator('[name="why"]')).to_have_value("我的理由还在吗")
    resident.page.get_by_role("button", name=house.move_name("rate", "zh"), exact=True).click()
    expect(resident.page.get_by_text(resident.words.pattern("matters.track.wentBack"))).to_be_visible()


def test_what_a_resident_cannot_see_hinders_no_opinion(house, resident):
    matter = house.raise_matter("评价的时候只多了内部备注。").answered()
    resident.open(matter.path)
    resident.choose("matters.ask.resident.solved", "matters.solved.no")
    resident.choose("matters.ask.resident.satisfied", "matters.satisfied.no")
    house.move("hu.lingjun", matter.number, "note", note="只给同事看的话")
    resident.page.get_by_role("button", name=house.move_name("rate", "zh"), exact=True).click()
    expect(resident.page.get_by_text(resident.words.pattern("matters.track.wentBack"))).to_be_visible()
    assert "只给同事看的话" not in resident.page.content()


def test_half_an_opinion_is_asked_for_again(house, resident):
    matter = house.raise_matter("只答一半的评价。").answered()
    resident.open(matter.path)
    resident.choose("matters.ask.resident.solved", "matters.solved.no")
    resident.field("matters.ask.resident.why", optional=True).fill("半个评价")
    resident.page.get_by_role("button", name=house.move_name("rate", "zh"), exact=True).click()
    expect(resident.page.get_by_text(resident.words("web.form.problems"))).to_be_visible()
    expect(resident.page.locator('[name="why"]')).to_have_value("半个评价")
    expect(resident.page.locator('[name="solved"][value="no"]')).to_be_checked()


def test_the_other_language_shows_the_same_page_and_the_same_question(house, browse):
    officer = sign_in(Visitor(browse().new_page(), house).in_language(), DISPATCHER)
    officer.open("/matters?words=路灯&state=open")
    officer.page.get_by_role("link", name="English", exact=True).click()
    expect(officer.page.locator("html")).to_have_attribute("lang", "en")
    english = Visitor(officer.page, house, "en")
    expect(english.heading).to_have_text(english.words("matters.list.heading"))
    expect(officer.page.locator('input[name="words"]')).to_have_value("路灯")
    expect(officer.page.locator('select[name="state"]')).to_have_value("open")
    officer.page.get_by_role("link", name="中文", exact=True).click()
    expect(officer.page.locator('input[name="words"]')).to_have_value("路灯")
    expect(officer.page.locator("html")).to_have_attribute("lang", "zh-CN")


def test_a_session_that_ended_leads_through_sign_in_back_to_the_page(house, browse):
    login, password = "ye.jiamei", "七只白鹭清早慢慢飞过云门镇"
    matter = house.raise_matter("会话结束以后回到这一页。")
    link = re.search(r"https?://\S+(/reset/\S+)", house.run("account", "reset", login)).group(1)
    officer = Visitor(browse().new_page(), house).in_language()
    officer.open(link)
    officer.field("directory.password.new").fill(password)
    officer.field("directory.password.again").fill(password)
    officer.button("directory.reset.button").click()
    assert officer.page.locator(".error-summary").count() == 0, officer.page.get_by_role("main").inner_text()
    expect(officer.heading).not_to_have_text(officer.words("directory.reset.title"))
    officer.opens(matter.number)
    elsewhere = officer.page.context.new_page()
    elsewhere.goto(house.address + "/account")
    elsewhere.locator("header .group.last summary").click()
    elsewhere.get_by_role("button", name=officer.words("web.signOut"), exact=True).click()
    officer.page.reload()
    expect(officer.heading).to_have_text(officer.words("directory.signIn.title"))
    officer.field("directory.login").fill(login)
    officer.field("directory.password").fill("falsch" + password)
    officer.button("directory.signIn.button").click()
    expect(officer.page.get_by_text(officer.words("directory.notAdmitted")).first).to_be_visible()
    expect(officer.field("directory.login")).to_have_value(login)
    officer.field("directory.password").fill(password)
    officer.button("directory.signIn.button").click()
    expect(officer.page).to_have_url(f"{house.address}/matters/{matter.number}")
    # A form that was open when the session ended leads to a page that says so, not to an error.
    officer.form("note").locator('[name="note"]').fill("会话结束前写的备注")
    officer.page.context.clear_cookies()
    note = officer.page.locator('form[action$="/note"]')
    note.get_by_role("button", name=house.move_name("note", "zh"), exact=True).click()
    expect(officer.page.get_by_role("heading", level=1)).to_have_count(1)
    assert "500" not in officer.page.title() and "503" not in officer.page.title()


def test_a_matter_of_another_unit_is_not_there(house, browse):
    matter = house.raise_matter("派给城管的一件事。").dispatched("URBAN")
    stranger = sign_in(Visitor(browse().new_page(), house).in_language(), HANDLER)
    seen = set()
    for number in (matter.number, "QS2020010100001"):
        answer = stranger.open(f"/matters/{number}")
        seen.add((answer.status, stranger.page.get_by_role("main").inner_text()))
        assert stranger.open(f"/matters/{number}/moves/answer").status == 404
    assert len(seen) == 1
    assert seen.pop()[0] == 404
    assert "派给城管" not in stranger.page.content()


def test_nobody_reads_the_office_without_signing_in(house, resident):
    matter = house.raise_matter("没有登录就看不到的内部页面。")
    for path in ("/matters", "/matters/workbench", f"/matters/{matter.number}", "/directory", "/account"):
        resident.open(path)
        expect(resident.heading).to_have_text(resident.words("directory.signIn.title"))


def test_every_move_is_offered_to_nobody_who_may_not_make_it(house, browse):
    matter = house.raise_matter("谁能办什么。").dispatched()
    dispatcher = sign_in(Visitor(browse().new_page(), house).in_language(), DISPATCHER).opens(matter.number)
    expect(dispatcher.page.locator('form[action$="/answer"], a[href$="/moves/answer"]')).to_have_count(0)
    expect(dispatcher.page.locator('form[action$="/close"], a[href$="/moves/close"]')).to_have_count(0)
