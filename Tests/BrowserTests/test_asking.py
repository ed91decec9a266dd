"""Is it one of these? On the receipt of a resident, while a call is taken, and what is said of an answer before it
is sent."""

import re

from playwright.sync_api import expect

from house import HANDLERS
from pages import DISPATCHER, HANDLER, ROLES, sign_in
from visitor import Visitor

AREA = "980101001001"


def waits(page, look, act, what):
    """The index of what is alike is made within seconds."""
    for _ in range(40):
        if look():
            return
        page.wait_for_timeout(1000)
        act()
    raise AssertionError(what)


def test_while_a_call_is_taken_the_likeliest_is_joined_by_one_key(house, browse):
    main = house.raise_matter("锦绣路口的红绿灯全灭了，车子乱走，很危险。", area=AREA, place="锦绣路口")
    house.move("hu.lingjun", main.number, "register", category="0201")
    house.move("hu.lingjun", main.number, "dispatch", unit="SANITATION")
    taker = sign_in(Visitor(browse().new_page(), house).in_language(), DISPATCHER)
    page = taker.page
    taker.open("/calls")
    taker.button("calls.demo").click()
    expect(page.get_by_text(taker.words("calls.state.ringing"))).to_be_visible()
    taker.button("calls.pickUp").click()
    expect(page.get_by_text(taker.words("calls.state.talking"))).to_be_visible()
    text = taker.field("calls.field.text")
    likely = page.locator(f'#call-likely button[value="join {main.number}"]')
    said = "来电人说锦绣路口红绿灯全灭了，车子乱走很危险"
    text.fill(said)
    waits(page, lambda: likely.count(), lambda: text.fill(said + "。" * (page.evaluate("Date.now()") % 7 + 1)),
          "it is not offered while it is typed")
    row = page.locator("#call-likely li").filter(has_text=main.number)
    expect(row).to_contain_text("%")
    page.locator("#category").select_option("0201")
    text.focus()
    page.keyboard.press("Alt+3")
    expect(page.get_by_text(re.compile(
        "|".join(taker.words(f"calls.notice.{key}") for key in ("joined", "same"))))).to_be_visible()
    number = page.locator(".number-plate").first.inner_text().strip()
    assert number != main.number, "the caller has a number of their own"
    answer = house.get(f"/api/v1/matters/{number}", {"Authorization": f"Bearer {house.token('hu.lingjun')}"})
    assert answer.json["stage"]["name"] == "joined"
    if page.locator('button[value="hangUp"]').count():
        taker.button("calls.hangUp").click()


def test_who_says_none_of_these_is_not_asked_again(house, browse):
    main = house.raise_matter("翠竹园小区北门的垃圾桶满了一个星期，苍蝇乱飞。", area=AREA, place="翠竹园北门")
    house.move("hu.lingjun", main.number, "register", category="0101")
    house.move("hu.lingjun", main.number, "dispatch", unit="SANITATION")
    resident = Visitor(browse().new_page(), house).in_language()
    page = resident.page

    def raises():
        resident.open(f"/?area={AREA}")
        resident.field("matters.raise.text").fill("翠竹园北门垃圾桶满了一个星期没人收，苍蝇到处飞。")
        resident.button("matters.raise.send").click()
        expect(resident.heading).to_have_text(resident.words("matters.raised.title"))

    raises()
    waits(page, lambda: page.locator("#same").count(), raises, "it is not asked")
    receipt = page.url
    assert main.number not in page.content()
    resident.button("joins.same.no").click()
    expect(page.get_by_text(resident.words("joins.same.other"))).to_be_visible()
    page.goto(receipt)
    expect(page.locator("#same")).to_have_count(0)


def test_an_answer_is_looked_at_before_it_is_sent_and_may_be_sent_all_the_same(house, browse):
    matter = house.raise_matter("小区门口的路灯坏了三个月，晚上看不见台阶，老人摔倒两次。").dispatched()
    house.move(HANDLERS["SANITATION"], matter.number, "accept")
    handler = Visitor(browse().new_page(), house).in_language()
    handler.signs_in(ROLES[HANDLER][1]["zh"], "SANITATION")
    page = handler.opens(matter.number).page
    field = page.locator('form[action$="/moves/answer"] textarea[name="answer"]')
    said = page.locator(".answer-check")
    expect(said).to_have_attribute("role", "status")
    expect(said).to_be_empty()
    field.fill("您好，已收到。")
    field.blur()
    expect(said).to_contain_text(handler.words("quality.draft").strip())
    expect(said.locator("li").first).not_to_be_empty()
    # Nothing holds it up.
    page.locator('form[action$="/moves/answer"]').get_by_role(
        "button", name=house.move_name("answer", "zh"), exact=True).click()
    expect(page.get_by_text(house.stage_name("asking", "zh")).first).to_be_visible()
