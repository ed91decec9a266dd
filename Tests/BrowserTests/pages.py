"""Every page of the program, by name, as somebody who may open it."""

from dataclasses import dataclass

from visitor import Visitor

CLERK, DISPATCHER, HANDLER, ADMINISTRATOR = "clerk", "dispatcher", "handler", "administrator"
ROLES = {
    CLERK: ("HOTLINE", {"zh": "接线员", "en": "Clerk"}),
    DISPATCHER: ("HOTLINE", {"zh": "派单员", "en": "Dispatcher"}),
    HANDLER: ("SANITATION", {"zh": "承办人", "en": "Handler"}),
    ADMINISTRATOR: ("HOTLINE", {"zh": "管理员", "en": "Administrator"}),
}


@dataclass
class Shown:
    """A page: its name, its path, who opens it, and what is done before it stands there."""

    name: str
    path: str
    role: str | None = None
    then: object = None


def sign_in(visitor: Visitor, role):
    unit, names = ROLES[role]
    return visitor.signs_in(names[visitor.language], unit)


def send_empty(visitor):
    visitor.button("matters.raise.send").click()


def forge(visitor):
    visitor.page.evaluate("document.querySelector('form[method=post] [name=csrf]').value = 'forged'")
    visitor.field("matters.raise.text").fill("伪造的表单")
    visitor.button("matters.raise.send").click()


def preview_bulk(visitor):
    visitor.page.locator('main input[type=checkbox]').first.check()
    visitor.page.locator('select[name="move"]').select_option(index=1)
    visitor.button("matters.bulk.look").click()


@dataclass
class Town:
    """Matters in the states that pages look different in."""

    received: object
    registered: object
    dispatched: object
    asking: object
    sent_back: object
    solved: object


def build_town(house):
    place = {"place": "和平路 3 号", "contact": {"name": "王小明", "phone": "13900000001"}}
    matters = [house.raise_matter(f"第 {i} 盏路灯不亮，晚上看不见台阶。", **place) for i in range(6)]
    received, registered, dispatched, asking, sent_back, solved = matters
    return Town(
        received, registered.registered(), dispatched.dispatched(), asking.answered(),
        sent_back.answered().rated("no", "no", why="还是不亮"), solved.answered().rated("yes", "yes"))


# Raise, track in several states, sign-in, and everything people at work open. In a path, {asking.path} is the private
# link of the town's matter of that name, {asking.number} its number.
PAGES = [
    Shown("raise", "/"),
    Shown("raise-empty-sent", "/", then=send_empty),
    Shown("raised", "/raised/{received.token}"),
    Shown("track-received", "{received.path}"),
    Shown("track-rate", "{asking.path}"),
    Shown("track-sent-back", "{sent_back.path}"),
    Shown("track-solved", "{solved.path}"),
    Shown("track-withdraw", "{received.path}/withdraw"),
    Shown("track-add", "{received.path}/add"),
    Shown("sign-in", "/sign-in"),
    Shown("demo", "/demo"),
    Shown("not-found", "/nowhere"),
    Shown("error", "/", then=forge),
    Shown("workbench", "/matters/workbench", DISPATCHER),
    Shown("matter", "/matters/{sent_back.number}", DISPATCHER),
    Shown("matter-dispatch", "/matters/{registered.number}", DISPATCHER),
    Shown("move", "/matters/{registered.number}/moves/dispatch", DISPATCHER),
    Shown("move-archive", "/matters/{registered.number}/moves/archive", DISPATCHER),
    Shown("list", "/matters?words=路灯", DISPATCHER),
    Shown("list-empty", "/matters?words=没有这样的词语呀", DISPATCHER),
    Shown("new", "/matters/new", CLERK),
    Shown("bulk", "/matters?state=open", DISPATCHER, preview_bulk),
    Shown("account", "/account", CLERK),
    Shown("tokens", "/account/tokens", CLERK),
    Shown("directory", "/directory", ADMINISTRATOR),
    Shown("directory-add", "/directory/add", ADMINISTRATOR),
    Shown("person", "/directory/1", ADMINISTRATOR),
]
